"""To whoever has a conflict of interest a case does not exist; an emergency is looked at."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from goldthread.base.access.table import can
from goldthread.base.cases import workflow
from goldthread.base.cases.models import Exclusion, Grant, Opening
from goldthread.base.post.models import Letter
from goldthread.base.post.workflow import WITHHELD, send_waiting, write_to
from goldthread.site.queries import hers
from tests import factories as make
from tests.signing import shown_just_now

pytestmark = pytest.mark.django_db
CANARY = "zaunkoenig"


@pytest.fixture
def case():
    return make.ActivityFactory(restricted=True, title=CANARY, ends_on="2026-12-24")


@pytest.fixture
def keeper(case):
    keeper = make.board_team(case.board)
    make.name(case, keeper)
    return keeper


@pytest.fixture
def person(case, keeper):
    """She was named on it, and would see all of it."""
    person = make.board_team(case.board)
    make.name(case, person)
    return person


@pytest.fixture
def belonging(case):
    """What belongs to the case, each with a page of its own."""
    agency = make.OrganisationFactory(boards=[case.board])
    asked = make.ContributionFactory(
        activity=case, organisation=agency, what=CANARY, due_on="2026-12-24"
    )
    return [
        case,
        asked,
        make.FindingFactory(activity=case, text=CANARY),
        make.FindingFactory(activity=case, text=CANARY, released=True),
        make.ReferralFactory(activity=case, organisation=agency),
        case.case_file,
    ]


LISTS = (
    "/",
    "/activities/",
    f"/activities/?q={CANARY}",
    "/activities/?format=csv",
    "/activities/calendar/",
    "/contributions/",
    "/findings/",
    "/findings/?format=csv",
    "/referrals/",
    f"/search/?q={CANARY}",
    "/cases/",
)


def exclude(case, person, keeper):
    return workflow.exclude(
        case.case_file, by=keeper, person=person, reason="Her brother."
    )


def test_to_her_its_pages_answer_as_those_of_what_never_was(
    case, person, keeper, belonging, sign_in
):
    client = sign_in(person)
    before = [client.get(r.get_absolute_url()).status_code for r in belonging]
    never = client.get("/activities/999999/")

    exclude(case, person, keeper)

    after = [client.get(r.get_absolute_url()) for r in belonging]
    assert before == [200] * len(belonging)
    assert {answer.status_code for answer in after} == {404}
    assert {answer.content for answer in after} == {never.content}


def test_no_list_number_search_or_file_of_hers_tells_of_it(
    case, person, keeper, belonging, sign_in
):
    client = sign_in(person)

    def told():
        pages = [client.get(address).content.decode() for address in LISTS]
        return [CANARY in page.replace(f"?q={CANARY}", "") for page in pages]

    def counted(address):
        return client.get(address).context["page"].paginator.count

    before = told(), counted("/activities/"), counted("/findings/")
    exclude(case, person, keeper)
    search = LISTS.index(f"/search/?q={CANARY}")
    after = told()
    after[search] = "Nothing" not in client.get(LISTS[search]).content.decode()

    assert any(before[0])
    assert before[1:] == (1, 2)
    typed_again = [LISTS.index(f"/activities/?q={CANARY}")]
    assert [n for n, hit in enumerate(after) if hit and n not in typed_again] == []
    assert (counted("/activities/"), counted("/findings/")) == (0, 0)


def test_nobody_can_name_her_on_it_again_while_it_stands(case, person, keeper):
    exclude(case, person, keeper)

    with pytest.raises(ValidationError, match="conflict of interest"):
        workflow.name_on_case(
            case.case_file,
            by=keeper,
            person=person,
            purpose="Helps",
            until=timezone.localdate(),
        )


def test_a_letter_that_waited_is_not_sent_to_her(case, person, keeper, mailoutbox):
    letter = write_to(
        person,
        subject="Something waits",
        body=CANARY,
        link=case.get_absolute_url(),
        why="-",
        key="waits",
        after=timezone.now() + timedelta(hours=1),
    )
    exclude(case, person, keeper)
    Letter.objects.filter(pk=letter.pk).update(send_after=timezone.now())

    send_waiting()

    letter.refresh_from_db()
    assert letter.body == WITHHELD
    assert [m for m in mailoutbox if person.email in m.to] == []


def test_she_is_asked_before_she_opens_it_and_excludes_herself(case, sign_in, keeper):
    person = make.chair(case.board)
    make.name(case, person, declared=False)
    client = sign_in(person)
    asked = client.get(case.get_absolute_url()).content.decode()

    refused = client.post(
        f"/cases/{case.case_file_id}/declare_none/", {"conflict": "yes", "reason": ""}
    )
    client.post(
        f"/cases/{case.case_file_id}/declare_none/",
        {"conflict": "yes", "reason": "My brother."},
    )

    assert (CANARY in asked, "Do you have a conflict of interest?" in asked) == (
        False,
        True,
    )
    assert refused.status_code == 422
    assert Exclusion.objects.get().declared is True
    assert client.get(case.get_absolute_url()).status_code == 404


# --- In an emergency ----------------------------------------------------------------------


def opened(case, person, reason="A child may be at risk tonight."):
    return workflow.open_in_emergency(
        case.board, by=person, reference=case.reference, reason=reason
    )


def test_it_opens_one_case_to_read_and_nothing_more(case, keeper, belonging):
    other = make.ActivityFactory(board=case.board, restricted=True)
    person = make.board_team(case.board)

    opened(case, person)

    seen = [can(person, "view", record) for record in belonging[:-1]]
    assert seen == [True] * 5
    assert can(person, "view", other) is False
    for step in ("edit", "close", "name_people", "export"):
        assert can(person, step, case) is False


def test_it_ends_after_an_hour(case, keeper):
    person = make.board_team(case.board)
    made = opened(case, person)
    earlier = timedelta(minutes=61)
    Opening.objects.update(at=made.at - earlier, until=made.until - earlier)

    assert can(person, "view", case) is False


def test_it_is_refused_without_a_reason_also_by_the_database(case, keeper):
    person = make.board_team(case.board)

    with pytest.raises(ValidationError, match="cannot wait"):
        opened(case, person, reason=" ")
    made = opened(case, person)
    kept = pytest.raises(IntegrityError, match="opening_has_a_reason")
    with kept, transaction.atomic():
        made.reason = ""
        made.save()


def test_a_wrong_reference_and_a_case_that_excludes_her_answer_alike(
    case, person, keeper
):
    exclude(case, person, keeper)

    with pytest.raises(ValidationError) as hers:
        opened(case, person)
    with pytest.raises(ValidationError) as wrong:
        workflow.open_in_emergency(
            case.board, by=person, reference="A-999", reason="It cannot wait."
        )

    assert hers.value.message_dict == wrong.value.message_dict
    assert not Opening.objects.exists()


def test_its_people_and_the_chair_hear_of_it_at_once(case, keeper):
    chair, person = make.chair(case.board), make.board_team(case.board)

    opened(case, person)

    told = Letter.objects.filter(subject__contains="emergency")
    assert {letter.to for letter in told} == {keeper, chair}
    assert not any(CANARY in letter.subject + letter.body for letter in told)


def test_her_second_factor_is_asked_for_first(case, keeper, sign_in):
    person = make.board_team(case.board)
    client = sign_in(person)
    at = f"/boards/{case.board.slug}/open_in_emergency/"
    assert client.get(at).status_code == 200

    shown_just_now(client.session, person, ago=3600)

    assert "reauthenticate" in client.get(at).url


def test_somebody_else_looks_whether_it_was_right(case, keeper):
    chair, person = make.chair(case.board), make.board_team(case.board)
    made = opened(case, person)

    with pytest.raises(PermissionDenied):
        workflow.review(made, by=person, justified=True, note="It was.")
    workflow.review(made, by=chair, justified=False, note="It could have waited.")

    assert (made.state, made.reviewed_by) == ("reviewed", chair)


def test_what_is_overdue_stands_on_the_chairs_pages_and_in_one_letter(
    case, keeper, sign_in
):
    chair = make.chair(case.board)
    opened(case, make.board_team(case.board))
    late = timezone.localdate() - timedelta(days=1)
    Opening.objects.update(review_by=late)

    workflow.remind(timezone.localdate())
    workflow.remind(timezone.localdate())

    client = sign_in(chair)
    assert "Overdue." in client.get("/cases/").content.decode()
    (waits,) = hers.tasks(chair, on=timezone.localdate())
    assert waits.words == "Emergency opening to review"
    assert (waits.due_on, waits.late) == (late, True)
    letters = Letter.objects.filter(to=chair, subject__startswith="Review overdue")
    assert letters.count() == 1


# --- Grants -------------------------------------------------------------------------------


def test_no_grant_lasts_longer_than_a_year_or_half_a_year_outside(case, keeper):
    outsider = make.agency_lead(make.OrganisationFactory(boards=[case.board]))
    today = timezone.localdate()

    for days in (200, 400):
        with pytest.raises(ValidationError, match="months at most"):
            workflow.name_on_case(
                case.case_file,
                by=keeper,
                person=outsider if days == 200 else make.chair(case.board),
                purpose="Helps",
                until=today + timedelta(days=days),
            )

    assert Grant.objects.filter(case_file=case.case_file).count() == 1
