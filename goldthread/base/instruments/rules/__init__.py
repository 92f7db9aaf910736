"""What a question set is made of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

KINDS: dict[str, str] = {  # how a criterion is answered
    "graded": "A grade on a scale",
    "yes_no": "Yes, partly or no",
    "number": "A number",
    "date": "A date",
    "text": "Words",
    "choice": "One of several, or some of them",
}
YES_NO: dict[str, Fraction] = {
    "yes": Fraction(1),
    "partly": Fraction(1, 2),
    "no": Fraction(0),
}
SIZES: dict[str, str] = {"small": "Small", "medium": "Medium", "large": "Large"}
BEST = ("highest", "lowest")  # which end of a scale is the good one
TOGETHER: dict[str, str] = {  # what two parts of a grade come to
    "weaker": "the weaker of the two",
    "mean": "the mean of the two",
}
CHANGES: dict[str, str] = {  # what became of a question in a new version
    "same": "The same",
    "reworded": "Reworded",
    "split": "Split into several",
    "merged": "Merged from several",
    "new": "New",
    "dropped": "Dropped",
}


@dataclass(frozen=True)
class Step:
    """One grade that may be given."""

    value: Fraction
    name: str
    means: str = ""


@dataclass(frozen=True)
class Scale:
    """Grades in order, and which end is best: 4 in one county, 1 in the next.

    `by` is the distance between two grades of a scale that names only its ends, such as
    0 to 100 in fives; otherwise just the steps may be given.
    """

    key: str
    name: str
    best: str
    steps: tuple[Step, ...]
    by: Fraction = Fraction(0)

    @property
    def lowest(self) -> Fraction:
        return min(step.value for step in self.steps)

    @property
    def highest(self) -> Fraction:
        return max(step.value for step in self.steps)

    def allows(self, value: Fraction) -> bool:
        if self.by:
            inside = self.lowest <= value <= self.highest
            return inside and (value - self.lowest) % self.by == 0
        return value in {step.value for step in self.steps}

    def share(self, value: Fraction) -> Fraction:
        """How good a grade is, from 0 to 1, whichever end is best."""
        risen = (value - self.lowest) / (self.highest - self.lowest)
        return risen if self.best == "highest" else 1 - risen

    def is_best(self, value: Fraction) -> bool:
        return self.share(value) == 1

    @property
    def words(self) -> str:
        """The grades that may be given, in words for somebody who gave another."""
        if self.by:
            low, high = plain(self.lowest), plain(self.highest)
            return f"{low} to {high} in steps of {plain(self.by)}"
        return ", ".join(f"{plain(s.value)} ({s.name})" for s in self.steps)


@dataclass(frozen=True)
class Applies:
    """To which organisations: none named means all of them."""

    types: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()

    def fits(self, kind: str, size: str = "") -> bool:
        """An organisation whose size nobody said is asked as any other of its type."""
        return (not self.types or kind in self.types) and (
            not (self.sizes and size) or size in self.sizes
        )


EVERYWHERE = Applies()


@dataclass(frozen=True)
class Criterion:
    """One question. `forms` names those that ask it; none means all."""

    key: str
    asks: str
    kind: str
    weight: Fraction = Fraction(1)
    mandatory: bool = False
    scale: str = ""
    parts: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    several: bool = False
    unit: str = ""
    least: Fraction | None = None
    most: Fraction | None = None
    guidance: str = ""
    evidence: tuple[str, ...] = ()
    basis: str = ""
    applies: Applies = EVERYWHERE
    forms: tuple[str, ...] = ()
    in_other_words: dict[str, str] = field(default_factory=dict)
    asked_of_staff: str = ""

    @property
    def scored(self) -> bool:
        return self.kind in {"graded", "yes_no"} and self.weight > 0

    def words(self, form: str = "") -> str:
        """The question as this form puts it."""
        return self.in_other_words.get(form, self.asks)


@dataclass(frozen=True)
class Standard:
    key: str
    title: str
    criteria: tuple[Criterion, ...]
    weight: Fraction = Fraction(1)
    guidance: str = ""
    basis: str = ""
    evidence: tuple[str, ...] = ()
    unconfirmed: bool = False


@dataclass(frozen=True)
class Category:
    key: str
    title: str
    standards: tuple[Standard, ...]


@dataclass(frozen=True)
class Form:
    """The set as one kind of organisation is asked it, such as a small group."""

    key: str
    name: str
    applies: Applies = EVERYWHERE


@dataclass(frozen=True)
class Band:
    """What a score is called from here on upwards; `at_least` in percent."""

    name: str
    at_least: Fraction
    colour: str = "grey"


@dataclass(frozen=True)
class Change:
    """What became of questions of the old version. `kept`: they mean the same still."""

    change: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    kept: bool
    note: str = ""


@dataclass(frozen=True)
class CrossWalk:
    old: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class QuestionSet:
    """One version of a question set. A published version never changes."""

    key: str
    title: str
    source: str
    basis: str
    starts: date | None
    ends: date | None
    together: str
    scales: dict[str, Scale]
    forms: tuple[Form, ...]
    bands: tuple[Band, ...]
    categories: tuple[Category, ...]
    crosswalk: CrossWalk | None = None

    @cached_property
    def standards(self) -> tuple[Standard, ...]:
        return tuple(s for category in self.categories for s in category.standards)

    @cached_property
    def criteria(self) -> dict[str, Criterion]:
        return {c.key: c for s in self.standards for c in s.criteria}

    def asked(self, form: str = "", kind: str = "", size: str = "") -> Iterator[str]:
        """The keys of what this form asks an organisation of this type and size."""
        for key, criterion in self.criteria.items():
            in_form = not (form and criterion.forms) or form in criterion.forms
            if in_form and (not kind or criterion.applies.fits(kind, size)):
                yield key

    def form_for(self, kind: str, size: str = "") -> Form | None:
        """The form of this kind of organisation, the first that fits."""
        return next((f for f in self.forms if f.applies.fits(kind, size)), None)

    def band(self, percent: Fraction) -> Band | None:
        held = [band for band in self.bands if percent >= band.at_least]
        return max(held, key=lambda band: band.at_least, default=None)


def plain(number: Fraction) -> str:
    """A number as people write it: 3, 0.5, 33.3."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.4g}"
