"""What becomes of activities and contributions when whoever held them leaves."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from goldthread.base.joining import queries as joining
from goldthread.base.joining.workflow import leaving, roles
from goldthread.base.ledger.models import Entry
from goldthread.base.post.models import Letter
from goldthread.loop.activities import workflow
from goldthread.loop.activities.models import Activity
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    ContributionFactory,
    GroupFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
    name,
)

pytestmark = pytest.mark.django_db
SECRET = "What must not be told"


@pytest.fixture
def board():
    return BoardFactory(name="Kingston LSCB")


@pytest.fixture
def recorder(board):
    return board_team(board, UserFactory(name="Amy Board"))


@pytest.fixture
def leaver(board):
    return board_team(board, UserFactory(name="Lou Leaver"))


@pytest.fixture
def closed(board, leaver):
    """A restricted activity that only the leaver leads and is named on."""
    activity = ActivityFactory(
        board=board,
        title=SECRET,
        restricted=True,
        lead=leaver,
        lead_group=GroupFactory(name="Case Review Group", boards=[board]),
    )
    name(activity, leaver)
    return activity


def leave(person, by, **given):
    leaving.leave(person, by=by, on=TODAY, today=TODAY, **given)


def told():
    return list(Letter.objects.order_by("pk").values_list("to__name", "subject"))


def test_a_restricted_activity_is_not_counted_and_never_passes_to_who_is_not_named(
    board, recorder, leaver, closed
):
    assert joining.counted(joining.work_of(leaver), recorder) == []

    leave(leaver, recorder, successor=recorder)

    closed.refresh_from_db()
    assert closed.lead is None
    assert recorder not in closed.named.all()
    assert not Activity.objects.visible_to(recorder).exists()


def test_it_passes_to_the_successor_if_she_is_named_on_it_already(
    board, recorder, leaver, closed
):
    colleague = board_team(board)
    name(closed, colleague)

    leave(leaver, recorder, successor=colleague)

    closed.refresh_from_db()
    assert closed.lead == colleague
    assert told() == []


def test_the_letter_to_the_board_team_says_nothing_of_what_is_in_it(
    recorder, leaver, closed
):
    leave(leaver, recorder)

    letter = Letter.objects.get()
    assert (letter.to, closed.reference in letter.subject) == (recorder, True)
    assert "/activities/unheld/" in letter.body
    assert SECRET not in letter.subject + letter.body


def test_a_colleague_named_on_it_is_told_and_nobody_else(
    board, recorder, leaver, closed
):
    colleague = board_team(board)
    name(closed, colleague)

    leave(leaver, recorder)

    letter = Letter.objects.get()
    assert letter.to == colleague
    assert closed.get_absolute_url() in letter.body


def test_an_open_activity_passes_to_somebody_of_the_board_alone(
    board, recorder, leaver
):
    activity = ActivityFactory(board=board, lead=leaver)
    hospital = OrganisationFactory(boards=[BoardFactory()])
    contributor(hospital, leaver)
    stranger = contributor(hospital, UserFactory(name="Sue Strange"))
    operator = administrator()
    assert joining.counted(joining.work_of(leaver), recorder) == [
        ("activities to lead", 1)
    ]

    leave(leaver, operator, successor=stranger)  # the operator sees no content

    activity.refresh_from_db()
    assert activity.lead is None
    assert told() == [
        (
            "Amy Board",
            f"Multi-agency audit: nobody holds this now ({activity.reference})",
        )
    ]


def test_a_role_that_ends_takes_along_only_what_it_let_her_hold(board, recorder):
    other = BoardFactory()
    person = board_team(other, board_team(board))
    here, there = (
        ActivityFactory(board=board, lead=person),
        ActivityFactory(board=other, lead=person),
    )
    role = person.appointments.get(board=board)
    board_team(other)

    with pytest.raises(ValidationError, match="Choose who takes it over"):
        roles.end(role, by=recorder, on=TODAY, today=TODAY)
    roles.end(role, by=recorder, on=TODAY, today=TODAY, successor=recorder)

    leads = [Activity.objects.get(pk=a.pk).lead for a in (here, there)]
    assert leads == [recorder, person]


# --- What an organisation was asked for -----------------------------------------------------


def test_a_contribution_passes_within_the_organisation_and_if_restricted_to_the_named(
    board, recorder, closed
):
    hospital = OrganisationFactory(boards=[board])
    nurse, doctor = contributor(hospital), contributor(hospital)
    lead = agency_lead(hospital)
    asked = ContributionFactory(
        activity__board=board, organisation=hospital, person=nurse
    )
    hidden = ContributionFactory(activity=closed, organisation=hospital, person=nurse)

    leave(nurse, lead, successor=doctor)

    asked.refresh_from_db()
    hidden.refresh_from_db()
    assert (asked.person, hidden.person) == (doctor, None)
    assert told() == [
        (
            "Lou Leaver",
            f"Multi-agency audit: nobody has this any more ({hidden.reference})",
        )
    ]


def test_an_open_one_that_nobody_takes_is_told_to_the_organisations_leads(
    board, recorder
):
    hospital = OrganisationFactory(boards=[board])
    nurse, lead = contributor(hospital), agency_lead(hospital)
    asked = ContributionFactory(
        activity__board=board, organisation=hospital, person=nurse
    )

    leave(nurse, recorder, unheld=True)

    asked.refresh_from_db()
    assert asked.person is None
    assert [name for name, _ in told()] == [lead.name]


# --- Entrusting it ----------------------------------------------------------------------------


@pytest.fixture
def unheld(closed, leaver, recorder):
    leave(leaver, recorder)
    Letter.objects.all().delete()
    closed.refresh_from_db()
    return closed


def test_a_colleague_is_entrusted_with_what_nobody_manages(board, recorder, unheld):
    colleague, head = board_team(board, UserFactory(name="Bea Board")), chair(board)
    member = group_member(GroupFactory(boards=[board]))
    name(unheld, member)

    workflow.entrust(unheld, by=recorder, person=colleague)

    assert unheld.lead == colleague
    assert list(Activity.objects.visible_to(colleague)) == [unheld]
    assert not Activity.objects.visible_to(recorder).exists()
    assert {name for name, _ in told()} == {colleague.name, head.name, member.name}
    assert SECRET not in "".join(Letter.objects.values_list("body", flat=True))
    assert [e.sentence for e in Entry.objects.about(unheld)][-1:] == [
        "Amy Board: Entrust it to somebody"
    ]


def test_nobody_entrusts_it_to_herself_or_outside_the_board_team(
    board, recorder, unheld
):
    for person, sentence in (
        (recorder, "Somebody else must be entrusted with it."),
        (chair(board), "Choose somebody of the board team."),
        (board_team(BoardFactory()), "Choose somebody of the board team."),
    ):
        with pytest.raises(ValidationError) as refused:
            workflow.entrust(unheld, by=recorder, person=person)
        assert refused.value.messages == [sentence]


def test_a_lead_who_is_still_there_keeps_it(board, recorder, unheld):
    expert = agency_lead(OrganisationFactory(boards=[board]))
    unheld.lead = expert
    unheld.save()
    colleague = board_team(board)

    workflow.entrust(unheld, by=recorder, person=colleague)

    assert unheld.lead == expert
    assert colleague in unheld.named.all()


def test_what_somebody_of_the_team_manages_is_entrusted_to_nobody(
    board, recorder, closed
):
    others = [chair(board), board_team(BoardFactory()), administrator()]

    for person in (recorder, *others):
        with pytest.raises(PermissionDenied):
            workflow.entrust(closed, by=person, person=board_team(board))
    leave(closed.lead, board_team(board))
    closed.refresh_from_db()
    for person in others:
        with pytest.raises(PermissionDenied):
            workflow.entrust(closed, by=person, person=board_team(board))


def test_the_list_says_that_it_is_there_and_nothing_of_it(
    board, recorder, unheld, sign_in
):
    ActivityFactory(board=board, title=SECRET, restricted=True)  # of nobody at all
    browser = sign_in(recorder)

    page = browser.get("/activities/unheld/").content.decode()

    assert SECRET not in page
    assert "Nobody holds this now" in page
    assert f"Entrust {unheld.reference} to somebody" in page
    assert "Case Review Group" in page
    assert "Restricted work that nobody holds" in (
        browser.get(board.get_absolute_url()).content.decode()
    )
    elsewhere = sign_in(board_team(BoardFactory()))
    assert (
        "Somebody holds every" in elsewhere.get("/activities/unheld/").content.decode()
    )
    assert sign_in(chair(board)).get("/activities/unheld/").status_code == 404


def test_what_a_colleague_still_manages_is_listed_until_she_chooses_who_leads(
    board, recorder, leaver, closed, sign_in
):
    colleague = board_team(board)
    name(closed, colleague)
    leave(leaver, recorder)

    page = sign_in(recorder).get("/activities/unheld/").content.decode()
    assert "A colleague who is named on it has been told." in page
    hers = sign_in(colleague).get(closed.get_absolute_url()).content.decode()
    assert "Nobody holds this now. Choose who leads it." in hers
    workflow.edit(closed, by=colleague, lead=colleague)
    page = sign_in(recorder).get("/activities/unheld/").content.decode()
    assert "Somebody holds every restricted activity" in page


def test_it_is_entrusted_on_a_page_that_does_not_say_its_title(
    board, recorder, unheld, sign_in
):
    browser, address = sign_in(recorder), f"/activities/{unheld.pk}/entrust/"
    colleague = board_team(board)

    page = browser.get(address).content.decode()
    assert SECRET not in page
    assert unheld.reference in page
    refused = browser.post(address, {"person": recorder.pk})
    assert refused.status_code == 422
    answer = browser.post(address, {"person": colleague.pk}, follow=True)

    assert "Entrusted." in answer.content.decode()
    assert SECRET not in answer.content.decode()
    assert browser.get(address).status_code == 404


def test_the_form_of_a_leaver_asks_alike_whether_or_not_there_is_hidden_work(
    board, recorder, leaver, closed, sign_in
):
    browser = sign_in(recorder)
    beside = board_team(board, UserFactory(name="Lou Leaver"))

    pages = [
        browser.get(f"/people/{person.pk}/leave/").context["form"]
        for person in (leaver, beside)
    ]

    assert [(form.work, list(form.fields)) for form in pages] == [
        ([], ["on", "successor", "unheld"])
    ] * 2


def test_ending_a_role_asks_the_same_on_its_page(board, recorder, sign_in):
    person = board_team(board)
    ActivityFactory(board=board, lead=person)
    role, today = person.appointments.get(), timezone.localdate()
    browser, address = sign_in(recorder), f"{role.get_absolute_url()}end/"
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}

    assert "Activities to lead" in browser.get(address).content.decode()
    refused = browser.post(address, day)
    assert "Choose who takes it over." in refused.content.decode()
    assert browser.post(address, {**day, "successor": recorder.pk}).status_code == 302
    assert Activity.objects.get().lead == recorder


# --- No longer asked ----------------------------------------------------------------------


def test_an_organisation_no_longer_asked_no_longer_sees_the_activity(
    board, recorder, sign_in
):
    hospital = OrganisationFactory(boards=[board])
    lead = agency_lead(hospital)
    asked = ContributionFactory(activity__board=board, organisation=hospital)
    assert list(Activity.objects.visible_to(lead)) == [asked.activity]

    workflow.withdraw(asked, by=recorder, reason="Not theirs.")

    assert list(Activity.objects.visible_to(lead)) == []
    page = sign_in(lead).get(asked.get_absolute_url()).content.decode()
    assert "Not theirs." in page
    assert str(asked.activity) not in page
    ContributionFactory(activity=asked.activity, organisation=hospital, received=True)
    assert list(Activity.objects.visible_to(lead)) == [asked.activity]
