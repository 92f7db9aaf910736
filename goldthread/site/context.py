"""The frame of every page: whose board, the loop as a menu, and who is signed in."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.functional import SimpleLazyObject

from goldthread.base.access.table import appointments_of, may_ever, visible
from goldthread.base.govuk.rules import Link, Navigation
from goldthread.base.people.models import Board, User
from goldthread.base.people.rules import Role
from goldthread.loop.activities.rules import SOURCES, Source
from goldthread.site.middleware import has_second_factor, seconds_left

# The loop in its order: (words, address by name, the row that opens it, of a board).
MENU = (
    ("Home", "home", "", False),
    ("Board", "boards:show", "people.board", True),
    ("Plan", "plan:plan", "plan.year", True),
    ("Activities", "activities:index", "activities.activity", False),
    ("Findings", "findings:index", "findings.finding", False),
    ("Themes", "themes:matrix", "themes.theme", True),
    ("Actions", "actions:index", "actions.action", False),
    ("Impact", "impact:index", "impact.check", False),
    ("Reports", "reports:index", "reports.paper", False),
)
# Whoever administers the installation configures these, and sees no content.
CONFIGURING = (
    ("Boards", "boards:index"),
    ("Organisations", "organisations:index"),
    ("People", "people:index"),
)


def chosen(request: HttpRequest, boards: Sequence[Board]) -> Board | None:
    """Of the boards that she sees, the one she chose last, or the first."""
    last = request.session.get("board")
    return next((b for b in boards if b.slug == last), boards[0] if boards else None)


def _board_in_frame(request: HttpRequest, user: User) -> dict[str, str]:
    """Her board's slug and name, kept in the session while her appointments last."""
    key = [sorted(appointments_of(user)), request.session.get("board")]
    kept = request.session.get("frame")
    if not kept or kept["key"] != key:
        board = chosen(request, list(visible(Board, user)))
        name, slug = (board.name, board.slug) if board else ("", "")
        kept = request.session["frame"] = {"key": key, "name": name, "slug": slug}
    return kept


def _addresses(user: User, slug: str) -> Iterator[tuple[str, str]]:
    """What stands in her menu, and where it leads."""
    for words, name, label, of_board in MENU:
        if (not label or may_ever(user, "view", label)) and (slug or not of_board):
            yield words, reverse(name, args=[slug] if of_board else [])
    if sources_of(user):
        yield "Sources", reverse("sources")


def sources_of(user: User) -> list[tuple[Source, str]]:
    """The ways of learning she takes part in, each by the guard of its home."""
    found = []
    for source in SOURCES.values():
        url = reverse(source.home)
        label, action = resolve(url).func.guarded  # type: ignore[attr-defined]
        if may_ever(user, action, label):
            found.append((source, url))
    return found


def _items(path: str, addresses: Sequence[tuple[str, str]]) -> Iterator[Link]:
    """The longest address that the page's own begins with is where she is."""
    here = [url for _, url in addresses if path.startswith(url) and url != "/"]
    current = max(here, key=len) if here else path
    for words, url in addresses:
        yield Link(words, url, current=url == current)


def _navigation(request: HttpRequest) -> Navigation:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return Navigation()
    if not has_second_factor(request):  # every other page leads back to setting one up
        return Navigation(account=(_sign_out(),))
    board = _board_in_frame(request, user)
    items = tuple(_items(request.path, list(_addresses(user, board["slug"]))))
    return Navigation(
        board=board["name"],
        items=items,
        account=_account(user),
        seconds_left=seconds_left(request),
        idle=settings.SESSION_COOKIE_AGE,
        stay=reverse("stay"),
    )


def _sign_out() -> Link:
    return Link("Sign out", reverse("account_logout"), post=True)


def _account(user: User) -> tuple[Link, ...]:
    configures = Role.ADMINISTRATOR in appointments_of(user).values()
    return (
        *(Link(words, reverse(name)) for words, name in CONFIGURING if configures),
        Link("Search", reverse("search")),
        Link(user.name, reverse("people:show", args=[user.pk])),
        _sign_out(),
    )


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Asked for only by pages that draw the frame."""
    return {"navigation": SimpleLazyObject(lambda: _navigation(request))}
