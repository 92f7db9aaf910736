"""A challenge event, one challenge of it, and the pack that its panel reads."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.access.table import can
from goldthread.base.govuk import pages
from goldthread.base.govuk.rules import Link, Strand, day
from goldthread.base.people.models import User
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import (
    Challenge,
    ChallengeEvent,
    Commitment,
    Cycle,
    Minutes,
    SelfAssessment,
)


@guard("section11.challengeevent", related=("cycle__activity__board",))
def event(request: SignedInRequest, event: ChallengeEvent) -> HttpResponse:
    found = queries.paired(event, request.user)
    if "format" in request.GET:
        rows = list(queries.in_rows(found))
        return pages.leave(request, str(event), queries.HEADINGS, rows, of=len(rows))
    context = {
        "paired": found,
        "minutes": Minutes.objects.visible_to(request.user).filter(event=event).first(),
        "strands": [Strand("Its cycle", [_cycle(event)])],
    }
    return pages.record(request, event, "section11/event.html", **context)


def _cycle(event: ChallengeEvent) -> Link:
    return Link(str(event.cycle), event.cycle.get_absolute_url())


@guard("section11.challenge", related=("event", "challenged", "challenged_by"))
def challenge(request: SignedInRequest, challenge: Challenge) -> HttpResponse:
    user = request.user
    assessment, _ = queries.read(challenge, user)
    context: dict[str, Any] = {
        "paired": queries.one_paired(challenge, user, assessment),
        "reads_pack": can(user, "read_pack", challenge),
        "strands": [Strand("The event", [Link(str(challenge.event), _at(challenge))])],
    }
    if assessment and can(user, "view", assessment):
        context |= _of_return(assessment, challenge.event, user)
    return pages.record(request, challenge, "section11/challenge.html", **context)


def _at(challenge: Challenge) -> str:
    return challenge.event.get_absolute_url()


def _of_return(
    assessment: SelfAssessment, event: ChallengeEvent, user: User
) -> dict[str, Any]:
    """What the return's own readers see beside the questions."""
    return {
        "assessment": assessment,
        "changed": queries.changed(assessment, event, user),
        "moderates": queries.may_take("moderate", assessment, user),
        "raises": queries.may_take("raise_section11_finding", assessment, user),
    }


@guard(
    "section11.challenge", "read_pack", related=("event", "challenged", "challenged_by")
)
def pack(request: SignedInRequest, challenge: Challenge) -> HttpResponse:
    assessment, action = queries.read(challenge, request.user)
    if assessment is None:
        raise Http404
    today = timezone.localdate()
    context = {
        "record": challenge,
        "parts": queries.whole(assessment, request.user, action),
        "suggested": queries.suggested(assessment, on=today),
        "shown": queries.shown_with(assessment.pk),
        "titles_only": action == "reach",
        "may": (),
    }
    return render(request, "section11/pack.html", context)


# --- On the pages of a cycle and of a return ------------------------------------------------


@pages.thread("section11.cycle")
def events_of(cycle: Cycle, user: User) -> Strand:
    """The challenge events of a cycle."""
    found = ChallengeEvent.objects.visible_to(user).filter(cycle=cycle.pk)
    links = [Link(str(e), e.get_absolute_url(), note=e.where) for e in found]
    return Strand("Challenge events", links)


@pages.thread("section11.selfassessment")
def challenges_of(assessment: SelfAssessment, user: User) -> Strand:
    """Where a return was challenged, and what its organisation committed to there."""
    found = Challenge.objects.visible_to(user).filter(assessment=assessment.pk)
    links = [
        Link(str(c.event), c.get_absolute_url(), note=f"by {c.challenged_by}")
        for c in found.select_related("event", "challenged_by")
    ]
    made = Commitment.objects.visible_to(user).filter(
        challenge__assessment=assessment.pk
    )
    told = [
        Link(str(c), c.get_absolute_url(), note=f"commitment, by {day(c.due_on)}")
        for c in made
    ]
    return Strand("Challenge", [*links, *told])
