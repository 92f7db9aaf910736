"""What the board does with a finding: draft, agree, release, share, withdraw."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from goldthread.base import states
from goldthread.base.access.acting import trusted
from goldthread.base.people.models import Organisation, User
from goldthread.base.states import Steps
from goldthread.loop.activities.models import Activity
from goldthread.loop.findings.models import Finding, FindingQuerySet
from goldthread.loop.findings.rules import AsWritten, Suspect, identifying

State = Finding.State
steps = Steps("findings.finding")
activity_steps = Steps("activities.activity")


@activity_steps.step("Add a finding")
def add_finding(
    activity: Activity,
    *,
    by: User,
    about: Iterable[Organisation] = (),
    when: AsWritten | None = None,
    **said: Any,
) -> Finding:
    """Write down one thing learned; it stays a draft until it is agreed."""
    finding = Finding(activity=activity, board=activity.board, drafted_by=by, **said)
    _date(finding, when)
    finding.full_clean()
    finding.save()
    finding.about.set(about)
    return finding


def _date(finding: Finding, when: AsWritten | None) -> None:
    written = when or AsWritten("", None, None)
    finding.written = written.text
    finding.earliest, finding.latest = written.earliest, written.latest


@steps.step("Agree", State.DRAFTED, to=State.AGREED)
def agree(finding: Finding, *, by: User) -> None:
    """The board stands behind it as what was learned."""
    finding.agreed_at, finding.agreed_by = timezone.now(), by


@steps.step("Release", State.AGREED, to=State.RELEASED)
def release(finding: Finding, *, by: User, checked: bool = False) -> None:
    """Let the organisations read it, once nobody can be identified from it."""
    if suspects(finding) and not checked:
        raise ValidationError(
            "Some words may identify a child or a family. Change them, or confirm "
            "that you have checked each one."
        )
    finding.released_at, finding.released_by = timezone.now(), by


@steps.step("Share as good practice", State.RELEASED)
def share(finding: Finding, *, by: User) -> None:
    """Let the whole workforce of the board's organisations read a strength."""
    finding.shared_at, finding.shared_by = timezone.now(), by


@steps.step("Change", State.DRAFTED)
def edit(
    finding: Finding,
    *,
    by: User,
    about: Iterable[Organisation] = (),
    when: AsWritten | None = None,
    **said: Any,
) -> None:
    """Put a draft in better words."""
    for name, value in said.items():
        setattr(finding, name, value)
    _date(finding, when)
    finding.full_clean()
    finding.about.set(about)


@steps.step("Stop sharing", State.RELEASED)
def unshare(finding: Finding, *, by: User) -> None:
    """Only those the policy names read it again."""
    finding.shared_at = finding.shared_by = None


@steps.step("Reopen", State.AGREED, State.RELEASED, State.WITHDRAWN, to=State.DRAFTED)
def reopen(finding: Finding, *, by: User) -> None:
    """Back to a draft, to be put right; what was released is no longer shown."""
    finding.agreed_at = finding.agreed_by = None
    finding.released_at = finding.released_by = None
    finding.shared_at = finding.shared_by = None


@steps.step("Withdraw", State.DRAFTED, State.AGREED, to=State.WITHDRAWN)
def withdraw(finding: Finding, *, by: User) -> None:
    """It was wrong, or said twice. It leaves every count and can be reopened."""


def suspects(finding: Finding) -> tuple[Suspect, ...]:
    """The words of a finding to look at before others read it."""
    return identifying(f"{finding.text}\n{finding.meaning}\n{finding.method}")


def agree_all(findings: FindingQuerySet, *, by: User) -> int:
    """Agree each of these drafts that she may; how many there were. Bulk writes."""
    with transaction.atomic(), trusted(by):
        drafts = findings.visible_to(by, "agree").filter(state=State.DRAFTED)
        agreed = list(drafts.select_for_update(of=("self",)))
        Finding.objects.filter(pk__in=[finding.pk for finding in agreed]).update(
            state=State.AGREED, agreed_at=timezone.now(), agreed_by=by
        )
        states.note_all(agree, agreed, by=by)
    return len(agreed)
