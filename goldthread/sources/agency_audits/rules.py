"""What a return must say, what it may not say, and what to ask about it: all pure."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from goldthread.base.govuk.rules import MONTHS

METHODS: Mapping[str, str] = {
    "file_audit": "File audit",
    "survey": "Survey",
    "dip_sample": "Dip sample",
    "observation": "Observation",
    "interview": "Interview",
}
SAMPLINGS: Mapping[str, str] = {
    "everybody": "All of them were looked at",
    "random": "At random",
    "regular": "Every so many, from a list",
    "spread": "So that each group is represented",
    "chosen": "Chosen for a reason",
    "offered": "Those who were offered, or answered",
}
DISCLOSURES: Mapping[str, str] = {
    "group": "Only the board team and its groups",
    "board": "Everybody who reads the board’s records",
    "public": "It may also be quoted in public",
}
GRADES: Mapping[str, str] = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement": "Requires improvement",
    "inadequate": "Inadequate",
    "not_enough_evidence": "Not enough evidence",
}

FEW = 10  # fewer than this say something of themselves, and nothing of everybody
STALE_AFTER = 18  # months


@dataclass(frozen=True)
class Account:
    """What a return says of an audit, as far as a rule asks."""

    title: str = ""
    period_from: date | None = None
    period_to: date | None = None
    method: str = ""
    population: int | None = None
    sample: int | None = None
    sampling: str = ""
    met: int | None = None
    assessed: int | None = None
    grades: tuple[int | None, ...] = ()
    strengths: str = ""
    concerns: str = ""
    child_voice: str = ""
    owners: tuple[str, ...] = field(default=())  # of each action, in order


# --- The sections of a return -----------------------------------------------------------


@dataclass(frozen=True)
class Section:
    """One page of the task list: its name in the address, its title, its questions."""

    slug: str
    title: str
    fields: tuple[str, ...]
    needed: tuple[str, ...] = ()
    lead: str = ""
    one_of: tuple[str, ...] = ()


SECTIONS = (
    Section(
        "about",
        "What the audit is",
        ("title", "rationale", "period_from", "period_to"),
        ("title", "period_from", "period_to"),
    ),
    Section(
        "how",
        "How it was done",
        ("method", "population", "sample", "sampling"),
        ("method", "sample"),
        "What was looked at says how far the findings reach.",
    ),
    Section(
        "results",
        "What was counted",
        ("standard", "met", "assessed", *GRADES),
        lead="Leave empty what you did not count. We work out percentages for you.",
    ),
    Section(
        "learning",
        "What was learned",
        ("strengths", "concerns", "child_voice"),
        lead="Write for somebody who was not there. Leave out names of children, "
        "families and staff.",
        one_of=("strengths", "concerns"),
    ),
    Section(
        "since",
        "Since the last audit",
        ("last_found", "impact"),
        lead="What became of what you found last time.",
    ),
    Section("disclosure", "Who may read it", ("disclosure",), ("disclosure",)),
)


def done(section: Section, answers: Mapping[str, object]) -> str:
    """How far a section is: to do, completed, or optional and left empty."""
    said = {name for name in section.fields if answers.get(name) not in {None, ""}}
    if set(section.needed) - said or (
        section.one_of and not said & set(section.one_of)
    ):
        return "to_do"
    return "completed" if said else "optional"


# --- Periods ----------------------------------------------------------------------------


def period(begun: date | None, ended: date | None) -> str:
    """Say 'April to September 2026', or 'October 2025 to March 2026'."""
    if not (begun and ended):
        return ""
    first, last = (f"{MONTHS[day.month - 1]} {day.year}" for day in (begun, ended))
    if begun.year == ended.year:
        first = MONTHS[begun.month - 1]
    return (
        last if begun.replace(day=1) == ended.replace(day=1) else f"{first} to {last}"
    )


# --- Numbers ----------------------------------------------------------------------------


def percent(part: int, whole: int) -> int:
    """Half up, as on every page."""
    return (200 * part + whole) // (2 * whole)


def compliance(met: int | None, assessed: int | None) -> str:
    """Say '23 of 26 (88%)', never the percentage alone, and say so when it is of few."""
    if met is None or not assessed:
        return ""
    said = f"{met} of {assessed} ({percent(met, assessed)}%)"
    return f"{said}, which is of very few" if assessed < FEW else said


def mix(grades: tuple[int | None, ...]) -> list[tuple[str, int]]:
    """How many got each grade, in words; nothing if nothing was graded."""
    if not any(grades):
        return []
    return [
        (words, number or 0)
        for words, number in zip(GRADES.values(), grades, strict=True)
    ]


# --- Refusals ---------------------------------------------------------------------------


def refusals(account: Account) -> dict[str, str]:
    """What cannot be so, each by the question it is about, and what to do about it."""
    return dict(_refusals(account))


def _refusals(account: Account) -> Iterator[tuple[str, str]]:
    begun, ended = account.period_from, account.period_to
    if begun and ended and begun > ended:
        yield "period_to", "The period cannot end before it begins. Swap the two dates."
    yield from _wrong_sample(account.sample, account.population)
    yield from _wrong_compliance(account.met, account.assessed)
    yield from _wrong_grades(account.grades, account.sample)
    if unowned := sum(not owner.strip() for owner in account.owners):
        yield "owner", f"Say who does each action. Without an owner: {unowned}."


def _wrong_sample(
    sample: int | None, population: int | None
) -> Iterator[tuple[str, str]]:
    if sample == 0:
        why = "Nothing was looked at. Say that the audit was not done instead."
        yield "sample", why
    if population is not None and sample is not None and sample > population:
        why = f"You looked at {sample} out of {population}."
        yield "sample", f"{why} Check which of the two is wrong."


def _wrong_compliance(
    met: int | None, assessed: int | None
) -> Iterator[tuple[str, str]]:
    if (met is None) != (assessed is None):
        yield "met", "Enter both: how many met the standard, and out of how many."
    elif met is not None and assessed is not None and met > assessed:
        why = f"{met} cannot have met the standard out of {assessed}."
        yield "met", f"{why} Check which of the two is wrong."


def _wrong_grades(
    grades: tuple[int | None, ...], sample: int | None
) -> Iterator[tuple[str, str]]:
    graded = [number for number in grades if number is not None]
    if graded and sample is not None and sum(graded) != sample:
        why = f"The grades come to {sum(graded)}, but you looked at {sample}."
        yield "outstanding", f"{why} Give each one grade, or “Not enough evidence”."


def unready(account: Account, answers: Mapping[str, object], *, on: date) -> list[str]:
    """Why a return cannot be sent yet: sentences, none if it can."""
    missing = [
        f"Finish the section “{section.title}”."
        for section in SECTIONS
        if done(section, answers) == "to_do"
    ]
    if account.period_to and account.period_to > on:
        missing.append(
            "The period is not over yet. Send the return once it is, or correct the dates."
        )
    return [*missing, *refusals(account).values()]


# --- Questions for whoever triages it ---------------------------------------------------


@dataclass(frozen=True)
class Doubt:
    """Something to look at before a return is accepted. A grave one is asked about."""

    words: str
    grave: bool = False


ANOTHER = "another return of this agency"


def doubts(account: Account, *, copied_from: str = "", on: date) -> tuple[Doubt, ...]:
    """What the return leaves open, or gives reason to ask."""
    return tuple(_doubts(account, copied_from, on))


def _doubts(account: Account, copied_from: str, on: date) -> Iterator[Doubt]:
    if not account.sampling:
        yield Doubt("It does not say how the sample was chosen.", grave=True)
    if copied_from:
        yield Doubt(
            f"What was found is word for word what {copied_from} said.", grave=True
        )
    if stale(account.period_to, on=on):
        yield Doubt(f"The period ended more than {STALE_AFTER} months ago.")
    if account.sample is not None and account.sample < FEW:
        yield Doubt(
            f"Only {account.sample} looked at: it says little about all the others."
        )
    if account.assessed is not None and account.assessed < FEW:
        said = compliance(account.met, account.assessed)
        yield Doubt(f"The percentage rests on n={account.assessed}: {said}.")
    if account.concerns.strip() and not account.owners:
        yield Doubt("It names what needs to improve, and no action.")
    if not account.child_voice.strip():
        yield Doubt("It does not say what children said.")


def stale(period_to: date | None, *, on: date) -> bool:
    """Whether so many months have passed since the period that it may no longer hold."""
    return period_to is not None and months_after(period_to, STALE_AFTER) < on


def months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_before(day: date, months: int) -> date:
    return months_after(day, -months)


def plain(text: str) -> str:
    """Words alone, so that a changed comma or capital does not hide a copy."""
    letters = (c if c.isalnum() else " " for c in text.casefold())
    return " ".join("".join(letters).split())


def copied(now: Account, before: Account) -> bool:
    """Whether what was found stands word for word in an earlier return."""
    found, then = (
        plain(f"{account.strengths} {account.concerns}") for account in (now, before)
    )
    return bool(found) and found == then
