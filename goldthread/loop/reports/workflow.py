"""What the board does with a paper: draft, add words, issue, keep as files, publish."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.errands.models import Errand
from goldthread.base.errands.rules import Tell
from goldthread.base.errands.workflow import errand
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Board, User
from goldthread.base.printing import CannotDraw
from goldthread.base.states import Steps, WrongState, typed
from goldthread.loop.plan.models import Meeting
from goldthread.loop.reports import drawing, publishing, queries, rules
from goldthread.loop.reports.models import Drawing, Paper, Publication

State = Paper.State
steps = Steps("reports.paper")
board_steps = Steps("people.board")

NO_PDF = (
    "This server cannot make a PDF: the library pango is missing. Nothing is lost. "
    "Download Word or the web page, and ask whoever runs the server to install pango."
)


@board_steps.step("Draft a paper")
def draft_paper(
    board: Board,
    *,
    by: User,
    title: str,
    since: date,
    until: date,
    meeting: Meeting | None = None,
) -> Paper:
    """Begin the paper for a meeting; until it is issued it follows the loop."""
    paper = Paper(board=board, title=title, since=since, until=until, meeting=meeting)
    paper.full_clean()
    paper.save()
    return paper


@steps.step("Change title or period", State.DRAFT)
def edit(paper: Paper, *, by: User, **said: Any) -> None:
    for name, value in said.items():
        setattr(paper, name, value)
    paper.full_clean()


@steps.step("Add your words", State.DRAFT)
def narrate(paper: Paper, *, by: User, narrative: Mapping[str, str]) -> None:
    """What the figures don't say, section by section."""
    paper.narrative = {key: text for key, text in narrative.items() if text.strip()}


def content(paper: Paper, *, on: date) -> dict[str, Any]:
    """The paper's facts and document: frozen if issued, else as the loop stands."""
    if paper.frozen is not None:
        return dict(paper.frozen)
    facts = queries.facts(paper.board, since=paper.since, until=paper.until, on=on)
    return {"facts": facts, "document": rules.document(facts, paper.narrative)}


@steps.step("Issue", State.DRAFT, to=State.ISSUED)
def issue(paper: Paper, *, by: User, on: date) -> None:
    """Number it and freeze it: from now on it says what it said, and so do its files."""
    if paper.until > on:
        raise ValidationError(
            "The period has not ended yet. Change its last day to today or earlier."
        )
    board = Board.objects.select_for_update().get(pk=paper.board_id)
    last = Paper.objects.filter(board=board).aggregate(last=Max("number"))["last"]
    themes = queries.public_themes(paper.board, until=paper.until)
    drawn = content(paper, on=on)
    paper.frozen = drawn | {"facts": drawn["facts"] | {"public_themes": themes}}
    paper.number = (last or 0) + 1
    paper.issued_at, paper.issued_by = timezone.now(), by
    for draw in DRAW.values():
        draw(paper, by=by)


# --- The paper as a file, which takes long ---------------------------------------------


@errand(
    "reports.paper",
    "export",
    saying="Drawing {} as PDF",
    done="The PDF is ready.",
    file=True,
)
def draw_pdf(paper: Paper, *, by: User, tell: Tell) -> str:
    return _draw(paper, Drawing.Form.PDF, by=by, tell=tell)


@errand(
    "reports.paper",
    "export",
    saying="Drawing {} as Word",
    done="The Word file is ready.",
    file=True,
)
def draw_word(paper: Paper, *, by: User, tell: Tell) -> str:
    return _draw(paper, Drawing.Form.WORD, by=by, tell=tell)


DRAW: dict[str, Callable[..., Errand]] = {
    Drawing.Form.PDF: draw_pdf,
    Drawing.Form.WORD: draw_word,
}


def kept(paper: Paper, form: str, *, on: date) -> Drawing | None:
    """The file, if it was drawn of what the paper says now."""
    found = queries.drawn(paper, form)
    if found and found.says == _says(paper, content(paper, on=on)):
        return found
    return None


def _says(paper: Paper, told: Mapping[str, Any]) -> str:
    if paper.state == State.ISSUED:
        return Drawing.ISSUED
    return drawing.digest(drawing.heading(paper), told["document"])


@trusted()
def _keep(
    paper: Paper, form: Drawing.Form, said: Mapping[str, Any], *, by: User
) -> None:
    Drawing.objects.update_or_create(paper=paper, form=form, defaults=said)
    if paper.state == State.ISSUED:
        ledger.write(paper, by=by, verb="export", words=f"Kept as {form.label}")


def _draw(paper: Paper, form: Drawing.Form, *, by: User, tell: Tell) -> str:
    """Draw and keep it, unless somebody else has had it drawn meanwhile."""
    tell("Reading the paper")
    today = timezone.localdate()
    if kept(paper, form, on=today) is None:
        told = content(paper, on=today)
        tell(f"Drawing the pages for {form.label}")
        try:
            made = drawing.rendered(form, drawing.heading(paper), told)
        except CannotDraw:
            raise ValidationError(NO_PDF) from None
        said = {"says": _says(paper, told), "content": made, "drawn_at": timezone.now()}
        _keep(paper, form, said, by=by)
    return reverse("reports:drawn", args=[paper.pk, form])


# --- What the public reads --------------------------------------------------------------


@steps.step("Propose a public copy", State.ISSUED)
def propose_publication(paper: Paper, *, by: User, checked: bool = False) -> None:
    """Make the copy anybody can read: nothing restricted, nothing that is not released.

    Nobody reads it until a second person publishes it. A copy that was taken down or
    declined is made anew, at the same address.
    """
    _refuse_unread(checked=checked)
    copy = {
        "title": paper.title,
        "board_name": str(paper.board),
        "content": public_copy(paper),
        "proposed_at": timezone.now(),
        "proposed_by": by,
        "published_at": None,
        "published_by": None,
        "withdrawn_at": None,
        "declined_because": "",
    }
    Publication.objects.update_or_create(paper=paper, defaults=copy)


@steps.step("Publish the public copy", State.ISSUED)
def publish(paper: Paper, *, by: User, checked: bool = False) -> None:
    """A second person has read what was proposed, and it is still what may be read."""
    _refuse_unread(checked=checked)
    copy = Publication.objects.select_for_update(of=("self",)).get(paper=paper)
    if copy.content != public_copy(paper):
        raise ValidationError(
            "Something in it is no longer released since it was proposed. Nothing was "
            "published. Decline this copy, and let it be proposed anew."
        )
    copy.published_at, copy.published_by = timezone.now(), by
    copy.save()


@steps.step("Decline or withdraw the public copy", State.ISSUED)
def decline_publication(paper: Paper, *, by: User, reason: str) -> None:
    """It is not published; the paper can be proposed again."""
    said = typed(reason, reason="Say why it should not be published.")
    Publication.objects.filter(paper=paper).update(
        withdrawn_at=timezone.now(), declined_because=said
    )


def _refuse_unread(*, checked: bool) -> None:
    if not checked:
        raise ValidationError("Read the public copy first, and confirm that you have.")


def public_copy(paper: Paper) -> dict[str, Any]:
    """What the public copy of an issued paper says.

    What is no longer released since the paper was issued is left out too.
    """
    if paper.frozen is None:
        raise WrongState
    told = paper.frozen["facts"]
    facts = publishing.public(told, released=queries.still_released(told))
    return {
        "number": paper.number,
        "since": facts["since"],
        "until": facts["until"],
        "document": rules.document(facts, {}),
    }


@steps.step("Take the public copy down", State.ISSUED)
def withdraw_publication(paper: Paper, *, by: User) -> None:
    """It is no longer shown; that it was published stays in the ledger."""
    Publication.objects.filter(paper=paper).update(withdrawn_at=timezone.now())
