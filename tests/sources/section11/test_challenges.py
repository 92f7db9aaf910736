"""A challenge event: who is paired, who reads what, and what is refused on the way."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from goldthread.base.access.table import can
from goldthread.base.post.models import Letter
from goldthread.base.states import WrongState
from goldthread.sources.section11 import queries, rules, workflow
from goldthread.sources.section11.models import (
    Challenge,
    ChallengeEvent,
    Commitment,
    Question,
    SelfAssessment,
)
from tests.conftest import TODAY
from tests.factories import (
    GroupFactory,
    OrganisationFactory,
    ShownFactory,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
)
from tests.sources.section11.conftest import CLOSES, Here, graded

pytestmark = pytest.mark.django_db

DAY = CLOSES + timedelta(days=14)
LATER = DAY + timedelta(days=90)


class There(Here):
    """The police and a hospital have submitted; the probation service has not."""

    def __init__(self):
        super().__init__()
        self.peer = OrganisationFactory(boards=[self.board], kind="nhs_provider")
        self.peer_lead, self.peer_senior = (
            agency_lead(self.peer),
            agency_lead(self.peer),
        )
        self.silent = OrganisationFactory(boards=[self.board], kind="probation")
        everybody = [self.peer, self.silent]
        workflow.assign(self.cycle, by=self.team, organisations=everybody, on=TODAY)
        self.sent = self.submitted()
        self.peers = self.submit(self.peer, self.peer_lead, self.peer_senior)
        workflow.close_cycle(self.cycle, by=self.team)

    def submit(self, agency, lead, senior):
        assessment = SelfAssessment.objects.get(
            cycle=self.cycle, contribution__organisation=agency
        )
        workflow.confirm_lead(assessment, by=lead, senior=senior)
        self.fill(assessment, by=lead)
        workflow.ask_to_sign(assessment, by=lead, on=TODAY, checked=True)
        workflow.sign(assessment, by=senior, on=TODAY)
        return assessment

    def silent_lead(self):
        return agency_lead(self.silent)

    def event(self, **more):
        said = {"held_on": DAY, "where": "Town hall", "purpose": "Whether it is so."}
        return workflow.plan_challenge(self.cycle, by=self.team, **(said | more))

    def paired(self):
        """The hospital challenges the police."""
        event = self.event()
        workflow.pair(
            event, by=self.team, assessment=self.sent, challenged_by=self.peer
        )
        return Challenge.objects.get(event=event)

    def asked(self):
        challenge = self.paired()
        workflow.put_question(challenge, by=self.team, text="What would show it?")
        return challenge, Question.objects.get(challenge=challenge)

    def held(self):
        challenge, question = self.asked()
        workflow.hold(challenge.event, by=self.team, on=DAY)
        return challenge, question

    def pack(self, browser, challenge):
        return browser.get(reverse("section11:pack", args=[challenge.pk]))


@pytest.fixture
def there():
    return There()


# --- Planning and pairing -----------------------------------------------------------------


def test_an_event_is_planned_for_a_day_after_the_cycle_closed(there):
    event = there.event(panel="The QASG")

    assert (event.state, event.held_on, event.panel) == ("planned", DAY, "The QASG")
    assert list(ChallengeEvent.objects.visible_to(there.team)) == [event]


def test_an_event_before_the_cycle_closes_is_refused(there):
    with pytest.raises(ValidationError, match="later than the day on which the cycle"):
        there.event(held_on=CLOSES)

    assert list(ChallengeEvent.objects.all()) == []


def test_no_event_is_planned_while_organisations_still_answer(here):
    here.open()

    with pytest.raises(WrongState):
        workflow.plan_challenge(
            here.cycle, by=here.team, held_on=DAY, where="Hall", purpose="-"
        )


def test_only_the_boards_own_team_plans_an_event(there):
    for person in (board_team(Here().board), chair(there.board), there.lead):
        with pytest.raises(PermissionDenied):
            workflow.plan_challenge(
                there.cycle, by=person, held_on=DAY, where="Hall", purpose="-"
            )


def test_pairing_tells_the_leads_of_both_and_nothing_that_was_typed(there):
    there.paired()

    told = Letter.objects.filter(key__startswith="section11-challenge")
    leads = {there.lead, there.senior, there.peer_lead, there.peer_senior}
    assert {letter.to for letter in told} == leads
    assert [letter for letter in told if "Town hall" in letter.body] == []
    assert [letter for letter in told if "Whether it is so" in letter.body] == []


def test_no_organisation_challenges_itself(there):
    with pytest.raises(ValidationError, match="No organisation challenges itself"):
        workflow.pair(
            there.event(),
            by=there.team,
            assessment=there.sent,
            challenged_by=there.agency,
        )

    assert list(Challenge.objects.all()) == []


def test_whoever_takes_no_part_in_the_cycle_challenges_nobody(there):
    stranger = OrganisationFactory(boards=[there.board])

    with pytest.raises(ValidationError, match="takes no part in this cycle"):
        workflow.pair(
            there.event(),
            by=there.team,
            assessment=there.sent,
            challenged_by=stranger,
        )


def test_what_was_not_submitted_is_not_challenged(there):
    owed = SelfAssessment.objects.get(contribution__organisation=there.silent)

    with pytest.raises(ValidationError, match="that was submitted to your board"):
        workflow.pair(
            there.event(), by=there.team, assessment=owed, challenged_by=there.peer
        )


def test_a_return_is_paired_once(there):
    challenge = there.paired()

    with pytest.raises(ValidationError, match="is not paired yet"):
        workflow.pair(
            challenge.event,
            by=there.team,
            assessment=there.sent,
            challenged_by=there.silent,
        )


def test_all_that_submitted_are_paired_in_a_ring(there):
    event = there.event()

    workflow.pair_all(event, by=there.team)

    pairs = set(event.challenges.values_list("challenged", "challenged_by"))
    assert pairs == {(there.agency.pk, there.peer.pk), (there.peer.pk, there.agency.pk)}
    with pytest.raises(ValidationError, match="paired already"):
        workflow.pair_all(event, by=there.team)


def test_in_a_ring_each_challenges_one_of_another_type():
    kinds = {1: "school", 2: "police", 3: "school", 4: "nhs", 5: "school", 6: "nhs"}

    ring = rules.ring(kinds)

    assert sorted(ring.values()) == [1, 2, 3, 4, 5, 6]
    assert [key for key, by in ring.items() if kinds[key] == kinds[by]] == []


def test_where_all_are_of_one_type_still_nobody_challenges_itself():
    assert rules.ring({1: "school", 2: "school", 3: "school"}) == {1: 2, 2: 3, 3: 1}


def test_a_pairing_is_undone_until_something_was_asked(there):
    challenge = there.paired()
    event = challenge.event
    workflow.unpair(event, by=there.team, challenge=challenge)
    assert list(event.challenges.all()) == []

    workflow.pair(event, by=there.team, assessment=there.sent, challenged_by=there.peer)
    again = event.challenges.get()
    workflow.put_question(again, by=there.team, text="How do you know?")

    with pytest.raises(ValidationError, match="Questions were put on it already"):
        workflow.unpair(event, by=there.team, challenge=again)
    assert event.challenges.get() == again


def test_whoever_is_paired_hears_that_the_event_is_on_another_day(there):
    event = there.paired().event
    told = Letter.objects.filter(subject__contains="challenge event moved")

    workflow.move_event(event, by=there.team, held_on=DAY, where="Library")
    assert list(told.all()) == []
    workflow.move_event(event, by=there.team, held_on=LATER, where="Library")

    event.refresh_from_db()
    assert (event.held_on, event.where) == (LATER, "Library")
    leads = {there.lead, there.senior, there.peer_lead, there.peer_senior}
    assert {letter.to for letter in told.all()} == leads
    with pytest.raises(ValidationError, match="later than the day on which the cycle"):
        workflow.move_event(event, by=there.team, held_on=CLOSES, where="Library")


# --- The pack -----------------------------------------------------------------------------


def test_whoever_challenges_reads_nothing_until_the_other_lead_agrees(there, sign_in):
    challenge, _ = there.asked()
    browser = sign_in(there.peer_lead)

    page = browser.get(challenge.get_absolute_url()).content.decode()
    assert "only if" in page
    assert "What would show it?" not in page
    assert there.pack(browser, challenge).status_code == 404

    workflow.agree_to_share(challenge, by=there.lead)

    opened = there.pack(browser, challenge)
    assert opened.status_code == 200
    assert "As it is written." in opened.content.decode()
    page = browser.get(challenge.get_absolute_url()).content.decode()
    assert "What would show it?" in page
    assert browser.get(there.sent.get_absolute_url()).status_code == 404


def test_what_was_shared_is_closed_again_by_its_lead_and_when_the_event_closes(
    there, sign_in
):
    challenge, question = there.held()
    browser = sign_in(there.peer_lead)
    workflow.agree_to_share(challenge, by=there.lead)
    workflow.stop_sharing(challenge, by=there.lead)
    assert there.pack(browser, challenge).status_code == 404

    workflow.agree_to_share(challenge, by=there.lead)
    assert there.pack(browser, challenge).status_code == 200
    workflow.answer_challenge(question, by=there.team, answer="Twelve files.")
    workflow.write_minutes(challenge.event, by=there.team, text="All was said.")
    workflow.close_event(challenge.event, by=there.team)
    assert there.pack(browser, challenge).status_code == 404


def test_only_the_organisations_own_lead_agrees_to_share(there):
    challenge = there.paired()

    for person in (there.peer_lead, there.team, contributor(there.agency)):
        with pytest.raises(PermissionDenied):
            workflow.agree_to_share(challenge, by=person)
    challenge.refresh_from_db()
    assert challenge.shared is False


def test_the_group_that_leads_the_cycle_reads_the_pack_but_for_her_own_organisation(
    there, sign_in
):
    challenge = there.paired()
    member = group_member(there.group)
    own = agency_lead(there.agency, group_member(there.group))
    other = group_member(GroupFactory(boards=[there.board], kind="case_review"))

    assert can(member, "read_pack", challenge)
    assert there.pack(sign_in(member), challenge).status_code == 200
    for person in (own, other, there.lead, chair(there.board), there.silent_lead()):
        assert not can(person, "read_pack", challenge)
        assert there.pack(sign_in(person), challenge).status_code == 404


def test_a_board_team_is_not_on_the_panel_for_her_own_organisation(there):
    challenge = there.paired()
    both = agency_lead(there.agency, board_team(there.board))

    assert not can(both, "read_pack", challenge)
    with pytest.raises(PermissionDenied):
        workflow.put_question(challenge, by=both, text="How do you know?")


def test_the_pack_suggests_questions_from_what_is_in_doubt(there, sign_in):
    challenge = there.paired()
    key = graded(there.sent)[0]
    there.sent.answers.filter(key=key).update(said="3", impact="")

    page = there.pack(sign_in(there.team), challenge).content.decode()

    assert "You gave the best grade. What would show it" in page
    assert "You are not there yet. What will be done" in page


# --- Questions, answers and commitments ---------------------------------------------------


def test_a_question_without_words_is_refused(there):
    challenge = there.paired()

    with pytest.raises(ValidationError, match="Write what is asked"):
        workflow.put_question(challenge, by=there.team, text="  ")

    assert list(challenge.questions.all()) == []


def test_an_answer_says_what_evidence_was_looked_at_again(there):
    _, question = there.held()
    shown, strange = ShownFactory(organisation=there.agency), ShownFactory()
    there.sent.answers.first().evidence.add(shown)

    workflow.answer_challenge(
        question,
        by=there.team,
        answer="Twelve files were read.",
        looked_at=[shown, strange],
        showed="It is out of date.",
    )

    question.refresh_from_db()
    assert (question.answer, question.showed) == (
        "Twelve files were read.",
        "It is out of date.",
    )
    assert list(question.looked_at.all()) == [shown]


def test_the_challenged_organisation_reads_questions_and_others_do_not(there):
    _, question = there.asked()

    for person in (there.lead, there.team, chair(there.board)):
        assert list(Question.objects.visible_to(person)) == [question]
    for person in (
        there.peer_lead,
        there.silent_lead(),
        contributor(there.agency),
        board_team(Here().board),
    ):
        assert list(Question.objects.visible_to(person)) == []
        assert list(Commitment.objects.visible_to(person)) == []


def test_a_commitment_stands_on_the_organisations_return(there, sign_in):
    challenge, _ = there.held()

    workflow.add_commitment(
        challenge, by=there.team, what="Read twelve files", owner="Nia", due_on=LATER
    )

    page = sign_in(there.lead).get(there.sent.get_absolute_url()).content.decode()
    assert "Read twelve files (Nia)" in page
    assert challenge.get_absolute_url() in page


def test_a_commitment_due_before_the_event_is_refused(there):
    challenge, _ = there.held()

    with pytest.raises(ValidationError, match="later than the day of the event"):
        workflow.add_commitment(
            challenge, by=there.team, what="Read files", owner="Nia", due_on=DAY
        )

    assert list(Commitment.objects.all()) == []


def test_a_commitment_written_by_mistake_is_removed(there):
    challenge, _ = there.held()
    workflow.add_commitment(
        challenge, by=there.team, what="Read files", owner="Nia", due_on=LATER
    )

    workflow.remove_commitment(
        challenge, by=there.team, commitment=challenge.commitments.get()
    )

    assert list(Commitment.objects.all()) == []


def test_a_grade_that_changed_since_the_event_stands_with_its_reason(there):
    challenge, _ = there.held()
    ChallengeEvent.objects.update(held_on=TODAY)
    challenge.event.refresh_from_db()
    key = graded(there.sent)[0]
    workflow.moderate(
        there.sent, by=there.team, key=key, said="1", because="Only a policy."
    )

    (changed,) = queries.changed(there.sent, challenge.event, there.team)

    assert changed.moderated.startswith("1: ")
    assert changed.because == "Only a policy."
    assert there.sent.answers.get(key=key).said == "2"
    assert queries.changed(there.sent, challenge.event, there.lead) == []


# --- To its end ---------------------------------------------------------------------------


def test_an_event_is_not_held_before_its_day_nor_without_anybody(there):
    event = there.event()

    with pytest.raises(ValidationError, match="It is planned for"):
        workflow.hold(event, by=there.team, on=TODAY)
    with pytest.raises(ValidationError, match="Nobody is paired yet"):
        workflow.hold(event, by=there.team, on=DAY)


def test_an_event_closes_once_all_is_answered_and_the_minutes_are_written(there):
    challenge, question = there.held()
    event = challenge.event
    with pytest.raises(ValidationError, match="1 question without an answer"):
        workflow.close_event(event, by=there.team)
    workflow.answer_challenge(question, by=there.team, answer="Twelve files.")
    with pytest.raises(ValidationError, match="There are no minutes yet"):
        workflow.close_event(event, by=there.team)

    workflow.write_minutes(event, by=there.team, text="All was said.")
    workflow.close_event(event, by=there.team)

    event.refresh_from_db()
    assert event.state == "closed"
    with pytest.raises(PermissionDenied):
        workflow.put_question(challenge, by=there.team, text="One more?")


def test_a_return_of_which_nothing_was_asked_needs_a_reason(there):
    challenge = there.paired()
    event = challenge.event
    workflow.hold(event, by=there.team, on=DAY)
    workflow.write_minutes(event, by=there.team, text="All was said.")
    with pytest.raises(ValidationError, match="Nothing was asked of"):
        workflow.close_event(event, by=there.team)

    workflow.pass_over(challenge, by=there.team, reason="Its lead was ill.")
    workflow.close_event(event, by=there.team)

    event.refresh_from_db()
    assert event.state == "closed"


def test_the_minutes_are_read_by_the_board_alone(there, sign_in):
    challenge, _ = there.held()
    event = challenge.event
    workflow.write_minutes(event, by=there.team, text="All was said.")

    def told(person):
        return sign_in(person).get(event.get_absolute_url()).content.decode()

    assert "All was said." in told(chair(there.board))
    assert "All was said." not in told(there.lead)
    assert "All was said." not in told(there.peer_lead)


# --- Its pages ----------------------------------------------------------------------------


def test_an_event_is_found_from_its_cycle_and_stays_closed_to_others(there, sign_in):
    event = there.paired().event

    page = sign_in(there.team).get(there.cycle.get_absolute_url()).content.decode()
    assert event.get_absolute_url() in page
    assert "Plan a challenge event" in page
    for person in (there.silent_lead(), board_team(Here().board)):
        assert sign_in(person).get(event.get_absolute_url()).status_code == 404


def test_questions_and_commitments_are_taken_as_a_file(there, sign_in):
    challenge, _ = there.held()
    workflow.add_commitment(
        challenge, by=there.team, what="Read files", owner="Nia", due_on=LATER
    )
    address = challenge.event.get_absolute_url()

    taken = sign_in(there.team).get(address, {"format": "csv"})

    head, *rows = taken.content.decode("utf-8-sig").splitlines()
    assert head.startswith("Organisation,Challenged by,What it is")
    assert [row.split(",")[2:4] for row in rows] == [
        ["Question", "What would show it?"],
        ["Commitment", "Read files"],
    ]
    peers = sign_in(there.peer_lead).get(address, {"format": "csv"})
    assert len(peers.content.decode("utf-8-sig").splitlines()) == 1


def test_an_event_takes_the_same_statements_with_one_challenge_and_with_two(
    there, sign_in, statements
):
    challenge, _ = there.asked()
    event = challenge.event
    browser = sign_in(there.team)
    statements(browser, event.get_absolute_url())
    one = statements(browser, event.get_absolute_url())
    workflow.pair_all(event, by=there.team)
    other = event.challenges.exclude(pk=challenge.pk).get()
    workflow.put_question(other, by=there.team, text="How do you know?")

    assert statements(browser, event.get_absolute_url()) == one


def test_an_answer_is_written_down_by_its_form(there, sign_in):
    challenge, question = there.held()
    browser = sign_in(there.team)
    address = reverse("section11:answer_challenge", args=[question.pk])
    assert address in browser.get(challenge.get_absolute_url()).content.decode()
    page = browser.get(address)
    data = page.context["form"].carries() | {"answer": "Twelve files."}

    answer = browser.post(address, data)

    assert answer["Location"] == challenge.get_absolute_url()
    question.refresh_from_db()
    assert question.answer == "Twelve files."
