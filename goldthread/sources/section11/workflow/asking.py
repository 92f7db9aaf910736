"""Organisations are asked, many at once: their returns, and the letters to their leads."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.base import bulk
from goldthread.base.errands.rules import Tell, silent
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Organisation, User
from goldthread.loop.activities import workflow as activities
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.sources.section11 import queries, rules
from goldthread.sources.section11.models import Assignment, Cycle, SelfAssessment
from goldthread.sources.section11.workflow import letters

AT_A_TIME = 1000  # organisations
ONCE, EACH = "once", "each"  # whether a trust answers for its sites


def form_of(cycle: Cycle, organisation: Organisation, size: str) -> str:
    """The form that this kind of organisation answers; none if the set has but one."""
    form = cycle.asked.form_for(organisation.kind, size)
    return form.key if form else ""


# --- Trusts and their sites -----------------------------------------------------------------


def with_their_sites(
    cycle: Cycle, found: list[Organisation], sites: str
) -> tuple[list[Organisation], set[int]]:
    """Whom it asks in place of `found`, and the keys of those that answer for sites."""
    if not sites:
        return found, set()
    parts = list(queries.parts_to_ask(cycle, found))
    wholes = {part.parent_id for part in parts if part.parent_id}
    if not parts:
        raise ValidationError(
            {
                "sites": "None of these has sites that are not asked already. Choose that "
                "each answers for itself alone. Nothing was changed."
            }
        )
    if sites == ONCE:
        return [each for each in found if each.parent_id not in wholes], wholes
    asked = {each.pk: each for each in (*found, *parts) if each.pk not in wholes}
    return list(asked.values()), set()


def assign_each(
    cycle: Cycle,
    organisations: Iterable[Organisation],
    size: str,
    for_sites: Iterable[int] = (),
) -> list[Assignment]:
    """Each in the form that its type answers."""
    covering = set(for_sites)
    return Assignment.objects.bulk_create(
        Assignment(
            cycle=cycle,
            organisation=organisation,
            size=size,
            form=form_of(cycle, organisation, size),
            for_sites=organisation.pk in covering,
        )
        for organisation in organisations
    )


# --- Letters and returns -------------------------------------------------------------------


def under_way(cycle: Cycle, *, by: User) -> None:
    if cycle.activity.state == Activity.State.PLANNED:
        activities.begin(cycle.activity, by=by)


def invite(
    cycle: Cycle,
    assignments: Sequence[Assignment],
    *,
    by: User,
    on: date,
    tell: Tell = silent,
) -> None:
    """A return for each of these, in a few statements for every thousand."""
    for done in range(0, len(assignments), AT_A_TIME):
        tell("Asking organisations", done, len(assignments))
        some = assignments[done : done + AT_A_TIME]
        _invite(cycle, some, by=by, on=on)


def _invite(
    cycle: Cycle, assignments: Sequence[Assignment], *, by: User, on: date
) -> None:
    asked = _contributions(cycle, assignments, on=on)
    rows: list[dict[str, Any]] = [
        {
            "contribution_id": contribution,
            "kind": each.organisation.kind,
            "form": each.form,
            "size": each.size,
            "for_sites": each.for_sites,
        }
        for contribution, each in zip(asked, assignments, strict=True)
    ]
    like = SelfAssessment(cycle=cycle)
    bulk.insert(like, rows)
    if any(each.for_sites for each in assignments):
        queries.cover_sites(asked)
    queries.give_to_boards(cycle, asked)
    ledger.write_of(
        SelfAssessment, asked, by=by, verb="open_cycle", words="Asked for a return"
    )
    letters.invited(cycle, asked, on=on)


def _contributions(
    cycle: Cycle, assignments: Sequence[Assignment], *, on: date
) -> list[int]:
    like = Contribution(
        activity=cycle.activity,
        what=str(cycle)[:200],
        why=f"{rules.power(on)} lets the board require this information.",
        asked_on=on,
        due_on=cycle.closes_on,
    )
    return bulk.insert(
        like, [{"organisation_id": each.organisation_id} for each in assignments]
    )
