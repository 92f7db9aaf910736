"""The pages of impact checks, and what themes and actions say of them."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.govuk.rules import Link, Strand, day
from goldthread.base.people.models import User
from goldthread.loop.actions.models import Action
from goldthread.loop.impact import queries
from goldthread.loop.impact.forms import CheckFilters
from goldthread.loop.impact.models import Check
from goldthread.loop.plan.models import Intention
from goldthread.loop.themes.models import Theme


def _judgement(check: Check) -> tuple[str, str] | None:
    return (check.judgement, check.get_judgement_display()) if check.judgement else None


def _standing(check: Check) -> tuple[str, str]:
    """What was found; or that somebody is still to look, and whether she is late."""
    if check.late(on=timezone.localdate()):
        return "late", "Late"
    return _judgement(check) or (check.state, check.get_state_display())


CHECKS = Listing(
    title="Impact",
    lead="Completed is not the same as made a difference. Somebody who does not own the "
    "action looks, and says what they saw.",
    noun="impact check",
    empty="No impact checks here. Open an action that is verified complete, or a theme, "
    "and plan a check.",
    columns=(
        Column("What is checked", lambda c: c.subject),
        Column("Of", lambda c: "Action" if c.action_id else "Theme"),
        Column("Standing", _standing, "judgement", "tag"),
        Column("Who looks", lambda c: c.checker or "Nobody holds this now"),
        Column("By", lambda c: c.due_on, "due_on", "day"),
        Column("Checked", lambda c: c.checked_on, "checked_on", "day"),
    ),
    filters=CheckFilters,
    template="impact/index.html",
    related=("action", "theme", "checker"),
)


@guard("impact.check")
def index(request: SignedInRequest, checks: QuerySet[Check]) -> HttpResponse:
    mine = Action.objects.visible_to(request.user)
    return pages.listing(request, checks, CHECKS, progress=queries.progress(mine))


@guard("impact.check")
def show(request: SignedInRequest, check: Check) -> HttpResponse:
    check = queries.whole(check)
    strands = [Strand("What is checked", _subject(check, request.user))]
    others = [other for other in (check.follows, check.next) if other]
    links = [Link(_looked(other), other.get_absolute_url()) for other in others]
    return pages.record(
        request,
        check,
        "impact/show.html",
        judgement=_judgement(check),
        late=check.late(on=timezone.localdate()),
        strands=[*strands, Strand("Other looks", links)],
    )


def _subject(check: Check, user: User) -> list[Link]:
    """What was looked at, as a link for whoever may read it."""
    subject = queries.readable_subject(check, user)
    return [Link(str(subject), subject.get_absolute_url())] if subject else []


def _looked(check: Check) -> str:
    if check.checked_on:
        return f"{check.get_judgement_display()}, {day(check.checked_on)}"
    return f"{check.get_state_display()}, by {day(check.due_on)}"


# --- On the pages of actions and themes -------------------------------------------------


@pages.thread("actions.action")
def after_action(action: Action, user: User) -> Strand:
    checks = Check.objects.visible_to(user).filter(action=action)
    return Strand("Did it make a difference?", _links(checks))


@pages.thread("themes.theme")
def after_theme(theme: Theme, user: User) -> Strand:
    """Its checks, what was concluded, and the plans it went into."""
    after = queries.after(theme, user)
    links = _links(after.checks)
    for conclusion in after.conclusions:
        words = f"{conclusion}, {day(conclusion.concluded_on)}"
        links.append(Link(words, theme.get_absolute_url(), note=conclusion.text))
    for intention in after.intentions:
        links.append(
            Link(str(intention), intention.get_absolute_url(), note="In a later plan")
        )
    return Strand("Did it make a difference?", links)


def _links(checks: Iterable[Check]) -> list[Link]:
    return [
        Link(
            _looked(check),
            check.get_absolute_url(),
            note=f"Impact check: {check.method}",
        )
        for check in checks
    ]


@pages.thread("plan.intention")
def before_intention(intention: Intention, user: User) -> Strand:
    """The theme that was carried into the plan."""
    themes = Theme.objects.visible_to(user).filter(carried__intention=intention)
    links = [Link(str(t), t.get_absolute_url(), note="Carried forward") for t in themes]
    return Strand("Where it came from", links)
