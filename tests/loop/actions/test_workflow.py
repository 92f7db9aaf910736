from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.ledger.models import Entry
from goldthread.base.post.models import Letter
from goldthread.base.states import WrongState, open_to
from goldthread.loop.actions import rules, workflow
from goldthread.loop.actions.forms import RaiseForm, RecommendFromFindingForm
from goldthread.loop.actions.models import Action, Decision, Evidence, Recommendation
from tests.conftest import TODAY
from tests.factories import (
    ActionFactory,
    ActivityFactory,
    BoardFactory,
    EvidenceFactory,
    FindingFactory,
    GroupFactory,
    OrganisationFactory,
    ProgrammeFactory,
    RecommendationFactory,
    ThemeFactory,
    UserFactory,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
    name,
    practitioner,
    scrutineer,
)

pytestmark = pytest.mark.django_db
State = Action.State
LATER = date(2027, 3, 31)
SAID = {
    "title": "Train every new worker in the neglect tool",
    "success_measure": "Nine plans of ten use it.",
    "evidence_from": "A dip sample of ten records.",
}


def lines(record):
    return [str(entry) for entry in Entry.objects.about(record)]


def letters():
    return list(Letter.objects.order_by("pk").values_list("to__name", "subject"))


def refusal(error):
    return " ".join(error.value.messages)


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def amira(board):
    return board_team(board)


@pytest.fixture
def police(board):
    return OrganisationFactory(name="Met Police", boards=[board])


@pytest.fixture
def lead(police):
    return agency_lead(police)


@pytest.fixture
def recommendation(board):
    return RecommendationFactory(theme=ThemeFactory(board=board))


def action_of(board, organisation, **more):
    return ActionFactory(
        recommendation=RecommendationFactory(theme=ThemeFactory(board=board)),
        organisation=organisation,
        **more,
    )


# --- Programmes -------------------------------------------------------------------------


def test_the_board_team_adds_a_programme_of_work_and_renames_it(board, amira):
    programme = workflow.add_programme(
        board, by=amira, name="Neglect ", aim="Less of it"
    )
    workflow.edit_programme(programme, by=amira, name="Early help")

    programme.refresh_from_db()
    assert (programme.board, programme.name, programme.aim) == (board, "Early help", "")
    assert lines(programme) == [
        f"{amira} add_programme actions.programme {programme.pk}",
        f"{amira} edit_programme actions.programme {programme.pk}",
    ]


def test_a_programme_without_a_name_is_refused(board, amira):
    with pytest.raises(ValidationError, match="Enter the name"):
        workflow.add_programme(board, by=amira, name=" ")


def test_a_chair_adds_no_programme(board):
    with pytest.raises(PermissionDenied):
        workflow.add_programme(board, by=chair(board), name="Neglect")


# --- Recommendations --------------------------------------------------------------------


def test_a_change_is_recommended_because_of_a_theme(board, amira):
    theme = ThemeFactory(board=board)

    made = workflow.recommend(theme, by=amira, text=" Use one tool. ", on=TODAY)

    assert (made.board, made.theme, made.finding, made.text) == (
        board,
        theme,
        None,
        "Use one tool.",
    )
    assert lines(theme) == [f"{amira} recommend themes.theme {theme.pk}"]
    assert lines(made) == [f"{amira} recommend actions.recommendation {made.pk}"]


def test_a_group_member_and_the_chair_recommend_too(board):
    theme = ThemeFactory(board=board)
    for person in (chair(board), group_member(GroupFactory(boards=[board]))):
        workflow.recommend(theme, by=person, text="Use one tool.", on=TODAY)

    assert Recommendation.objects.count() == 2


def test_a_closed_theme_calls_for_no_change(board, amira):
    theme = ThemeFactory(board=board, state="closed")

    with pytest.raises(WrongState):
        workflow.recommend(theme, by=amira, text="Use one tool.", on=TODAY)


def test_a_recommendation_without_words_is_refused(board, amira):
    with pytest.raises(ValidationError, match="Say what should change"):
        workflow.recommend(ThemeFactory(board=board), by=amira, text="", on=TODAY)


def test_a_change_is_recommended_because_of_one_finding_and_its_theme(board, amira):
    finding = FindingFactory(activity=ActivityFactory(board=board), released=True)
    theme = ThemeFactory(board=board, findings=[finding])

    made = workflow.recommend_from_finding(
        finding, by=amira, text="Use one tool.", theme=theme, on=TODAY
    )

    assert (made.board, made.finding, made.theme) == (board, finding, theme)
    assert lines(finding) == [f"{amira} recommend findings.finding {finding.pk}"]


def test_a_finding_needs_no_theme_to_call_for_a_change(board, amira):
    finding = FindingFactory(activity=ActivityFactory(board=board), released=True)

    made = workflow.recommend_from_finding(finding, by=amira, text="Do.", on=TODAY)

    assert (made.finding, made.theme) == (finding, None)


def test_a_neighbours_theme_takes_no_recommendation_of_this_board(board, amira):
    finding = FindingFactory(activity=ActivityFactory(board=board), released=True)
    theirs = ThemeFactory(findings=[finding])

    assert "theme" not in RecommendFromFindingForm(record=finding, by=amira).fields
    with pytest.raises(ValidationError):
        workflow.recommend_from_finding(
            finding, by=amira, text="Do.", on=TODAY, theme=theirs
        )


def test_a_finding_cannot_be_recommended_from_under_a_theme_it_is_not_in(board, amira):
    finding = FindingFactory(activity=ActivityFactory(board=board), released=True)

    with pytest.raises(
        ValidationError, match="Choose a theme that the finding is part of"
    ):
        workflow.recommend_from_finding(
            finding, by=amira, text="Do.", theme=ThemeFactory(board=board), on=TODAY
        )

    assert not Recommendation.objects.exists()


def test_a_draft_calls_for_no_change(board, amira):
    finding = FindingFactory(activity=ActivityFactory(board=board))

    with pytest.raises(WrongState):
        workflow.recommend_from_finding(finding, by=amira, text="Do.", on=TODAY)


def test_a_restricted_finding_must_be_released_before_anything_is_recommended(
    board, amira
):
    activity = ActivityFactory(board=board, restricted=True)
    name(activity, amira)
    agreed = FindingFactory(activity=activity, state="agreed", agreed_at=None)
    released = FindingFactory(activity=activity, released=True)

    with pytest.raises(PermissionDenied):
        workflow.recommend_from_finding(agreed, by=amira, text="Do.", on=TODAY)
    assert workflow.recommend_from_finding(released, by=amira, text="Do.", on=TODAY)


def test_the_words_of_a_recommendation_are_changed(recommendation, amira):
    workflow.edit_recommendation(recommendation, by=amira, text="Use one tool.")

    recommendation.refresh_from_db()
    assert recommendation.text == "Use one tool."


# --- Raising ----------------------------------------------------------------------------


def test_an_action_has_one_owner_a_person_a_date_and_a_measure(
    recommendation, amira, police, lead
):
    programme = ProgrammeFactory(board=recommendation.board)

    action = workflow.raise_action(
        recommendation,
        by=amira,
        organisation=police,
        person=lead,
        due_on=LATER,
        on=TODAY,
        programme=programme,
        **SAID,
    )

    action.refresh_from_db()
    assert (action.board, action.organisation, action.person, action.due_on) == (
        recommendation.board,
        police,
        lead,
        LATER,
    )
    assert (action.state, action.raised_on, action.raised_by, action.programme) == (
        State.OPEN,
        TODAY,
        amira,
        programme,
    )
    assert lines(action) == [f"{amira} raise_action actions.action {action.pk}"]
    assert letters() == [
        (lead.name, f"Action {action.pk}: an action for Met Police, due in 133 days")
    ]


def test_who_does_it_may_be_chosen_later_and_then_every_lead_hears(
    recommendation, amira, police, lead
):
    other = agency_lead(police)
    contributor(police)

    action = workflow.raise_action(
        recommendation, by=amira, organisation=police, due_on=LATER, on=TODAY, **SAID
    )

    assert action.person is None
    assert {name for name, _ in letters()} == {lead.name, other.name}
    assert "Choose who will do it." in Letter.objects.first().body


def test_a_letter_never_holds_the_title(recommendation, amira, police, lead):
    workflow.raise_action(
        recommendation, by=amira, organisation=police, due_on=LATER, on=TODAY, **SAID
    )

    letter = Letter.objects.get()
    assert SAID["title"] not in letter.subject + letter.body
    assert "Why you got this: your organisation owns this action." in letter.body


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"due_on": None}, rules.UNDATED),
        ({"due_on": date(2026, 11, 17)}, rules.PAST),
        ({"title": ""}, "Say what will be done."),
        ({"success_measure": ""}, "Say how you will know that it worked."),
        ({"evidence_from": ""}, "Say where the evidence will come from."),
    ],
)
def test_an_action_that_leaves_something_unsaid_is_refused_in_a_sentence(
    recommendation, amira, police, changed, sentence
):
    said = {"due_on": LATER, **SAID, **changed}

    with pytest.raises(ValidationError) as error:
        workflow.raise_action(
            recommendation, by=amira, organisation=police, on=TODAY, **said
        )

    assert sentence in refusal(error)
    assert not Action.objects.exists()
    assert not Letter.objects.exists()


def test_an_organisation_that_another_has_replaced_is_given_nothing_to_do(
    recommendation, amira, board, police
):
    replaced = {"replaced_by": police, "replaced_on": TODAY}
    old = OrganisationFactory(name="Old Police", boards=[board], **replaced)

    offered = RaiseForm(record=recommendation, by=amira).fields["organisation"].queryset
    assert list(offered) == [police]
    with pytest.raises(ValidationError) as error:
        workflow.raise_action(
            recommendation, by=amira, organisation=old, due_on=LATER, on=TODAY, **SAID
        )

    assert refusal(error) == "Met Police has replaced Old Police."


def test_an_organisation_that_does_not_work_with_the_board_is_refused(
    recommendation, amira
):
    stranger = OrganisationFactory(name="Elsewhere")

    with pytest.raises(ValidationError, match="Elsewhere does not work with"):
        workflow.raise_action(
            recommendation,
            by=amira,
            organisation=stranger,
            due_on=LATER,
            on=TODAY,
            **SAID,
        )


@pytest.mark.parametrize("who", ["stranger", "practitioner", "another_agency"])
def test_the_person_must_be_a_lead_or_contributor_of_the_owner(
    recommendation, amira, police, board, who
):
    person = {
        "stranger": UserFactory,
        "practitioner": lambda: practitioner(police),
        "another_agency": lambda: agency_lead(OrganisationFactory(boards=[board])),
    }[who]()

    with pytest.raises(
        ValidationError, match="is not a lead or contributor of Met Police"
    ):
        workflow.raise_action(
            recommendation,
            by=amira,
            organisation=police,
            person=person,
            due_on=LATER,
            on=TODAY,
            **SAID,
        )


def test_a_programme_of_another_board_is_refused(recommendation, amira, police):
    with pytest.raises(ValidationError, match="one of this board’s programmes"):
        workflow.raise_action(
            recommendation,
            by=amira,
            organisation=police,
            due_on=LATER,
            on=TODAY,
            programme=ProgrammeFactory(),
            **SAID,
        )


def test_a_chair_raises_no_action(recommendation, board, police):
    with pytest.raises(PermissionDenied):
        workflow.raise_action(
            recommendation,
            by=chair(board),
            organisation=police,
            due_on=LATER,
            on=TODAY,
            **SAID,
        )


def test_an_action_is_put_in_better_words(board, amira, police):
    action = action_of(board, police)

    workflow.edit(action, by=amira, title="Train everybody")

    action.refresh_from_db()
    assert action.title == "Train everybody"


# --- Choosing who, and beginning --------------------------------------------------------


def test_a_lead_chooses_who_does_it_and_she_hears(board, police, lead):
    action = action_of(board, police)
    constable = contributor(police)

    workflow.assign(action, by=lead, person=constable, on=TODAY)

    action.refresh_from_db()
    assert action.person == constable
    assert letters() == [
        (
            constable.name,
            f"Action {action.pk}: an action for Met Police, due in 14 days",
        )
    ]


def test_a_lead_of_another_organisation_chooses_nobody(board, police):
    action = action_of(board, police)

    with pytest.raises(PermissionDenied):
        workflow.assign(
            action,
            by=agency_lead(OrganisationFactory(boards=[board])),
            person=contributor(police),
            on=TODAY,
        )


def test_nobody_of_another_organisation_can_be_chosen(board, police, lead):
    with pytest.raises(ValidationError, match="not a lead or contributor"):
        workflow.assign(
            action_of(board, police), by=lead, person=UserFactory(), on=TODAY
        )


def test_the_person_begins(board, police):
    constable = contributor(police)
    action = action_of(board, police, person=constable)

    workflow.begin(action, by=constable)

    action.refresh_from_db()
    assert (action.state, action.person) == (State.IN_PROGRESS, constable)


def test_a_lead_who_chose_nobody_has_it_when_she_begins(board, police, lead):
    action = action_of(board, police)

    workflow.begin(action, by=lead)

    action.refresh_from_db()
    assert action.person == lead


def test_a_contributor_who_was_not_chosen_does_not_begin(board, police):
    with pytest.raises(PermissionDenied):
        workflow.begin(action_of(board, police), by=contributor(police))


def test_somebody_who_went_to_another_organisation_no_longer_has_it(board, police):
    gone = contributor(OrganisationFactory())

    with pytest.raises(PermissionDenied):
        workflow.begin(action_of(board, police, person=gone), by=gone)


# --- Evidence ---------------------------------------------------------------------------


# --- Entered on behalf of the organisation ------------------------------------------------


TOLD = {"told_by": "Sergeant Cole", "told_how": "telephone"}


def test_the_board_team_enters_what_an_organisation_told_it(board, amira, police, lead):
    action = action_of(board, police)

    workflow.begin(action, by=amira)
    workflow.submit_evidence(action, by=amira, text="Ten of ten.", on=TODAY, **TOLD)

    action.refresh_from_db()
    evidence = action.evidence.get()
    assert (action.state, action.person, action.submitted_by) == (
        State.SUBMITTED,
        None,
        amira,
    )
    assert (evidence.given_by, evidence.told_by, evidence.told_how) == (
        amira,
        "Sergeant Cole",
        "telephone",
    )
    assert [entry.sentence for entry in Entry.objects.about(action)] == [
        f"{amira} on behalf of Met Police: Begin (Open → In progress)",
        (
            f"{amira} on behalf of Met Police: "
            "Submit evidence (In progress → Evidence submitted)"
        ),
    ]
    assert letters()[1:] == [
        (lead.name, f"{action.reference}: evidence entered for Met Police")
    ]


def test_whoever_entered_it_does_not_verify_it_or_send_it_back(board, amira, police):
    action = action_of(board, police, begun=True)
    workflow.submit_evidence(action, by=amira, text="Ten of ten.", on=TODAY, **TOLD)

    for step in (workflow.verify, workflow.send_back):
        with pytest.raises(PermissionDenied):
            step(action, by=amira, answer="Enough.", on=TODAY)
    workflow.verify(action, by=board_team(board), answer="Enough.", on=TODAY)

    assert action.state == State.VERIFIED


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"told_by": ""}, "Say who at Met Police gave it to you."),
        ({"told_how": ""}, "Choose how it came to you."),
        (
            {"on": date(2026, 10, 1)},
            "It cannot have come before the action was raised.",
        ),
    ],
)
def test_evidence_entered_for_another_says_who_gave_it_how_and_when(
    board, amira, police, given, sentence
):
    action = action_of(board, police, begun=True)

    with pytest.raises(ValidationError) as refused:
        workflow.submit_evidence(
            action, by=amira, **{"text": "Ten.", "on": TODAY, **TOLD, **given}
        )

    assert refusal(refused) == sentence
    assert not Evidence.objects.exists()


def test_nobody_enters_evidence_for_the_agency_she_works_for_herself(board, police):
    both = board_team(board, practitioner(police))
    action = action_of(board, police, begun=True)

    for person in (both, chair(board), board_team(BoardFactory())):
        with pytest.raises(PermissionDenied):
            workflow.submit_evidence(action, by=person, text="Ten.", on=TODAY, **TOLD)


def test_the_board_team_chooses_who_does_it_on_the_organisations_behalf(
    board, amira, police, lead
):
    action = action_of(board, police)

    workflow.assign(action, by=amira, person=lead, on=TODAY)

    assert Entry.objects.about(action).get().on_behalf_of == "Met Police"


def test_evidence_waits_for_the_board(board, amira, police, lead):
    action = action_of(board, police, begun=True)

    workflow.submit_evidence(
        action,
        by=lead,
        text=" We sampled ten. ",
        link="https://example.org/a",
        on=TODAY,
    )

    action.refresh_from_db()
    evidence = action.evidence.get()
    assert (action.state, action.person) == (State.SUBMITTED, lead)
    assert (action.submitted_on, action.submitted_by) == (TODAY, lead)
    assert (evidence.text, evidence.link, evidence.given_on, evidence.given_by) == (
        "We sampled ten.",
        "https://example.org/a",
        TODAY,
        lead,
    )
    assert str(evidence) == "Evidence of 2026-11-18"
    assert letters() == [(amira.name, f"Action {action.pk}: evidence to verify")]


def test_evidence_is_not_submitted_before_the_work_began(board, police, lead):
    with pytest.raises(WrongState):
        workflow.submit_evidence(
            action_of(board, police), by=lead, text="Done.", on=TODAY
        )


@pytest.mark.parametrize(
    "given", [{"text": ""}, {"text": "Done.", "link": "javascript:alert(1)"}]
)
def test_evidence_without_words_or_with_a_bad_link_is_refused(
    board, police, lead, given
):
    action = action_of(board, police, begun=True)

    with pytest.raises(ValidationError):
        workflow.submit_evidence(action, by=lead, on=TODAY, **given)

    action.refresh_from_db()
    assert (action.state, action.submitted_on) == (State.IN_PROGRESS, None)
    assert not Evidence.objects.exists()


@pytest.fixture
def submitted(board, police, lead):
    action = action_of(board, police, submitted=True, person=lead)
    EvidenceFactory(action=action, given_by=lead)
    return action


@pytest.mark.parametrize("role", ["board_team", "chair", "group_member"])
def test_somebody_of_another_organisation_verifies(submitted, board, lead, role):
    verifier = {
        "board_team": lambda: board_team(board),
        "chair": lambda: chair(board),
        "group_member": lambda: group_member(GroupFactory(boards=[board])),
    }[role]()

    workflow.verify(submitted, by=verifier, answer="I read the sample.", on=TODAY)

    submitted.refresh_from_db()
    evidence = submitted.evidence.get()
    assert (submitted.state, submitted.verified_on, submitted.verified_by) == (
        State.VERIFIED,
        TODAY,
        verifier,
    )
    assert (evidence.answer, evidence.answered_on, evidence.answered_by) == (
        "I read the sample.",
        TODAY,
        verifier,
    )
    assert letters() == [(lead.name, f"Action {submitted.pk}: verified complete")]


def refused(board, police, lead):
    """Everybody whose word alone, or whose role, may not close the action."""
    group = GroupFactory(boards=[board])
    constable = contributor(police)
    return {
        "its own person": lead,
        "its person, on the board team": board_team(board, lead),
        "a colleague in a group of the board": group_member(group, agency_lead(police)),
        "a contributor who is the chair": chair(board, constable),
        "a practitioner of the owner on the board team": board_team(
            board, practitioner(police)
        ),
        "a scrutineer": scrutineer(board),
        "another board's team": board_team(BoardFactory()),
        "another agency's lead": agency_lead(OrganisationFactory(boards=[board])),
    }


@pytest.mark.parametrize("step", [workflow.verify, workflow.send_back])
def test_no_action_closes_on_its_owners_word(submitted, board, police, lead, step):
    for who, person in refused(board, police, lead).items():
        with pytest.raises(PermissionDenied):
            step(submitted, by=person, answer=who, on=TODAY)

    submitted.refresh_from_db()
    assert (submitted.state, submitted.verified_by) == (State.SUBMITTED, None)
    assert list(Entry.objects.about(submitted)) == []


def test_whoever_gave_the_evidence_does_not_verify_it(submitted, board):
    gave = board_team(board)
    submitted.submitted_by = gave
    submitted.save()

    with pytest.raises(PermissionDenied):
        workflow.verify(submitted, by=gave, answer="Mine.", on=TODAY)


def test_her_role_in_the_owner_may_have_ended(submitted, board, police):
    former = board_team(board, contributor(police))
    former.appointments.filter(organisation=police).update(until="2025-01-01")

    workflow.verify(submitted, by=former, answer="I read it.", on=TODAY)

    submitted.refresh_from_db()
    assert submitted.state == State.VERIFIED


def test_verifying_without_saying_why_is_refused(submitted, amira):
    with pytest.raises(ValidationError, match="Say what you looked at"):
        workflow.verify(submitted, by=amira, answer=" ", on=TODAY)


def test_evidence_is_sent_back_with_what_is_missing_and_submitted_again(
    submitted, amira, lead
):
    workflow.send_back(submitted, by=amira, answer="Sample ten, not five.", on=TODAY)

    submitted.refresh_from_db()
    assert (submitted.state, submitted.submitted_on) == (State.SENT_BACK, None)
    assert letters() == [(lead.name, f"Action {submitted.pk}: sent back")]

    workflow.submit_evidence(submitted, by=lead, text="Ten of ten.", on=TODAY)
    workflow.verify(submitted, by=amira, answer="Enough.", on=TODAY)

    assert [e.answer for e in submitted.evidence.all()] == [
        "Sample ten, not five.",
        "Enough.",
    ]


def test_sending_back_without_saying_what_is_missing_is_refused(submitted, amira):
    with pytest.raises(ValidationError, match="Say what is missing"):
        workflow.send_back(submitted, by=amira, answer="", on=TODAY)


# --- What the board decides meanwhile ---------------------------------------------------


def test_a_due_date_is_extended_for_a_reason(board, amira, police, lead):
    action = action_of(board, police)

    workflow.extend(action, by=amira, due_on=LATER, reason="Staff changed.", on=TODAY)

    action.refresh_from_db()
    decision = action.decisions.get()
    assert action.due_on == LATER
    assert (decision.kind, decision.reason, decision.decided_by) == (
        Decision.Kind.EXTENDED,
        "Staff changed.",
        amira,
    )
    assert (decision.due_was, decision.due_on) == (date(2026, 12, 2), LATER)
    assert lines(action) == [f"{amira} extend actions.action {action.pk}"]
    assert [name for name, _ in letters()] == [lead.name]


@pytest.mark.parametrize(
    ("due_on", "reason", "sentence"),
    [
        (date(2026, 12, 2), "Why not", "Enter a day after 2 December 2026"),
        (date(2026, 11, 17), "Why not", rules.PAST),
        (None, "Why not", rules.UNDATED),
        (LATER, " ", "Say why."),
    ],
)
def test_an_extension_must_be_later_and_say_why(
    board, amira, police, due_on, reason, sentence
):
    action = action_of(board, police)

    with pytest.raises(ValidationError) as error:
        workflow.extend(action, by=amira, due_on=due_on, reason=reason, on=TODAY)

    assert sentence in refusal(error)
    assert not Decision.objects.exists()


def test_its_owner_does_not_extend_it(board, police, lead):
    with pytest.raises(PermissionDenied):
        workflow.extend(
            action_of(board, police), by=lead, due_on=LATER, reason="Busy.", on=TODAY
        )


def test_an_action_is_withdrawn_and_reopened_by_a_new_day(board, amira, police, lead):
    action = action_of(board, police)

    workflow.withdraw(action, by=amira, reason="Merged with another.", on=TODAY)
    action.refresh_from_db()
    assert action.state == State.WITHDRAWN

    workflow.reopen(action, by=amira, reason="Not after all.", due_on=LATER, on=TODAY)
    action.refresh_from_db()
    assert (action.state, action.due_on) == (State.IN_PROGRESS, LATER)
    assert [d.kind for d in action.decisions.all()] == ["withdrawn", "reopened"]


def test_what_was_verified_is_reopened_and_owed_again(board, police):
    action = action_of(board, police, verified=True, escalated=True)

    workflow.reopen(
        action, by=chair(board), reason="It slipped.", due_on=LATER, on=TODAY
    )

    action.refresh_from_db()
    assert (action.state, action.verified_on, action.verified_by) == (
        State.IN_PROGRESS,
        None,
        None,
    )
    assert (action.submitted_on, action.escalation) == (None, rules.NOT_ESCALATED)


def test_withdrawing_without_a_reason_is_refused(board, amira, police):
    action = action_of(board, police)

    with pytest.raises(ValidationError, match="Say why"):
        workflow.withdraw(action, by=amira, reason="", on=TODAY)

    action.refresh_from_db()
    assert action.state == State.OPEN


# --- Escalation -------------------------------------------------------------------------


def test_the_clock_escalates_what_is_four_weeks_overdue(board, amira, police, lead):
    independent = chair(board)
    action = action_of(board, police, due_on=date(2026, 11, 2))
    on = date(2026, 12, 1)

    written = workflow.escalate_overdue(on)

    action.refresh_from_db()
    assert (action.escalation, action.escalated_at is not None) == (
        rules.TO_CHAIR,
        True,
    )
    assert action.escalated_because == (
        "It was due on 2 November 2026. On 1 December 2026 it was 29 days late. No "
        "evidence that it was done had come."
    )
    assert written == 3
    assert {name for name, _ in letters()} == {amira.name, lead.name, independent.name}
    assert lines(action) == [f"Goldthread escalate actions.action {action.pk}"]


def test_it_is_escalated_once_and_then_named_in_the_paper(board, police, lead):
    action = action_of(board, police, due_on=date(2026, 11, 2))
    workflow.escalate_overdue(date(2026, 12, 1))
    action.refresh_from_db()
    first = action.escalated_at

    assert workflow.escalate_overdue(date(2026, 12, 2)) == 0
    assert workflow.escalate_overdue(date(2026, 12, 29)) == 1

    action.refresh_from_db()
    assert (action.escalation, action.escalated_at) == (rules.IN_PAPER, first)
    assert "It will be named in the board’s next paper." in Letter.objects.last().body


def test_escalation_says_when_the_evidence_waits_for_the_board(board, police):
    action = action_of(
        board, police, submitted=True, due_on=date(2026, 11, 2), raised_on="2026-10-01"
    )

    workflow.escalate(action, by=None, on=date(2026, 12, 1))

    action.refresh_from_db()
    assert action.escalated_because.endswith(
        "Its evidence of 16 November 2026 waited to be verified."
    )


@pytest.mark.parametrize("state", ["verified", "withdrawn"])
def test_what_is_finished_is_not_escalated(board, police, state):
    done = {"verified": True} if state == "verified" else {"state": state}
    action_of(board, police, due_on=date(2026, 11, 2), **done)

    assert workflow.escalate_overdue(date(2027, 11, 2)) == 0


def test_nothing_is_escalated_too_early(board, police):
    action = action_of(board, police, due_on=date(2026, 11, 2))

    assert workflow.escalate_overdue(date(2026, 11, 30)) == 0
    with pytest.raises(WrongState):
        workflow.escalate(action, by=None, on=date(2026, 11, 30))


def test_no_person_escalates_by_hand(board, amira, police):
    action = action_of(board, police, due_on=date(2026, 11, 2))

    with pytest.raises(PermissionDenied):
        workflow.escalate(action, by=amira, on=date(2027, 1, 1))


def test_one_that_somebody_was_quicker_with_stops_no_other(board, police):
    for _ in range(2):
        action_of(board, police, due_on=date(2026, 11, 2))
    on = date(2026, 12, 1)
    as_they_were = list(Action.objects.order_by("pk"))
    workflow.escalate(Action.objects.earliest("pk"), by=None, on=on)

    workflow.escalate_each(as_they_were, on=on)

    assert [a.escalation for a in Action.objects.all()] == [1, 1]
    assert [lines(action) for action in as_they_were] == [
        [f"Goldthread escalate actions.action {a.pk}"] for a in as_they_were
    ]


def test_an_escalation_stays_until_it_is_verified(board, amira, police, lead):
    action = action_of(board, police, begun=True, escalated=True)

    workflow.submit_evidence(action, by=lead, text="Done.", on=TODAY)
    workflow.extend(action, by=amira, due_on=LATER, reason="To verify it.", on=TODAY)
    assert list(Action.objects.escalated()) == [action]

    workflow.verify(action, by=amira, answer="Enough.", on=TODAY)
    assert list(Action.objects.escalated()) == []
    action.refresh_from_db()
    assert action.escalation == rules.TO_CHAIR  # what happened is not unwritten


def test_the_chair_ends_an_escalation_once_a_new_day_is_agreed(board, police):
    action = action_of(board, police, begun=True, escalated=True)

    workflow.de_escalate(action, by=chair(board), reason="Agreed with them.", on=TODAY)

    action.refresh_from_db()
    assert (action.escalation, action.escalated_at, action.escalated_because) == (
        rules.NOT_ESCALATED,
        None,
        "",
    )
    assert [str(d) for d in action.decisions.all()] == ["Escalation ended"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"begun": True, "due_on": date(2026, 11, 10)}, "still overdue"),
        ({"submitted": True}, "Evidence waits to be verified."),
    ],
)
def test_an_escalation_does_not_end_while_it_is_overdue_or_waits(
    board, police, more, sentence
):
    action = action_of(board, police, escalated=True, **more)

    with pytest.raises(ValidationError) as error:
        workflow.de_escalate(action, by=chair(board), reason="Enough.", on=TODAY)

    assert sentence in refusal(error)


def test_only_the_chair_ends_an_escalation_and_only_of_what_was_escalated(
    board, amira, police
):
    escalated = action_of(board, police, begun=True, escalated=True)
    calm = action_of(board, police, begun=True)

    with pytest.raises(PermissionDenied):
        workflow.de_escalate(escalated, by=amira, reason="Enough.", on=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.de_escalate(calm, by=chair(board), reason="Enough.", on=TODAY)


# --- Reminders --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "when"),
    [
        (date(2026, 11, 18), "due in 14 days"),
        (date(2026, 11, 29), "due in 3 days"),
        (date(2026, 12, 2), "due today"),
        (date(2026, 12, 5), "3 days late"),
        (date(2026, 12, 12), "10 days late"),
    ],
)
def test_the_owner_is_reminded_before_and_after_the_day(board, police, lead, on, when):
    action = action_of(board, police)

    assert (workflow.remind(on), workflow.remind(on)) == (1, 1)

    assert letters() == [(lead.name, f"Action {action.pk}: {when}")]


def test_nobody_is_reminded_while_the_board_has_it(board, police, lead):
    action_of(board, police, submitted=True)
    action_of(board, police, verified=True)
    action_of(board, police, raised_on=date(2026, 11, 18))

    assert workflow.remind(date(2026, 11, 18)) == 0


# --- Buttons ----------------------------------------------------------------------------


def test_each_person_is_offered_what_she_may_do_next(
    submitted, board, amira, police, lead
):
    opened = action_of(board, police, person=lead)

    def offered(person, action):
        own = {"plan_check", "record_check"}  # impact's, tested there
        return [s.name for s in open_to(person, action) if s.name not in own]

    assert offered(lead, opened) == ["begin", "assign"]
    assert offered(lead, submitted) == []
    assert offered(amira, submitted) == ["verify", "send_back", "extend", "withdraw"]
    assert offered(scrutineer(board), submitted) == []
