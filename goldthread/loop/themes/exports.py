"""The matrix as a spreadsheet: a row for each theme, a column for each way."""

from collections.abc import Iterator

from goldthread.loop.themes.queries import Matrix
from goldthread.loop.themes.rules import VERDICT_WORDS

HEADINGS = ("Theme", "Findings", "Not yet agreed")
LAST = ("The rule proposes", "Why", "Decided", "Decided on", "Decided by", "Reason")


def headings(matrix: Matrix) -> list[str]:
    return [*HEADINGS, *(label for _, label in matrix.ways), *LAST]


def lines(matrix: Matrix) -> Iterator[list[str]]:
    """A cell says in words what the picture shows; silence is empty."""
    for row, spots in matrix.lines():
        verdict = row.verdict
        decided = (
            [
                VERDICT_WORDS[verdict.verdict],
                verdict.decided_on.isoformat(),
                str(verdict.decided_by),
                verdict.reason,
            ]
            if verdict
            else ["", "", "", ""]
        )
        yield [
            row.theme.name,
            str(row.findings),
            str(row.not_agreed),
            *(spot.sentence if spot.cell else "" for spot in spots),
            row.proposal.label,
            row.proposal.why,
            *decided,
        ]
