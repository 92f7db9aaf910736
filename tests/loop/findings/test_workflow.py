import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.ledger.models import Entry
from goldthread.base.states import WrongState, open_to
from goldthread.loop.findings import workflow
from goldthread.loop.findings.models import Finding
from goldthread.loop.findings.rules import as_written
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    FindingFactory,
    OrganisationFactory,
    UserFactory,
    agency_lead,
    board_team,
    chair,
    name,
)

pytestmark = pytest.mark.django_db
State = Finding.State
HERE = workflow.__name__


def lines(record):
    return [str(entry) for entry in Entry.objects.about(record)]


def test_a_finding_is_drafted_from_an_activity_with_its_date_as_written():
    activity = ActivityFactory()
    amira = board_team(activity.board)
    police = OrganisationFactory(boards=[activity.board])

    finding = workflow.add_finding(
        activity,
        by=amira,
        kind="concern",
        text="Strategy meetings started late.",
        about=[police],
        when=as_written("2016/17 Q1"),
    )

    assert (finding.state, finding.board, finding.drafted_by) == (
        State.DRAFTED,
        activity.board,
        amira,
    )
    assert (finding.written, str(finding.earliest), str(finding.latest)) == (
        "2016/17 Q1",
        "2016-04-01",
        "2016-06-30",
    )
    assert list(finding.about.all()) == [police]
    assert lines(finding) == [f"{amira} add_finding findings.finding {finding.pk}"]


def test_a_finding_without_words_is_refused_and_nothing_is_written():
    activity = ActivityFactory()

    with pytest.raises(ValidationError):
        workflow.add_finding(
            activity, by=board_team(activity.board), kind="concern", text=""
        )

    assert list(Finding.objects.all()) == []
    assert list(Entry.objects.all()) == []


def test_an_agency_lead_cannot_add_a_finding():
    activity = ActivityFactory()
    lead = agency_lead(OrganisationFactory(boards=[activity.board]))

    with pytest.raises(PermissionDenied):
        workflow.add_finding(activity, by=lead, kind="concern", text="Ours.")

    assert list(Finding.objects.all()) == []


def test_only_those_named_add_findings_to_a_restricted_activity():
    activity = ActivityFactory(restricted=True)
    named, unnamed = board_team(activity.board), board_team(activity.board)
    name(activity, named)

    with pytest.raises(PermissionDenied):
        workflow.add_finding(activity, by=unnamed, kind="concern", text="Seen.")
    finding = workflow.add_finding(activity, by=named, kind="concern", text="Seen.")

    assert list(Finding.objects.visible_to(named)) == [finding]
    assert list(Finding.objects.visible_to(unnamed)) == []


def test_a_draft_is_changed_and_an_agreed_finding_is_not():
    finding = FindingFactory(text="Before")
    amira = board_team(finding.board)

    workflow.edit(finding, by=amira, text="After", when=as_written("2017"))
    workflow.agree(finding, by=amira)
    with pytest.raises(WrongState):
        workflow.edit(finding, by=amira, text="Too late")

    finding.refresh_from_db()
    assert (finding.text, finding.written) == ("After", "2017")


def test_agreeing_says_who_stands_behind_it():
    finding = FindingFactory()
    amira = board_team(finding.board)

    workflow.agree(finding, by=amira)

    finding.refresh_from_db()
    assert (finding.state, finding.agreed_by) == (State.AGREED, amira)
    assert [entry.sentence for entry in Entry.objects.about(finding)] == [
        f"{amira}: Agree (Drafted → Agreed)"
    ]


def test_agreeing_twice_comes_too_late():
    finding = FindingFactory()
    amira = board_team(finding.board)
    workflow.agree(finding, by=amira)

    with pytest.raises(WrongState):
        workflow.agree(finding, by=amira)


def test_the_chair_reads_and_does_not_agree():
    finding = FindingFactory()

    with pytest.raises(PermissionDenied):
        workflow.agree(finding, by=chair(finding.board))


def test_another_boards_team_cannot_agree():
    finding = FindingFactory()

    with pytest.raises(PermissionDenied):
        workflow.agree(finding, by=board_team(BoardFactory()))


def test_a_finding_without_identifying_words_is_released():
    finding = FindingFactory(text="Visits were late.")
    amira = board_team(finding.board)
    workflow.agree(finding, by=amira)

    workflow.release(finding, by=amira)

    assert (finding.state, finding.released_by) == (State.RELEASED, amira)


def test_words_that_may_identify_a_child_hold_a_release_until_they_are_checked():
    finding = FindingFactory(text="His NHS number 943 476 5919 was on the letter.")
    amira = board_team(finding.board)
    workflow.agree(finding, by=amira)

    with pytest.raises(ValidationError):
        workflow.release(finding, by=amira)
    finding.refresh_from_db()
    assert finding.state == State.AGREED

    workflow.release(finding, by=amira, checked=True)
    assert finding.state == State.RELEASED


def test_a_released_strength_is_shared_and_a_concern_is_not():
    strength = FindingFactory(released=True, kind="strength")
    amira = board_team(strength.board)
    concern = FindingFactory(released=True, activity=strength.activity)

    workflow.share(strength, by=amira)
    with pytest.raises(PermissionDenied):
        workflow.share(concern, by=amira)
    with pytest.raises(PermissionDenied):
        workflow.share(strength, by=amira)

    assert strength.shared_by == amira
    workflow.unshare(strength, by=amira)
    assert strength.shared_by is None


def test_reopening_takes_back_agreement_release_and_sharing():
    finding = FindingFactory(released=True, kind="strength")
    amira = board_team(finding.board)
    workflow.share(finding, by=amira)

    workflow.reopen(finding, by=amira)

    finding.refresh_from_db()
    assert (
        finding.state,
        finding.agreed_by,
        finding.released_by,
        finding.shared_by,
    ) == (
        State.DRAFTED,
        None,
        None,
        None,
    )


def test_a_withdrawn_finding_no_longer_stands_and_can_be_reopened():
    finding = FindingFactory()
    amira = board_team(finding.board)

    workflow.withdraw(finding, by=amira)
    assert list(Finding.objects.standing()) == []

    workflow.reopen(finding, by=amira)
    assert list(Finding.objects.standing()) == [finding]


def test_the_ticked_drafts_are_agreed_together_with_a_line_each():
    activity = ActivityFactory()
    amira = board_team(activity.board)
    drafts = FindingFactory.create_batch(3, activity=activity)
    elsewhere = FindingFactory()
    withdrawn = FindingFactory(activity=activity, state=State.WITHDRAWN)

    agreed = workflow.agree_all(Finding.objects.all(), by=amira)

    assert agreed == 3
    states = dict(Finding.objects.values_list("pk", "state"))
    assert states == {draft.pk: State.AGREED for draft in drafts} | {
        elsewhere.pk: State.DRAFTED,
        withdrawn.pk: State.WITHDRAWN,
    }
    assert [entry.sentence for entry in Entry.objects.filter(verb="agree")] == [
        f"{amira}: Agree (Drafted → Agreed)"
    ] * 3


def test_the_steps_offered_are_those_the_person_can_take_now():
    finding = FindingFactory()
    amira, reader = board_team(finding.board), chair(finding.board)

    own = [step.name for step in open_to(amira, finding) if step.run.__module__ == HERE]

    assert own == ["agree", "edit", "withdraw"]
    assert open_to(reader, finding) == []
    assert open_to(UserFactory(), finding) == []
