"""What asks for a second factor given just now, and the page that asks for it.

A session that somebody left open must not let the next person take a file away or give
herself a role. Source: `domain/security.md` b and h22.
"""

import time
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

ASKED: set[tuple[str, str]] = set()  # (label, action)
LASTS = 300  # seconds after which a page asks again
SENDING = 1800  # and a form that was opened in time may still be sent


def asks_second_factor(label: str, *actions: str) -> None:
    """These steps ask for her second factor again. Said in a policy.py."""
    ASKED.update((label, action) for action in actions)


def asks_first(request: HttpRequest, label: str, action: str) -> bool:
    """Whether she must show again that it is her: for these steps, and for any file."""
    asked = action == "export" or "format" in request.GET or (label, action) in ASKED
    return asked and not _is_fresh(request)


def ask_again(request: HttpRequest) -> HttpResponse:
    """The page that asks for her second factor, and leads back here."""
    adapter: Any = get_adapter()
    ways = adapter.get_reauthentication_methods(request.user)
    pages = [way["url"] for way in ways if way["id"].startswith("mfa_")]
    page = pages[0].split("?")[0] if pages else reverse("mfa_index")
    return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")


def _is_fresh(request: HttpRequest) -> bool:
    if settings.DEMO and request.session.get("persona"):
        return True  # whoever came in as a persona has no second factor
    lasts = SENDING if request.method == "POST" else LASTS
    records = get_authentication_records(request, request.user)
    given = [record["at"] for record in records if record.get("method") == "mfa"]
    return max(given, default=0) > time.time() - lasts
