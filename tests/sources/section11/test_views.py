"""The pages: a return filled in by its form, the board's view of it, and the pictures."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from goldthread.base import printing
from goldthread.sources.section11 import queries, workflow
from goldthread.sources.section11.models import Cycle, SelfAssessment
from tests.conftest import TODAY
from tests.factories import (
    OrganisationFactory,
    ShownFactory,
    agency_lead,
    board_team,
    chair,
)
from tests.sources.section11.conftest import Here, graded

pytestmark = pytest.mark.django_db


@pytest.fixture
def filling(here, sign_in):
    """The page on which the first standard is answered, in the lead's browser."""
    assessment = here.confirmed()
    address = reverse("section11:fill", args=[assessment.pk, "s1"])
    return assessment, sign_in(here.lead), address


def sent(page, **changed):
    """What the page's form would send, with these answers changed."""
    form = page.context["form"]
    data = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(value, list):
            data[name] = [str(getattr(each, "pk", each)) for each in value]
        elif value not in (None, ""):
            data[name] = field.prepare_value(value)
    return data | form.carries() | changed


def test_a_standard_is_answered_by_its_form(filling):
    assessment, browser, address = filling
    page = browser.get(address)
    assert page.context["form"].fields["said_0"].choices[0] == ("0", "0: Not in place")

    answer = browser.post(address, sent(page, said_0="3", words_0="A chart."))

    assert answer.status_code == 302
    told = assessment.answers.get(key="s1.1")
    assert (told.said, told.words) == ("3", "A chart.")


def test_a_grade_and_a_reason_why_it_does_not_apply_contradict_each_other(filling):
    assessment, browser, address = filling
    page = browser.get(address)
    asked = page.context["form"].fields
    place = next(n for n in range(9) if {f"out_{n}", f"said_{n}"} <= set(asked))
    both = {f"said_{place}": "2", f"out_{place}": "We recruit nobody."}

    answer = browser.post(address, sent(page, **both))

    assert answer.status_code == 422
    assert answer.context["form"].errors[f"out_{place}"] == [
        "Choose one: give an answer, or say why it does not apply"
    ]
    assert assessment.answers.count() == 0


def test_two_people_who_answer_at_once_are_shown_both_texts(here, filling, sign_in):
    assessment, browser, address = filling
    page = browser.get(address)
    here.fill(assessment, {"s1.1": {"said": "1", "words": "Hers."}}, by=here.senior)

    answer = browser.post(address, sent(page, said_0="3", words_0="Mine."))

    assert answer.status_code == 409
    assert set(answer.context["form"].conflicts) == {"said_0", "words_0"}
    assert assessment.answers.get(key="s1.1").words == "Hers."


def test_one_question_is_answered_at_its_own_address(filling):
    assessment, browser, _ = filling
    address = reverse("section11:answer", args=[assessment.pk, "s1", "s1.2"])
    page = browser.get(address)

    browser.post(address, sent(page, said_0="2", words_0="It is in the rota."))

    assert [c.key for c in page.context["form"].criteria] == ["s1.2"]
    assert list(assessment.answers.values_list("key", "words")) == [
        ("s1.2", "It is in the rota.")
    ]


def test_what_is_in_doubt_leads_to_its_question(here, sign_in):
    assessment = here.confirmed()
    address = reverse("section11:answer", args=[assessment.pk, "s1", "s1.1"])

    page = sign_in(here.lead).get(f"/section11/{assessment.pk}/ask_to_sign/")

    assert f'href="{address}"' in page.content.decode()


@pytest.mark.parametrize("rest", [("s99",), ("s1", "s2.1"), ("s1", "s1.99")])
def test_there_is_no_standard_or_question_of_another_name(filling, rest):
    assessment, browser, _ = filling
    name = "fill" if len(rest) == 1 else "answer"
    gone = reverse(f"section11:{name}", args=[assessment.pk, *rest])

    assert browser.get(gone).status_code == 404


def test_a_board_reads_answers_once_they_are_submitted(here, sign_in):
    assessment = here.confirmed()
    here.fill(assessment, {"s1.1": {"said": "2", "words": "Written down."}})
    browser = sign_in(here.team)
    before = browser.get(assessment.get_absolute_url())
    assert "Written down." not in before.content.decode()

    here.fill(assessment)
    workflow.ask_to_sign(assessment, by=here.lead, on=TODAY, checked=True)
    workflow.sign(assessment, by=here.senior, on=TODAY)

    after = browser.get(assessment.get_absolute_url())
    assert "As it is written." in after.content.decode()


def test_the_agency_reads_the_boards_grades_once_they_are_finished(here, sign_in):
    assessment = here.submitted()
    workflow.moderate(
        assessment,
        by=here.team,
        key=graded(assessment)[0],
        said="1",
        because="Only a policy.",
    )
    browser = sign_in(here.lead)
    before = browser.get(assessment.get_absolute_url())
    assert "Only a policy." not in before.content.decode()

    workflow.finish_moderation(assessment, by=here.team)

    after = browser.get(assessment.get_absolute_url())
    assert "Only a policy." in after.content.decode()


def test_evidence_renewed_once_is_current_wherever_it_is_shown(here):
    assessment = here.confirmed()
    shown = ShownFactory(organisation=here.agency, valid_until=TODAY.replace(year=2025))
    held = {"said": "2", "evidence": [shown]}
    here.fill(assessment, {"s1.1": held, "s1.2": held})
    before = [
        e.expired
        for a in queries.held(assessment, on=TODAY).values()
        for e in a.evidence
    ]

    workflow.renew(shown, by=here.lead, valid_until=TODAY.replace(year=2028), on=TODAY)

    after = [
        e.expired
        for a in queries.held(assessment, on=TODAY).values()
        for e in a.evidence
    ]
    assert (before, after) == ([True, True], [False, False])


def test_evidence_of_another_organisation_is_not_shown(here):
    assessment = here.confirmed()
    strange = ShownFactory(organisation=OrganisationFactory())

    here.fill(assessment, {"s1.1": {"said": "2", "evidence": [strange]}})

    assert list(assessment.answers.get().evidence.all()) == []


def test_the_picture_says_self_moderated_and_gap(here, sign_in):
    assessment = here.judged()
    cycle = assessment.cycle

    found = queries.grid(cycle, here.team)

    (row,) = found.rows
    told = [cell for cell in row.cells if cell.gap]
    assert [cell.words for cell in told] == ["Self 67%, moderated 58%, +8, Amber"]
    page = sign_in(chair(here.board)).get(reverse("section11:grid", args=[cycle.pk]))
    assert "Self 67%, moderated 58%, +8, Amber" in page.content.decode()


def test_the_picture_can_be_taken_as_a_file(here, sign_in):
    cycle = here.judged().cycle

    taken = sign_in(here.team).get(
        reverse("section11:grid", args=[cycle.pk]), {"format": "csv"}
    )

    head, first, *_ = taken.content.decode("utf-8-sig").splitlines()
    assert head == "Organisation,Standard,Code,Self %,Moderated %,Gap,Band"
    assert first.split(",")[0] == str(here.agency)


def test_the_tracker_counts_each_type_and_all(here):
    here.submitted()
    school = OrganisationFactory(boards=[here.board], kind="school_academy")
    workflow.assign(here.cycle, by=here.team, organisations=[school], on=TODAY)

    told = queries.tracker(here.cycle, here.team, on=TODAY)

    assert [(t.words, t.rate) for t in told] == [
        ("Police", "1 of 1 (100%)"),
        ("School: academy", "0 of 1 (0%)"),
        ("All", "1 of 2 (50%)"),
    ]


def test_a_board_sees_nothing_of_another_boards_cycle(here):
    here.judged()
    stranger = board_team(Here().board)

    assert queries.tracker(here.cycle, stranger, on=TODAY) == []
    assert queries.grid(here.cycle, stranger).rows == []
    assert list(Cycle.objects.visible_to(stranger).filter(pk=here.cycle.pk)) == []


def test_one_return_serves_the_boards_that_ask_together(here):
    other = Here()
    other.board.partners.add(here.agency)
    cycle = here.plan(title="Together", together_with=[other.board])

    assessment = here.submitted(cycle)

    assert set(assessment.boards.all()) == {here.board, other.board}
    assert list(SelfAssessment.objects.visible_to(other.team)) == [assessment]
    assert len(queries.grid(cycle, other.team).rows) == 1


def test_a_return_takes_the_same_statements_however_long_it_is(
    here, sign_in, statements
):
    assessment = here.submitted()
    browser = sign_in(here.team)
    address = assessment.get_absolute_url()
    statements(browser, address)
    whole = statements(browser, address)
    assessment.answers.filter(pk__in=assessment.answers.all()[5:].values("pk")).delete()

    assert statements(browser, address) == whole


def test_the_picture_takes_the_same_statements_with_one_row_and_with_twelve(
    here, sign_in, statements
):
    cycle = here.judged().cycle
    browser = sign_in(here.team)
    address = reverse("section11:grid", args=[cycle.pk])
    statements(browser, address)
    one = statements(browser, address)
    for _ in range(11):
        agency = OrganisationFactory(boards=[here.board], kind="police")
        here.agency, here.lead, here.senior = (
            agency,
            agency_lead(agency),
            agency_lead(agency),
        )
        workflow.assign(cycle, by=here.team, organisations=[agency], on=TODAY)
        assessment = SelfAssessment.objects.get(contribution__organisation=agency)
        workflow.confirm_lead(assessment, by=here.lead, senior=here.senior)
        here.fill(assessment)
        workflow.ask_to_sign(assessment, by=here.lead, on=TODAY, checked=True)
        workflow.sign(assessment, by=here.senior, on=TODAY)

    assert statements(browser, address) == one


# --- Taken as a file ------------------------------------------------------------------------


def everything(assessment, browser, form):
    address = reverse("section11:everything", args=[assessment.pk])
    return browser.get(address, {"format": form})


def test_an_organisation_takes_all_of_its_return_with_it(here, sign_in):
    assessment = here.judged()

    file = everything(assessment, sign_in(here.lead), "csv")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))

    assert [row["Code"] for row in rows] == assessment.asks
    first = next(row for row in rows if row["Code"] == graded(assessment)[0])
    assert first["How they know"] == "As it is written."
    assert (first["The board’s grade"], first["Why the board gave it"]) == (
        "1: Begun",
        "Only a policy.",
    )


def test_it_is_there_to_be_taken_when_the_cycle_is_closed(here, sign_in):
    assessment = here.confirmed()
    here.fill(assessment, {"s1.1": {"said": "2", "words": "Half done."}})
    workflow.close_cycle(here.cycle, by=here.team)

    file = everything(assessment, sign_in(here.lead), "xlsx")

    sheet = load_workbook(io.BytesIO(file.content)).active
    assert [cell.value for cell in sheet[2]][3:5] == [
        "2: Mostly in place",
        "Half done.",
    ]


def test_it_is_printed_as_pdf(here, sign_in):
    assessment = here.submitted()

    file = everything(assessment, sign_in(here.lead), "pdf")

    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-")
    assert file["Content-Disposition"].endswith('.pdf"')


def test_a_board_takes_no_answer_before_it_is_sent(here, sign_in):
    assessment = here.confirmed()
    here.fill(assessment, {"s1.1": {"said": "2", "words": "Half done."}})

    file = everything(assessment, sign_in(here.team), "csv")

    assert "Half done." not in file.content.decode("utf-8-sig")


def test_there_is_no_file_of_another_kind(here, sign_in):
    assert everything(here.open(), sign_in(here.lead), "exe").status_code == 404


def test_a_server_that_makes_no_pdf_says_so_and_offers_the_rest(
    here, sign_in, monkeypatch
):
    def missing(name):
        raise OSError(name)

    monkeypatch.setattr(printing, "import_module", missing)

    page = everything(here.submitted(), sign_in(here.lead), "pdf")

    assert page.status_code == 503
    assert "This server cannot make a PDF" in page.content.decode()
    assert "As a workbook (Excel)" in page.content.decode()
