from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.ledger.models import Entry
from goldthread.base.post.models import Letter
from goldthread.base.states import WrongState, open_to
from goldthread.loop.impact import workflow
from goldthread.loop.impact.models import CarriedForward, Check, Conclusion
from goldthread.loop.plan.models import Intention
from goldthread.loop.themes.models import Theme
from tests.conftest import TODAY
from tests.factories import (
    ActionFactory,
    BoardFactory,
    CheckFactory,
    GroupFactory,
    RecommendationFactory,
    ThemeFactory,
    UserFactory,
    YearFactory,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
    practitioner,
    scrutineer,
)

pytestmark = pytest.mark.django_db
State = Check.State
LATER = date(2027, 3, 31)
HOW = "A dip sample of ten records"
FOUND = {"evidence": "Nine of ten have a plan.", "judgement": "embedded"}


def lines(record):
    return [str(entry) for entry in Entry.objects.about(record)]


def refusal(error):
    return " ".join(error.value.messages)


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def amira(board):
    return board_team(board)


@pytest.fixture
def member(board):
    return group_member(GroupFactory(boards=[board]))


@pytest.fixture
def theme(board):
    return ThemeFactory(board=board, name="Neglect")


@pytest.fixture
def action(theme):
    recommendation = RecommendationFactory(theme=theme)
    action = ActionFactory(recommendation=recommendation, verified=True)
    action.person = contributor(action.organisation)
    action.save()
    return action


# --- Planning ---------------------------------------------------------------------------


def test_a_check_of_an_action_is_planned_for_somebody_who_does_not_own_it(
    action, amira, member
):
    check = workflow.plan_check(
        action, by=amira, checker=member, due_on=LATER, method=f" {HOW} ", on=TODAY
    )

    assert (check.board, check.action, check.theme, check.checker) == (
        action.board,
        action,
        None,
        member,
    )
    assert (check.state, check.due_on, check.planned_on, check.method) == (
        State.PLANNED,
        LATER,
        TODAY,
        HOW,
    )
    assert lines(action) == [f"{amira} plan_check actions.action {action.pk}"]
    assert lines(check) == [f"{amira} plan_check impact.check {check.pk}"]
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (
        member,
        f"Check {check.pk}: an impact check, due in 133 days",
    )


def test_looking_whether_it_made_a_difference_is_the_way_onwards(action, amira):
    offered = [step.name for step in open_to(amira, action)]

    assert offered == ["plan_check", "record_check", "reopen"]


def test_a_check_of_a_theme_is_planned(theme, amira, member):
    check = workflow.plan_check_of_theme(
        theme, by=amira, checker=member, due_on=LATER, method=HOW, on=TODAY
    )

    assert (check.theme, check.action) == (theme, None)
    assert lines(theme) == [f"{amira} plan_check themes.theme {theme.pk}"]


def owners(action):
    """Everybody who owns the action, or belongs to its organisation, or is nobody here."""
    board, police = action.board, action.organisation
    return {
        "its person, in a group of the board": group_member(
            GroupFactory(boards=[board]), action.person
        ),
        "a lead of its organisation, on the board team": board_team(
            board, agency_lead(police)
        ),
        "a practitioner of it, chairing": chair(board, practitioner(police)),
        "a scrutineer": scrutineer(board),
        "another board's team": board_team(BoardFactory()),
        "a stranger": UserFactory(),
    }


def test_nobody_who_owns_an_action_is_planned_to_check_it(action, amira):
    for person in owners(action).values():
        with pytest.raises(ValidationError, match="cannot check this"):
            workflow.plan_check(
                action, by=amira, checker=person, due_on=LATER, method=HOW, on=TODAY
            )

    assert not Check.objects.exists()


def test_nobody_who_owns_an_action_of_a_theme_is_planned_to_check_the_theme(
    action, theme, amira
):
    for person in owners(action).values():
        with pytest.raises(ValidationError, match="cannot check this"):
            workflow.plan_check_of_theme(
                theme, by=amira, checker=person, due_on=LATER, method=HOW, on=TODAY
            )


def test_its_person_does_not_check_it_from_another_organisation(action, amira, board):
    moved = action.person
    moved.appointments.update(until="2026-01-01")
    board_team(board, moved)

    with pytest.raises(ValidationError, match="cannot check this"):
        workflow.plan_check(
            action, by=amira, checker=moved, due_on=LATER, method=HOW, on=TODAY
        )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"due_on": date(2026, 11, 17)}, "Enter today or a later day."),
        ({"method": " "}, "Say how it will be checked."),
    ],
)
def test_a_check_in_the_past_or_without_a_method_is_refused(
    action, amira, member, changed, sentence
):
    said = {"due_on": LATER, "method": HOW, **changed}

    with pytest.raises(ValidationError) as error:
        workflow.plan_check(action, by=amira, checker=member, on=TODAY, **said)

    assert refusal(error) == sentence


def test_an_agency_plans_no_check(action, member):
    with pytest.raises(PermissionDenied):
        workflow.plan_check(
            action,
            by=agency_lead(action.organisation),
            checker=member,
            due_on=LATER,
            method=HOW,
            on=TODAY,
        )


def test_what_is_unfinished_or_closed_is_not_checked(board, amira, member):
    unfinished = ActionFactory(recommendation__theme__board=board, submitted=True)
    closed = ThemeFactory(board=board, state="closed")
    said = {"checker": member, "due_on": LATER, "method": HOW, "on": TODAY}

    with pytest.raises(WrongState):
        workflow.plan_check(unfinished, by=amira, **said)
    with pytest.raises(WrongState):
        workflow.plan_check_of_theme(closed, by=amira, **said)


# --- Making -----------------------------------------------------------------------------


def test_the_checker_says_what_she_saw_and_what_it_amounts_to(action, member):
    check = CheckFactory(action=action, checker=member)

    workflow.make_check(check, by=member, on=TODAY, **FOUND)

    check.refresh_from_db()
    assert (check.state, check.checked_on, check.judgement, check.evidence) == (
        State.DONE,
        TODAY,
        "embedded",
        "Nine of ten have a plan.",
    )
    assert lines(check) == [f"{member} make_check impact.check {check.pk}"]
    assert Check.objects.count() == 1


def test_only_the_named_checker_makes_it(action, board, amira, member):
    check = CheckFactory(action=action, checker=member)

    for person in (amira, chair(board), group_member(GroupFactory(boards=[board]))):
        with pytest.raises(PermissionDenied):
            workflow.make_check(check, by=person, on=TODAY, **FOUND)

    check.refresh_from_db()
    assert check.state == State.PLANNED


@pytest.mark.parametrize("of", ["action", "theme"])
def test_a_checker_who_has_joined_the_owner_since_does_not_make_it(
    action, theme, member, of
):
    subject = {"action": action} if of == "action" else {"action": None, "theme": theme}
    check = CheckFactory(checker=member, **subject)
    agency_lead(action.organisation, member)

    with pytest.raises(PermissionDenied):
        workflow.make_check(check, by=member, on=TODAY, **FOUND)


@pytest.mark.parametrize("of", ["action", "theme"])
def test_a_checker_who_was_given_the_action_since_does_not_make_it(
    action, theme, member, of
):
    subject = {"action": action} if of == "action" else {"action": None, "theme": theme}
    check = CheckFactory(checker=member, **subject)
    action.person = member
    action.save()

    with pytest.raises(PermissionDenied):
        workflow.make_check(check, by=member, on=TODAY, **FOUND)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"evidence": ""}, "Say what you saw or read."),
        ({"judgement": "wonderful"}, "Choose what it amounts to."),
        ({"judgement": "not_yet"}, "Say when you will look again."),
        ({"judgement": "too_early"}, "Say when you will look again."),
        ({"judgement": "too_early", "again_on": TODAY}, "Enter a day after today."),
    ],
)
def test_a_check_that_says_too_little_is_refused(action, member, changed, sentence):
    check = CheckFactory(action=action, checker=member)

    with pytest.raises(ValidationError) as error:
        workflow.make_check(check, by=member, on=TODAY, **{**FOUND, **changed})

    check.refresh_from_db()
    assert (refusal(error), check.state) == (sentence, State.PLANNED)
    assert Check.objects.count() == 1


@pytest.mark.parametrize("judgement", ["not_yet", "too_early", "partly"])
def test_too_early_or_not_yet_plans_the_next_look(action, member, judgement):
    check = CheckFactory(action=action, checker=member)

    workflow.make_check(
        check,
        by=member,
        evidence="Two of ten.",
        judgement=judgement,
        on=TODAY,
        again_on=LATER,
    )

    check.refresh_from_db()
    assert (check.next.state, check.next.due_on, check.next.checker) == (
        State.PLANNED,
        LATER,
        member,
    )
    assert (check.next.action, check.next.method, check.next.planned_on) == (
        action,
        check.method,
        TODAY,
    )
    assert lines(check.next) == [f"{member} plan_check impact.check {check.next.pk}"]


def test_partly_need_not_be_looked_at_again(action, member):
    check = CheckFactory(action=action, checker=member)

    workflow.make_check(
        check, by=member, evidence="Five of ten.", judgement="partly", on=TODAY
    )

    assert check.next is None


def test_what_is_not_verified_complete_cannot_be_embedded(board, member):
    action = ActionFactory(recommendation__theme__board=board)
    check = CheckFactory(action=action, checker=member)

    with pytest.raises(ValidationError, match="not verified complete"):
        workflow.make_check(check, by=member, on=TODAY, **FOUND)


def test_a_check_is_planned_and_made_in_one_go(action, member):
    check = workflow.record_check(action, by=member, method=HOW, on=TODAY, **FOUND)

    check.refresh_from_db()
    assert (check.state, check.checker, check.due_on, check.checked_on) == (
        State.DONE,
        member,
        TODAY,
        TODAY,
    )
    assert lines(check) == [f"{member} record_check impact.check {check.pk}"]


def test_a_theme_is_checked_in_one_go_and_looked_at_again(theme, member):
    check = workflow.record_check_of_theme(
        theme,
        by=member,
        method=HOW,
        evidence="Too soon.",
        judgement="too_early",
        again_on=LATER,
        on=TODAY,
    )

    assert (check.theme, check.next.theme, check.next.due_on) == (theme, theme, LATER)


@pytest.mark.parametrize("of", ["action", "theme"])
def test_nobody_records_a_check_of_her_own_work(action, theme, of):
    step = workflow.record_check if of == "action" else workflow.record_check_of_theme
    for person in owners(action).values():
        with pytest.raises(PermissionDenied):
            step(
                action if of == "action" else theme,
                by=person,
                method=HOW,
                on=TODAY,
                **FOUND,
            )

    assert not Check.objects.exists()


def test_a_planned_check_is_withdrawn_with_a_reason(action, amira, member):
    check = CheckFactory(action=action, checker=member)

    with pytest.raises(ValidationError, match="Say why"):
        workflow.withdraw(check, by=amira, reason="")
    workflow.withdraw(check, by=member, reason="The service closed.")

    check.refresh_from_db()
    assert (check.state, check.withdrawn_because) == (
        State.WITHDRAWN,
        "The service closed.",
    )


def test_the_checker_is_reminded(action, member):
    check = CheckFactory(action=action, checker=member)

    assert [workflow.remind(TODAY), workflow.remind(TODAY)] == [1, 1]
    assert [letter.subject for letter in Letter.objects.all()] == [
        f"Check {check.pk}: an impact check, due in 14 days"
    ]


def test_nobody_is_reminded_of_what_is_done_or_was_planned_today(action, member):
    CheckFactory(action=action, checker=member, done=True)
    CheckFactory(action=action, checker=member, planned_on=TODAY)

    assert workflow.remind(TODAY) == 0


# --- What becomes of a theme ------------------------------------------------------------


def test_a_theme_closes_once_its_own_check_found_it_embedded(theme, amira):
    CheckFactory(action=None, theme=theme, done=True)

    workflow.close(theme, by=amira, difference="Children are seen sooner.", on=TODAY)

    theme.refresh_from_db()
    conclusion = theme.conclusions.get()
    assert theme.state == Theme.State.CLOSED
    assert (conclusion.kind, conclusion.text, conclusion.concluded_by) == (
        Conclusion.Kind.CLOSED,
        "Children are seen sooner.",
        amira,
    )


def test_a_theme_closes_once_every_verified_action_was_found_embedded(
    theme, action, board
):
    CheckFactory(action=action, done=True, judgement="not_yet", checked_on="2026-11-01")
    CheckFactory(action=action, done=True)

    workflow.close(theme, by=chair(board), difference="They are seen.", on=TODAY)

    theme.refresh_from_db()
    assert theme.state == Theme.State.CLOSED


def test_a_theme_without_impact_shown_is_refused_and_offered_to_be_carried_forward(
    theme, action, amira
):
    with pytest.raises(ValidationError) as error:
        workflow.close(theme, by=amira, difference="All is well.", on=TODAY)

    theme.refresh_from_db()
    assert theme.state == Theme.State.OPEN
    assert refusal(error) == (
        "Its impact is not shown yet. Nobody has checked the theme itself. Of its "
        "verified actions, 0 of 1 have been checked and 0 of 1 found embedded. Check it "
        "again, or carry the theme forward into a later year’s plan."
    )


def test_the_latest_look_decides(theme, amira):
    CheckFactory(action=None, theme=theme, done=True, checked_on="2026-10-01")
    CheckFactory(action=None, theme=theme, done=True, judgement="partly")

    with pytest.raises(ValidationError, match="found it partly embedded"):
        workflow.close(theme, by=amira, difference="All is well.", on=TODAY)


def test_closing_without_saying_what_changed_is_refused(theme, amira):
    CheckFactory(action=None, theme=theme, done=True)

    with pytest.raises(ValidationError, match="Say what changed for children"):
        workflow.close(theme, by=amira, difference="", on=TODAY)


def test_a_group_member_closes_no_theme(theme, member):
    CheckFactory(action=None, theme=theme, done=True)

    with pytest.raises(PermissionDenied):
        workflow.close(theme, by=member, difference="All is well.", on=TODAY)


@pytest.fixture
def next_year(board):
    return YearFactory(board=board, starts_on="2027-04-01", ends_on="2028-03-31")


def test_a_theme_is_carried_into_a_later_years_plan(theme, amira, next_year):
    carried = workflow.carry_forward(
        theme, by=amira, into=next_year, reason="Too early to tell.", on=TODAY
    )

    theme.refresh_from_db()
    intention = Intention.objects.get()
    assert theme.state == Theme.State.CARRIED
    assert (intention.year, intention.title, intention.why) == (
        next_year,
        "Carried forward: Neglect",
        "Too early to tell.",
    )
    assert (carried.theme, carried.intention, carried.carried_by) == (
        theme,
        intention,
        amira,
    )
    assert str(carried) == "Neglect: carried forward"
    assert lines(theme) == [f"{amira} carry_forward themes.theme {theme.pk}"]
    assert lines(next_year) == [f"{amira} add_intention plan.year {next_year.pk}"]


def test_a_theme_goes_into_a_years_plan_once_unless_it_was_dropped_there(
    theme, amira, next_year
):
    said = {"by": amira, "into": next_year, "reason": "Too early.", "on": TODAY}
    workflow.carry_forward(theme, **said)

    with pytest.raises(ValidationError, match="already in the plan"):
        workflow.carry_forward(theme, **said)

    Intention.objects.update(state="dropped")
    workflow.carry_forward(theme, **said)
    assert CarriedForward.objects.count() == 2


def test_a_theme_is_carried_only_into_a_later_year_of_its_own_board(
    theme, amira, board
):
    this_year = YearFactory(board=board)
    elsewhere = YearFactory(starts_on="2027-04-01", ends_on="2028-03-31")

    for year in (this_year, elsewhere):
        with pytest.raises(ValidationError, match="that has not begun"):
            workflow.carry_forward(theme, by=amira, into=year, reason="Why.", on=TODAY)

    assert not Intention.objects.exists()


def test_carrying_forward_without_a_reason_is_refused(theme, amira, next_year):
    with pytest.raises(ValidationError, match="Say why it is carried forward"):
        workflow.carry_forward(theme, by=amira, into=next_year, reason="", on=TODAY)


def test_a_chair_carries_nothing_forward(theme, board, next_year):
    with pytest.raises(PermissionDenied):
        workflow.carry_forward(
            theme, by=chair(board), into=next_year, reason="Why.", on=TODAY
        )


def test_a_theme_that_was_carried_can_be_closed_or_opened_again(
    theme, amira, next_year
):
    workflow.carry_forward(theme, by=amira, into=next_year, reason="Why.", on=TODAY)
    CheckFactory(action=None, theme=theme, done=True)

    workflow.close(theme, by=amira, difference="They are seen.", on=TODAY)
    workflow.reopen(theme, by=amira, reason="It has come back.", on=TODAY)

    theme.refresh_from_db()
    assert theme.state == Theme.State.OPEN
    assert [c.kind for c in theme.conclusions.all()] == ["reopened", "closed"]


def test_a_theme_that_has_come_back_closes_only_after_another_look(
    theme, action, amira
):
    before = date(2026, 11, 1)
    CheckFactory(action=None, theme=theme, done=True, checked_on=before)
    CheckFactory(action=action, done=True)
    workflow.close(theme, by=amira, difference="They are seen.", on=before)
    workflow.reopen(theme, by=amira, reason="It has come back.", on=TODAY)

    with pytest.raises(ValidationError) as error:
        workflow.close(theme, by=amira, difference="They are seen.", on=TODAY)
    assert (
        "Nobody has checked the theme itself since it was reopened on 18 November 2026. "
        "Of its verified actions, 0 of 1 have been checked"
    ) in refusal(error)

    CheckFactory(action=None, theme=theme, done=True, checked_on=TODAY)
    workflow.close(theme, by=amira, difference="They are seen again.", on=TODAY)


def test_reopening_without_a_reason_is_refused(board, amira):
    closed = ThemeFactory(board=board, state="closed")

    with pytest.raises(ValidationError, match="Say why it is open again"):
        workflow.reopen(closed, by=amira, reason=" ", on=TODAY)
