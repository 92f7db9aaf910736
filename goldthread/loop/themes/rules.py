"""Triangulation: what several sources say together about a theme.

The rule in one paragraph is in `docs/triangulation.md`. It proposes; a person decides.
"""

from enum import StrEnum


class Verdict(StrEnum):
    CORROBORATED = "corroborated"
    CONFLICTING = "conflicting"
    SINGLE = "single_source"
    SILENT = "silent"


VERDICTS: list[tuple[str, str]] = [
    (Verdict.CORROBORATED, "Corroborated"),
    (Verdict.CONFLICTING, "Conflicting"),
    (Verdict.SINGLE, "Single source"),
    (Verdict.SILENT, "Silent"),
]
