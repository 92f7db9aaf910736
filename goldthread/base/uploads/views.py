"""Serving a file: only to whom its record's rows admit, and so that nothing in it runs."""

from django.http import HttpResponse
from django.shortcuts import render

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.uploads import serving
from goldthread.base.uploads.models import Upload


@guard("uploads.upload", key="reference", related=("key",))
def file(request: SignedInRequest, upload: Upload) -> HttpResponse:
    if upload.state != Upload.State.CLEAN or upload.key.destroyed_on:
        return render(request, "uploads/closed.html", {"upload": upload}, status=409)
    return serving.response(upload, show="show" in request.GET)
