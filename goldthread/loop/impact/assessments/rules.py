"""What the findings of a year say about each stage of help, before anybody judges."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goldthread.loop.findings.rules import HELP_STAGES, Kind


@dataclass(frozen=True)
class Stage:
    """One stage of help, and what was found of it."""

    key: str
    label: str
    strengths: int
    concerns: int


def stages(found: Iterable[tuple[str, str]]) -> list[Stage]:
    """Every stage from early help on, counted from (stage, kind) pairs.

    A stage of which nothing was found stands there too: silence is not good news.
    """
    pairs = list(found)
    return [
        Stage(
            key,
            label,
            strengths=pairs.count((key, Kind.STRENGTH)),
            concerns=pairs.count((key, Kind.CONCERN)),
        )
        for key, label in HELP_STAGES.items()
    ]


def of_findings(findings: Iterable[Mapping[str, str]]) -> list[Stage]:
    """The same, of findings as a paper tells them."""
    return stages((told["help_stage"], told["kind"]) for told in findings)
