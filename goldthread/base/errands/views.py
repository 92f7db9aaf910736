"""The page that says how far a piece of long work is, and leads on to its result."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.errands import queries
from goldthread.base.errands.models import Errand


@guard("errands.errand", related=("board",))
def show(request: SignedInRequest, errand: Errand) -> HttpResponse:
    if errand.state == Errand.State.DONE and not errand.file:
        messages.success(request, errand.ready)
        return redirect(errand.leads_to)
    standing, still = queries.standing(errand), "still" in request.GET
    context = {"errand": errand, "standing": standing, "still": still}
    response = render(request, "errands/show.html", context)
    if standing.again and not still:
        response["Refresh"] = str(standing.again)
    return response
