"""Naming people on a case file, and ending that; closing the file and opening it again.

What is no step here is called by the steps of the record that the file belongs to.
"""

from datetime import date

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models.constants import LOOKUP_SEP
from django.utils import timezone

from goldthread.base.cases import queries, rules
from goldthread.base.cases.models import CaseFile, Grant
from goldthread.base.cases.workflow import letters
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Board, User
from goldthread.base.states import Steps, typed
from goldthread.base.vault.queries import sealed_of

State = CaseFile.State
files = Steps("cases.casefile")
steps = Steps("cases.grant")

FOLLOWED = "Followed by a new one."


def open_file(board: Board, reference: str, *, by: User | None) -> CaseFile:
    """A new case file; nobody is named on it yet."""
    made = CaseFile.objects.create(
        board=board, reference=reference, opened_on=timezone.localdate()
    )
    ledger.write(made, by=by, verb="open_file", words="Open the case file")
    return made


def seal_what_it_holds(case_file: CaseFile) -> None:
    """What was written before it was restricted is sealed with its key, wherever it is."""
    for model in apps.get_models():
        sealed = [field for field in sealed_of(model) if field.of_case]
        for field in sealed:
            *way, _ = field.key.split(".")
            its = {LOOKUP_SEP.join(way): case_file, f"{field.name}__isnull": False}
            for record in model._base_manager.filter(**its):
                if field.seal_now(record):
                    record.save(update_fields=[field.name])


def give(
    case_file: CaseFile,
    person: User,
    *,
    purpose: str,
    until: date | None = None,
    by: User | None,
) -> Grant:
    """A new grant; what she held before is ended and stays on record."""
    if queries.is_excluded(case_file, person):
        raise ValidationError(
            f"{person} has a conflict of interest, so nothing can name them on this. "
            "Nothing was saved."
        )
    since = queries.today()
    outsider = queries.is_outsider(case_file.board, person)
    until = until or rules.last_day(since, outsider=outsider)
    if refusal := rules.too_long(since, until, outsider=outsider):
        raise ValidationError({"until": refusal})
    for before in case_file.grants.standing().filter(person=person):
        _end(before, FOLLOWED, by=by)
    made = Grant(
        case_file=case_file,
        person=person,
        purpose=typed(purpose, purpose="Say what for."),
        outsider=outsider,
        given_by=by,
        since=since,
        until=until,
    )
    made.save()
    ledger.write(made, by=by, verb="give", words=f"Name {person}"[:100])
    return made


def _end(grant: Grant, reason: str, *, by: User | None) -> None:
    grant.ended_at, grant.ended_because = timezone.now(), reason
    grant.save()
    ledger.write(
        grant, by=by, verb="end_grant", words=f"End the grant of {grant.person}"
    )


def end_of(case_file: CaseFile, person: User, *, because: str, by: User | None) -> None:
    """She holds nothing on this case any more."""
    for grant in case_file.grants.standing().filter(person=person):
        _end(grant, because, by=by)


def end_all(case_file: CaseFile, *, because: str, by: User | None) -> None:
    """The restriction is lifted: nobody need be named. Exclusions stay."""
    for grant in case_file.grants.standing().select_related("person"):
        _end(grant, because, by=by)
    _move(case_file, State.LIFTED, "Lift the restriction", by=by)


def close_file(case_file: CaseFile, *, by: User) -> None:
    """From now on no grant opens anything but the reopening."""
    _move(case_file, State.CLOSED, "Close the case file", by=by)


def reopen_file(case_file: CaseFile, *, by: User) -> None:
    """Grants open it again until their day; whoever reopens it is named if hers passed."""
    _move(case_file, State.OPEN, "Open the case file again", by=by)
    if not case_file.grants.current().filter(person=by).exists():
        give(case_file, by, purpose="Opened the case again", by=by)


def _move(case_file: CaseFile, to: State, words: str, *, by: User | None) -> None:
    before = case_file.get_state_display()
    case_file.state = to
    case_file.closed_on = timezone.localdate() if to == State.CLOSED else None
    case_file.save()
    after = case_file.get_state_display()
    moved = {"from_state": before, "to_state": after} if before != after else {}
    ledger.write(case_file, by=by, verb=f"{to}_file", words=words, **moved)


@files.step("Name somebody", State.OPEN)
def name_on_case(
    case_file: CaseFile, *, by: User, person: User, purpose: str, until: date
) -> Grant:
    """Let her see the case, for a purpose and until a day."""
    if not queries.people_near(case_file.board).filter(pk=person.pk).exists():
        raise ValidationError(
            {
                "person": f"{person} has no role on this board or in an organisation that "
                "works with it. Invite them first."
            }
        )
    grant = give(case_file, person, purpose=purpose, until=until, by=by)
    letters.named(grant)
    return grant


@steps.step("Extend")
def extend(grant: Grant, *, by: User, purpose: str, until: date) -> None:
    """By a new grant, which says again what for. This one ends."""
    give(grant.case_file, grant.person, purpose=purpose, until=until, by=by)
    grant.refresh_from_db()


@steps.step("Remove the name")
def end_grant(grant: Grant, *, by: User, reason: str) -> None:
    """She no longer sees the case. Somebody who can keep it always stays named."""
    keepers = queries.keepers(grant.case_file)
    if not keepers.exclude(pk=grant.person_id).exists():
        raise ValidationError(
            f"{grant.person} is the last of the board team named on it. "
            "Name another first."
        )
    grant.ended_at = timezone.now()
    grant.ended_because = typed(reason, reason="Say why.")
