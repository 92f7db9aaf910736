"""From a theme or a finding to an action that somebody owns."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.base.people.models import Board, Organisation, User
from goldthread.base.states import Steps, typed
from goldthread.loop.actions import letters, rules
from goldthread.loop.actions.models import Action, Programme, Recommendation
from goldthread.loop.activities.queries import people_for
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes.models import Theme

board_steps = Steps("people.board")
theme_steps = Steps("themes.theme")
finding_steps = Steps("findings.finding")
programme_steps = Steps("actions.programme")
recommendation_steps = Steps("actions.recommendation")


# --- Programmes of work -----------------------------------------------------------------


@board_steps.step("Add a programme of work")
def add_programme(board: Board, *, by: User, name: str, aim: str = "") -> Programme:
    """Group actions towards one sustained change."""
    programme = Programme(board=board)
    _name(programme, name, aim)
    programme.save()
    return programme


@programme_steps.step("Change")
def edit_programme(programme: Programme, *, by: User, name: str, aim: str = "") -> None:
    """Put it in better words."""
    _name(programme, name, aim)


def _name(programme: Programme, name: str, aim: str) -> None:
    programme.name = typed(name, name="Enter the name of the programme of work.")
    programme.aim = aim
    programme.full_clean()


# --- Recommendations --------------------------------------------------------------------


@theme_steps.step("Recommend a change", Theme.State.OPEN, Theme.State.CARRIED)
def recommend(
    origin: Theme | Finding,
    *,
    by: User,
    text: str,
    on: date,
    theme: Theme | None = None,
) -> Recommendation:
    """Say what ought to change, because of a theme or of one finding."""
    said = typed(text, text="Say what should change.")
    recommendation = Recommendation(
        board=origin.board, text=said, made_on=on, made_by=by, theme=theme
    )
    if isinstance(origin, Theme):
        recommendation.theme = origin
    else:
        recommendation.finding = origin
        ours = origin.themes.filter(board=origin.board_id)
        if theme and not ours.filter(pk=theme.pk).exists():
            raise ValidationError(
                {"theme": "Choose a theme that the finding is part of."}
            )
    recommendation.save()
    return recommendation


# The same verb, from one finding. A closed theme or a mere draft calls for nothing.
recommend_from_finding = finding_steps.step(
    "Recommend a change", Finding.State.AGREED, Finding.State.RELEASED
)(recommend.__wrapped__)  # type: ignore[attr-defined]


# --- Raising an action ------------------------------------------------------------------


@recommendation_steps.step("Raise an action")
def raise_action(
    recommendation: Recommendation,
    *,
    by: User,
    organisation: Organisation,
    on: date,
    person: User | None = None,
    due_on: date | None = None,
    **said: Any,
) -> Action:
    """One organisation, one person, a date, and how we shall know: none may be missing.

    Said: `title`, `success_measure`, `evidence_from`, and perhaps a `programme`.
    """
    action = Action(
        board=recommendation.board,
        recommendation=recommendation,
        organisation=organisation,
        raised_on=on,
        raised_by=by,
        person=person,
    )
    if not organisation.boards.filter(pk=action.board_id).exists():
        raise ValidationError(
            {"organisation": f"{organisation} does not work with {action.board}."}
        )
    if organisation.replaced_by:
        raise ValidationError(
            {"organisation": f"{organisation.replaced_by} has replaced {organisation}."}
        )
    check_person(action, person)
    action.due_on = dated(due_on, on=on)
    say(action, said)
    action.save()
    letters.given(action, on=on)
    return action


def dated(due_on: date | None, *, on: date) -> date:
    refused = rules.refused_date(due_on, on=on)
    if due_on is None or refused:
        raise ValidationError({"due_on": refused})
    return due_on


def check_person(action: Action, person: User | None) -> None:
    own = people_for(action.organisation_id)
    if person and not own.filter(pk=person.pk).exists():
        raise ValidationError(
            {
                "person": f"{person} is not a lead or contributor of "
                f"{action.organisation}. Choose one of its own people, or leave it to "
                "its lead."
            }
        )


def say(action: Action, said: dict[str, Any]) -> None:
    for name in ("title", "success_measure", "evidence_from", "programme"):
        if name in said:
            setattr(action, name, said[name])
    if action.programme and action.programme.board_id != action.board_id:
        raise ValidationError({"programme": "Choose one of this board’s programmes."})
    action.full_clean()


@recommendation_steps.step("Change the words")
def edit_recommendation(recommendation: Recommendation, *, by: User, text: str) -> None:
    """Put it in better words."""
    recommendation.text = typed(text, text="Say what should change.")
