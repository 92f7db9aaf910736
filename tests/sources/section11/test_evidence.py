"""What an organisation can show, and how soon the board answers."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.sources.section11 import queries, workflow
from goldthread.sources.section11.models import Evidence
from goldthread.sources.section11.summary import summarise
from tests.conftest import TODAY
from tests.factories import ShownFactory, agency_lead, contributor
from tests.sources.section11.conftest import Here

pytestmark = pytest.mark.django_db
LINK = "https://example.org/policy"


def keep(here, **said):
    return workflow.keep_evidence(here.agency, by=here.lead, title="Policy", **said)


def test_a_link_is_kept_for_the_organisation(here):
    made = keep(here, link=LINK, owner="Head of service")

    assert (made.kind, made.organisation, made.kept_by) == (
        "link",
        here.agency,
        here.lead,
    )


@pytest.mark.parametrize("said", [{}, {"link": LINK, "statement": "It is so."}])
def test_it_is_one_of_a_file_a_link_and_a_statement(here, said):
    with pytest.raises(ValidationError, match="one of the three"):
        keep(here, **said)

    assert Evidence.objects.count() == 0


def test_nobody_keeps_evidence_for_another_organisation(here):
    with pytest.raises(PermissionDenied):
        workflow.keep_evidence(
            here.agency, by=agency_lead(Here().agency), title="Policy", link=LINK
        )


def test_a_colleague_renews_it_and_not_for_a_day_that_has_passed(here):
    shown = ShownFactory(organisation=here.agency)
    colleague = contributor(here.agency)
    with pytest.raises(ValidationError, match="longer than today"):
        workflow.renew(shown, by=colleague, valid_until=TODAY, on=TODAY)

    later = TODAY + timedelta(days=365)
    workflow.renew(shown, by=colleague, valid_until=later, on=TODAY)

    assert (shown.valid_until, shown.renewed_on) == (later, TODAY)


def test_what_is_withdrawn_is_offered_no_more_and_stays_where_it_was_shown(here):
    assessment = here.confirmed()
    shown = ShownFactory(organisation=here.agency)
    here.fill(assessment, {"s1.1": {"said": "2", "evidence": [shown]}})

    workflow.withdraw_evidence(shown, by=here.lead)

    assert list(queries.kept(assessment)) == []
    assert list(assessment.answers.get().evidence.all()) == [shown]


def test_the_board_sees_how_soon_it_answers(here):
    assessment = here.judged()
    before = queries.turnaround(here.cycle, here.team).words
    later = TODAY + timedelta(days=21)

    workflow.write_back(assessment, by=here.team, feedback="Thank you.", on=later)

    assert before == "0 of 1 (0%) have had feedback"
    assert queries.turnaround(here.cycle, here.team).words == (
        "1 of 1 (100%) have had feedback; half of them within 21 days"
    )


def test_the_boards_paper_counts_what_came_and_what_was_answered(here):
    here.judged()

    told = summarise(board=here.board, since=TODAY - timedelta(days=60), until=TODAY)

    assert list(told.values()) == [1, 1, 1, 0]
