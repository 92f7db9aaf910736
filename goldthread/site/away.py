"""What is said while the database cannot be reached, or cannot take what was sent."""

from dataclasses import dataclass
from typing import Any

from django.db import InterfaceError, OperationalError
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from goldthread.base.govuk.rules import Navigation

NO_ROOM = {"53100"}  # PostgreSQL's number for a full disk
READ_ONLY = {"25006"}  # a replica, or a server that was told to take nothing
SECONDS = 30


@dataclass(frozen=True)
class Away:
    """Whether the database is there, and only takes nothing."""

    readable: bool


def away(error: BaseException | None) -> Away | None:
    """What is wrong with the database, if that is why a page failed."""
    number = getattr(getattr(error, "__cause__", None), "sqlstate", None)
    if isinstance(error, Error) and number in NO_ROOM | READ_ONLY:
        return Away(readable=True)
    if isinstance(error, OperationalError | InterfaceError):
        return Away(readable=False)
    return None


def page(request: HttpRequest, found: Away) -> HttpResponse:
    """Drawn without the database: nobody's name, no menu, no session."""
    said: dict[str, Any] = {
        "readable": found.readable,
        "sent": request.method not in {"GET", "HEAD"},
        "number": getattr(request, "number", ""),
        "navigation": Navigation(),
    }
    words = render_to_string("503.html", said)
    return HttpResponse(words, status=503, headers={"Retry-After": str(SECONDS)})
