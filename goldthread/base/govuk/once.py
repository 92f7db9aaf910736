"""A form is taken once, however often it is sent: see ADR 18."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format

from goldthread.base.access.guards import SignedInRequest
from goldthread.base.drafts import workflow

FOUND = 302


class Twin(Exception):
    """The same form was sent before; what it did now is undone."""


def once(request: SignedInRequest, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a post. If it was taken before, it leads where it led then.

    Nobody asks for a twin as long as all goes well: `settle` finds it in what it writes.
    What comes with a file is asked about first, since files are not undone.
    """
    if request.FILES and (twin := workflow.twin(request)):
        return again(request, twin)
    try:
        response = respond()
    except Exception:
        if twin := workflow.twin(request):
            return again(request, twin)
        raise
    refused = response.status_code != FOUND
    twin = workflow.twin(request) if refused else None
    return again(request, twin) if twin else response


def again(request: HttpRequest, sending: Any) -> HttpResponse:
    at = date_format(timezone.localtime(sending.at), "H:i")
    messages.info(request, f"You sent this twice. It was saved once, at {at}.")
    return redirect(sending.led_to)


def answered(
    request: SignedInRequest, form: Any, take: Callable[[], HttpResponse], done: str
) -> HttpResponse | None:
    """Where it led; None if the form has still something to say."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            response = take()
            if not workflow.settle(request, response["Location"]):
                raise Twin
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
    if done:  # not of a step whose page is that of its progress
        messages.success(request, done)
    return response
