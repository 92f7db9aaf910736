"""How long an invitation holds, what it says when it doesn't, and what work moves on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from goldthread.base.people.rules import Role

INVITATION_LASTS = timedelta(days=7)
DEAD_LINK = "This invitation cannot be used."  # used, expired, withdrawn, never made

BOARD_ROLES = (Role.BOARD_TEAM, Role.CHAIR, Role.SCRUTINEER, Role.GROUP_MEMBER)
AGENCY_ROLES = (Role.AGENCY_LEAD, Role.CONTRIBUTOR, Role.PRACTITIONER)
GIVEN_BY_LEADS = (Role.CONTRIBUTOR, Role.PRACTITIONER)


def digest(token: str) -> str:
    """All that is kept of the secret in an invitation's link."""
    return sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Guest:
    """Whom to invite, as what, and until when the role lasts."""

    email: str
    name: str
    role: str
    until: date | None = None


@dataclass(frozen=True)
class Work:
    """Records that somebody must not take with her when she leaves.

    `field` names the person who holds the work, `organisation` the organisation that
    owes it (either may be left out); `open` is a Q: what of it is not yet done.
    `fits` gives a Q from a person and the roles she holds: what of it she may hold.
    `left` is told of the records that nobody holds now, who held them, and the day.

        hold(Work("actions.action", "actions", Q(state__in=OPEN), field="person",
                  organisation="organisation"))
    """

    label: str
    words: str
    open: Any
    field: str = ""
    organisation: str = ""
    fits: Callable[[Any, Any], Any] | None = None
    left: Callable[[Any, Any, date], None] | None = None


# A stage registers in its apps.py, so that leaving and merging forget no kind of work.
WORK: dict[str, Work] = {}


def hold(work: Work) -> None:
    WORK[work.label] = work


# Further links on an organisation's or a board's page, from stages that come later:
# each is called with the record and answers (words, address), or None for no link.
ORGANISATION_LINKS: list[Callable[[Any], tuple[str, str] | None]] = []
BOARD_LINKS: list[Callable[[Any], tuple[str, str] | None]] = []
