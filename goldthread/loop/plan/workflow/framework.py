"""The framework: adopted, shared with another board, and its lines changed."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.text import slugify

from goldthread.base.people.models import Board, Group, User
from goldthread.base.states import Steps, typed
from goldthread.loop.plan import queries
from goldthread.loop.plan.editions.rules import Edition, EditionLine
from goldthread.loop.plan.models import Adoption, Framework, Line, LineChange
from goldthread.loop.plan.workflow.dropping import drop_each, put_back

board_steps = Steps("people.board")
framework_steps = Steps("plan.framework")
line_steps = Steps("plan.line")
RETIRED = "Its line was retired."


@board_steps.step("Adopt a framework")
def adopt_framework(
    board: Board,
    *,
    by: User,
    on: date,
    edition: str = "",
    framework: Framework | None = None,
) -> Framework:
    """Work by an edition from this day, or by what another board offered to share.

    What the board worked by until now ends the day before.
    """
    if bool(edition) == bool(framework):
        raise ValidationError("Choose an edition, or a framework that was shared.")
    if framework:
        chosen = _offered(framework, board)
    else:
        chosen = _new_framework(_known(edition), board, on=on)
    _end_what_was(board, chosen, on=on)
    Adoption.objects.create(framework=chosen, board=board, since=on)
    return chosen


def _known(edition: str) -> Edition:
    known = queries.editions()
    if edition not in known:
        raise ValidationError(
            f"There is no edition “{edition}”. Choose one of {', '.join(known)}."
        )
    return known[edition]


def _offered(framework: Framework, board: Board) -> Framework:
    if not framework.offered_to.filter(pk=board.pk).exists():
        raise ValidationError(f"That framework has not been shared with {board}.")
    framework.offered_to.remove(board)
    return framework


def _end_what_was(board: Board, chosen: Framework, *, on: date) -> None:
    now = Adoption.objects.filter(board=board, until=None).first()
    if now is None:
        return
    if now.framework == chosen:
        raise ValidationError(f"{board} works by this framework already.")
    if now.since >= on:
        raise ValidationError(
            f"{board} adopted its present framework on {now.since:%-d %B %Y}. "
            "Choose a later day."
        )
    now.until = on - timedelta(days=1)
    now.save(update_fields=["until"])


def _new_framework(edition: Edition, board: Board, *, on: date) -> Framework:
    framework = Framework.objects.create(edition=edition.key, adopted_on=on)
    kinds = [line.group for line in edition.lines if line.group]
    groups = {g.kind: g for g in board.groups.filter(kind__in=kinds).order_by("-pk")}
    Line.objects.bulk_create(
        _line_from(line, framework, position, groups.get(line.group))
        for position, line in enumerate(edition.lines, start=1)
    )
    return framework


def _line_from(
    line: EditionLine, framework: Framework, position: int, owner: Group | None
) -> Line:
    return Line(
        framework=framework,
        key=line.key,
        position=position,
        title=line.title,
        way=line.ways[0],
        also=list(line.ways[1:]),
        method=line.method,
        frequency=line.frequency,
        frequency_words=line.frequency_words,
        owner=owner,
        owner_words=line.owner_words,
        expected_outcome=line.expected_outcome,
        note=line.note,
        scope=list(line.scope),
        principles=list(line.principles),
        unconfirmed=list(line.unconfirmed),
    )


@framework_steps.step("Share with another board")
def share_framework(framework: Framework, *, by: User, board: Board) -> None:
    """Offer it; the other board's team adopts it, and then both change the same lines."""
    if framework.adoptions.filter(board=board, until=None).exists():
        raise ValidationError(f"{board} works by this framework already.")
    framework.offered_to.add(board)


@framework_steps.step("Add a line")
def add_line(
    framework: Framework, *, by: User, title: str, way: str, **said: Any
) -> Line:
    """Add a way of learning that the edition does not have."""
    last = framework.lines.aggregate(last=Max("position"))["last"] or 0
    line = Line(
        framework=framework,
        title=title,
        way=way,
        position=last + 1,
        key=_free_key(framework, title),
        **said,
    )
    _check(line)
    line.save()
    return line


def _free_key(framework: Framework, title: str) -> str:
    key = slugify(title)[:50].replace("-", "_") or "line"
    taken = set(framework.lines.values_list("key", flat=True))
    return next(
        k for k in (key, *(f"{key}_{n}" for n in range(2, 1000))) if k not in taken
    )


SAYS = (
    "title",
    "method",
    "frequency",
    "frequency_words",
    "owner_words",
    "expected_outcome",
    "note",
    "scope",
    "principles",
)
# What an edition calls a statement, and the fields in which a line holds it.
STATEMENTS = {
    "method": ("method",),
    "when": ("frequency", "frequency_words"),
    "who": ("owner", "owner_words"),
    "expected_outcome": ("expected_outcome",),
    "principles": ("principles",),
}


@line_steps.step("Change this line", Line.State.KEPT)
def change_line(
    line: Line, *, by: User, because: str, confirmed: bool = False, **said: Any
) -> None:
    """Change what a line says, with a reason; what it said before is kept."""
    before = snapshot(line)
    was_when = line.frequency, line.frequency_words
    for name, value in said.items():
        setattr(line, name, value)
    if line.frequency != was_when[0] and line.frequency_words == was_when[1]:
        line.frequency_words = ""  # the old words say the old frequency
    after = snapshot(line)
    line.unconfirmed = _still_unconfirmed(line, before, after) if not confirmed else []
    if before == after and not confirmed:
        raise ValidationError("Nothing is different. Change something, or cancel.")
    _check(line)
    LineChange.objects.create(
        line=line, by=by, because=because, before=before, after=after
    )


@line_steps.step("Retire", Line.State.KEPT, to=Line.State.RETIRED)
def retire_line(line: Line, *, by: User, because: str, on: date) -> None:
    """Give up a way of learning: nothing is planned from it, and what was done stays."""
    line.retired_because = typed(because, because="Say why the board gives it up.")
    line.retired_on = on
    _keep(line, line.retired_because, Line.State.RETIRED, by=by)
    drop_each(line.intentions.all(), RETIRED, by=by)


@line_steps.step("Take it up again", Line.State.RETIRED, to=Line.State.KEPT)
def restore_line(line: Line, *, by: User, because: str) -> None:
    """Back into the framework, with what was planned from it."""
    why = typed(because, because="Say why the board takes it up again.")
    line.retired_on, line.retired_because = None, ""
    _keep(line, why, Line.State.KEPT, by=by)
    put_back(line.intentions.all(), RETIRED, by=by)


def _keep(line: Line, because: str, state: Line.State, *, by: User) -> None:
    """Keep why it was given up or taken up among the changes of the line."""
    was = Line.State(line.state).label
    LineChange.objects.create(
        line=line,
        by=by,
        because=because,
        before={"state": was},
        after={"state": state.label},
    )


def snapshot(line: Line) -> dict[str, Any]:
    """What a line says, as it is kept when it changes."""
    return {name: getattr(line, name) for name in SAYS} | {
        "owner": str(line.owner or "")
    }


def _still_unconfirmed(
    line: Line, before: dict[str, Any], after: dict[str, Any]
) -> list[str]:
    """What the board put in its own words is the board's, so nobody need confirm it."""
    return [
        name
        for name in line.unconfirmed
        if all(before[field] == after[field] for field in STATEMENTS[name])
    ]


def _check(line: Line) -> None:
    """Refuse an owner of another board, and principles the edition does not have."""
    line.full_clean(exclude=["framework"], validate_unique=False)
    current = line.framework.adoptions.filter(until=None).values("board")
    if line.owner and not line.owner.boards.filter(pk__in=current).exists():
        raise ValidationError(
            f"{line.owner} is not a group of a board that works by this framework."
        )
    if edition := queries.edition_of(line.framework):
        _known_points("principle", line.principles, {p.key for p in edition.principles})
        _known_points("part of the content", line.scope, {p.key for p in edition.scope})


def _known_points(what: str, keys: Iterable[str], known: set[str]) -> None:
    if strange := [key for key in keys if key not in known]:
        raise ValidationError(f"The edition has no {what} “{strange[0]}”.")
