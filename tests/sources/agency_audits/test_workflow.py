from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.ledger.models import Entry
from goldthread.base.post.models import Letter
from goldthread.base.states import WrongState
from goldthread.loop.activities import workflow as activities
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.rules import Way
from goldthread.loop.findings.models import Finding
from goldthread.sources.agency_audits import workflow
from goldthread.sources.agency_audits.models import AgencyAudit, AuditAction
from tests.factories import (
    ActivityFactory,
    AgencyAuditFactory,
    BoardFactory,
    FrameworkFactory,
    GroupFactory,
    LineFactory,
    OrganisationFactory,
    ThemeFactory,
    agency_lead,
    board_team,
    contributor,
    group_member,
    restrict,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
LATER = date(2026, 12, 16)
State = AgencyAudit.State
PERIOD = {"period_from": date(2026, 4, 1), "period_to": date(2026, 9, 30)}


def refusal(step, record, **given):
    with pytest.raises(ValidationError) as refused:
        step(record, **given)
    return refused.value.messages


def announce(here, **said):
    given = {
        "board": here.board,
        "title": "Neglect",
        "due_on": LATER,
        "on": TODAY,
        **PERIOD,
    }
    return workflow.announce_audit(here.agency, by=here.lead, **given | said)


# --- Planned ----------------------------------------------------------------------------


def test_an_agency_lead_announces_an_audit_to_a_board(here):
    audit = announce(here, method="file_audit")

    contribution = audit.contribution
    assert (audit.state, audit.title) == (State.PLANNED, "Neglect")
    assert contribution.activity == here.activity
    assert (contribution.organisation, contribution.due_on) == (here.agency, LATER)
    assert [str(entry) for entry in Entry.objects.about(audit)] == [
        f"{here.lead} announce_audit agency_audits.agencyaudit {audit.pk}"
    ]


def test_the_first_announced_audit_begins_an_activity_led_by_the_scrutiny_group(here):
    here.activity.delete()

    first, second = announce(here), announce(here, title="Supervision")

    activity = Activity.objects.get()
    assert (activity.way, activity.state) == (Way.SINGLE_AGENCY_AUDIT, "under_way")
    assert activity.lead_group == here.group
    assert first.contribution.activity == second.contribution.activity == activity


def line_of_audits(board, **said):
    framework = FrameworkFactory(boards=[board])
    LineFactory(framework=framework, way="multi_agency_audit")
    return LineFactory(framework=framework, way="single_agency_audit", **said)


def test_announced_audits_are_of_the_frameworks_line(here):
    Activity.objects.update(state="closed")
    line = line_of_audits(here.board, expected_outcome="Learning is held together.")

    activity = announce(here).contribution.activity

    assert (activity.line, activity.expected_outcome) == (
        line,
        "Learning is held together.",
    )


def test_an_activity_begun_before_the_line_joins_it_with_the_next_audit(here):
    Activity.objects.update(state="closed")
    begun = announce(here).contribution.activity
    assert begun.line is None
    line = line_of_audits(here.board)

    announce(here, title="Supervision")

    begun.refresh_from_db()
    assert begun.line == line


def test_a_retired_line_holds_no_announced_audits(here):
    Activity.objects.update(state="closed")
    line_of_audits(here.board, state="retired", retired_on=TODAY)

    assert announce(here).contribution.activity.line is None


def test_a_restricted_activity_takes_no_announced_audits(here):
    restrict(here.activity)

    assert announce(here).contribution.activity != here.activity


def test_an_audit_is_announced_only_to_a_board_the_agency_works_with(here):
    assert refusal(announce, here, board=BoardFactory()) == [
        "Choose a board your organisation works with."
    ]


def test_nobody_announces_for_another_organisation(here):
    with pytest.raises(PermissionDenied):
        workflow.announce_audit(
            here.agency,
            by=agency_lead(OrganisationFactory(boards=[here.board])),
            board=here.board,
            title="Neglect",
            due_on=LATER,
            on=TODAY,
        )
    assert list(AgencyAudit.objects.all()) == []


def test_an_announced_period_cannot_be_the_wrong_way_round(here):
    assert refusal(
        announce, here, period_from=date(2026, 10, 1), period_to=date(2026, 9, 1)
    ) == ["The period cannot end before it begins. Swap the two dates."]


# --- The same audit twice -----------------------------------------------------------------


def test_the_same_audit_for_a_second_board_is_shared_once_she_agrees(here):
    audit = announce(here)
    richmond = BoardFactory(name="Richmond", partners=[here.agency])

    assert refusal(announce, here, board=richmond, title=" neglect ") == [
        (
            "Kingston has this audit already. Tick to share it with Richmond, "
            "or change the title or the period."
        )
    ]
    shared = announce(here, board=richmond, share=True)

    assert shared == audit
    assert list(AgencyAudit.objects.all()) == [audit]
    assert list(audit.shared_with.all()) == [richmond]
    assert AgencyAudit.objects.visible_to(board_team(richmond)).get() == audit


def test_the_same_audit_is_refused_to_a_board_that_has_it(here):
    audit = announce(here)
    richmond = BoardFactory(name="Richmond", partners=[here.agency])

    assert refusal(announce, here) == [
        f"Kingston has this audit already: AA-{audit.pk}."
    ]
    announce(here, board=richmond, share=True)
    assert refusal(announce, here, board=richmond) == [
        f"Richmond has this audit already: AA-{audit.pk}."
    ]


def test_an_audit_of_another_period_or_without_one_is_another_audit(here):
    announce(here)

    announce(here, period_to=date(2026, 10, 31))
    announce(here, period_from=None, period_to=None)
    announce(here, title="Supervision")

    assert AgencyAudit.objects.count() == 4


def test_a_twin_is_recognised_while_it_is_filled_in_and_shared_instead(here, audit_of):
    richmond = BoardFactory(name="Richmond", partners=[here.agency])
    first = AgencyAuditFactory(
        contribution__activity__board=richmond,
        contribution__organisation=here.agency,
        title="Neglect",
    )
    audit = audit_of(title="Something else")

    workflow.fill(audit, by=here.lead, title="Neglect")
    assert audit.twin == first
    assert refusal(workflow.send, audit, by=here.lead, on=TODAY) == [
        (
            "Richmond has this audit already. Choose “Share the one already sent”, "
            "or change the title or the period."
        )
    ]
    workflow.share_twin(audit, by=here.lead, on=TODAY)

    assert list(first.shared_with.all()) == [here.board]
    audit.contribution.refresh_from_db()
    assert (audit.state, audit.contribution.state) == (State.NOT_DONE, "withdrawn")


def test_only_a_recognised_twin_is_shared_instead(here, audit_of):
    with pytest.raises(PermissionDenied):
        workflow.share_twin(audit_of(), by=here.lead, on=TODAY)


def test_one_board_is_not_given_two_of_the_same(here, audit_of):
    first = audit_of(title="Neglect")
    second = audit_of(title="Something else")

    assert refusal(workflow.fill, second, by=here.lead, title="Neglect") == [
        f"This board has it already: AA-{first.pk}."
    ]


# --- Asked for ----------------------------------------------------------------------------


def ask(here, *organisations, **said):
    workflow.ask_for_audits(
        here.activity,
        by=said.pop("by", here.team),
        organisations=organisations,
        title="Neglect",
        due_on=LATER,
        on=TODAY,
        **said,
    )
    return AgencyAudit.objects.order_by("pk")


def test_the_board_team_asks_several_organisations_for_returns(here):
    other = OrganisationFactory(boards=[here.board])
    agency_lead(other)

    audits = ask(here, here.agency, other, why="It is a priority.")

    assert [(a.state, str(a.contribution.organisation)) for a in audits] == [
        (State.NOTIFIED, str(here.agency)),
        (State.NOTIFIED, str(other)),
    ]
    assert Letter.objects.count() == 2
    assert Entry.objects.filter(label="agency_audits.agencyaudit").count() == 2


def test_returns_are_asked_for_from_an_activity_of_their_own_way_alone(here):
    here.activity.way = Way.MULTI_AGENCY_AUDIT
    here.activity.save()

    with pytest.raises(PermissionDenied):
        ask(here, here.agency)


def test_asking_wrongly_is_refused_before_anybody_is_asked(here):
    assert refusal(
        lambda h: ask(h, h.agency, period_from=LATER, period_to=TODAY), here
    ) == ["The period cannot end before it begins. Swap the two dates."]
    assert refusal(ask, here) == ["Choose the organisations you ask."]
    assert Letter.objects.count() == 0


def test_the_board_asks_for_the_return_of_an_announced_audit(here):
    audit = announce(here)

    workflow.notify(audit, by=here.team, due_on=date(2026, 12, 1), why="Yes", on=TODAY)

    assert audit.state == State.NOTIFIED
    assert audit.contribution.due_on == date(2026, 12, 1)
    assert Letter.objects.count() == 1


def test_a_day_that_has_passed_is_nothing_to_be_due_on(here, audit_of):
    past = {"due_on": date(2026, 11, 17), "on": TODAY}
    said = ["The day it is due must be today or later."]
    planned, triaged, given_up = map(audit_of, ("planned", "triaged", "not_done"))

    assert refusal(workflow.notify, planned, by=here.team, why="", **past) == said
    assert (
        refusal(workflow.clarify, triaged, by=here.team, question="?", **past) == said
    )
    assert refusal(workflow.plan_again, given_up, by=here.lead, **past) == said


# --- Filled in and sent -------------------------------------------------------------------


def test_a_section_is_kept_half_done_and_never_contradicts_itself(here, audit_of):
    audit = audit_of("planned")

    workflow.fill(audit, by=here.lead, met=4, assessed=5, standard="Supervision policy")
    assert refusal(workflow.fill, audit, by=here.lead, met=6, assessed=5) == [
        "6 cannot have met the standard out of 5. Check which of the two is wrong."
    ]

    audit.refresh_from_db()
    assert (audit.met, audit.assessed) == (4, 5)


def test_what_is_asked_goes_by_the_new_title(here, audit_of):
    audit = audit_of()

    workflow.fill(audit, by=here.lead, title="Neglect, again")

    audit.contribution.refresh_from_db()
    assert audit.contribution.what == "Neglect, again"


def test_a_contributor_fills_in_what_she_was_given_and_her_lead_sends_it(
    here, audit_of
):
    audit = audit_of()
    helper = contributor(here.agency)
    with pytest.raises(PermissionDenied):
        workflow.fill(audit, by=helper, strengths="Visits were in time.")
    activities.assign(audit.contribution, by=here.lead, person=helper, on=TODAY)

    workflow.fill(audit, by=helper, strengths="Visits were in time.")

    with pytest.raises(PermissionDenied):
        workflow.send(audit, by=helper, on=TODAY)


def test_an_action_needs_an_owner_and_can_be_removed(here, audit_of):
    audit = audit_of()

    assert refusal(
        workflow.add_action, audit, by=here.lead, what="Train", owner=" "
    ) == ["Say who does it. An action without an owner is done by nobody."]
    workflow.add_action(audit, by=here.lead, what="Train", owner="Head of midwifery")
    action = AuditAction.objects.get()
    workflow.remove_action(audit, by=here.lead, action=action)

    assert str(action) == "Train (Head of midwifery)"
    assert list(audit.actions.all()) == []


def test_sending_hands_the_return_to_the_board_and_clears_what_was_owed(here, audit_of):
    audit = audit_of()

    workflow.send(audit, by=here.lead, on=TODAY)

    assert audit.state == State.RETURNED
    assert (audit.contribution.state, audit.contribution.received_on) == (
        "received",
        TODAY,
    )


def test_an_unfinished_return_is_not_sent(here, audit_of):
    audit = audit_of(method="", sample=13)

    assert refusal(workflow.send, audit, by=here.lead, on=TODAY) == [
        "Finish the section “How it was done”."
    ]
    audit.refresh_from_db()
    assert audit.state == State.NOTIFIED


def test_the_board_team_cannot_send_it_nor_receive_it_by_the_general_step(
    here, audit_of
):
    audit = audit_of()

    with pytest.raises(PermissionDenied):
        workflow.send(audit, by=here.team, on=TODAY)
    for person in (here.team, here.lead):
        with pytest.raises(PermissionDenied):
            activities.receive(audit.contribution, by=person, reply="Here.", on=TODAY)


def test_an_audit_that_will_not_be_done_says_why_and_is_owed_no_more(here, audit_of):
    audit = audit_of("planned")

    assert refusal(workflow.not_done, audit, by=here.lead, reason=" ", on=TODAY) == [
        "Say why it will not be done."
    ]
    workflow.not_done(audit, by=here.lead, reason="The service closed.", on=TODAY)

    assert (audit.state, audit.because) == (State.NOT_DONE, "The service closed.")
    assert audit.contribution.state == "withdrawn"


def test_it_can_be_planned_again(here, audit_of):
    audit = audit_of("not_done")

    workflow.plan_again(audit, by=here.lead, due_on=LATER, on=TODAY)

    assert (audit.state, audit.not_done_on, audit.because) == (State.PLANNED, None, "")
    assert (audit.contribution.state, audit.contribution.due_on) == ("asked", LATER)


# --- Scrutinised --------------------------------------------------------------------------


def test_the_group_triages_and_accepts_a_return(here, audit_of):
    audit = audit_of("returned")

    workflow.triage(audit, by=here.member, note="Of use.")
    workflow.accept(audit, by=here.member, on=TODAY)

    assert (audit.state, audit.accepted_on, audit.accepted_although) == (
        State.ACCEPTED,
        TODAY,
        "",
    )


def test_another_group_and_the_agency_itself_do_not_triage(here, audit_of):
    audit = audit_of("returned")
    of_agency = board_team(here.board, agency_lead(here.agency))
    elsewhere = group_member(GroupFactory(boards=[here.board], kind="cdop"))

    for person in (of_agency, elsewhere, here.lead):
        with pytest.raises(PermissionDenied):
            workflow.triage(audit, by=person, note="")


def test_without_a_sampling_method_it_is_accepted_only_for_a_reason(here, audit_of):
    audit = audit_of("triaged", sampling="")

    assert refusal(workflow.accept, audit, by=here.team, on=TODAY) == [
        (
            "It does not say how the sample was chosen. "
            "Ask the agency, or say why you accept it."
        )
    ]
    workflow.accept(audit, by=here.team, on=TODAY, although="They were all there were.")

    assert audit.accepted_although == "They were all there were."


def test_findings_copied_from_last_years_return_are_accepted_only_for_a_reason(
    here, audit_of
):
    audit_of(
        "closed",
        title="Neglect 2025",
        period_from=date(2025, 4, 1),
        period_to=date(2025, 9, 30),
    )
    audit = audit_of("triaged")

    assert refusal(workflow.accept, audit, by=here.team, on=TODAY) == [
        (
            "What was found is word for word what “Neglect 2025” said. "
            "Ask the agency, or say why you accept it."
        )
    ]


def test_a_question_goes_back_to_the_agency_and_its_answer_returns(here, audit_of):
    audit = audit_of("triaged", sampling="")

    workflow.clarify(
        audit, by=here.member, question="How were they chosen?", due_on=LATER, on=TODAY
    )
    assert (audit.state, audit.contribution.state) == (State.CLARIFY, "asked")
    assert Letter.objects.get().subject == (
        "Single-agency audit: answer a question about your return, by "
        f"16 December 2026 (AA-{audit.pk})"
    )
    assert refusal(workflow.answer, audit, by=here.lead, answer="", on=TODAY) == [
        "Answer what the board asks."
    ]
    workflow.fill(audit, by=here.lead, sampling="random")
    workflow.answer(audit, by=here.lead, answer="By lot.", on=TODAY)

    question = audit.questions.get()
    assert (question.answer, question.answered_by) == ("By lot.", here.lead)
    assert str(question) == "How were they chosen?"
    assert (audit.state, audit.contribution.received_on) == (State.RETURNED, TODAY)
    workflow.triage(audit, by=here.member, note="")


def test_an_empty_question_is_not_asked(here, audit_of):
    audit = audit_of("triaged")

    assert refusal(
        workflow.clarify, audit, by=here.team, question="", due_on=LATER, on=TODAY
    ) == ["Write what you ask the agency."]


# --- Into the loop --------------------------------------------------------------------------


def test_a_finding_raised_from_it_stands_in_the_loop(here, audit_of):
    audit = audit_of("accepted")

    finding = workflow.raise_finding(
        audit,
        by=here.team,
        kind="concern",
        text="Plans are vague.",
        about=[here.agency],
    )

    assert finding == Finding.objects.get()
    assert (finding.activity, finding.board) == (here.activity, here.board)
    assert list(audit.findings.all()) == [finding]


def test_it_is_themed_once_each_finding_has_joined_a_theme(here, audit_of):
    audit = audit_of("accepted")
    finding = workflow.raise_finding(
        audit, by=here.team, kind="concern", text="Plans are vague."
    )

    assert refusal(workflow.theme, audit, by=here.member) == [
        (
            "Findings raised from it that have joined no theme yet: 1. "
            "Join each to a theme first."
        )
    ]
    ThemeFactory(board=here.board).findings.add(finding)
    workflow.theme(audit, by=here.member)

    assert audit.state == State.THEMED


def test_nothing_raised_needs_a_reason(here, audit_of):
    audit = audit_of("accepted")

    assert refusal(workflow.theme, audit, by=here.member) == [
        "Raise a finding from it first, or say why there is none."
    ]
    workflow.theme(audit, by=here.member, nothing_new="It repeats what is known.")

    assert audit.nothing_new == "It repeats what is known."


def test_the_group_says_what_the_other_sources_make_of_it(here, audit_of):
    audit = audit_of("themed")

    assert refusal(workflow.triangulate, audit, by=here.member, note="") == [
        "Say whether other sources agree, differ or are silent."
    ]
    workflow.triangulate(audit, by=here.member, note="Two reviews say the same.")

    assert audit.state == State.TRIANGULATED


def test_it_is_reported_to_a_meeting(here, audit_of):
    audit = audit_of("triangulated")

    assert refusal(workflow.report, audit, by=here.team, to="", on=TODAY) == [
        "Say which meeting it was reported to."
    ]
    workflow.report(audit, by=here.team, to="The Board, 3 December", on=TODAY)

    assert (audit.reported_to, audit.reported_on) == ("The Board, 3 December", TODAY)


def test_it_closes_only_once_the_agency_has_had_feedback(here, audit_of):
    audit = audit_of("reported")

    assert refusal(workflow.close, audit, by=here.team) == [
        "Riverside NHS Trust has had no feedback. Give it first."
    ]
    workflow.give_feedback(audit, by=here.team, feedback="Thank you.", on=TODAY)
    workflow.close(audit, by=here.team)

    assert audit.state == State.CLOSED
    assert audit.contribution.feedback_by == here.team


def test_a_closed_one_is_reopened_with_a_reason(here, audit_of):
    audit = audit_of("closed", accepted_on=TODAY, reported_on=TODAY)

    assert refusal(workflow.reopen, audit, by=here.team, reason="") == ["Say why."]
    workflow.reopen(audit, by=here.team, reason="New numbers came.")

    assert (audit.state, audit.accepted_on, audit.reported_on) == (
        State.TRIAGED,
        None,
        None,
    )


def test_steps_out_of_their_turn_are_too_late(here, audit_of):
    closed, asked_for = audit_of("closed"), audit_of("notified")

    for step, record, given in (
        (workflow.send, closed, {"by": here.lead, "on": TODAY}),
        (workflow.accept, asked_for, {"by": here.team, "on": TODAY}),
        (workflow.close, asked_for, {"by": here.team}),
    ):
        with pytest.raises(WrongState):
            step(record, **given)


# --- Sharing ----------------------------------------------------------------------------


def test_one_return_is_shared_with_another_board_and_taken_back(here, audit_of):
    audit = audit_of("returned")
    richmond = BoardFactory(partners=[here.agency])

    workflow.share_with(audit, by=here.lead, board=richmond)
    assert list(audit.shared_with.all()) == [richmond]

    workflow.stop_sharing(audit, by=here.lead, board=richmond)
    assert list(audit.shared_with.all()) == []


def test_it_is_not_shared_with_its_own_board_or_a_strange_one(here, audit_of):
    audit = audit_of()

    assert refusal(workflow.share_with, audit, by=here.lead, board=here.board) == [
        "Choose another board: this one has it already."
    ]
    assert refusal(workflow.share_with, audit, by=here.lead, board=BoardFactory()) == [
        "Choose a board your organisation works with."
    ]


def test_a_return_of_another_board_is_not_named_where_it_was_copied_from(
    here, audit_of
):
    old = audit_of("closed", period_from=date(2025, 4, 1), period_to=date(2025, 9, 30))
    old.contribution.activity = ActivityFactory(way=Way.SINGLE_AGENCY_AUDIT)
    old.contribution.save()

    assert refusal(workflow.accept, audit_of("triaged"), by=here.team, on=TODAY) == [
        (
            "What was found is word for word what another return of this agency said. "
            "Ask the agency, or say why you accept it."
        )
    ]


# --- Entered by the board team for an agency ----------------------------------------------

TOLD = {"told_by": "The matron", "told_how": "telephone"}


def sentences(record):
    return [entry.sentence for entry in Entry.objects.about(record)]


def test_the_board_team_enters_a_return_for_an_agency_that_telephones(here, audit_of):
    said = {
        "sample": 12,
        "met": 9,
        "assessed": 12,
        "concerns": "Plans are vague.",
        "disclosure": "board",
    }
    nothing = {"concerns": "", "child_voice": "", "disclosure": "", "sampling": ""}
    audit = audit_of(**{**dict.fromkeys(said), "population": None, **nothing})
    workflow.enter_for(audit, by=here.team)

    workflow.fill(audit, by=here.team, **said)
    workflow.send(audit, by=here.team, on=TODAY, **TOLD)

    audit.refresh_from_db()
    kept = audit.contribution
    assert (audit.state, audit.entered_for_agency) == (State.RETURNED, False)
    assert list(audit.entered_by.all()) == [here.team]
    assert (kept.received_on, kept.told_by, kept.told_how) == (
        TODAY,
        "The matron",
        "telephone",
    )
    who = f"{here.team} on behalf of Riverside NHS Trust"
    assert sentences(audit) == [
        f"{who}: Enter it for the agency",
        f"{who}: Fill in the return",
        f"{who}: Check and send (Asked for → Returned)",
    ]
    assert [letter.to for letter in Letter.objects.all()] == [here.lead]


def test_what_an_agency_has_begun_the_board_does_not_open(here, audit_of):
    audit = audit_of(concerns="Ours until we send it.")

    assert refusal(workflow.enter_for, audit, by=here.team) == [
        (
            "Riverside NHS Trust has begun to fill it in, and the board reads a return "
            "once it is sent. Ask the agency to send it."
        )
    ]
    with pytest.raises(PermissionDenied):
        workflow.send(audit, by=here.team, on=TODAY)


def test_whoever_entered_a_return_does_not_judge_it(here, audit_of):
    audit = audit_of("clarify")
    audit.questions.create(text="How many?", asked_on=TODAY, asked_by=here.member)
    both = group_member(here.group, board_team(here.board))
    workflow.enter_for(audit, by=both)
    workflow.answer(audit, by=both, answer="Twelve.", on=TODAY, **TOLD)

    with pytest.raises(PermissionDenied):
        workflow.triage(audit, by=both, note="")
    workflow.triage(audit, by=here.team, note="")
    with pytest.raises(PermissionDenied):
        workflow.accept(audit, by=both, on=TODAY)
    assert audit.questions.get().answered_by == both


def test_what_is_entered_for_an_agency_says_who_gave_it_and_when(here, audit_of):
    audit = audit_of("clarify")
    workflow.enter_for(audit, by=here.team)
    answer = {"by": here.team, "answer": "Twelve.", "on": TODAY, **TOLD}

    assert refusal(workflow.answer, audit, **answer | {"told_by": ""}) == [
        "Say who at Riverside NHS Trust gave it to you."
    ]
    assert refusal(workflow.answer, audit, **answer | {"on": date(2026, 10, 9)}) == [
        "It cannot have come before it was asked for."
    ]


def test_the_agency_takes_it_back_and_the_board_no_longer_reads_it(here, audit_of):
    audit = audit_of("clarify")
    workflow.enter_for(audit, by=here.team)
    assert refusal(workflow.enter_for, audit, by=here.team) == [
        "The board team enters this return already."
    ]
    listed = {"what": "Train", "owner": "The matron"}
    workflow.add_action(audit, by=here.team, **listed)
    workflow.remove_action(audit, by=here.team, action=audit.actions.get())

    workflow.hand_back(audit, by=here.lead)

    with pytest.raises(PermissionDenied):
        workflow.add_action(audit, by=here.team, **listed)
    workflow.add_action(audit, by=here.lead, **listed)
    assert list(audit.entered_by.all()) == [here.team]


def test_only_the_team_of_its_board_enters_a_return_and_not_for_her_own_agency(
    here, audit_of
):
    audit = audit_of("clarify")
    both = board_team(here.board, contributor(here.agency))

    for person in (both, here.member, here.lead, board_team(BoardFactory())):
        with pytest.raises(PermissionDenied):
            workflow.enter_for(audit, by=person)
