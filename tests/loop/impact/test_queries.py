from datetime import date

import pytest

from goldthread.loop.actions.models import Action
from goldthread.loop.impact import queries
from goldthread.loop.impact.models import Check
from tests.conftest import TODAY
from tests.factories import (
    ActionFactory,
    BoardFactory,
    CheckFactory,
    GroupFactory,
    OrganisationFactory,
    RecommendationFactory,
    ThemeFactory,
    YearFactory,
    agency_lead,
    board_team,
    chair,
    group_member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def theme(board):
    return ThemeFactory(board=board)


def action_of(theme, **more):
    return ActionFactory(recommendation=RecommendationFactory(theme=theme), **more)


def test_the_boards_people_check_what_they_do_not_own(board, theme):
    action = action_of(theme)
    other = action_of(theme)
    amira, independent = board_team(board), chair(board)
    member = group_member(
        GroupFactory(boards=[board]),
        agency_lead(OrganisationFactory(boards=[board])),
    )
    theirs = group_member(GroupFactory(boards=[board]), agency_lead(other.organisation))

    assert set(queries.checkers(action)) == {amira, independent, member, theirs}
    assert set(queries.checkers(theme)) == {amira, independent, member}


def test_the_latest_judgement_of_a_theme_and_of_each_verified_action(theme):
    unchecked, checked = (
        action_of(theme, verified=True),
        action_of(theme, verified=True),
    )
    action_of(theme)
    CheckFactory(action=checked, done=True, judgement="partly", checked_on="2026-11-01")
    CheckFactory(action=checked, done=True)
    CheckFactory(action=unchecked)

    assert queries.shown(theme) == ("", ["", "embedded"])

    CheckFactory(action=None, theme=theme, done=True, judgement="not_yet")
    assert queries.shown(theme)[0] == "not_yet"


def test_completed_is_counted_apart_from_made_a_difference(
    theme, django_assert_num_queries
):
    embedded, partly = action_of(theme, verified=True), action_of(theme, verified=True)
    action_of(theme, verified=True)
    action_of(theme)
    CheckFactory(action=embedded, done=True)
    CheckFactory(action=partly, done=True, judgement="partly")

    with django_assert_num_queries(1):
        progress = queries.progress(Action.objects.all())

    assert progress == {"verified": 3, "checked": 2, "embedded": 1}
    assert queries.progress(Action.objects.none()) == {
        "verified": 0,
        "checked": 0,
        "embedded": 0,
    }


def test_the_paper_has_the_checks_made_in_its_period(board, theme):
    action = action_of(theme, verified=True)
    made = CheckFactory(action=action, done=True)
    CheckFactory(action=action, done=True, checked_on="2026-10-31")
    CheckFactory(action=action)
    CheckFactory(done=True)

    november = (date(2026, 11, 1), date(2026, 11, 30))
    assert list(queries.impact_between(board, *november)) == [made]


def test_a_look_before_an_action_was_verified_anew_counts_no_more(theme):
    action = action_of(theme, verified=True)
    CheckFactory(action=action, done=True, checked_on="2026-11-16")

    assert queries.shown(theme) == ("", [""])
    assert queries.progress(Action.objects.all()) == {
        "verified": 1,
        "checked": 0,
        "embedded": 0,
    }


def test_later_years_are_those_that_have_not_begun(board):
    YearFactory(board=board)
    later = YearFactory(board=board, starts_on="2027-04-01", ends_on="2028-03-31")
    YearFactory(starts_on="2027-04-01", ends_on="2028-03-31")

    assert list(queries.later_years(board, on=TODAY)) == [later]


def test_a_check_comes_with_all_its_page_names(theme, django_assert_num_queries):
    first = CheckFactory(action=action_of(theme), done=True, judgement="not_yet")
    again = CheckFactory(action=first.action, follows=first)

    with django_assert_num_queries(1):
        whole = queries.whole(first)
        named = (whole.board, whole.checker, whole.action.organisation, whole.next)

    assert named == (first.board, first.checker, first.action.organisation, again)
    assert queries.whole(again).next is None


def test_what_was_checked_is_told_to_whoever_may_read_it(board, theme):
    check = queries.whole(CheckFactory(action=None, theme=theme))

    assert queries.readable_subject(check, board_team(board)) == theme
    assert queries.readable_subject(check, agency_lead(OrganisationFactory())) is None


def test_her_calendar_holds_the_checks_she_makes(board, theme):
    amira = board_team(board)
    check = CheckFactory(action=action_of(theme), checker=amira)
    CheckFactory(action=action_of(theme), checker=amira, done=True)
    CheckFactory(action=action_of(theme), checker=board_team(board))

    dates = list(queries.check_dates(amira, date(2026, 12, 1), date(2026, 12, 31)))
    assert [(d.uid, d.on, d.words) for d in dates] == [
        (f"check-{check.pk}", check.due_on, f"Check {check.pk}: impact check due")
    ]


def test_a_check_is_late_once_its_day_has_passed(theme):
    planned = CheckFactory(action=action_of(theme), due_on=date(2026, 11, 17))
    done = CheckFactory(action=action_of(theme), due_on=date(2026, 11, 17), done=True)

    assert list(Check.objects.overdue(on=TODAY)) == [planned]
    assert (planned.late(on=TODAY), done.late(on=TODAY)) == (True, False)
    assert (str(planned), planned.reference) == (
        f"Impact check: {planned.action}",
        f"Check {planned.pk}",
    )
