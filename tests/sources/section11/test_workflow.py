"""A return from the invitation to the final grade, and what is refused on the way."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.instruments.rules.shelf import SHIPPED
from goldthread.base.post.models import Letter
from goldthread.base.states import WrongState
from goldthread.loop.findings.models import Finding
from goldthread.sources.section11 import workflow
from goldthread.sources.section11.models import (
    Answer,
    Grade,
    Moderation,
    SelfAssessment,
    Snapshot,
)
from tests.conftest import TODAY
from tests.factories import OrganisationFactory, agency_lead, board_team, contributor
from tests.sources.section11.conftest import CLOSES, OPENS, Here, graded

pytestmark = pytest.mark.django_db


def stands(assessment):
    assessment.refresh_from_db()
    return assessment.state


# --- A cycle ------------------------------------------------------------------------------


def test_opening_a_cycle_asks_everybody_and_cites_the_power_to_require_it(here):
    assessment = here.open()

    assert stands(assessment) == "invited"
    assert list(assessment.boards.all()) == [here.board]
    assert assessment.contribution.due_on == CLOSES
    letters = Letter.objects.filter(key__startswith="section11-asked")
    assert {letter.to for letter in letters} == {here.lead, here.senior}
    assert {"section 16H" in letter.body for letter in letters} == {True}
    here.cycle.activity.refresh_from_db()
    assert here.cycle.activity.state == "under_way"


def test_a_cycle_that_asks_nobody_is_not_opened(here):
    with pytest.raises(ValidationError, match="It asks nobody yet"):
        workflow.open_cycle(here.cycle, by=here.team, on=OPENS)


def test_what_became_part_of_another_organisation_is_not_asked(here):
    gone = OrganisationFactory(
        boards=[here.board], replaced_by=here.agency, replaced_on=TODAY
    )

    with pytest.raises(ValidationError, match="became part of another organisation"):
        workflow.assign(here.cycle, by=here.team, organisations=[gone], on=OPENS)


def test_nobody_is_asked_twice(here):
    here.open()

    with pytest.raises(ValidationError, match="asked already"):
        workflow.assign(here.cycle, by=here.team, organisations=[here.agency], on=TODAY)


def test_a_school_answers_the_form_of_schools(here):
    school = OrganisationFactory(boards=[here.board], kind="school_academy")
    workflow.assign(here.cycle, by=here.team, kinds=["school_academy"], on=OPENS)
    workflow.open_cycle(here.cycle, by=here.team, on=OPENS)

    asked = SelfAssessment.objects.get(contribution__organisation=school)

    assert (asked.form, asked.kind) == ("school", "school_academy")


def test_the_board_team_of_another_board_opens_nothing(here):
    workflow.assign(here.cycle, by=here.team, organisations=[here.agency], on=OPENS)

    with pytest.raises(PermissionDenied):
        workflow.open_cycle(here.cycle, by=board_team(Here().board), on=OPENS)


def test_a_set_of_ones_own_with_a_hole_in_its_cross_walk_is_refused(here):
    text = (SHIPPED / "section11_2023.yaml").read_text("utf-8")
    holed = text.replace("    - {change: same, old: [s1.1], new: [s1.1]}\n", "")
    assert holed != text

    with pytest.raises(ValidationError, match=r"s1\.1: what became of it is not said"):
        here.plan(asks=holed, title="With a hole")


# --- Answering ----------------------------------------------------------------------------


def test_answers_are_kept_and_whoever_wrote_them_is_remembered(here):
    assessment = here.confirmed()

    here.fill(assessment, {"s1.1": {"said": "3", "words": "A chart.", "impact": ""}})

    assert stands(assessment) == "in_progress"
    assert list(Answer.objects.values_list("key", "said", "words")) == [
        ("s1.1", "3", "A chart.")
    ]
    assert list(assessment.drafted_by.all()) == [here.lead]


def test_half_a_mark_on_a_scale_of_whole_ones_is_refused_and_nothing_is_saved(here):
    assessment = here.confirmed()

    with pytest.raises(ValidationError, match=r"s1\.1: 1\.5 is no grade of “In place”"):
        here.fill(assessment, {"s1.1": {"said": "1.5"}, "s1.2": {"said": "2"}})

    assert list(Answer.objects.all()) == []


def test_what_everybody_answers_cannot_not_apply(here):
    assessment = here.confirmed()

    with pytest.raises(ValidationError, match="Everybody answers this"):
        here.fill(assessment, {"s1.1": {"said": {"not_applicable": "We are small."}}})


def test_a_question_of_another_form_is_refused(here):
    assessment = here.confirmed()

    with pytest.raises(ValidationError, match="Your form does not ask this"):
        here.fill(assessment, {"zz": {"said": "2"}})


def test_an_action_due_before_the_cycle_opened_is_refused(here):
    assessment = here.confirmed()

    with pytest.raises(ValidationError, match="must not lie before the cycle opened"):
        workflow.add_action(
            assessment,
            by=here.lead,
            key="s1.1",
            what="Draw the chart",
            owner="Head of service",
            due_on=OPENS - timedelta(days=1),
        )


def test_a_colleague_writes_what_she_was_given_and_nobody_elses_return(here):
    assessment = here.confirmed()
    colleague = contributor(here.agency)
    with pytest.raises(PermissionDenied):
        here.fill(assessment, {"s1.1": {"said": "2"}}, by=colleague)

    workflow.delegate(assessment, by=here.lead, standard="s1", person=colleague)
    here.fill(assessment, {"s1.1": {"said": "2"}}, by=colleague)

    assert set(assessment.drafted_by.all()) == {colleague}


def test_a_colleague_writes_no_standard_that_she_was_not_given(here):
    assessment, colleague = here.confirmed(), contributor(here.agency)
    workflow.delegate(assessment, by=here.lead, standard="s1", person=colleague)

    with pytest.raises(
        ValidationError, match=r"was not given to you\. Nothing was saved"
    ):
        here.fill(
            assessment, {"s1.1": {"said": "2"}, "s2.1": {"said": "yes"}}, by=colleague
        )

    assert list(Answer.objects.all()) == []


def test_a_lead_writes_what_she_gave_to_a_colleague_too(here):
    assessment = here.confirmed()
    given = contributor(here.agency)
    workflow.delegate(assessment, by=here.lead, standard="s1", person=given)

    here.fill(assessment, {"s1.1": {"said": "2"}})

    assert Answer.objects.get().changed_by == here.lead


def test_what_is_no_day_is_refused_where_a_day_is_asked(here):
    assessment = here.confirmed()
    criteria = assessment.cycle.asked.criteria
    key = next(key for key in assessment.asks if criteria[key].kind == "date")

    with pytest.raises(ValidationError, match="soon is not a date"):
        here.fill(assessment, {key: {"said": "soon"}})


def test_a_leaver_is_replaced_in_one_step_with_all_that_was_written(here):
    assessment = here.confirmed()
    here.fill(assessment, {"s1.1": {"said": "2"}})
    new = agency_lead(here.agency)

    workflow.hand_over(assessment, by=here.senior, lead=new, senior=here.senior)

    assert (assessment.lead, assessment.answers.count()) == (new, 1)
    assert Letter.objects.filter(to=new).count() == 1


def test_whoever_leads_it_does_not_sign_it(here):
    assessment = here.open()

    with pytest.raises(ValidationError, match="nobody signs what she has written"):
        workflow.confirm_lead(assessment, by=here.lead, senior=here.lead)


# --- Signing ------------------------------------------------------------------------------


def test_it_is_not_signed_before_every_question_is_answered(here):
    assessment = here.confirmed()
    here.fill(assessment, {"s1.1": {"said": "2"}})

    with pytest.raises(ValidationError, match="questions are not finished"):
        workflow.ask_to_sign(assessment, by=here.lead, on=TODAY, checked=True)

    assert stands(assessment) == "in_progress"


def test_what_is_in_doubt_is_looked_at_again_first(here):
    assessment = here.confirmed()
    here.fill(assessment)

    with pytest.raises(ValidationError, match="Look at what is in doubt"):
        workflow.ask_to_sign(assessment, by=here.lead, on=TODAY)


def test_a_childs_name_is_warned_of_and_the_agency_decides(here):
    assessment = here.confirmed()
    here.fill(assessment)
    here.fill(assessment, {"s1.1": {"said": "2", "words": "Mrs Smith of KT1 2AB."}})

    with pytest.raises(ValidationError, match="Some words may identify a child"):
        workflow.ask_to_sign(assessment, by=here.lead, on=TODAY, checked=True)
    workflow.ask_to_sign(
        assessment, by=here.lead, on=TODAY, checked=True, nobody_named=True
    )

    assert stands(assessment) == "awaiting_signoff"


def test_whoever_wrote_any_of_it_cannot_sign_it(here):
    assessment = here.to_sign()

    with pytest.raises(PermissionDenied):
        workflow.sign(assessment, by=here.lead, on=TODAY)

    assert stands(assessment) == "awaiting_signoff"


def test_signing_submits_it_keeps_what_was_answered_and_counts_it_once(here):
    assessment = here.submitted()

    assert stands(assessment) == "submitted"
    assert (assessment.sent, assessment.submitted_on) == (True, TODAY)
    assert assessment.contribution.received_on == TODAY
    assert list(assessment.released_to.all()) == [here.board]
    kept = Snapshot.objects.get()
    assert set(kept.answers) == set(assessment.asks)
    standards = {c.standard for c in Grade.objects.all()}
    assert standards == {s.key for s in assessment.cycle.asked.standards}
    assert assessment.percent is not None


def test_taking_it_back_voids_the_signatures(here):
    assessment = here.to_sign()

    workflow.take_back(assessment, by=here.lead)

    assert (stands(assessment), assessment.signatures.count()) == ("in_progress", 0)


def test_a_school_needs_its_head_and_a_governor_and_the_day_of_the_governing_body():
    here = Here(kind="school_maintained")
    governor = agency_lead(here.agency)
    assessment = here.to_sign()
    with pytest.raises(ValidationError, match="when it went to the governing body"):
        workflow.sign(assessment, by=here.senior, capacity="head", on=TODAY)

    workflow.sign(
        assessment, by=here.senior, capacity="head", governors_on=TODAY, on=TODAY
    )
    assert stands(assessment) == "awaiting_signoff"
    with pytest.raises(ValidationError, match="Somebody else gives the other"):
        workflow.sign(assessment, by=here.senior, capacity="governor", on=TODAY)
    workflow.sign(assessment, by=governor, capacity="governor", on=TODAY)

    assert stands(assessment) == "submitted"
    assert assessment.governors_on == TODAY


def test_nothing_is_taken_once_the_cycle_is_closed_but_from_who_has_longer(here):
    assessment = here.to_sign()
    workflow.close_cycle(here.cycle, by=here.team)
    assessment.refresh_from_db()
    late = CLOSES + timedelta(days=1)

    with pytest.raises(ValidationError, match="The cycle is closed"):
        workflow.sign(assessment, by=here.senior, on=late)
    workflow.extend_return(
        assessment, by=here.team, due_on=late, reason="Illness.", on=TODAY
    )
    workflow.sign(assessment, by=here.senior, on=late)

    assert stands(assessment) == "submitted"


def test_what_is_added_later_leaves_what_was_submitted_as_it_was(here):
    assessment = here.submitted()

    workflow.add_addendum(assessment, by=here.lead, words="A new policy came in May.")

    assert [a.words for a in assessment.addenda.all()] == ["A new policy came in May."]
    assert Snapshot.objects.count() == 1


def test_nothing_is_asked_of_who_is_exempt_and_it_can_be_asked_after_all(here):
    assessment = here.open()

    workflow.exempt(assessment, by=here.team, reason="It closes in May.")
    assert (stands(assessment), assessment.approved_by) == ("exempt", here.team)
    assert assessment.contribution.state == "withdrawn"
    workflow.ask_after_all(assessment, by=here.team, due_on=CLOSES, on=TODAY)

    assert stands(assessment) == "invited"
    assert assessment.contribution.state == "asked"


# --- What the board makes of it -----------------------------------------------------------


def test_the_boards_grade_stands_beside_the_organisations_and_replaces_nothing(here):
    assessment = here.judged()
    key = graded(assessment)[0]

    assert stands(assessment) == "provisional"
    assert assessment.answers.get(key=key).said == "2"
    assert Moderation.objects.get().said == "1"
    assert assessment.moderated_percent < assessment.percent
    standard = Grade.objects.exclude(moderated_percent=None).first()
    assert standard.percent == Decimal("66.67")


def test_nobody_moderates_her_own_organisation(here):
    assessment = here.submitted()
    both = board_team(here.board)
    agency_lead(here.agency, both)

    with pytest.raises(PermissionDenied):
        workflow.moderate(
            assessment, by=both, key=graded(assessment)[0], said="1", because="So."
        )


def test_a_grade_is_moderated_with_a_reason_or_not_at_all(here):
    assessment = here.submitted()

    with pytest.raises(ValidationError, match="Say why"):
        workflow.moderate(
            assessment, by=here.team, key=graded(assessment)[0], said="1", because=" "
        )

    assert list(Moderation.objects.all()) == []


def test_a_question_of_the_board_is_answered_and_the_return_put_right(here):
    assessment = here.submitted()
    workflow.ask_about(assessment, by=here.team, text="Who leads?", on=TODAY)
    here.fill(assessment, {"s1.1": {"said": "3", "words": "The chief."}})

    workflow.answer_question(assessment, by=here.lead, answer="See 1.1.", on=TODAY)

    assert stands(assessment) == "submitted"
    assert assessment.exchanges.get().answer == "See 1.1."
    assert Snapshot.objects.get().answers["s1.1"]["said"] == "2"


def test_grades_are_disputed_and_settled(here):
    assessment = here.judged()

    workflow.dispute(assessment, by=here.lead, reason="The policy is used.")
    assert stands(assessment) == "disputed"
    workflow.settle(assessment, by=here.team)

    assert stands(assessment) == "final"


def test_a_cycle_is_archived_once_every_return_has_been_answered(here):
    assessment = here.judged()
    workflow.close_cycle(here.cycle, by=here.team)
    workflow.begin_moderation(here.cycle, by=here.team)
    member = here.group.appointments.create(
        person=agency_lead(OrganisationFactory()),
        role="group_member",
        confirmed_until=TODAY + timedelta(days=3650),
    ).person
    workflow.report_cycle(here.cycle, by=member, on=TODAY)
    with pytest.raises(ValidationError, match="1 organisations have had no feedback"):
        workflow.archive(here.cycle, by=here.team)

    assessment.refresh_from_db()
    workflow.write_back(assessment, by=here.team, feedback="Thank you.", on=TODAY)
    workflow.archive(here.cycle, by=here.team)

    here.cycle.refresh_from_db()
    assert here.cycle.state == "archived"


def test_a_finding_leaves_by_the_loops_own_door(here):
    assessment = here.judged()

    workflow.raise_section11_finding(
        assessment, by=here.team, kind="concern", text="Policies are not lived."
    )

    finding = Finding.objects.get()
    assert (finding.activity, list(assessment.findings.all())) == (
        here.cycle.activity,
        [finding],
    )


# --- One return, several boards -----------------------------------------------------------


@pytest.fixture
def both(here):
    """Asked by this board and by a neighbour, and waiting for its signature."""
    other = Here()
    other.board.partners.add(here.agency)
    cycle = here.plan(title="Together", together_with=[other.board])
    return other, here.to_sign(cycle)


def test_whoever_signs_says_which_boards_may_read_it(here, both):
    other, assessment = both

    workflow.sign(assessment, by=here.senior, on=TODAY, boards=[here.board])

    def read(person):
        return Answer.objects.visible_to(person).exists()

    assert (read(here.team), read(other.team)) == (True, False)
    workflow.release(assessment, by=here.lead, board=other.board)
    assert read(other.team) is True


def test_it_is_submitted_to_one_board_at_least(here, both):
    _, assessment = both

    with pytest.raises(ValidationError, match="at least one board"):
        workflow.sign(assessment, by=here.senior, on=TODAY, boards=[])

    assert stands(assessment) == "awaiting_signoff"


def test_one_of_several_boards_withdraws_and_sees_it_no_more(here, both):
    other, assessment = both
    workflow.sign(assessment, by=here.senior, on=TODAY)

    led = workflow.stop_asking(
        assessment, by=other.team, board=other.board, reason="We have our own."
    )

    assert led == assessment.cycle
    assert list(SelfAssessment.objects.visible_to(other.team)) == []
    assert list(SelfAssessment.objects.visible_to(here.team)) == [assessment]


def test_a_board_withdraws_for_itself_alone(here, both):
    other, assessment = both

    with pytest.raises(ValidationError, match="Choose your own board"):
        workflow.stop_asking(
            assessment, by=other.team, board=here.board, reason="Enough."
        )


# --- The next cycle -----------------------------------------------------------------------


def test_last_times_answers_are_there_to_be_confirmed_or_changed(here):
    here.submitted()
    following = here.plan(title="Section 11 again", closes=CLOSES + timedelta(days=300))

    assessment = here.confirmed(following)

    assert {a.carried for a in assessment.answers.all()} == {True}
    with pytest.raises(ValidationError, match="questions are not finished"):
        workflow.ask_to_sign(assessment, by=here.lead, on=TODAY, checked=True)
    workflow.confirm_carried(assessment, by=here.lead, keys=["s1.1"], on=TODAY)
    here.fill(assessment, {"s1.2": {"said": "3", "words": "Better now."}})
    told = assessment.answers.in_bulk(field_name="pk").values()
    told = {a.key: (a.carried, a.unchanged) for a in told}
    assert (told["s1.1"], told["s1.2"]) == ((False, True), (False, False))


def test_a_question_that_means_something_else_is_not_carried_over(here):
    here.submitted()
    following = here.plan(asks="section11_2023", title="Section 11, 2023")

    assessment = here.confirmed(following)

    walk = following.asked.crosswalk
    changed = {k for c in walk.changes if not c.kept for k in c.new}
    assert changed & set(assessment.asks)
    assert changed & set(assessment.answers.values_list("key", flat=True)) == set()


def test_a_step_that_comes_too_late_says_so(here):
    assessment = here.submitted()

    with pytest.raises(WrongState):
        workflow.take_back(assessment, by=here.lead)


# --- Whose standard it is -----------------------------------------------------------------


def given_one(here, standard="s1"):
    """A colleague who was given one standard of a return that has been begun."""
    assessment = here.confirmed()
    colleague = contributor(here.agency)
    workflow.delegate(assessment, by=here.lead, standard=standard, person=colleague)
    return assessment, colleague


def test_a_colleague_writes_the_standard_that_she_was_given(here):
    assessment, colleague = given_one(here)

    here.fill(assessment, {"s1.1": {"said": "2", "words": "Hers."}}, by=colleague)

    assert assessment.answers.get(key="s1.1").changed_by == colleague
    assert list(assessment.drafted_by.all()) == [colleague]


def test_a_colleague_writes_no_other_standard(here):
    assessment, colleague = given_one(here)

    with pytest.raises(ValidationError, match="was not given to you"):
        here.fill(
            assessment,
            {"s1.1": {"said": "2"}, "s2.2": {"said": "2"}},
            by=colleague,
        )

    assert assessment.answers.count() == 0


def test_a_colleague_adds_no_action_to_another_standard(here):
    assessment, colleague = given_one(here)

    with pytest.raises(ValidationError, match="was not given to you"):
        workflow.add_action(
            assessment,
            by=colleague,
            key="s2.2",
            what="Appoint somebody",
            owner="Head of service",
            due_on=CLOSES,
        )

    assert assessment.actions.count() == 0


def test_another_lead_of_the_organisation_writes_all_of_it(here):
    assessment = here.confirmed()

    here.fill(assessment, {"s2.2": {"said": "2"}}, by=here.senior)

    assert assessment.answers.get().key == "s2.2"


def test_what_is_not_given_again_stays_as_it_was(here):
    assessment = here.confirmed()
    here.fill(assessment, {"s1.1": {"said": "2", "words": "Kept.", "impact": "Seen."}})

    here.fill(assessment, {"s1.1": {"said": None, "impact": "Seen again."}})

    told = assessment.answers.get()
    assert (told.said, told.words, told.impact) == (None, "Kept.", "Seen again.")
