"""Telling practitioners what was learned, and saying whom of them it reached."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.base.people.models import Board, Organisation, User
from goldthread.base.states import Steps, typed
from goldthread.loop.actions.briefings.models import Briefing, Reach, Reading
from goldthread.loop.activities import queries as asked
from goldthread.loop.activities import workflow as activities
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.activities.rules import Way
from goldthread.loop.findings.models import Finding
from goldthread.loop.findings.rules import Suspect, identifying

State = Briefing.State
board_steps = Steps("people.board")
steps = Steps("briefings.briefing")
contribution_steps = Steps("activities.contribution")


@board_steps.step("Write a briefing")
def write_briefing(
    board: Board,
    *,
    by: User,
    title: str,
    on: date,
    findings: Iterable[Finding],
    **said: Any,
) -> Briefing:
    """Put released findings so that practitioners can use them; an activity holds it."""
    activity = activities.add_activity(
        board,
        by=by,
        title=title,
        way=Way.TRAINING,
        line=asked.line_for(board, Way.TRAINING, on=on),
        purpose="To feed what was learned back to practitioners.",
        lead=by,
    )
    briefing = Briefing(activity=activity)
    _say(briefing, findings, **said)
    return briefing


def _say(briefing: Briefing, findings: Iterable[Finding], **said: Any) -> None:
    chosen = list(findings)
    if not chosen:
        raise ValidationError({"findings": "Choose what was learned."})
    board, released = briefing.activity.board_id, Finding.State.RELEASED
    if any(f.board_id != board or f.state != released for f in chosen):
        raise ValidationError(
            {"findings": "Choose findings of this board that are released."}
        )
    for name, value in said.items():
        setattr(briefing, name, value)
    briefing.full_clean(exclude=["activity", "findings"])
    briefing.save()
    briefing.findings.set(chosen)


@steps.step("Change", State.DRAFT)
def edit(
    briefing: Briefing,
    *,
    by: User,
    title: str,
    findings: Iterable[Finding],
    **said: Any,
) -> None:
    """Put it in better words, or tell of something else."""
    if title != briefing.activity.title:
        activities.edit(briefing.activity, by=by, title=title)
    _say(briefing, findings, **said)


def suspects(briefing: Briefing) -> tuple[Suspect, ...]:
    """The words to look at before practitioners read it."""
    return identifying(f"{briefing.activity.title}\n{briefing.text}")


@steps.step("Tell practitioners", State.DRAFT, to=State.TOLD)
def tell(
    briefing: Briefing,
    *,
    by: User,
    organisations: Iterable[Organisation],
    due_on: date,
    on: date,
    checked: bool = False,
) -> None:
    """Everybody who works for a partner can read it; these are asked to pass it on."""
    if suspects(briefing) and not checked:
        raise ValidationError(
            "Some words may identify a child or a family. Change them, or confirm that "
            "you have checked each one."
        )
    if briefing.findings.exclude(state=Finding.State.RELEASED).exists():
        raise ValidationError(
            "One of its findings is no longer released. Take it out, or release it again."
        )
    activity = briefing.activity
    activities.ask_for(
        activity,
        by=by,
        organisations=organisations,
        what=f"Pass on to your practitioners: {activity}"[:200],
        why="So that what was learned reaches those who can use it. Tell us how you "
        "passed it on, and how many it reached.",
        due_on=due_on,
        on=on,
    )
    if activity.state == Activity.State.PLANNED:
        activities.begin(activity, by=by)
    briefing.told_on, briefing.taken_back_because = on, ""


@steps.step("Take back", State.TOLD, to=State.TAKEN_BACK)
def take_back(briefing: Briefing, *, by: User, reason: str) -> None:
    """Practitioners no longer read it, and nobody is asked to pass it on."""
    why = typed(reason, reason="Say why it is taken back.")
    briefing.taken_back_because = why
    for owed in briefing.activity.contributions.outstanding():
        activities.withdraw(owed, by=by, reason=why)


@steps.step("Write it anew", State.TAKEN_BACK, to=State.DRAFT)
def reopen(briefing: Briefing, *, by: User) -> None:
    """A draft once more, to be put right and told again."""
    briefing.told_on = None


@steps.step("Say that I have read it", State.TOLD)
def read(briefing: Briefing, *, by: User, on: date) -> None:
    """A practitioner says so herself, and is counted."""
    Reading.objects.create(briefing=briefing, person=by, read_on=on)


@contribution_steps.step(
    "Say whom it reached",
    Contribution.State.ASKED,
    to=Contribution.State.RECEIVED,
    whose="self.organisation",
)
def pass_on(
    contribution: Contribution,
    *,
    by: User,
    reached: int,
    among: int | None = None,
    **brought: Any,
) -> None:
    """An organisation says how it passed a briefing on, and how many it reached.

    Brought: `reply`, `on`, and who told it how, if the board team enters it.
    """
    reach = Reach(contribution=contribution, reached=reached, among=among)
    reach.full_clean(exclude=["contribution"], validate_unique=False)
    activities.take_in(contribution, by=by, **brought)
    reach.save()
