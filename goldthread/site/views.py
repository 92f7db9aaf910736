"""Home, search, health and the pages for when something is not as it should be."""

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goldthread.base.access.guards import SignedInRequest, public, signed_in


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    return render(request, "site/home.html")


@signed_in
def search(request: SignedInRequest) -> HttpResponse:
    return render(request, "site/search.html")


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Up, and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def missing(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Forbidden and missing look the same, to the byte."""
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
