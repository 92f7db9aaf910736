"""Staff answer by a link, nobody knows who, and what they say stands beside the grades."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.base.access.acting import acting
from goldthread.base.ledger.models import Entry, Trace
from goldthread.base.states import WrongState
from goldthread.sources.section11 import queries, workflow
from goldthread.sources.section11.models import StaffTally, Survey
from tests.base.instruments.conftest import criterion, standard, written
from tests.conftest import TODAY
from tests.factories import chair, contributor
from tests.sources.section11.conftest import Here

pytestmark = pytest.mark.django_db
NOW = timezone.localdate()  # pages go by the clock
LATER = NOW + timedelta(days=14)
FEW = "Fewer than 10 answers: not shown"


def ask_staff(here, assessment, closes_on=LATER, **more):
    return workflow.open_survey(
        assessment, by=here.lead, closes_on=closes_on, on=NOW, **more
    )


def answered(survey, people, **said):
    """So many people say the same: `s1_1="yes"`."""
    told = {key.replace("_", "."): word for key, word in said.items()}
    for _ in range(people):
        workflow.take_sheet(survey, told, on=NOW)


def close(here, survey):
    workflow.close_survey(survey.assessment, by=here.lead)


def submit(here, assessment, **answers):
    here.fill(assessment, here.answers(assessment, **answers))
    workflow.ask_to_sign(assessment, by=here.lead, on=TODAY, checked=True)
    workflow.sign(assessment, by=here.senior, on=TODAY)


def found(assessment, user, on=NOW):
    with acting(user):
        return queries.assurance(assessment, user, on=on)


def first(assessment, user):
    return found(assessment, user).sides[0]


def page_of(survey):
    return reverse("section11:survey", args=[survey.link])


# --- Asking -----------------------------------------------------------------------------


def test_staff_are_asked_what_the_set_puts_to_them(here):
    survey = ask_staff(here, here.confirmed())

    asked = queries.asked_of_staff(survey.assessment)

    assert asked[0].asks == (
        "I know who answers for safeguarding children in my organisation."
    )
    assert [said for said, _ in asked[0].offered] == ["yes", "partly", "no"]
    criteria = survey.assessment.cycle.asked.criteria
    assert {q.key for q in asked} == {
        key for key in survey.assessment.asks if criteria[key].asked_of_staff
    }


def test_every_count_stands_at_nought_before_anybody_answers(here):
    survey = ask_staff(here, here.confirmed())

    asked = queries.asked_of_staff(survey.assessment)
    assert set(survey.tallies.values_list("number", flat=True)) == {0}
    assert survey.tallies.count() == 1 + 3 * len(asked)


@pytest.mark.parametrize("days", [0, 93])
def test_it_is_open_until_a_later_day_within_three_months(here, days):
    assessment = here.confirmed()

    with pytest.raises(ValidationError) as refused:
        ask_staff(here, assessment, closes_on=NOW + timedelta(days=days))

    assert refused.value.message_dict == {
        "closes_on": ["The last day must be after today, and within three months."]
    }
    assert Survey.objects.count() == 0


def test_staff_are_asked_once(here):
    assessment = here.confirmed()
    close(here, ask_staff(here, assessment))

    with pytest.raises(PermissionDenied):
        ask_staff(here, assessment)


def test_staff_are_not_asked_once_the_board_has_the_return(here):
    with pytest.raises(WrongState):
        ask_staff(here, here.submitted())


def test_only_the_organisations_lead_asks_and_closes(here):
    assessment = here.confirmed()
    for person in (here.team, Here().lead, contributor(here.agency)):
        with pytest.raises(PermissionDenied):
            workflow.open_survey(assessment, by=person, closes_on=LATER, on=NOW)
    ask_staff(here, assessment)
    for person in (here.team, Here().lead, contributor(here.agency)):
        with pytest.raises(PermissionDenied):
            workflow.close_survey(assessment, by=person)


def test_the_lead_passes_the_link_on_and_nobody_else_is_shown_it(here, sign_in):
    assessment = here.confirmed()
    survey = ask_staff(here, assessment)
    submit(here, assessment)
    address = reverse("section11:assurance", args=[assessment.pk])

    hers = sign_in(here.lead).get(address).content.decode()
    boards = sign_in(here.team).get(address).content.decode()

    assert (survey.link in hers, survey.link in boards) == (True, False)


def test_the_form_asks_for_a_day_and_leads_to_the_link(here, sign_in):
    assessment = here.confirmed()
    address = reverse("section11:show", args=[assessment.pk]) + "open_survey/"
    day = {f"closes_on_{part}": getattr(LATER, part) for part in ("day", "month")}

    answer = sign_in(here.lead).post(
        address, {**day, "closes_on_year": LATER.year, "invited": "80"}
    )

    assert answer.url == reverse("section11:assurance", args=[assessment.pk])
    assert Survey.objects.get().invited == 80


# --- Answering --------------------------------------------------------------------------


def test_somebody_answers_without_signing_in(here, client):
    survey = ask_staff(here, here.confirmed())
    page = client.get(page_of(survey))
    assert "I know who answers for safeguarding" in page.content.decode()

    sent = client.post(page_of(survey), {"said_0": "partly", "said_1": "-"})

    assert sent.url == f"{page_of(survey)}?sent=yes"
    assert "Thank you" in client.get(sent.url).content.decode()
    told = survey.tallies.filter(number__gt=0).values_list("key", "said", "number")
    assert set(told) == {("", "", 1), ("s1.1", "partly", 1)}


def test_nothing_kept_says_who_answered_or_when(here, sign_in):
    survey = ask_staff(here, here.confirmed())
    browser = sign_in(here.lead)
    lines = (Entry.objects.count(), Trace.objects.count())

    browser.post(page_of(survey), {"said_0": "no", "said_1": "yes"})

    assert survey.tallies.get(key="").number == 1
    assert (Entry.objects.count(), Trace.objects.count()) == lines
    fields = {field.name for field in StaffTally._meta.get_fields()}
    assert fields == {"id", "survey", "key", "said", "number"}


def test_no_page_reads_the_counts_as_they_are(here):
    survey = ask_staff(here, here.confirmed())
    answered(survey, 12, s1_1="no")
    close(here, survey)

    for person in (here.lead, here.team):
        with acting(person):
            assert list(StaffTally.objects.all()) == []


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({}, "Answer at least one question. Nothing was sent."),
        ({"said_0": "-"}, "Answer at least one question. Nothing was sent."),
        ({"said_0": "so-so"}, "Choose one of the answers to this question"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(here, client, sent, problem):
    survey = ask_staff(here, here.confirmed())

    answer = client.post(page_of(survey), sent)

    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert set(survey.tallies.values_list("number", flat=True)) == {0}


def test_an_answer_that_is_not_offered_counts_nothing_of_the_sheet(here):
    survey = ask_staff(here, here.confirmed())

    for said in ({"s1.1": "yes", "s2.1": "so-so"}, {"s1.1": "yes", "": ""}):
        with pytest.raises(ValidationError):
            workflow.take_sheet(survey, said, on=NOW)

    assert set(survey.tallies.values_list("number", flat=True)) == {0}


def test_the_same_form_sent_twice_is_counted_once(here, client):
    survey = ask_staff(here, here.confirmed())
    form = client.get(page_of(survey)).context["form"].carries()

    for _ in range(2):
        answer = client.post(page_of(survey), {"said_0": "yes", **form})
        assert answer.status_code in (200, 302)

    assert survey.tallies.get(key="").number == 1


def test_forty_colleagues_behind_one_address_are_all_counted(here):
    survey = ask_staff(here, here.confirmed())

    sent = [Client().post(page_of(survey), {"said_0": "yes"}) for _ in range(40)]

    assert {answer.status_code for answer in sent} == {302}
    assert survey.tallies.get(key="").number == 40


def test_what_is_kept_is_the_same_however_answers_belong_together(here):
    """So nobody can tell better than by chance which two answers are one person's."""
    kept = []
    for one, other in (("yes", "no"), ("no", "yes")):
        survey = ask_staff(here, here.confirmed(here.plan(title=f"After {one}")))
        first, second = [q.key for q in queries.asked_of_staff(survey.assessment)][:2]
        workflow.take_sheet(survey, {first: "yes", second: one}, on=NOW)
        workflow.take_sheet(survey, {first: "no", second: other}, on=NOW)
        kept.append(list(survey.tallies.values_list("key", "said", "number")))

    assert kept[0] == kept[1]


def test_a_colleague_at_the_same_device_answers_too(here, client):
    survey = ask_staff(here, here.confirmed())
    client.post(page_of(survey), {"said_0": "yes"})
    assert "Thank you" in client.get(page_of(survey)).content.decode()

    another = client.get(page_of(survey), {"another": "yes"}).context["form"]
    client.post(page_of(survey), {"said_0": "no", **another.carries()})

    assert survey.tallies.get(key="").number == 2


def test_a_closed_survey_says_so_and_takes_nothing(here, client):
    survey = ask_staff(here, here.confirmed())
    close(here, survey)

    for answer in (
        client.get(page_of(survey)),
        client.post(page_of(survey), {"said_0": "yes"}),
    ):
        assert answer.status_code == 410
        assert "This survey is closed" in answer.content.decode()
    with pytest.raises(ValidationError, match="This survey is closed"):
        workflow.take_sheet(survey, {"s1.1": "yes"}, on=NOW)
    assert survey.tallies.get(key="").number == 0


def test_it_closes_by_itself_after_its_last_day(here):
    survey = ask_staff(here, here.confirmed())

    workflow.take_sheet(survey, {"s1.1": "yes"}, on=LATER)
    with pytest.raises(ValidationError, match="This survey is closed"):
        workflow.take_sheet(survey, {"s1.1": "yes"}, on=LATER + timedelta(days=1))

    assert survey.tallies.get(key="").number == 1


def test_a_link_of_no_survey_is_a_missing_page(client):
    missing = client.get("/there-is-no-such-page/")
    answer = client.get(reverse("section11:survey", args=["none"]))

    assert (answer.status_code, answer.content) == (404, missing.content)


# --- Never of fewer than ten -------------------------------------------------------------


def everybody(here):
    return (here.lead, here.team, chair(here.board))


def test_of_nine_nothing_is_shown_to_anybody(here, sign_in):
    assessment = here.confirmed()
    survey = ask_staff(here, assessment, invited=12)
    answered(survey, 9, s1_1="no")
    close(here, survey)
    submit(here, assessment)

    for person in everybody(here):
        told = found(assessment, person)
        assert {side.staff for side in told.sides} == {None}
        assert told.words == (
            "Closed. Fewer than 10 people answered, so nothing is shown to anybody."
        )
        address = reverse("section11:assurance", args=[assessment.pk])
        file = sign_in(person).get(address, {"format": "csv"}).content.decode()
        assert file.splitlines()[1].split(",")[2:] == [
            *("66.67", "", "", "", ""),
            *(FEW, "", ""),
        ]


def test_of_ten_it_is_shown(here):
    assessment = here.confirmed()
    survey = ask_staff(here, assessment, invited=40)
    answered(survey, 10, s1_1="no")
    close(here, survey)
    submit(here, assessment)

    for person in everybody(here):
        told = found(assessment, person)
        assert told.words == (
            "Closed. 10 of 40 (25%) people who were asked have answered."
        )
        assert told.sides[0].staff.words == "0 of 10 (0%)"


def test_a_question_that_nine_answered_is_left_out_of_its_standard(here):
    assessment = here.confirmed()
    survey = ask_staff(here, assessment)
    asked = [q.key for q in queries.asked_of_staff(assessment)]
    few, many = asked[0], asked[1]
    for number in range(11):
        said = {many: "yes"} | ({few: "no"} if number < 9 else {})
        workflow.take_sheet(survey, said, on=NOW)
    close(here, survey)

    sides = {side.key: side for side in found(assessment, here.lead).sides}

    assert {key: s.staff.words for key, s in sides.items() if s.staff} == {
        many.partition(".")[0]: "11 of 11 (100%)"
    }
    assert sides[few.partition(".")[0]].why == FEW


def test_nothing_is_shown_while_it_is_open_and_only_tens_are_told(here):
    assessment = here.confirmed()
    survey = ask_staff(here, assessment)
    day = f"{LATER.day} {LATER:%B %Y}"
    told = []
    for people in (9, 1, 14):
        answered(survey, people, s1_1="yes")
        now = found(assessment, here.lead)
        assert {side.staff for side in now.sides} == {None}
        assert now.sides[0].why == "Not closed yet"
        told.append(now.words)

    assert told == [
        f"Open until {day}. Fewer than 10 people have answered.",
        f"Open until {day}. At least 10 people have answered.",
        f"Open until {day}. At least 20 people have answered.",
    ]


def test_more_answers_than_people_who_were_asked_are_told(here):
    survey = ask_staff(here, here.confirmed(), invited=10)
    answered(survey, 11, s1_1="yes")
    close(here, survey)

    assert found(survey.assessment, here.lead).words == (
        "Closed. There are 11 answers of 10 people who were asked: somebody answered "
        "twice, or passed the link on."
    )


# --- Who reads it ---------------------------------------------------------------------------


def test_a_board_reads_it_once_the_return_is_submitted(here):
    assessment = here.confirmed()
    survey = ask_staff(here, assessment)
    answered(survey, 10, s1_1="no")
    close(here, survey)
    assert found(assessment, here.team).survey is None
    assert first(assessment, here.team).staff is None

    submit(here, assessment)

    assert first(assessment, here.team).staff.words == "0 of 10 (0%)"


def test_another_organisation_finds_no_page(here, sign_in):
    survey = ask_staff(here, here.confirmed())
    browser = sign_in(Here().lead)

    for address in ("assurance", "open_survey", "close_survey"):
        page = browser.get(f"/section11/{survey.pk}/{address}/")
        assert page.status_code == 404
    with acting(Here().lead):
        assert list(Survey.objects.all()) == []


def test_a_contributor_sees_the_page_without_the_survey(here, sign_in):
    assessment = here.confirmed()
    her = contributor(here.agency)
    workflow.delegate(assessment, by=here.lead, standard="s1", person=her)
    survey = ask_staff(here, assessment)
    answered(survey, 10, s1_1="no")
    close(here, survey)

    page = sign_in(her).get(reverse("section11:assurance", args=[assessment.pk]))

    assert "There is no staff survey to show." in page.content.decode()
    assert page.context["found"].survey is None


# --- The gap ----------------------------------------------------------------------------------


def test_self_staff_and_board_stand_side_by_side(here, sign_in):
    assessment = here.confirmed()
    survey = ask_staff(here, assessment)
    answered(survey, 10, s1_1="yes")
    answered(survey, 3, s1_1="partly")
    answered(survey, 12, s1_1="no")
    close(here, survey)
    submit(here, assessment, said="3")
    workflow.moderate(assessment, by=here.team, key="s1.1", said="0", because="-")
    workflow.finish_moderation(assessment, by=here.team)

    side = first(assessment, here.team)

    assert side.staff.words == "11.5 of 25 (46%)"
    assert (side.own, side.staff.percent, side.gap) == (100, 46, 54)
    assert side.moderated == Decimal(assessment.grades.first().moderated_percent)
    assert (side.staff.range, side.words) == ("between 28% and 65%", "+54")
    page = sign_in(here.lead).get(reverse("section11:assurance", args=[assessment.pk]))
    assert "11.5 of 25 (46%)" in page.content.decode()


def test_a_gap_that_chance_may_make_says_so(here):
    assessment = here.confirmed()
    survey = ask_staff(here, assessment)
    answered(survey, 6, s1_1="yes")
    answered(survey, 4, s1_1="no")
    close(here, survey)
    submit(here, assessment)

    assert first(assessment, here.lead).words == "+7, which may be chance"


def test_on_a_scale_whose_lowest_grade_is_best_the_gap_is_the_same_way_round():
    asks = written(
        standard("a", criterion("a.1", "downwards"), criterion("a.2", "upwards"))
    )
    here = Here(asks=asks)
    assessment = here.confirmed()
    survey = ask_staff(here, assessment)
    answered(survey, 5, a_1="1")  # the best: 5 of 5
    answered(survey, 5, a_1="4")  # the worst: 0 of 5
    close(here, survey)
    submit(here, assessment)  # 2 of 1 to 4, and 2 of 0 to 3: two thirds each

    side = first(assessment, here.lead)

    assert side.staff.words == "5 of 10 (50%)"
    assert (side.own, side.gap) == (Decimal("66.67"), Decimal("16.67"))


def test_a_set_that_puts_nothing_to_staff_asks_them_what_it_grades():
    grade = {"parts": ["policy", "embedded"]}
    parted = criterion("a.1", asks="Do we look after it?", answer=grade)
    here = Here(asks=written(standard("a", parted, criterion("a.2", "fives"))))

    one, other = queries.asked_of_staff(here.confirmed())

    assert one.asks == "Do we look after it?"
    assert [float(one.shares[said]) for said, _ in one.offered][::3] == [0, 1]
    assert (len(other.offered), float(other.shares["25"])) == (21, 0.25)


def test_the_page_can_be_taken_as_a_file(here, sign_in):
    survey = ask_staff(here, here.confirmed())
    answered(survey, 10, s1_1="partly")
    close(here, survey)

    address = reverse("section11:assurance", args=[survey.pk])
    taken = sign_in(here.lead).get(address, {"format": "csv"})

    head, row, *_ = taken.content.decode("utf-8-sig").splitlines()
    assert head == (
        "Standard,Code,Self %,Staff %,Staff from %,Staff to %,Staff answers,"
        "Staff in words,Moderated %,Gap"
    )
    assert row.split(",")[1:] == [
        *("s1", "", "50.00", "23.66", "76.34", "10"),
        *("5 of 10 (50%)", "", ""),
    ]


def test_a_page_without_anything_to_compare_says_so(here, sign_in):
    assessment = here.confirmed()
    address = reverse("section11:assurance", args=[assessment.pk])

    hers = sign_in(here.lead).get(address).content.decode()
    boards = sign_in(here.team).get(address).content.decode()

    assert "Your staff have not been asked." in hers
    assert "There is no staff survey to show." in boards
    assert "Nothing has been submitted and no survey has been closed yet." in boards


def test_the_page_takes_the_same_statements_however_many_answer(
    here, sign_in, statements
):
    survey = ask_staff(here, here.confirmed())
    close(here, survey)
    browser = sign_in(here.lead)
    address = reverse("section11:assurance", args=[survey.pk])
    statements(browser, address)
    none = statements(browser, address)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE section11_stafftally SET number = 30")

    assert statements(browser, address) == none
