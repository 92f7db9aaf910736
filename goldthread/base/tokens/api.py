"""How programs are answered: who asks and for whom, how often, and what they are told."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from ninja import Field, Schema
from ninja.security import HttpBearer

from goldthread.base.access.acting import acting
from goldthread.base.access.guards import View, leaves
from goldthread.base.access.table import appointments_of
from goldthread.base.people.models import User
from goldthread.base.tokens import rules, workflow
from goldthread.base.tokens.models import Token

M = TypeVar("M", bound=Model)
T = TypeVar("T")
BEARER = "bearer "

UNKNOWN = (
    "Nothing was read. Send the secret of a token as “Authorization: Bearer” and the "
    "secret; this one is missing, wrong, revoked or past its last day."
)
NOT_ITS = "Nothing was read. This token is not for {scope}. Its holder can ask for one that is."
TOO_OFTEN = "Nothing was read. This token asked {most} times in {minutes} minutes. Wait {seconds} seconds."
NOT_THERE = "Nothing was read. There is nothing at this address for this token."
READ_ONLY = "Nothing was changed. Programs can only read, by GET."


class Problem(Schema):
    """Why there is no answer: what happened, and what to do."""

    detail: str


PROBLEMS: Any = dict.fromkeys((401, 403, 404, 405, 422, 429), Problem)


def refused(status: int, why: str, **headers: str) -> HttpResponse:
    named = {name.replace("_", "-"): said for name, said in headers.items()}
    return JsonResponse({"detail": why}, status=status, headers=named)


class TokenRequest(HttpRequest):
    """What an operation is given: whose token asks."""

    user: User
    token: Token


# --- The door -----------------------------------------------------------------------------


def door(view: View) -> View:
    """Admit whoever brings the secret of a token, and read as its holder.

    No cookie is looked at: a browser that is signed in is told what anybody is.
    """

    def inner(request: Any, **kwargs: Any) -> HttpResponse:
        token = workflow.use(_secret(request), now=timezone.now())
        if token is None:
            return refused(401, UNKNOWN, WWW_Authenticate='Bearer realm="Goldthread"')
        if seconds := token.wait(now=timezone.now()):
            return refused(429, _too_often(seconds), Retry_After=str(seconds))
        request.token, request.user = token, token.holder
        with acting(token.holder):
            appointments_of(token.holder)
            answer = leaves(view, request, **kwargs)
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return refused(405, READ_ONLY, Allow="GET")
        return answer

    inner.guarded = ("", "token")  # type: ignore[attr-defined]  # as guards mark views
    return csrf_exempt(inner)  # without a cookie there is nothing to forge


def _secret(request: HttpRequest) -> str:
    said = request.headers.get("Authorization", "")
    return said[len(BEARER) :].strip() if said.lower().startswith(BEARER) else ""


def _too_often(seconds: int) -> str:
    minutes = int(rules.WITHIN.total_seconds() // 60)
    return TOO_OFTEN.format(most=rules.MOST, minutes=minutes, seconds=seconds)


class Refused(Exception):
    """The token may not read this."""


class Reads(HttpBearer):
    """The scope that an operation asks of a token."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: Any) -> Token:
        """The door has found whose it is."""
        token: Token = request.token
        if self.scope not in token.scopes:
            raise Refused(NOT_ITS.format(scope=self.scope))
        return token

    def authenticate(self, request: Any, token: str) -> Token:
        return self(request)


# --- Lists --------------------------------------------------------------------------------


class Window(Schema):
    """Which part of a list."""

    limit: int = Field(rules.ROWS, ge=1, le=rules.MOST_ROWS, description="so many rows")
    offset: int = Field(0, ge=0, le=rules.LAST_ROW, description="after so many")


class Page(Schema, Generic[T]):
    """A part of a list, and how long the list is."""

    count: int
    limit: int
    offset: int
    items: list[T]


def page(
    request: TokenRequest,
    window: Window,
    records: QuerySet[M],
    tell: Callable[[M], dict[str, Any]],
    *,
    what: str,
) -> dict[str, Any]:
    """That part of the records, oldest first, told; and noted in the ledger."""
    last = window.offset + window.limit
    found = list(records.order_by("pk")[window.offset : last])
    workflow.note(request.token, f"Read {len(found)} {what}")
    items = [tell(each) for each in found]
    return {"count": records.count(), **window.dict(), "items": items}
