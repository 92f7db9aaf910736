"""Memberships of groups are confirmed each quarter, or open nothing until they are.

Source: `domain/security.md` b, delegated administration: a second person for the Child
Death Overview Panel and case groups, re-attested each quarter, unattested ones suspend.
"""

from collections.abc import Iterable
from datetime import date

from goldthread.base.joining import queries
from goldthread.base.people.models import Appointment, Group, User
from goldthread.base.people.rules import REMINDED_BEFORE, confirmed_until
from goldthread.base.post.workflow import write_to
from goldthread.base.states import Steps

appointments = Steps("people.appointment")
groups = Steps("people.group")


@appointments.step("Confirm for this quarter", whose="self.place")
def confirm_membership(appointment: Appointment, *, by: User, on: date) -> None:
    """She still belongs to the group, and still needs what its members read."""
    appointment.confirmed_until = confirmed_until(on)


@groups.step("Confirm who belongs to it", whose="self")
def confirm_members(
    group: Group, *, by: User, members: Iterable[Appointment], on: date
) -> None:
    """Each by a step of her own, so that each is asked of the policy and noted."""
    for membership in members:
        confirm_membership(membership, by=by, on=on)


# --- What the clock does ------------------------------------------------------------------


def remind_of_members(on: date) -> int:
    """Ask whoever may confirm, once before the day and once when somebody is suspended."""
    written = 0
    for group, day in queries.groups_to_confirm(on + REMINDED_BEFORE):
        late = day is None or day < on
        for person in queries.confirming(group):
            write_to(
                person,
                subject=_subject(day, late=late),
                body=_body(late=late),
                link=f"{group.get_absolute_url()}confirm_members/",
                why=f"you answer for who belongs to {group}",
                key=f"confirm {group.pk} {day} {late} to {person.pk}",
            )
            written += 1
    return written


def _subject(day: date | None, *, late: bool) -> str:
    if late or day is None:
        return "Somebody’s membership of a group waits for you to confirm it"
    return f"Confirm who belongs to a group by {day.day} {day:%B %Y}"


def _body(*, late: bool) -> str:
    told = "Some members cannot open anything of the group until somebody does. "
    return (
        "Who belongs to a group is confirmed each quarter. "
        f"{told if late else ''}It takes a minute: tick those who still belong to it."
    )
