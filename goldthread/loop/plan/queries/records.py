"""What the page of one record says about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from goldthread.loop.plan import rules
from goldthread.loop.plan.editions.rules import Edition, Point
from goldthread.loop.plan.models import Intention, Line


@dataclass(frozen=True)
class Changed:
    """A change of a line: who, when, why, and what it said before."""

    at: datetime
    by: str
    because: str
    differences: tuple[rules.Difference, ...]


def points(edition: Edition | None, part: str, keys: Iterable[str]) -> list[Point]:
    """The principles or the content behind these keys; a key alone if its text is gone."""
    known = {point.key: point for point in getattr(edition, part)} if edition else {}
    return [known.get(key, Point(key, key)) for key in keys]


def changes(line: Line, edition: Edition | None) -> list[Changed]:
    """Every change, the last one first."""
    words = dict(rules.FREQUENCY_WORDS)
    if edition:
        words |= {p.key: p.text for p in (*edition.principles, *edition.scope)}
    return [
        Changed(
            at=change.at,
            by=str(change.by),
            because=change.because,
            differences=tuple(rules.differences(change.before, change.after, words)),
        )
        for change in line.changes.select_related("by")
    ]


def said_of(intention: Intention) -> list[tuple[str, object]]:
    """The summary of something planned."""
    rows: list[tuple[str, object]] = [
        ("Due", intention.due_on or "No day set"),
        ("Why", intention.why),
        ("Planned", "From the framework’s frequency" if intention.slot else "By hand"),
    ]
    if intention.dropped_because:
        rows.append(("Why it was dropped", intention.dropped_because))
    return rows
