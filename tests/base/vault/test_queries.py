import pytest

from goldthread.base.access.acting import acting
from goldthread.base.vault.models import CaseKey
from goldthread.base.vault.queries import search
from goldthread.loop.activities.referrals.models import Referral
from tests.factories import chair

pytestmark = pytest.mark.django_db


def found(words, by):
    return set(search(Referral.objects.all(), words, by=by))


def test_every_word_must_stand_somewhere_in_the_case(referred, team):
    one = referred("The health visitor moved away.")
    two = referred("The school moved.")

    assert found("MOVED", team) == {one.pk, two.pk}
    assert found("visitor moved", team) == {one.pk}
    assert found("school meetings", team) == {two.pk}  # the second is in `working`
    assert found("zaunkoenig", team) == set()


def test_the_database_too_returns_only_what_she_may_see(referred, team):
    one = referred("The health visitor moved away.")
    referred("The health visitor moved away.", named=False)

    with acting(team):
        assert found("visitor", team) == {one.pk}
    with acting(chair(team.appointments.get().board)):
        assert found("visitor", team) == set()


def test_what_she_may_not_see_is_never_opened(referred, team):
    board = team.appointments.get().board
    hidden = referred("zaunkoenig", named=False)
    CaseKey.objects.filter(pk=hidden.key_id).update(wrapped=b"broken")

    assert found("zaunkoenig", team) == set()
    assert found("zaunkoenig", chair(board)) == set()


def test_the_list_of_cases_is_searched_by_what_was_written(referred, team, sign_in):
    one, two = referred("The health visitor moved."), referred("The school.")
    page = sign_in(team).get("/referrals/?q=visitor").content.decode()

    assert one.get_absolute_url() in page
    assert two.get_absolute_url() not in page
