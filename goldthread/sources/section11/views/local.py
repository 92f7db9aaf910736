"""What was answered to the questions of one board alone, as a page and as a file."""

from django.http import HttpResponse
from django.shortcuts import render

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.govuk import pages
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import Cycle

HEADINGS = ("Asked by", "Question", "Organisation", "Answer")


@guard("section11.cycle", related=("activity__board",))
def local_answers(request: SignedInRequest, cycle: Cycle) -> HttpResponse:
    answers = list(queries.local_answers(cycle, request.user))
    if "format" not in request.GET:
        context = {"cycle": cycle, "answers": answers}
        return render(request, "section11/local_answers.html", context)
    rows = [
        [
            str(answer.question.board),
            answer.question.text,
            str(answer.assessment.contribution.organisation),
            answer.words,
        ]
        for answer in answers
    ]
    return pages.leave(request, f"{cycle} local answers", HEADINGS, rows, of=len(rows))
