"""What an organisation can show: kept once, renewed once."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.base.people.models import Organisation, User
from goldthread.base.states import Steps
from goldthread.base.uploads import workflow as uploads
from goldthread.base.uploads.checking import Checked
from goldthread.sources.section11.models import Evidence

organisation_steps = Steps("people.organisation")
steps = Steps("section11.evidence")


@organisation_steps.step("Keep evidence", whose="self")
def keep_evidence(
    organisation: Organisation,
    *,
    by: User,
    attached: Iterable[Checked] = (),
    **said: Any,
) -> Evidence:
    """A file, a link or a statement that several answers may show."""
    found = Evidence(organisation=organisation, kept_by=by, **said)
    found.kind = _kind(found, attached := list(attached))
    if attached:
        (found.upload,) = uploads.keep(attached[:1], by=by, board=None)
    found.full_clean(exclude=["upload"])
    found.save()
    return found


def _kind(found: Evidence, attached: list[Checked]) -> str:
    given = [
        kind
        for kind, there in (
            (Evidence.Kind.FILE, attached),
            (Evidence.Kind.LINK, found.link),
            (Evidence.Kind.STATEMENT, found.statement.strip()),
        )
        if there
    ]
    if len(given) != 1:
        raise ValidationError(
            "Send a file, enter a link or write a statement: one of the three. "
            "Nothing was saved."
        )
    return given[0]


@steps.step("Renew", whose="self.organisation")
def renew(evidence: Evidence, *, by: User, valid_until: date | None, on: date) -> None:
    """It was looked at and still holds. Every answer that shows it is current again."""
    if valid_until and valid_until <= on:
        raise ValidationError({"valid_until": "It must hold longer than today."})
    evidence.valid_until, evidence.renewed_on = valid_until, on


@steps.step("Use it no longer", whose="self.organisation")
def withdraw_evidence(evidence: Evidence, *, by: User) -> None:
    """It is offered no more. What was submitted with it keeps it."""
    evidence.withdrawn = True
