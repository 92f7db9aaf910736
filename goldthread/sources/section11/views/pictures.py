"""Pictures of many returns, each with its table and its files."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.govuk import pages
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import Cycle, SelfAssessment

CYCLE = ("activity__board", "question_set")
GRID = ("Organisation", "Standard", "Code", "Self %", "Moderated %", "Gap", "Band")
EMERGING = ("Code", "Question", "Standard", "Answered", "Low", "Mean %")
BEHIND = ("Organisation", "Answer", "How they know", "What difference it makes")
FEW = ("Too few to show",)


def _page(
    request: SignedInRequest, name: str, cycle: Cycle, **context: Any
) -> HttpResponse:
    shown = {"cycle": cycle, "bands": cycle.asked.bands, **context}
    return render(request, f"section11/{name}.html", shown)


def _leave(
    request: SignedInRequest,
    title: str,
    headings: Sequence[str],
    lines: Iterable[Sequence[str]],
) -> HttpResponse:
    rows = list(lines)
    return pages.leave(request, title, headings, rows, of=len(rows))


@guard("section11.cycle", related=CYCLE)
def grid(request: SignedInRequest, cycle: Cycle) -> HttpResponse:
    found = queries.grid(cycle, request.user)
    if "format" in request.GET:
        return _leave(request, f"{cycle} by standard", GRID, cells(found))
    context = {"grid": found, "spread": queries.distribution(cycle, found)}
    return _page(request, "grid", cycle, **context)


def cells(found: Any) -> list[list[str]]:
    """The picture as rows: the organisation's own, the board's, and the gap."""
    return [
        [
            str(row.assessment.contribution.organisation),
            standard.title,
            standard.key,
            *(
                "" if n is None else str(n)
                for n in (cell.own, cell.moderated, cell.gap)
            ),
            cell.band or cell.why,
        ]
        for row in found.rows
        for standard, cell in zip(found.standards, row.cells, strict=True)
    ]


@guard("section11.cycle", related=CYCLE)
def everywhere(request: SignedInRequest, cycle: Cycle) -> HttpResponse:
    spread = queries.everywhere(cycle)
    if "format" in request.GET:
        headings = ["Standard", "Code", *(band.name for band in cycle.asked.bands)]
        told = [
            [each.standard.title, each.standard.key, *(each.told or FEW)]
            for each in spread
        ]
        return _leave(request, f"{cycle} everywhere", headings, told)
    shown = any(each.told for each in spread)
    return _page(request, "everywhere", cycle, spread=spread, shown=shown)


@guard("section11.cycle", related=CYCLE)
def emerging(request: SignedInRequest, cycle: Cycle) -> HttpResponse:
    lines = queries.emerging(cycle, request.user)
    if "format" in request.GET:
        return _leave(request, f"{cycle} what comes up", EMERGING, map(_line, lines))
    return _page(request, "emerging", cycle, lines=lines)


def _line(line: Any) -> list[str]:
    asks = [line.criterion.key, line.criterion.words(), line.title]
    return [*asks, *map(str, (line.answered, line.low, line.mean))]


@guard("section11.cycle", related=CYCLE)
def behind(request: SignedInRequest, cycle: Cycle, question: str) -> HttpResponse:
    criterion, answers = queries.behind(cycle, question, request.user)
    if "format" in request.GET:
        return _leave(request, f"{cycle} {question}", BEHIND, map(_answer, answers))
    return _page(request, "behind", cycle, criterion=criterion, answers=answers)


def _answer(found: Any) -> list[str]:
    answer = found.answer
    whose = str(answer.assessment.contribution.organisation)
    return [whose, found.said, answer.words, answer.impact]


@guard(
    "section11.selfassessment",
    related=("contribution__organisation", "cycle__question_set", "cycle__activity"),
)
def change(request: SignedInRequest, assessment: SelfAssessment) -> HttpResponse:
    returns, lines = queries.through_cycles(assessment, request.user)
    if "format" in request.GET:
        headings = ["Standard", "Code", "Question", *(str(r.cycle) for r in returns)]
        rows = [[x.standard, x.key, x.asks, *map(_then, x.values)] for x in lines]
        return _leave(request, f"{assessment} over cycles", headings, rows)
    others = queries.beside_others(assessment) if assessment.sent else []
    context = {"returns": returns, "lines": lines, "others": others}
    return render(request, "section11/change.html", {"record": assessment, **context})


def _then(then: Any) -> str:
    return then.why if then.percent is None else str(then.percent)
