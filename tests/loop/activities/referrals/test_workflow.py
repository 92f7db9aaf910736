import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.ledger.models import Entry
from goldthread.base.post.models import Letter
from goldthread.base.states import open_to
from goldthread.loop.activities import workflow as activities
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.referrals import workflow
from goldthread.loop.activities.referrals.models import Referral
from tests.conftest import TODAY
from tests.databases import tables_that_tell
from tests.factories import (
    BoardFactory,
    FrameworkFactory,
    GroupFactory,
    LineFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
    scrutineer,
)

pytestmark = pytest.mark.django_db
SAID = {
    "concern": "Visits were missed for months, and nobody asked why.",
    "working": "Three meetings were called, and two agencies never came.",
}
IDENTIFYING = (
    "Some words may identify a child or a family. Change them, or confirm that you have "
    "checked each one."
)


class Here:
    """A board with a Case Review Group, and an agency that works with it."""

    def __init__(self):
        self.board = BoardFactory()
        self.group = GroupFactory(kind="case_review", boards=[self.board])
        self.agency = OrganisationFactory(boards=[self.board])
        self.team, self.member = board_team(self.board), group_member(self.group)
        self.lead = agency_lead(self.agency)

    def refer(self, by=None, **given):
        said = {"board": self.board, "called": "R-7", **SAID, **given}
        return workflow.refer_case(self.agency, by=by or self.lead, on=TODAY, **said)


@pytest.fixture
def here():
    return Here()


def test_an_agency_refers_a_case_to_the_group_that_decides(here):
    line = LineFactory(
        framework=FrameworkFactory(boards=[here.board]), way="case_review"
    )

    referral = here.refer()

    activity = referral.activity
    assert (activity.state, activity.restricted, activity.line) == (
        "planned",
        True,
        line,
    )
    assert (str(referral), activity.lead_group) == ("Case referred: R-7", here.group)
    assert (referral.referred_by, referral.standing) == (here.lead, "Not decided yet")
    assert set(activity.named.all()) == {here.lead, here.team, here.member}
    assert [str(e) for e in Entry.objects.about(referral)] == [
        f"{here.lead} refer_case referrals.referral {referral.pk}"
    ]


def test_those_who_decide_are_told_without_a_word_of_the_case(here):
    here.refer()

    letters = Letter.objects.all()
    assert {letter.to for letter in letters} == {here.team, here.member}
    assert not any("R-7" in f"{each.subject}{each.body}" for each in letters)


def test_only_those_named_see_a_referred_case(here):
    referral = here.refer()
    closed = (
        chair(here.board),
        scrutineer(here.board),
        agency_lead(here.agency),
        board_team(BoardFactory()),
    )

    assert list(Referral.objects.visible_to(here.lead)) == [referral]
    assert list(Referral.objects.visible_to(here.member)) == [referral]
    for stranger in closed:
        assert list(Referral.objects.visible_to(stranger)) == []
        assert list(Activity.objects.visible_to(stranger)) == []


def test_a_board_without_the_group_leaves_it_to_its_team(here):
    here.group.boards.clear()

    assert set(here.refer().activity.named.all()) == {here.lead, here.team}


@pytest.mark.parametrize("who", [contributor, agency_lead])
def test_only_a_lead_refers_and_only_for_her_own_agency(here, who):
    elsewhere = OrganisationFactory(boards=[here.board])
    stranger = who(here.agency if who is contributor else elsewhere)

    with pytest.raises(PermissionDenied):
        here.refer(by=stranger)
    assert list(Activity.objects.all()) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"called": " "}, "Say what to call it."),
        ({"concern": ""}, "This field cannot be blank."),
        (
            {"concern": "She was born on 4 May 2015 and lives at KT1 2AB."},
            IDENTIFYING,
        ),
    ],
)
def test_a_referral_is_refused_while_something_is_wrong_and_nothing_is_kept(
    here, given, sentence
):
    with pytest.raises(ValidationError) as refused:
        here.refer(**given)

    assert refused.value.messages == [sentence]
    assert (list(Activity.objects.all()), list(Letter.objects.all())) == ([], [])


def test_a_board_that_the_agency_does_not_work_with_is_refused(here):
    with pytest.raises(ValidationError, match="Choose a board your organisation"):
        here.refer(board=BoardFactory())


def test_words_that_were_checked_are_referred(here):
    referral = here.refer(concern="A move from KT1 2AB.", checked=True)

    assert referral.concern == "A move from KT1 2AB."


# --- Deciding ---------------------------------------------------------------------------


def decide(referral, by, *, forward, reason="Much to learn."):
    workflow.decide(referral, by=by, forward=forward, reason=reason, on=TODAY)


def test_a_case_that_goes_forward_is_under_way(here):
    referral = here.refer()

    decide(referral, here.member, forward=True)

    assert (referral.standing, referral.decided_on, referral.decided_by) == (
        "Goes forward",
        TODAY,
        here.member,
    )
    assert Activity.objects.get().state == "under_way"
    assert Letter.objects.filter(to=here.lead).count() == 1


def test_a_case_that_does_not_go_forward_says_why_to_whoever_referred_it(here):
    referral = here.refer()

    decide(referral, here.team, forward=False)

    activity = Activity.objects.get()
    assert referral.standing == "Does not go forward"
    assert (activity.state, activity.called_off_because) == (
        "called_off",
        "It does not go forward. Why is said in the referral.",
    )
    seen = Referral.objects.visible_to(here.lead).get()
    assert seen.reason == "Much to learn."


def test_why_a_case_was_decided_so_is_open_in_no_table(here):
    referral = here.refer(concern="zaunkoenig fell")

    decide(referral, here.team, forward=False, reason="zaunkoenig is well")

    assert tables_that_tell("zaunkoenig") == []
    assert Referral.objects.visible_to(here.lead).get().reason == "zaunkoenig is well"


def test_a_case_is_decided_once_more_when_it_is_planned_again(here):
    referral = here.refer()
    decide(referral, here.team, forward=False)
    with pytest.raises(PermissionDenied):
        decide(referral, here.team, forward=True)

    activities.plan_again(referral.activity, by=here.team)
    decide(referral, here.team, forward=True)

    assert referral.standing == "Goes forward"
    assert Activity.objects.get().state == "under_way"


def test_nobody_decides_without_a_reason_or_on_her_own_agencys_case(here):
    referral = here.refer()
    own = group_member(here.group, here.lead)

    with pytest.raises(ValidationError, match="Say why"):
        workflow.decide(referral, by=here.team, forward=True, reason=" ", on=TODAY)
    for stranger in (own, chair(here.board), group_member(here.group)):
        with pytest.raises(PermissionDenied):
            decide(referral, stranger, forward=True)
    referral.refresh_from_db()
    assert (referral.forward, Activity.objects.get().state) == (None, "planned")


def test_a_referred_case_is_begun_and_called_off_by_the_decision_alone(here):
    activity = here.refer().activity

    names = {step.name for step in open_to(here.team, activity)}

    assert names & {"begin", "call_off"} == set()
