"""What became of each question, from version to version, and what may be compared.

A line through several cycles is drawn only as far back as a question means the same. A
question that was reworded so that it means something else, split or merged begins anew,
unless whoever wrote the cross-walk says that the meaning was kept.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from goldthread.base.instruments.rules import Change, CrossWalk, QuestionSet

COUNTS: dict[str, tuple[range, range]] = {  # of old and new keys, by the change
    "same": (range(1, 2), range(1, 2)),
    "reworded": (range(1, 2), range(1, 2)),
    "split": (range(1, 2), range(2, 1000)),
    "merged": (range(2, 1000), range(1, 2)),
    "new": (range(1), range(1, 1000)),
    "dropped": (range(1, 1000), range(1)),
}
SAYS: dict[str, str] = {
    "same": "has one old and one new question",
    "reworded": "has one old and one new question",
    "split": "has one old question, and several new",
    "merged": "has several old questions, and one new",
    "new": "has no old question",
    "dropped": "has no new question",
}


def problems(asked: QuestionSet, old: QuestionSet) -> list[str]:
    """Every hole and contradiction of the cross-walk from the old version."""
    walk = asked.crosswalk
    if walk is None:
        return [f"has no cross-walk from {old.key}."]
    found = [
        f"changes[{number}]: {each.change} {SAYS[each.change]}."
        for number, each in enumerate(walk.changes, start=1)
        if each.change in COUNTS and not _fits(each)
    ]
    for name, known in (("old", old.criteria), ("new", asked.criteria)):
        named = Counter(key for each in walk.changes for key in getattr(each, name))
        whose = old.key if name == "old" else asked.key
        found += [
            f"{key}: {whose} has no such question." for key in named if key not in known
        ]
        found += [
            f"{key}: what became of it is not said ({whose})."
            if name == "old"
            else f"{key}: where it comes from is not said ({whose})."
            for key in known
            if key not in named
        ]
        found += [f"{key}: is in several changes." for key, n in named.items() if n > 1]
    return found


def _fits(each: Change) -> bool:
    olds, news = COUNTS[each.change]
    return len(each.old) in olds and len(each.new) in news


# --- Following a question ------------------------------------------------------------------


@dataclass(frozen=True)
class Ancestry:
    """Where a question was in an older version: under which keys, or why nowhere.

    Several keys: they were merged into it, and their mean is what is compared.
    """

    keys: tuple[str, ...]
    why_not: str = ""


def _before(walk: CrossWalk, key: str, title: str) -> Ancestry:
    """Where it was in the version of this title."""
    for each in walk.changes:
        if key not in each.new:
            continue
        if each.change == "new":
            return Ancestry((), f"“{title}” did not ask it yet.")
        if not each.kept:
            note = f" {each.note}" if each.note else ""
            return Ancestry((), f"It means something else than in “{title}”.{note}")
        return Ancestry(each.old)
    return Ancestry((), f"Nobody said what it was in “{title}”.")


def ancestry(key: str, newest_first: Sequence[QuestionSet]) -> dict[str, Ancestry]:
    """Of a question of the newest version: where it was in each, newest first.

    Once it cannot be compared with one version, it is not with any before that.
    """
    newest, *_ = newest_first
    found = {newest.key: Ancestry((key,))}
    keys: tuple[str, ...] = (key,)
    lost = ""
    for newer, older in pairwise(newest_first):
        if not lost:
            steps = [_step(newer, older, each) for each in keys]
            lost = next((step.why_not for step in steps if step.why_not), "")
            keys = tuple(dict.fromkeys(k for step in steps for k in step.keys))
        found[older.key] = Ancestry((), lost) if lost else Ancestry(keys)
    return found


def _step(newer: QuestionSet, older: QuestionSet, key: str) -> Ancestry:
    if newer.key == older.key:
        return Ancestry((key,))
    walk = newer.crosswalk
    if walk is None or walk.old != older.key:
        why = f"There is no cross-walk from “{older.title}” to “{newer.title}”."
        return Ancestry((), why)
    return _before(walk, key, older.title)


def trend(
    key: str, cycles: Sequence[tuple[QuestionSet, Mapping[str, Fraction | None]]]
) -> list[tuple[Fraction | None, str]]:
    """The share that a question had in each cycle, newest first; or None, and why not.

    `cycles` are each version with the shares of that cycle's answers (`Score.shares`).
    """
    line = _line(key, [asked for asked, _ in cycles])
    return [_held(step, shares) for step, (_, shares) in zip(line, cycles, strict=True)]


def _line(key: str, newest_first: Sequence[QuestionSet]) -> list[Ancestry]:
    """The ancestry for each cycle: two cycles may ask the same version."""
    versions: list[QuestionSet] = []
    for asked in newest_first:
        if not versions or versions[-1].key != asked.key:
            versions.append(asked)
    found = ancestry(key, versions)
    return [found[asked.key] for asked in newest_first]


def _held(
    step: Ancestry, shares: Mapping[str, Fraction | None]
) -> tuple[Fraction | None, str]:
    if step.why_not:
        return None, step.why_not
    known = [shares.get(key) for key in step.keys]
    held = [share for share in known if share is not None]
    if not held or len(held) < len(known):
        return None, "It was not answered, or did not apply."
    return sum(held, Fraction(0)) / len(held), ""
