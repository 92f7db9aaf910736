"""A region of twelve boards with three years of learning, made up in bulk."""

from dataclasses import dataclass
from datetime import date

from goldthread.base.access.acting import trusted
from goldthread.bench.seeding import doing, learning, people, plan


@dataclass(frozen=True)
class Size:
    """How much there is of everything; what is not said follows from it."""

    boards: int = 12
    organisations: int = 400
    themes: int = 40  # of each board
    activities: int = 3_000
    findings: int = 100_000
    actions: int = 20_000


@trusted()
def seed(size: Size, *, on: date) -> None:
    """Fill an empty database with the three years that end on this day."""
    people.seed(boards=size.boards, organisations=size.organisations)
    plan.seed(on=on)
    learning.activities(size.activities, on=on)
    learning.findings(size.findings)
    learning.themes(size.themes, on=on)
    doing.actions(size.actions, on=on)
    doing.checks(on=on)
    doing.papers(on=on)
    doing.ledger()
