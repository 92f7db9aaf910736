"""A trust answers once for its sites and says where one differs, or each site answers."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from goldthread.base.states import WrongState
from goldthread.sources.section11 import queries, rules, workflow
from goldthread.sources.section11.models import (
    Assignment,
    SelfAssessment,
    SiteDifference,
    Snapshot,
)
from tests.conftest import TODAY
from tests.factories import (
    BoardFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
)
from tests.sources.section11.conftest import OPENS, graded

pytestmark = pytest.mark.django_db


class Trust:
    """The agency has two sites; the first is a partner of the board, the second is not."""

    def __init__(self, here):
        self.here, self.cycle = here, here.cycle
        self.first = OrganisationFactory(
            name="Alder", parent=here.agency, boards=[here.board], kind="police"
        )
        self.second = OrganisationFactory(name="Birch", parent=here.agency, boards=[])

    def assign(self, sites="once", organisations=None, cycle=None):
        return workflow.assign(
            cycle or self.cycle,
            by=self.here.team,
            organisations=organisations or [self.here.agency],
            sites=sites,
            on=OPENS,
        )

    def opened(self, sites="once"):
        self.assign(sites)
        workflow.open_cycle(self.cycle, by=self.here.team, on=OPENS)
        return self.returned(self.here.agency)

    def returned(self, organisation):
        return SelfAssessment.objects.filter(
            contribution__organisation=organisation
        ).first()

    def confirmed(self):
        assessment = self.opened()
        workflow.confirm_lead(assessment, by=self.here.lead, senior=self.here.senior)
        return assessment

    def differ(self, assessment, *, site=None, key=None, words="No lead there yet."):
        workflow.add_difference(
            assessment,
            by=self.here.lead,
            key=key or graded(assessment)[0],
            site=site or self.first,
            words=words,
            on=TODAY,
        )

    def to_sign(self):
        assessment = self.confirmed()
        self.here.fill(assessment)
        self.differ(assessment)
        workflow.ask_to_sign(assessment, by=self.here.lead, on=TODAY, checked=True)
        return assessment

    def submitted(self):
        assessment = self.to_sign()
        workflow.sign(assessment, by=self.here.senior, on=TODAY)
        return assessment


@pytest.fixture
def trust(here):
    return Trust(here)


@pytest.fixture
def two_sites(trust):
    """Each of the sites answers by itself, and one person leads both."""
    trust.opened("each")
    lead = agency_lead(trust.first)
    agency_lead(trust.second, person=lead)
    senior = agency_lead(trust.first)
    agency_lead(trust.second, person=senior)
    returns = [trust.returned(each) for each in (trust.first, trust.second)]
    for each in returns:
        workflow.confirm_lead(each, by=lead, senior=senior)
    return (lead, *returns)


def names(organisations):
    return sorted(str(each) for each in organisations)


# --- Whom it asks ---------------------------------------------------------------------------


def test_a_trust_that_answers_once_covers_all_its_sites(trust):
    assessment = trust.opened()

    assert names(assessment.sites.all()) == ["Alder", "Birch"]
    assert trust.cycle.returns.count() == 1


def test_its_sites_are_not_offered_to_be_asked_again(trust):
    assert trust.first in queries.not_asked_yet(trust.cycle)

    trust.assign()
    assert list(queries.not_asked_yet(trust.cycle)) == []

    workflow.open_cycle(trust.cycle, by=trust.here.team, on=OPENS)
    assert list(queries.not_asked_yet(trust.cycle)) == []


def test_a_site_that_joins_once_the_cycle_is_open_is_asked_by_itself(trust):
    trust.opened()
    new = OrganisationFactory(parent=trust.here.agency, boards=[trust.here.board])

    assert list(queries.not_asked_yet(trust.cycle)) == [new]


def test_a_site_of_the_same_types_is_covered_and_not_asked_beside_its_trust(trust):
    made = workflow.assign(
        trust.cycle, by=trust.here.team, kinds=["police"], sites="once", on=OPENS
    )

    assert [str(each) for each in made] == [f"{trust.here.agency}, for all its sites"]


def test_a_site_that_is_asked_already_is_not_covered_twice(trust):
    trust.assign("", organisations=[trust.first])

    assert names(trust.opened().sites.all()) == ["Birch"]


def test_each_site_answers_in_place_of_the_trust(trust):
    assert trust.opened("each") is None

    asked = Assignment.objects.filter(cycle=trust.cycle)
    assert [str(each) for each in asked] == ["Alder", "Birch"]


def test_a_site_that_is_no_partner_is_asked_by_the_board_of_its_trust(trust):
    trust.opened("each")

    assert list(trust.returned(trust.second).boards.all()) == [trust.here.board]


def test_a_trust_that_answers_for_itself_alone_leaves_its_sites_to_be_asked(trust):
    assessment = trust.opened("")

    assert (assessment.for_sites, assessment.sites.count()) == (False, 0)
    assert list(queries.not_asked_yet(trust.cycle)) == [trust.first]


@pytest.mark.parametrize("sites", ["once", "each"])
def test_where_nobody_has_sites_the_choice_is_refused_in_words(here, sites):
    with pytest.raises(ValidationError) as refused:
        workflow.assign(
            here.cycle,
            by=here.team,
            organisations=[here.agency],
            sites=sites,
            on=OPENS,
        )

    assert refused.value.message_dict == {
        "sites": [
            (
                "None of these has sites that are not asked already. Choose that each "
                "answers for itself alone. Nothing was changed."
            )
        ]
    }
    assert here.cycle.assignments.count() == 0


def test_its_return_goes_to_the_boards_of_its_sites_too(trust):
    far = BoardFactory()
    trust.second.boards.add(far)
    trust.cycle.activity.shared_with.add(far)

    assessment = trust.opened()

    assert names(assessment.boards.all()) == names([far, trust.here.board])
    assessment.refresh_from_db()
    assert assessment.several is True


def test_the_lead_of_a_trust_reads_what_the_board_of_a_site_asks_alone(trust):
    far = BoardFactory()
    trust.second.boards.add(far)
    trust.cycle.activity.shared_with.add(far)
    workflow.add_local_question(
        trust.cycle, by=board_team(far), board=far, text="And by the sea?"
    )

    parts = queries.local_parts(trust.opened(), trust.here.lead)

    assert [q.text for part in parts for q in part.questions] == ["And by the sea?"]


def test_many_trusts_are_asked_in_as_many_statements_as_one(
    here, django_assert_num_queries, django_assert_max_num_queries
):
    def opened(trusts):
        cycle = here.plan(title=f"Of {trusts}")
        for _ in range(trusts):
            whole = OrganisationFactory(boards=[here.board])
            OrganisationFactory.create_batch(3, parent=whole)
            workflow.assign(
                cycle, by=here.team, organisations=[whole], sites="once", on=OPENS
            )
        return cycle

    first, second = opened(1), opened(6)
    with django_assert_max_num_queries(60) as one:
        workflow.open_cycle(first, by=here.team, on=OPENS)
    with django_assert_num_queries(len(one)):
        workflow.open_cycle(second, by=here.team, on=OPENS)
    assert SelfAssessment.sites.through.objects.count() == 21


# --- Where a site differs -------------------------------------------------------------------


def test_what_differs_at_a_site_stands_beside_the_answer(trust):
    assessment = trust.confirmed()
    trust.differ(assessment)

    parts = queries.whole(assessment, trust.here.lead)
    told = [str(d) for part in parts for q in part.questions for d in q.differences]

    assert told == ["At Alder: No lead there yet."]
    assert list(assessment.drafted_by.all()) == [trust.here.lead]


def test_the_board_reads_it_once_the_return_is_submitted(trust):
    assessment = trust.to_sign()
    assert list(SiteDifference.objects.visible_to(trust.here.team)) == []

    workflow.sign(assessment, by=trust.here.senior, on=TODAY)
    read = SiteDifference.objects.visible_to(trust.here.team)
    assert [str(each) for each in read] == ["At Alder: No lead there yet."]
    assert list(SiteDifference.objects.visible_to(board_team(BoardFactory()))) == []


def test_it_is_kept_with_what_was_submitted(trust):
    assessment = trust.submitted()

    kept = Snapshot.objects.get(assessment=assessment).answers
    at_sites = {
        key: each["at_sites"] for key, each in kept.items() if "at_sites" in each
    }
    assert at_sites == {graded(assessment)[0]: ["At Alder: No lead there yet."]}


def test_the_best_grade_is_in_doubt_where_a_site_differs(trust):
    assessment = trust.confirmed()
    key = graded(assessment)[0]
    trust.here.fill(assessment, trust.here.answers(assessment, "3"))
    trust.differ(assessment)

    doubts = queries.checked(assessment, on=TODAY).doubts

    assert rules.Doubt(key, "The best grade, though a site differs.") in doubts


def test_no_site_of_another_trust_differs(trust):
    assessment = trust.confirmed()

    with pytest.raises(ValidationError) as refused:
        trust.differ(assessment, site=OrganisationFactory())

    assert refused.value.message_dict == {
        "site": ["Choose one of the sites that you answer for."]
    }


def test_a_question_that_is_not_asked_has_no_difference(trust):
    with pytest.raises(ValidationError) as refused:
        trust.differ(trust.confirmed(), key="s99.1")

    assert refused.value.message_dict == {"key": ["Choose one of the questions."]}


def test_a_difference_is_said_in_words(trust):
    with pytest.raises(ValidationError) as refused:
        trust.differ(trust.confirmed(), words="  ")

    assert refused.value.message_dict == {"words": ["Say what is different there."]}


def test_one_site_differs_once_on_one_question(trust):
    assessment = trust.confirmed()
    trust.differ(assessment)

    with pytest.raises(ValidationError) as refused:
        trust.differ(assessment)

    assert refused.value.messages == [
        "This site’s difference is written down already. Remove it first to say it anew."
    ]


def test_a_difference_is_removed_and_said_anew(trust):
    assessment = trust.confirmed()
    trust.differ(assessment)
    (difference,) = assessment.site_differences.all()

    workflow.remove_difference(
        assessment, by=trust.here.lead, difference=difference, on=TODAY
    )
    trust.differ(assessment, words="A lead comes in May.")

    said = [str(each) for each in assessment.site_differences.all()]
    assert said == ["At Alder: A lead comes in May."]


def test_nothing_is_changed_at_a_site_once_it_waits_for_its_signature(trust):
    assessment = trust.to_sign()

    with pytest.raises(WrongState):
        trust.differ(assessment, site=trust.second)


# --- After all, each by itself --------------------------------------------------------------


def test_the_board_asks_each_site_after_all(trust):
    assessment = trust.opened()

    workflow.ask_each_site(assessment, by=trust.here.team, on=TODAY)

    assessment.refresh_from_db()
    assert (assessment.for_sites, assessment.sites.count()) == (False, 0)
    asked = [r.contribution.organisation for r in trust.cycle.returns.all()]
    assert names(asked) == names([trust.here.agency, trust.first, trust.second])


def test_a_site_that_is_asked_meanwhile_is_not_asked_twice(trust):
    assessment = trust.opened()
    trust.cycle.assignments.create(organisation=trust.first)

    workflow.ask_each_site(assessment, by=trust.here.team, on=TODAY)

    asked = [r.contribution.organisation for r in trust.cycle.returns.all()]
    assert names(asked) == names([trust.here.agency, trust.second])


def test_the_board_of_a_site_alone_reads_its_return_then_and_not_its_trusts(trust):
    far = BoardFactory()
    trust.second.boards.add(far)
    trust.cycle.activity.shared_with.add(far)
    assessment = trust.opened()

    workflow.ask_each_site(assessment, by=trust.here.team, on=TODAY)

    assessment.refresh_from_db()
    assert list(assessment.boards.all()) == [trust.here.board]
    assert assessment.several is False
    assert list(trust.returned(trust.second).boards.all()) == [far]


def test_the_sites_of_an_exempt_trust_can_be_asked_by_themselves(trust):
    assessment = trust.opened()
    workflow.exempt(assessment, by=trust.here.team, reason="It was dissolved.")
    assert list(queries.not_asked_yet(trust.cycle)) == [trust.first]
    assert queries.covered(trust.cycle, trust.here.team) == {"number": 0, "by": {}}

    trust.assign("", organisations=[trust.first])
    assessment.refresh_from_db()
    workflow.ask_after_all(assessment, by=trust.here.team, due_on=TODAY, on=TODAY)

    assert names(assessment.sites.all()) == ["Birch"]


def test_what_was_said_of_a_site_stays_readable_then(trust):
    assessment = trust.confirmed()
    trust.differ(assessment)

    workflow.ask_each_site(assessment, by=trust.here.team, on=TODAY)

    parts = queries.whole(assessment, trust.here.lead)
    told = [str(d) for part in parts for q in part.questions for d in q.differences]
    assert told == ["At Alder: No lead there yet."]
    with pytest.raises(ValidationError):
        trust.differ(assessment, site=trust.second)


def test_no_site_is_asked_by_itself_once_the_trust_has_submitted(trust):
    assessment = trust.submitted()
    workflow.ask_about(assessment, by=trust.here.team, text="How so?", on=TODAY)

    with pytest.raises(ValidationError) as refused:
        workflow.ask_each_site(assessment, by=trust.here.team, on=TODAY)

    assert refused.value.message.startswith("It was submitted for its sites already")
    assert assessment.sites.count() == 2


# --- One site's answers for another ----------------------------------------------------------


def test_one_sites_answers_are_there_for_another_to_be_confirmed(trust, two_sites):
    lead, first, second = two_sites
    trust.here.fill(first, by=lead)

    workflow.copy_from(second, by=lead, other=first, on=TODAY)

    said = {a.key: (a.said, a.words, a.carried) for a in second.answers.all()}
    assert set(said) == set(second.asks) & set(first.asks)
    assert {carried for _, _, carried in said.values()} == {True}
    assert len(queries.checked(second, on=TODAY).missing) == len(second.asks)


def test_nothing_that_was_answered_is_overwritten(trust, two_sites):
    lead, first, second = two_sites
    key = graded(second)[0]
    trust.here.fill(second, {key: {"said": "1", "words": "Of this site."}}, by=lead)
    trust.here.fill(first, by=lead)

    workflow.copy_from(second, by=lead, other=first, on=TODAY)

    kept = second.answers.get(key=key)
    assert (kept.said, kept.words, kept.carried) == ("1", "Of this site.", False)


def test_where_there_is_nothing_to_bring_it_says_so(two_sites):
    lead, first, second = two_sites

    with pytest.raises(ValidationError) as refused:
        workflow.copy_from(second, by=lead, other=first, on=TODAY)

    assert refused.value.message.startswith("Nothing was brought")


def test_nobody_brings_answers_of_a_site_that_she_does_not_lead(trust, two_sites):
    _, first, second = two_sites
    other = agency_lead(trust.second)
    trust.here.fill(first, by=first.lead)

    assert list(queries.copied_from(second, other)) == []
    with pytest.raises(ValidationError) as refused:
        workflow.copy_from(second, by=other, other=first, on=TODAY)
    assert refused.value.message_dict == {
        "other": ["Choose another site that you answer for."]
    }
    assert second.answers.count() == 0


def test_no_answers_come_from_a_site_of_another_trust(trust, two_sites):
    lead, _, second = two_sites
    strange = OrganisationFactory(
        parent=OrganisationFactory(), boards=[trust.here.board]
    )
    agency_lead(strange, person=lead)
    trust.assign("", organisations=[strange])

    with pytest.raises(ValidationError):
        workflow.copy_from(second, by=lead, other=trust.returned(strange), on=TODAY)


# --- On pages -----------------------------------------------------------------------------------


def test_the_return_says_for_whom_it_answers_and_where_a_site_differs(trust, sign_in):
    assessment = trust.confirmed()
    trust.differ(assessment)

    page = sign_in(trust.here.lead).get(assessment.get_absolute_url()).content.decode()

    assert "Alder; Birch" in page
    assert "At Alder: No lead there yet." in page


def test_the_cycle_says_who_answers_for_whom(trust, sign_in):
    trust.opened()

    page = sign_in(trust.here.team).get(trust.cycle.get_absolute_url())

    assert f"{trust.here.agency} answers for Alder; Birch." in page.content.decode()
    assert queries.status(trust.cycle, trust.here.team, on=TODAY)["answered_for"] == 2


def test_of_many_sites_only_their_number_is_told(trust):
    OrganisationFactory.create_batch(9, parent=trust.here.agency)
    trust.opened()

    told = queries.covered(trust.cycle, trust.here.team)

    assert told == {"number": 11, "by": {}}


def test_whoever_chooses_is_asked_of_sites_only_where_there_are_some(here, sign_in):
    address = reverse("section11:cycle", args=[here.cycle.pk]) + "assign/"
    client = sign_in(here.team)
    assert "several sites" not in client.get(address).content.decode()

    OrganisationFactory(parent=here.agency)
    assert "several sites" in client.get(address).content.decode()


def test_the_file_of_everything_says_where_a_site_differs(trust, sign_in):
    assessment = trust.submitted()
    address = reverse("section11:everything", args=[assessment.pk])

    got = sign_in(trust.here.lead).get(address, {"format": "csv", "purpose": "To keep"})

    text = b"".join(got).decode() if got.streaming else got.content.decode()
    assert "At Alder: No lead there yet." in text


def test_a_return_of_many_sites_takes_as_many_statements_as_of_two(
    trust, sign_in, statements
):
    assessment = trust.confirmed()
    trust.differ(assessment)
    client = sign_in(trust.here.lead)
    client.get(assessment.get_absolute_url())
    before = statements(client, assessment.get_absolute_url())

    for site in OrganisationFactory.create_batch(8, parent=trust.here.agency):
        assessment.sites.add(site)
        trust.differ(assessment, site=site)

    assert statements(client, assessment.get_absolute_url()) == before


def test_each_step_is_taken_on_its_page(trust, sign_in):
    assessment = trust.confirmed()
    lead, team = sign_in(trust.here.lead), sign_in(trust.here.team)
    at = assessment.get_absolute_url()
    key = graded(assessment)[0]

    lead.post(
        f"{at}add_difference/", {"key": key, "site": trust.first.pk, "words": "So."}
    )
    (difference,) = assessment.site_differences.all()
    assert str(difference) == "At Alder: So."
    lead.post(f"{at}remove_difference/", {"difference": difference.pk})
    assert assessment.site_differences.count() == 0
    team.post(f"{at}ask_each_site/")
    assert trust.cycle.returns.count() == 3


def test_answers_of_another_site_are_brought_on_a_page(trust, two_sites, sign_in):
    lead, first, second = two_sites
    trust.here.fill(first, by=lead)

    page = sign_in(lead).post(
        f"{second.get_absolute_url()}copy_from/", {"other": first.pk}, follow=True
    )

    assert "Confirm or change each of these answers" in page.content.decode()
    assert second.answers.filter(carried=True).exists()


def test_a_foreign_return_is_not_offered_and_looks_missing(trust, two_sites, sign_in):
    lead, _, second = two_sites
    whole = OrganisationFactory(boards=[trust.here.board])
    strange = OrganisationFactory(parent=whole, boards=[trust.here.board])
    trust.assign("", organisations=[strange])
    client, foreign = sign_in(lead), trust.returned(strange)
    assert client.get(f"{foreign.get_absolute_url()}copy_from/").status_code == 404

    page = client.post(f"{second.get_absolute_url()}copy_from/", {"other": foreign.pk})

    assert "Select a valid choice" in page.content.decode()
    assert second.answers.count() == 0
