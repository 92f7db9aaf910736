"""The page of personas: one click signs you in, in the demo alone."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goldthread.base.access.acting import trusted
from goldthread.base.access.guards import public
from goldthread.base.people.models import Appointment
from goldthread.demo.mark import is_demo
from goldthread.demo.personas import COMES_FOR, everybody


@public
@never_cache
def personas(request: HttpRequest) -> HttpResponse:
    """Choose who you are. Anywhere but in the demo's own database this is no page."""
    if not is_demo():
        raise Http404
    return _choose(request)


@require_http_methods(["GET", "HEAD", "POST"])
def _choose(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _sign_in(request)
    with trusted():
        people = list(everybody())
    shown = [(person, person.roles, _purposes(person.roles)) for person in people]  # type: ignore[attr-defined]
    return render(request, "demo/personas.html", {"personas": shown})


def _purposes(roles: list[Appointment]) -> list[str]:
    """Each purpose once, though a person holds the role on two boards."""
    return list(dict.fromkeys(COMES_FOR[appointment.role] for appointment in roles))


def _sign_in(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("person", "")
    if not chosen.isdecimal():
        raise Http404
    with trusted():
        person = get_object_or_404(everybody(), pk=int(chosen))
    with trusted(person):
        login(request, person, backend="goldthread.site.sign_in.Backend")
    request.session["persona"] = True  # stands for a second factor, in the demo alone
    return redirect("home")
