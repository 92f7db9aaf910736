"""Asking for many rows, a second person's answer, and fetching them."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from goldthread.base.access.acting import acting, trusted
from goldthread.base.access.guards import SignedInRequest
from goldthread.base.access.table import can
from goldthread.base.large_files import queries, rules
from goldthread.base.large_files.models import LargeFile, Taken
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Board, User
from goldthread.base.post import workflow as post
from goldthread.base.states import Steps, typed
from goldthread.base.vault.keys import make_key
from goldthread.base.vault.models import CaseKey

State = LargeFile.State
steps = Steps("large_files.largefile")
SALT = "goldthread.base.large_files"

GROWN = (
    "Nothing left: the list has {rows:,} rows now, and up to {most:,} were agreed. Ask "
    "again for as many as there are."
)


# --- As rows leave ------------------------------------------------------------------------


def leaving(request: SignedInRequest, rows: int, title: str) -> HttpResponse | None:
    """Have the file noted, or lead to the page that asks for a second person."""
    person = request.user
    queries.one_at_a_time(person)
    if rows + queries.taken_lately(person) <= queries.alone():
        return _take(person, rows, title)
    file = queries.open_to_her(person, request.path, request.GET.urlencode())
    if file and rows <= file.most:
        return _take(person, rows, title, under=file)
    if file:
        messages.error(request, GROWN.format(rows=rows, most=file.most))
    told = signing.dumps(queries.asking(request, rows, title), salt=SALT, compress=True)
    return redirect(f"{reverse('large_files:ask')}?{urlencode({'list': told})}")


def _take(
    person: User, rows: int, title: str, under: LargeFile | None = None
) -> HttpResponse | None:
    with trusted(person):
        Taken.objects.create(person=person, title=title[:200], rows=rows, under=under)
        if under:
            words = f"{rows:,} rows left as a file"
            ledger.write(under, by=person, verb="export", words=words)
            _tell_that_it_left(under, rows)
    return None


def told(token: str, person: User) -> dict[str, Any] | None:
    """What the list said of itself, if it said so to her and within a day."""
    try:
        said = signing.loads(token, salt=SALT, max_age=rules.ASKED_WITHIN)
    except signing.BadSignature:
        return None
    return said if said["by"] == person.pk else None


# --- Steps --------------------------------------------------------------------------------


@transaction.atomic
def ask_for_file(
    board: Board, *, by: User, asked: dict[str, Any], reason: str
) -> LargeFile:
    """Nothing leaves until somebody else of this board agrees.

    No step of a board, whose page would offer it: it is asked for from a list.
    """
    with acting(by):
        if not can(by, "ask_for_file", board):
            raise PermissionDenied
    with trusted(by):
        file = _asked(board, by, asked, reason)
        ledger.write(file, by=by, verb="ask_for_file", words="Ask for a large file")
    return file


def _asked(board: Board, by: User, asked: dict[str, Any], reason: str) -> LargeFile:
    key = make_key(CaseKey, kind="large file", board_id=None)
    file = LargeFile.objects.create(
        board=board,
        title=asked["title"][:200],
        path=asked["path"],
        key=key,
        sought=asked["sought"],
        rows=asked["rows"],
        reason=typed(reason, reason="Say what you need it for."),
        asked_by=by,
        asked_at=timezone.now(),
    )
    people = list(queries.second_people(file))
    if not people:
        raise ValidationError(
            f"Nobody else of {board} can agree to it. Nothing was asked. The board needs "
            "a second person of its team, or a chair."
        )
    for person in people:
        _write(
            file,
            person,
            "asked",
            subject=f"{file} waits for your answer",
            body=f"{by} asks for {file.rows:,} rows of a list as one file. So many leave "
            "only if a second person agrees. See what for, and answer:",
            why=f"you may answer for {board}",
        )
    return file


@steps.step("Agree", State.WAITING, to=State.AGREED)
def agree(file: LargeFile, *, by: User) -> None:
    """She may fetch it within seven days, as far as she may still see what is in it."""
    file.decided_at, file.decided_by = timezone.now(), by
    _write(
        file,
        file.asked_by,
        "agreed",
        subject=f"{file} was agreed",
        body=f"{by} agreed. Fetch it within 7 days:",
        why="you asked for it",
    )


@steps.step("Decline", State.WAITING, to=State.DECLINED)
def decline(file: LargeFile, *, by: User, reason: str) -> None:
    """No row leaves."""
    file.declined_because = typed(reason, reason="Say why, so that they know.")
    file.decided_at, file.decided_by = timezone.now(), by
    _write(
        file,
        file.asked_by,
        "declined",
        subject=f"{file} was declined",
        body=f"{by} declined it. Read why:",
        why="you asked for it",
    )


@steps.step("Withdraw", State.WAITING, State.AGREED, to=State.WITHDRAWN)
def withdraw(file: LargeFile, *, by: User) -> None:
    """She needs it no more."""


@steps.step("Fetch the file", State.AGREED, to=State.FETCHED)
def fetch(file: LargeFile, *, by: User) -> None:
    """For ten minutes its rows may leave, found anew as she may see them now."""
    if file.lapsed:
        raise ValidationError(
            "It was agreed more than 7 days ago, and has lapsed. Nothing left. Ask again "
            "from the list."
        )
    file.open_until = timezone.now() + rules.OPEN_FOR


@steps.step("Let it lapse", State.AGREED, to=State.LAPSED, alone=True)
def lapse(file: LargeFile, *, by: User | None) -> None:
    """Nobody fetched it within seven days."""


# --- Letters ------------------------------------------------------------------------------


def _tell_that_it_left(file: LargeFile, rows: int) -> None:
    if file.decided_by is None:
        return
    _write(
        file,
        file.decided_by,
        "left",
        subject=f"{file} was fetched",
        body=f"{file.asked_by} fetched the {rows:,} rows to which you agreed.",
        why="you agreed to it",
    )


def _write(file: LargeFile, to: User, what: str, **words: str) -> None:
    key = f"large-file-{file.pk}-{what}-{to.pk}"
    post.write_to(to, key=key, link=file.get_absolute_url(), **words)  # type: ignore[arg-type]  # words


# --- What time does -----------------------------------------------------------------------


def prune() -> str:
    """For `goldthread tick`: what lapsed, and what was sought more than 30 days ago."""
    now = timezone.now()
    with transaction.atomic(), trusted():
        unused = LargeFile.objects.filter(decided_at__lt=now - rules.HOLDS)
        for file in unused.filter(state=State.AGREED):
            lapse(file, by=None)
        old = LargeFile.objects.filter(asked_at__lt=now - rules.KEPT).exclude(key=None)
        keys = list(old.values_list("key", flat=True))
        if keys:
            old.update(sought=None)
            CaseKey.objects.filter(pk__in=keys).delete()
    return f"Large files: {len(keys)} are not kept any more." if keys else ""
