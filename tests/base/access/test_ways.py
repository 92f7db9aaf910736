import pytest
from django.db.models import BooleanField, ExpressionWrapper, Q

from goldthread.base.access import ways
from goldthread.base.access.relations import at_board, named, own_agency, when
from goldthread.base.access.table import Rule, visible
from goldthread.base.people.rules import Role
from goldthread.loop.activities.models import Activity, Contribution
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    CaseFileFactory,
    ContributionFactory,
    UserFactory,
    agency_lead,
    board_team,
    chair,
)

pytestmark = pytest.mark.django_db
ACTIVITY, CONTRIBUTION = "activities.activity", "activities.contribution"


@pytest.fixture
def both(row):
    """Seen by the chair of a board that does it, or shares it, or whom it names."""
    row(
        ACTIVITY,
        *(
            Rule("burn", Role.CHAIR, relation)
            for relation in (at_board("board"), at_board("shared_with"), named("lead"))
        ),
    )


@pytest.fixture
def reader(both):
    """She sees five activities, two of them in several ways, and not the sixth."""
    own, shared, *_ = ActivityFactory.create_batch(6)
    reader = chair(own.board)
    shared.shared_with.add(own.board)
    ActivityFactory.create_batch(2, board=own.board, lead=reader)
    Activity.objects.filter(pk=shared.pk).update(lead=reader)
    ActivityFactory(lead=reader)
    return reader


def test_what_is_seen_in_several_ways_is_counted_once(reader):
    seen = visible(Activity, reader, "burn")

    assert seen.count() == len(seen) == 5
    assert visible(Activity, UserFactory(), "burn").count() == 0


def test_a_count_is_of_what_the_list_was_narrowed_to(reader):
    seen = visible(Activity, reader, "burn").filter(lead=reader)

    assert seen.count() == len(seen) == 4
    assert seen.distinct().count() == 4
    assert visible(Activity, reader, "burn")[1:3].count() == 2


@pytest.mark.parametrize("order", [("-pk",), ("title", "pk"), ("-way", "pk")])
@pytest.mark.parametrize("few", [0, 1000])
def test_every_page_is_that_of_the_whole_list(reader, order, few, monkeypatch):
    monkeypatch.setattr(ways, "FEW", few)
    seen = visible(Activity, reader, "burn").select_related("board").order_by(*order)

    pages = [list(ways.part(seen, n, n + 2, of=5)) for n in (0, 2, 4)]

    assert [each for page in pages for each in page] == list(seen)


def test_a_page_brings_what_was_asked_for_with_it(reader, django_assert_num_queries):
    seen = visible(Activity, reader, "burn").select_related("board")

    with django_assert_num_queries(1):
        assert all(each.board.name for each in ways.part(seen, 2, 4, of=5))


def test_a_list_sorted_by_what_is_no_column_has_pages_too(reader):
    hers = ExpressionWrapper(Q(lead=reader), BooleanField())
    seen = visible(Activity, reader, "burn").annotate(hers=hers).order_by("hers", "pk")

    assert list(ways.part(seen, 0, 9, of=5)) == list(seen)


# --- Rows that meet many records --------------------------------------------------------


def test_two_conditions_on_many_must_hold_of_the_same_one(row):
    hers = own_agency("contributions__organisation") & named("contributions__person")
    row(ACTIVITY, Rule("burn", Role.AGENCY_LEAD, hers))
    one, two = ContributionFactory.create_batch(2)
    reader = agency_lead(one.organisation)
    Contribution.objects.filter(pk=two.pk).update(activity=one.activity, person=reader)

    assert not visible(Activity, reader, "burn").exists()

    Contribution.objects.filter(pk=one.pk).update(person=reader)
    assert visible(Activity, reader, "burn").get() == one.activity


def test_what_is_asked_of_the_record_behind_goes_with_what_is_asked_of_this(row):
    shared = at_board("activity__shared_with") & when("asked", state="asked")
    open_one = when("not restricted", activity__restricted=False)
    row(CONTRIBUTION, Rule("burn", Role.BOARD_TEAM, shared & open_one))
    asked = ContributionFactory()
    ContributionFactory(activity=asked.activity, received=True)
    ContributionFactory()
    board = BoardFactory()
    reader = board_team(board)

    def burnt():
        return list(visible(Contribution, reader, "burn"))

    assert burnt() == []
    asked.activity.shared_with.add(board)
    assert burnt() == [asked]
    Activity.objects.filter(pk=asked.activity.pk).update(
        restricted=True, case_file=CaseFileFactory()
    )
    assert burnt() == []


def test_either_of_two_that_cannot_be_parted_opens_a_record(row):
    either = at_board("activity__shared_with") | when("received", state="received")
    row(CONTRIBUTION, Rule("burn", Role.BOARD_TEAM, either))
    shared, neither = ContributionFactory.create_batch(2)
    received = ContributionFactory(received=True)
    board = BoardFactory()
    shared.activity.shared_with.add(board, neither.activity.board)
    reader = board_team(board)

    assert set(visible(Contribution, reader, "burn")) == {shared, received}
