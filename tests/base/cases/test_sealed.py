"""What is written of a case is sealed with the key of its case file."""

import pytest
from django.db import connection
from django.utils import timezone

from goldthread.base.cases import workflow
from goldthread.base.cases.models import Exclusion, Grant, Opening
from goldthread.base.disposal import workflow as disposal
from goldthread.base.vault.sealing import Unreadable
from goldthread.loop.activities import workflow as activities
from goldthread.loop.activities.models import Contribution
from tests import factories as make

pytestmark = pytest.mark.django_db
WORD = "zaunkoenig"
GONE = "It cannot be read again."


@pytest.fixture
def activity():
    return make.ActivityFactory(restricted=True)


@pytest.fixture
def keeper(activity):
    """In the board's team, and named on it."""
    person = make.board_team(activity.board)
    make.name(activity, person)
    return person


def held(table, column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY id")  # noqa: S608  # ours
        return [bytes(row[0]) for row in cursor.fetchall() if row[0] is not None]


def replied(activity, words=WORD):
    return make.ContributionFactory(activity=activity, received=True, reply=words)


def again(contribution):
    return Contribution.objects.get(pk=contribution.pk)


def test_why_somebody_is_named_excluded_and_let_in_is_sealed(activity, keeper):
    file, other = activity.case_file, make.board_team(activity.board)
    workflow.name_on_case(
        file, by=keeper, person=other, purpose=WORD, until=timezone.localdate()
    )
    workflow.exclude(file, by=keeper, person=other, reason=WORD)
    workflow.open_in_emergency(
        activity.board,
        by=make.chair(activity.board),
        reference=file.reference,
        reason=WORD,
    )

    for table, column in (
        ("cases_grant", "purpose"),
        ("cases_exclusion", "reason"),
        ("cases_opening", "reason"),
    ):
        assert [words for words in held(table, column) if WORD.encode() in words] == []
    assert Grant.objects.get(person=other).purpose == WORD
    assert (Exclusion.objects.get().reason, Opening.objects.get().reason) == (
        WORD,
        WORD,
    )


def test_what_an_organisation_brings_to_a_case_is_sealed(activity):
    contribution = replied(activity)

    (words,) = held("activities_contribution", "reply")
    assert WORD.encode() not in words
    assert again(contribution).reply == WORD


def test_what_it_brings_to_what_all_may_see_is_not(activity):
    contribution = replied(make.ActivityFactory())

    assert held("activities_contribution", "reply") == [b"\x00" + WORD.encode()]
    assert again(contribution).reply == WORD


def test_what_was_brought_is_sealed_once_it_is_restricted():
    activity = make.ActivityFactory()
    team = make.board_team(activity.board)
    contribution = replied(activity)

    activities.restrict(activity, by=team, people=[])

    (words,) = held("activities_contribution", "reply")
    assert WORD.encode() not in words
    assert again(contribution).reply == WORD


def test_it_is_read_by_whoever_may_when_the_restriction_is_lifted(
    activity, keeper, sign_in
):
    contribution = replied(activity)
    colleague = sign_in(make.board_team(activity.board))
    at = contribution.get_absolute_url()
    assert colleague.get(at).status_code == 404

    activities.unrestrict(activity, by=keeper)

    assert WORD in colleague.get(at).content.decode()


def test_open_words_in_the_place_of_sealed_ones_are_found(activity):
    contribution = replied(activity)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE activities_contribution SET reply = %s", [b"\x00Nothing was seen."]
        )

    with pytest.raises(Unreadable):
        _ = again(contribution).reply


def test_destroying_the_case_file_destroys_what_was_written_of_it(activity, keeper):
    contribution, key = replied(activity), activity.case_file.key
    proposed = disposal.propose_disposal(
        key, by=keeper, authority="Line 7", on=timezone.localdate()
    )

    disposal.approve(proposed, by=make.chair(activity.board), on=timezone.localdate())

    assert again(contribution).reply.endswith(GONE)
    assert Grant.objects.get(person=keeper).purpose.endswith(GONE)
    assert Grant.objects.current().filter(person=keeper).exists()
