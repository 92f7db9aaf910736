"""How organisations come to work with a board: those with people of their own consent."""

from collections.abc import Iterable

from goldthread.base.joining import queries
from goldthread.base.joining.models import Partnership
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Board, Organisation, User
from goldthread.base.post.workflow import write_to
from goldthread.base.states import Steps, on_behalf

State = Partnership.State
boards = Steps("people.board")
partnerships = Steps("joining.partnership")


@boards.step("Add partners", whose="self")
def add_partners(board: Board, *, by: User, partners: Iterable[Organisation]) -> None:
    """Those that nobody acts for yet work with the board from now on; others are asked."""
    add_or_ask(board, partners, by=by)


def add_or_ask(
    board: Board, organisations: Iterable[Organisation], *, by: User | None
) -> None:
    """Add the organisations without people of their own, and ask the others."""
    wanted = {organisation.pk: organisation for organisation in organisations}
    peopled = set(
        queries.peopled(wanted)
        .exclude(boards=board)
        .exclude(partnerships__in=board.partnerships.waiting())
    )
    asked_before = board.partnerships.waiting().filter(organisation__in=wanted)
    waiting = set(asked_before.values_list("organisation", flat=True))
    board.partners.add(
        *(o for o in wanted.values() if o not in peopled and o.pk not in waiting)
    )
    for organisation in sorted(peopled, key=str):
        _ask(board, organisation, by=by)


def _ask(board: Board, organisation: Organisation, *, by: User | None) -> None:
    asked = Partnership.objects.create(
        board=board, organisation=organisation, asked_by=by
    )
    behalf = on_behalf(by, board) if by else ""
    ledger.write(asked, by=by, verb="add_partners", words="Asked", on_behalf_of=behalf)
    for person in queries.consenting(organisation):
        write_to(
            person,
            subject=f"Decide whether {organisation} works with {board}"[:150],
            body=f"{board} asks {organisation} to work with it. Read what that opens, "
            "and agree or decline.",
            link=asked.get_absolute_url(),
            why=queries.why_consenting(organisation),
            key=f"partnership {asked.pk} to {person.pk}",
        )


@partnerships.step("Agree", State.ASKED, to=State.AGREED, whose="self.organisation")
def agree(partnership: Partnership, *, by: User) -> None:
    """The organisation works with the board from now on, and may owe it work."""
    partnership.board.partners.add(partnership.organisation)
    _answer(partnership, "agreed to work")


@partnerships.step("Decline", State.ASKED, to=State.DECLINED, whose="self.organisation")
def decline(partnership: Partnership, *, by: User) -> None:
    """The board sees nothing of it, and can ask again."""
    _answer(partnership, "declined to work")


@partnerships.step("Withdraw", State.ASKED, to=State.WITHDRAWN, whose="self.board")
def withdraw(partnership: Partnership, *, by: User) -> None:
    """The board no longer asks."""


def _answer(partnership: Partnership, word: str) -> None:
    board = partnership.board
    for person in queries.team_of(board):
        write_to(
            person,
            subject=f"An organisation {word} with {board}"[:150],
            body=f"{partnership.organisation} {word} with {board}.",
            link=partnership.get_absolute_url(),
            why=f"you are on the board team of {board}",
            key=f"partnership {partnership.pk} {word} to {person.pk}",
        )
