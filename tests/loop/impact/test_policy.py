import pytest

from goldthread.base.access.table import can
from goldthread.loop.impact.models import Check
from tests.factories import (
    BoardFactory,
    CheckFactory,
    GroupFactory,
    OrganisationFactory,
    ThemeFactory,
    administrator,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
    practitioner,
    scrutineer,
)

pytestmark = pytest.mark.django_db
ON_A_CHECK = {"view", "export", "make_check", "withdraw"}
READ = {"view", "export"}


def may(person, record, actions):
    return {action for action in actions if can(person, action, record)}


def test_what_the_board_and_the_owner_may_do_with_a_check():
    check = CheckFactory()
    board, owner = check.board, check.action.organisation
    checker = group_member(GroupFactory(boards=[board]), check.checker)

    assert {
        "checker": may(checker, check, ON_A_CHECK),
        "team": may(board_team(board), check, ON_A_CHECK),
        "chair": may(chair(board), check, ON_A_CHECK),
        "scrutineer": may(scrutineer(board), check, ON_A_CHECK),
        "owner's lead": may(agency_lead(owner), check, ON_A_CHECK),
        "owner's contributor": may(contributor(owner), check, ON_A_CHECK),
        "another agency": may(
            agency_lead(OrganisationFactory(boards=[board])), check, ON_A_CHECK
        ),
        "another board": may(board_team(BoardFactory()), check, ON_A_CHECK),
        "administrator": may(administrator(), check, ON_A_CHECK),
        "practitioner": may(practitioner(owner), check, ON_A_CHECK),
    } == {
        "checker": ON_A_CHECK,
        "team": READ | {"withdraw"},
        "chair": READ,
        "scrutineer": READ,
        "owner's lead": READ,
        "owner's contributor": set(),
        "another agency": set(),
        "another board": set(),
        "administrator": set(),
        "practitioner": set(),
    }


def test_the_person_who_did_it_reads_what_was_found():
    check = CheckFactory()
    check.action.person = contributor(check.action.organisation)
    check.action.save()

    assert may(check.action.person, check, ON_A_CHECK) == READ


def test_a_theme_check_is_the_boards_own():
    check = CheckFactory(action=None, theme=ThemeFactory())
    lead = agency_lead(OrganisationFactory(boards=[check.board]))

    assert list(Check.objects.visible_to(lead)) == []
    assert list(Check.objects.visible_to(scrutineer(check.board))) == [check]


def test_what_each_may_do_with_a_theme():
    theme = ThemeFactory()
    board = theme.board
    ours = {"plan_check", "record_check", "close", "reopen", "carry_forward"}

    assert {
        "team": may(board_team(board), theme, ours),
        "chair": may(chair(board), theme, ours),
        "member": may(group_member(GroupFactory(boards=[board])), theme, ours),
        "scrutineer": may(scrutineer(board), theme, ours),
    } == {
        "team": ours,
        "chair": ours - {"carry_forward"},
        "member": {"plan_check", "record_check"},
        "scrutineer": set(),
    }
