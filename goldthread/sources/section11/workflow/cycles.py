"""A cycle from its plan to the archive, and whom it asks."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import wraps

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from goldthread.base.errands.models import Errand
from goldthread.base.errands.rules import Tell, silent
from goldthread.base.errands.workflow import errand
from goldthread.base.instruments import workflow as instruments
from goldthread.base.instruments.models import PublishedSet
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Board, Organisation, User
from goldthread.base.states import Steps, typed
from goldthread.base.yaml_files import BadFile
from goldthread.loop.activities import queries as activities
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.rules import Way
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import Assignment, Cycle
from goldthread.sources.section11.models.cycles import ASSIGNING
from goldthread.sources.section11.workflow import asking

State = Cycle.State
AT_ONCE = 500  # organisations; of more, the worker opens the cycle
board_steps = Steps("people.board")
steps = Steps("section11.cycle")


@board_steps.step("Plan a section 11 cycle")
def plan_cycle(  # noqa: PLR0913 (what a cycle is, each by its name)
    board: Board,
    *,
    by: User,
    title: str,
    asks: str,
    opens_on: date,
    closes_on: date,
    together_with: Iterable[Board] = (),
    previous: Cycle | None = None,
) -> Cycle:
    """Draft a round of self-assessment, for one board or for several together.

    `asks` is the key of a set that comes along, or the text of one of the board's own.
    """
    question_set = _publish(asks, by=by)
    line = activities.line_for(board, Way.SECTION_11, on=opens_on)
    activity = Activity(
        board=board,
        way=Way.SECTION_11,
        line=line,
        title=typed(title, title="Say what it is called."),
        lead_group=board.groups.filter(kind="qasg").first(),
        expected_outcome=line.expected_outcome if line else "",
        starts_on=opens_on,
    )
    activity.full_clean(exclude=["case_file"], validate_constraints=False)
    activity.save()
    activity.shared_with.set(b for b in together_with if b.pk != board.pk)
    ledger.write(
        activity, by=by, verb="plan_cycle", words="Begun for a section 11 cycle"
    )
    cycle = Cycle(
        activity=activity,
        slug=_slug(board, title),
        question_set=question_set,
        previous=previous or queries.last_cycle(board),
        opens_on=opens_on,
        closes_on=closes_on,
    )
    cycle.full_clean(exclude=["activity"])
    cycle.save()
    return cycle


def _publish(asks: str, *, by: User) -> PublishedSet:
    try:
        if "\n" in asks:
            return instruments.publish(asks, by=by)
        return instruments.publish_shipped(asks, by=by)
    except BadFile as bad:
        raise ValidationError({"own": list(bad.problems)}) from None


def _slug(board: Board, title: str) -> str:
    wanted = slugify(f"{board.slug} {title}")[:40]
    taken = Cycle.objects.filter(slug__startswith=wanted).count()
    return f"{wanted}-{taken + 1}" if taken else wanted


# --- Whom it asks -------------------------------------------------------------------------


@steps.step("Choose whom it asks", *ASSIGNING)
def assign(  # noqa: PLR0913 (whom it asks, each by its name)
    cycle: Cycle,
    *,
    by: User,
    on: date,
    kinds: Sequence[str] = (),
    organisations: Iterable[Organisation] = (),
    size: str = "",
    sites: str = "",
) -> list[Assignment]:
    """Every partner of these types, and these organisations; none is asked twice.

    `sites`: one that has parts answers `once` for all of them, or `each` of them does in
    its place; if nothing is said, it answers for itself alone.
    """
    found = queries.to_assign(cycle, kinds, [each.pk for each in organisations])
    if not found:
        raise ValidationError(
            "Nobody new was found: they are asked already, are no partner of the board, "
            "or became part of another organisation. Nothing was changed."
        )
    asked, covering = asking.with_their_sites(cycle, found, sites)
    made = asking.assign_each(cycle, asked, size, covering)
    if cycle.state == State.OPEN:
        asking.invite(cycle, made, by=by, on=on)
    return made


@steps.step("Take somebody out", State.DRAFTED, State.PILOTED)
def unassign(cycle: Cycle, *, by: User, assignment: Assignment) -> None:
    """The cycle does not ask this organisation after all; nobody was written to yet."""
    cycle.assignments.filter(pk=assignment.pk).delete()


# --- From its plan to the archive ---------------------------------------------------------


@steps.step("Say what the pilot showed", State.DRAFTED, to=State.PILOTED)
def pilot(cycle: Cycle, *, by: User, showed: str) -> None:
    """Somebody has tried the questions before they are asked of everybody."""
    cycle.piloted_with = typed(showed, showed="Say who tried it, and what it showed.")


@steps.step("Open the cycle", State.DRAFTED, State.PILOTED, to=State.OPEN)
def open_cycle(cycle: Cycle, *, by: User, on: date, tell: Tell = silent) -> None:
    """Every organisation is asked now, and its leads are written to."""
    if cycle.ended(on=on):
        raise ValidationError(
            "The day it closes has passed. Plan it again with a later day."
        )
    chosen = list(cycle.assignments.select_related("organisation"))
    if not chosen:
        raise ValidationError("It asks nobody yet. Choose whom it asks first.")
    cycle.opens_on = min(cycle.opens_on, on)
    asking.invite(cycle, chosen, by=by, on=on, tell=tell)
    asking.under_way(cycle, by=by)


@errand(
    "section11.cycle",
    "open_cycle",
    saying="Opening {}",
    done="It is open. We write to the lead of every organisation now.",
)
def open_many(cycle: Cycle, *, by: User, tell: Tell, on: str) -> Cycle:
    """The same step by the worker, who says how far it is."""
    open_cycle(cycle, by=by, on=date.fromisoformat(on), tell=tell)
    return cycle


@wraps(open_cycle)
def open_in_time(cycle: Cycle, *, by: User, on: date) -> Errand | None:
    """At once where few are asked; where many are, a page says how far it is."""
    if cycle.assignments.count() <= AT_ONCE:
        open_cycle(cycle, by=by, on=on)
        return None
    return open_many(cycle, by=by, on=on.isoformat())


@steps.step("Close the cycle", State.OPEN, to=State.CLOSED)
def close_cycle(cycle: Cycle, *, by: User) -> None:
    """Nothing more is taken, but from whoever has longer. What was written stays theirs."""


@steps.step("Open it again", State.CLOSED, to=State.OPEN)
def reopen_cycle(cycle: Cycle, *, by: User, closes_on: date, on: date) -> None:
    """Everybody may submit until a later day."""
    if closes_on <= on:
        raise ValidationError({"closes_on": "It must close later than today."})
    cycle.closes_on = closes_on


@steps.step("Begin moderation", State.CLOSED, to=State.MODERATION)
def begin_moderation(cycle: Cycle, *, by: User) -> None:
    """The panel looks at what came."""


@steps.step("Approve as reported", State.MODERATION, to=State.REPORTED)
def report_cycle(cycle: Cycle, *, by: User, on: date) -> None:
    """The group has seen what it came to, and takes it to the board."""
    if waiting := queries.unjudged(cycle):
        raise ValidationError(
            f"{waiting} submitted returns have not been judged. Finish their moderation "
            "first; nothing was changed."
        )
    cycle.reported_on = on


@steps.step("Archive", State.REPORTED, to=State.ARCHIVED)
def archive(cycle: Cycle, *, by: User) -> None:
    """Every organisation has heard back. It stays readable."""
    if silent := queries.without_feedback(cycle):
        raise ValidationError(
            f"{silent} organisations have had no feedback. Every return is answered "
            "before a cycle is archived; nothing was changed."
        )
