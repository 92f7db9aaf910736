"""Asking for a token, a second person's answer, its secret, its end; and its use."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Board, User
from goldthread.base.post import workflow as post
from goldthread.base.states import Steps, typed
from goldthread.base.tokens import queries, rules
from goldthread.base.tokens.models import Token

State = Token.State
steps = Steps("tokens.token")
of_board = Steps("people.board")

NOBODY_ELSE = (
    "Nobody else of {board} can agree to it. Nothing was asked. The board needs a second "
    "person of its team, or a chair."
)
OVER = "Its last day has passed. Nothing was changed. Ask for another token."


@of_board.step("Ask for a token", whose="self")
def ask_for_token(
    board: Board, *, by: User, name: str, scopes: Sequence[str], days: int, on: date
) -> Token:
    """It reads nothing until somebody else of the board agrees."""
    people = list(queries.second_people(board, by))
    if not people:
        raise ValidationError(NOBODY_ELSE.format(board=board))
    token = Token.objects.create(
        board=board,
        holder=by,
        name=typed(name, name="Say which program it is for."),
        scopes=[scope for scope in rules.SCOPES if scope in scopes],
        made_on=on,
        expires_on=on + timedelta(days=days),
    )
    for person in people:
        _write(
            token,
            person,
            "asked",
            subject=f"{token} waits for your answer",
            body=f"{by} asks that a program may read for {board}. It does so only if a "
            "second person agrees. See which, and answer:",
            why=f"you may answer for {board}",
        )
    return token


@steps.step("Agree to the token", State.WAITING, to=State.AGREED)
def agree_token(token: Token, *, by: User, on: date) -> None:
    """Its holder may issue its secret."""
    if token.expired(on=on):
        raise ValidationError(OVER)
    token.agreed_by, token.agreed_on = by, on
    _write(
        token,
        token.holder,
        "agreed",
        subject=f"{token} was agreed",
        body=f"{by} agreed. Issue its secret, and give it to the program:",
        why="you asked for it",
    )


@steps.step("Issue the secret", State.AGREED)
def issue_token(token: Token, *, by: User, on: date) -> str:
    """A secret that only she is told. One issued before, and never used, ends."""
    if token.expired(on=on):
        raise ValidationError(OVER)
    secret = f"goldthread_{secrets.token_urlsafe(32)}"
    token.digest = rules.digest(secret)
    return secret


@steps.step("Revoke the token", State.WAITING, State.AGREED, to=State.REVOKED)
def revoke_token(token: Token, *, by: User) -> None:
    """It reads nothing from now on."""


def _write(token: Token, to: User, what: str, **words: str) -> None:
    key = f"token-{token.pk}-{what}-{to.pk}"
    post.write_to(to, key=key, link=token.get_absolute_url(), **words)  # type: ignore[arg-type]  # each by its name


# --- Its use ------------------------------------------------------------------------------


@trusted()
def use(secret: str, *, now: datetime) -> Token | None:
    """The token of this secret, with the request counted; None if it reads nothing.

    Requests of one token are counted one after the other.
    """
    today = timezone.localdate(now)
    found = queries.alive(secret, on=today).select_related("holder", "board")
    token: Token | None = found.select_for_update(of=("self",)).first()
    if token is None:
        return None
    if token.counted_from is None or now - token.counted_from >= rules.WITHIN:
        token.counted, token.counted_from = 0, now
    token.counted += 1
    token.used_on = today
    token.save(update_fields=["counted", "counted_from", "used_on"])
    return token


def note(token: Token, words: str) -> None:
    """What left by it, in the ledger: how many of what, never what they say."""
    with trusted(token.holder):
        ledger.write(token, by=token.holder, verb="read", words=words)
