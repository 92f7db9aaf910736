"""Conflicts of interest: declared before a case is opened, or recorded by its keepers."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from goldthread.base.cases import queries, rules
from goldthread.base.cases.models import CaseFile, Declaration, Exclusion
from goldthread.base.cases.workflow.grants import end_of
from goldthread.base.people.models import User
from goldthread.base.states import Steps, typed

files = Steps("cases.casefile")
steps = Steps("cases.exclusion")


@files.step("Declare no conflict of interest")
def declare_none(case_file: CaseFile, *, by: User) -> None:
    """Said once, before she opens it."""
    Declaration.objects.get_or_create(case_file=case_file, person=by)


@files.step("Declare a conflict of interest")
def declare_conflict(case_file: CaseFile, *, by: User, reason: str) -> None:
    """From now on the case does not exist for her."""
    _exclude(case_file, by, reason, declared=True, by=by)


@files.step("Record a conflict of interest")
def exclude(case_file: CaseFile, *, by: User, person: User, reason: str) -> Exclusion:
    """She never sees the case, whatever else she was given."""
    others = queries.keepers(case_file).exclude(pk=person.pk)
    if not others.exists():
        raise ValidationError(
            {
                "person": f"{person} is the last of the board team named on it. "
                "Name another first."
            }
        )
    return _exclude(case_file, person, reason, declared=False, by=by)


def _exclude(
    case_file: CaseFile, person: User, reason: str, *, declared: bool, by: User
) -> Exclusion:
    if queries.is_excluded(case_file, person):
        raise ValidationError({"person": f"{person} is excluded already."})
    made = Exclusion.objects.create(
        case_file=case_file,
        person=person,
        reason=typed(reason, reason="Say what the conflict is."),
        declared=declared,
        made_by=by,
    )
    end_of(case_file, person, because="A conflict of interest.", by=by)
    for follows in rules.AFTER_EXCLUSION:
        follows(case_file, person)
    return made


@steps.step("Lift the exclusion")
def lift(exclusion: Exclusion, *, by: User, reason: str) -> None:
    """There is no conflict any more. What she held before stays ended."""
    exclusion.lifted_because = typed(reason, reason="Say why.")
    exclusion.lifted_at = timezone.now()
