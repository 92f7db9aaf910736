import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.joining import queries as joining
from goldthread.base.joining.rules import WORK
from goldthread.base.joining.workflow import leaving
from goldthread.base.people.models import Appointment
from goldthread.base.post.models import Letter
from goldthread.base.post.rules import DUE
from goldthread.loop.activities.rules import DATES
from goldthread.loop.impact import queries, workflow
from tests.conftest import TODAY
from tests.factories import (
    ActionFactory,
    BoardFactory,
    CheckFactory,
    GroupFactory,
    UserFactory,
    board_team,
    chair,
    contributor,
    group_member,
    scrutineer,
)


def test_the_clock_the_calendar_and_leavers_know_of_checks():
    work = WORK["impact.check"]

    assert workflow.remind in DUE
    assert queries.check_dates in DATES
    assert (work.field, work.organisation) == ("checker", "")


# --- When whoever was to look has left ----------------------------------------------------


@pytest.fixture
def check():
    board = BoardFactory(name="Kingston LSCB")
    checker = board_team(board, UserFactory(name="Lou Leaver"))
    action = ActionFactory(
        recommendation__theme__board=board,
        organisation__name="Met Police",
        verified=True,
    )
    return CheckFactory(action=action, checker=checker)


def leave(check, by, **given):
    leaving.leave(check.checker, by=by, on=TODAY, today=TODAY, **given)
    check.refresh_from_db()


@pytest.mark.django_db
def test_a_check_passes_to_somebody_who_may_make_it(check):
    colleague = board_team(check.board)

    leave(check, board_team(check.board), successor=colleague)

    assert check.checker == colleague


@pytest.mark.django_db
def test_it_does_not_pass_to_somebody_of_the_organisation_that_owns_the_action(check):
    amy = board_team(check.board, UserFactory(name="Amy Board"))
    both = board_team(check.board, contributor(check.action.organisation))
    both.name = "Sue Both"
    both.save()

    with pytest.raises(ValidationError) as refused:
        leave(check, amy, successor=both)
    assert refused.value.messages == [
        (
            "Sue Both may not take over 1 of the impact checks. Choose somebody who may, "
            "or leave with nobody what this person may not have."
        )
    ]
    leave(check, amy, successor=both, unheld=True)

    assert check.checker is None
    assert {(letter.to.name, letter.subject) for letter in Letter.objects.all()} == {
        (name, f"{check.reference}: nobody looks now, due in 14 days")
        for name in ("Amy Board", "Sue Both")
    }


@pytest.mark.django_db
def test_nor_a_check_of_a_theme_to_somebody_who_owns_an_action_of_it(check):
    theme = check.action.recommendation.theme
    of_theme = CheckFactory(action=None, theme=theme, checker=check.checker)
    amy = board_team(check.board)
    owner = contributor(check.action.organisation)
    held = {h.work.label: h for h in joining.work_of(check.checker)}["impact.check"]

    def fit(person):
        roles = Appointment.objects.current().filter(person=person)
        return set(held.fit_for(person, roles))

    assert (
        fit(amy)
        == fit(group_member(GroupFactory(boards=[check.board])))
        == {
            check,
            of_theme,
        }
    )
    assert fit(board_team(check.board, owner)) == set()
    assert fit(scrutineer(check.board)) == fit(board_team(BoardFactory())) == set()


@pytest.mark.django_db
def test_the_board_team_chooses_who_looks_now(check, sign_in):
    amy = board_team(check.board)
    leave(check, amy, unheld=True)
    browser, url = sign_in(amy), check.get_absolute_url()
    stranger = contributor(check.action.organisation)

    assert "Nobody holds this now: the board team" in browser.get(url).content.decode()
    assert "Nobody holds this now" in browser.get("/impact/").content.decode()
    assert browser.get(f"{url}choose_checker/").status_code == 200
    assert browser.post(f"{url}choose_checker/", {}).status_code == 422
    with pytest.raises(ValidationError, match="cannot check this"):
        workflow.choose_checker(check, by=amy, checker=stranger, on=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.choose_checker(check, by=chair(check.board), checker=amy, on=TODAY)
    assert browser.post(f"{url}choose_checker/", {"checker": amy.pk}).url == url

    check.refresh_from_db()
    assert check.checker == amy
    assert Letter.objects.last().to == amy
    assert workflow.remind(check.due_on) == 1


@pytest.mark.django_db
def test_nobody_is_reminded_of_a_check_that_nobody_makes(check):
    leave(check, board_team(check.board), unheld=True)

    assert workflow.remind(check.due_on) == 0
