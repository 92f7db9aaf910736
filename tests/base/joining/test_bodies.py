from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q

from goldthread.base.joining import queries, rules
from goldthread.base.joining.models import ChiefOfficer
from goldthread.base.joining.rules import Work
from goldthread.base.joining.workflow import bodies as workflow
from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import Appointment
from goldthread.base.people.rules import Role
from goldthread.base.post.models import Letter
from tests.factories import (
    BoardFactory,
    GroupFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    agency_lead,
    board_team,
    chair,
    contributor,
)

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 18)


@pytest.fixture
def board():
    return BoardFactory(name="Kingston LSCB")


@pytest.fixture
def manager(board):
    return board_team(board, UserFactory(name="Amy Board"))


# --- Boards ---------------------------------------------------------------------------


def test_an_administrator_adds_a_board():
    operator = administrator(UserFactory(name="Ada"))

    board = workflow.add_board(by=operator, name="Richmond LSCB", areas=["Richmond"])

    assert (board.slug, [str(a) for a in board.areas.all()]) == (
        "richmond-lscb",
        ["Richmond"],
    )
    assert [e.sentence for e in Entry.objects.about(board)] == ["Ada: Added"]


@pytest.mark.parametrize("name", ["Kingston lscb", "Add", "!!!"])
def test_a_board_needs_a_name_of_its_own(board, name):
    board.slug = "kingston-lscb"
    board.save()

    with pytest.raises(ValidationError, match="Choose another"):
        workflow.add_board(by=administrator(), name=name)


def test_the_board_team_changes_its_name_and_areas(board, manager):
    workflow.configure(board, by=manager, name="Kingston Partnership", areas=["A", "B"])

    board.refresh_from_db()
    assert board.name == "Kingston Partnership"
    assert queries.at_a_glance(board) == (["A", "B"], 0)


def test_two_boards_do_not_share_a_name(board, manager):
    BoardFactory(name="Richmond LSCB")

    with pytest.raises(ValidationError, match="Another board has this name"):
        workflow.configure(board, by=manager, name="richmond lscb", areas=[])


def test_partners_are_removed(board, manager):
    first, second = OrganisationFactory.create_batch(2, boards=[board])

    workflow.remove_partners(board, by=manager, partners=[first])

    assert list(board.partners.all()) == [second]
    assert [e.words for e in Entry.objects.about(board)] == ["Remove partners"]


def test_a_new_organisation_is_a_partner_of_the_board_that_adds_it(board, manager):
    parent = OrganisationFactory()

    added = workflow.add_organisation(
        board,
        by=manager,
        name="St Mary’s",
        kind="gp",
        parent=parent,
        areas=["Kingston"],
    )

    kin = queries.kin_of(added, manager)
    assert (added.kind, kin.parent, kin.areas, list(added.boards.all())) == (
        "gp",
        parent,
        ["Kingston"],
        [board],
    )
    assert [e.words for e in Entry.objects.about(added)] == ["Add an organisation"]


def test_an_organisation_is_not_entered_twice(board, manager):
    OrganisationFactory(name="St Mary’s")

    with pytest.raises(ValidationError, match="already here"):
        workflow.add_organisation(board, by=manager, name="st mary’s", kind="gp")


def test_others_do_not_configure_a_board(board):
    for stranger in (chair(board), board_team(BoardFactory()), UserFactory()):
        with pytest.raises(PermissionDenied):
            workflow.configure(board, by=stranger, name="Mine", areas=[])


# --- Groups ---------------------------------------------------------------------------


def test_a_board_adds_any_group_and_words_it_later(board, manager):
    group = workflow.add_group(
        board, by=manager, name="Neglect task group", kind="other"
    )

    workflow.describe(
        group, by=manager, name="Neglect", kind="other", purpose="To end it."
    )

    group.refresh_from_db()
    assert (group.name, group.purpose, list(group.boards.all())) == (
        "Neglect",
        "To end it.",
        [board],
    )


def test_a_group_is_shared_once_the_other_board_agrees(board, manager):
    group = GroupFactory(name="CDOP", boards=[board])
    other = BoardFactory(name="Richmond LSCB")
    their_manager = board_team(other)

    offer = workflow.offer(group, by=manager, board=other)
    assert list(group.boards.all()) == [board]
    workflow.agree(offer, by=their_manager)

    assert set(group.boards.all()) == {board, other}
    assert offer.state == "agreed"
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (
        their_manager,
        "Another board offers to share a group with Richmond LSCB",
    )


def test_the_offering_board_cannot_agree_for_the_other(board, manager):
    offer = workflow.offer(
        GroupFactory(boards=[board]), by=manager, board=BoardFactory()
    )

    with pytest.raises(PermissionDenied):
        workflow.agree(offer, by=manager)


def test_a_declined_offer_changes_nothing_and_can_be_made_again(board, manager):
    group, other = GroupFactory(boards=[board]), BoardFactory()
    offer = workflow.offer(group, by=manager, board=other)

    workflow.decline(offer, by=board_team(other))

    assert list(group.boards.all()) == [board]
    assert workflow.offer(group, by=manager, board=other) != offer


def test_a_group_is_not_offered_twice_or_to_a_board_that_has_it(board, manager):
    group, other = GroupFactory(boards=[board]), BoardFactory()
    workflow.offer(group, by=manager, board=other)

    with pytest.raises(ValidationError, match="already offered"):
        workflow.offer(group, by=manager, board=other)
    with pytest.raises(ValidationError, match="shares this group already"):
        workflow.offer(group, by=manager, board=board)


# --- Organisations --------------------------------------------------------------------


@pytest.fixture
def old(board):
    return OrganisationFactory(name="Kingston PCT", boards=[board])


@pytest.fixture
def new():
    return OrganisationFactory(name="South West London ICB")


@pytest.fixture
def work(monkeypatch):
    """A kind of work: parts of an organisation stand in for what later stages hold."""
    registered = {}
    monkeypatch.setattr(rules, "WORK", registered)
    rules.hold(Work("people.organisation", "parts", Q(), organisation="parent"))
    rules.hold(Work("post.letter", "letters", Q(sent_at=None), field="to"))
    return registered


def test_the_board_team_corrects_a_partner(old, manager):
    parent = OrganisationFactory()

    workflow.correct(
        old, by=manager, name="Kingston CCG", kind="gp", parent=parent, areas=["K"]
    )

    old.refresh_from_db()
    assert (old.name, old.kind, old.parent) == ("Kingston CCG", "gp", parent)


def test_an_organisation_is_not_part_of_itself(old, manager):
    part = OrganisationFactory(parent=old)
    same = {"name": old.name, "kind": old.kind, "areas": []}

    for parent in (old, part):
        with pytest.raises(ValidationError, match="part of itself"):
            workflow.correct(old, by=manager, parent=parent, **same)


def test_a_corrected_name_may_be_written_anew_but_not_taken(old, new, manager):
    same = {"kind": "gp", "parent": None, "areas": []}

    workflow.correct(old, by=manager, name="KINGSTON PCT", **same)

    assert old.name == "KINGSTON PCT"
    with pytest.raises(ValidationError, match="already here"):
        workflow.correct(old, by=manager, name=new.name, **same)


def test_a_merger_moves_boards_people_and_open_work(old, new, board, manager, work):
    lead, helper = agency_lead(old), contributor(old)
    agency_lead(new, lead)
    new.boards.add(board)
    part = OrganisationFactory(name="Kingston clinic", parent=old)

    workflow.replace(old, by=manager, successor=new, on=ON, today=ON)

    old.refresh_from_db()
    part.refresh_from_db()
    assert (old.replaced_by, old.replaced_on, part.parent) == (new, ON, new)
    assert list(new.boards.all()) == [board]
    assert set(new.appointments.values_list("person", "role", "since")) == {
        (lead.pk, Role.AGENCY_LEAD, date(2015, 1, 1)),
        (helper.pk, Role.CONTRIBUTOR, ON),
    }
    assert set(old.appointments.values_list("until", flat=True)) == {ON}
    assert [e.sentence for e in Entry.objects.about(part)] == [
        "Amy Board: Passed to South West London ICB"
    ]
    assert [e.sentence for e in Entry.objects.about(new)] == [
        "Amy Board: Replaced Kingston PCT"
    ]
    assert [e.sentence for e in Entry.objects.about(old)] == [
        "Amy Board: Record a merger"
    ]
    kin = queries.kin_of(old, manager)
    assert (kin.replaced_by, kin.replaces) == (new, [])
    assert queries.kin_of(new, manager).replaces == [old]


def test_roles_that_had_ended_before_the_merger_stay_as_they_were(
    old, new, manager, work
):
    gone = UserFactory()
    Appointment.objects.create(
        person=gone,
        role=Role.CONTRIBUTOR,
        organisation=old,
        since=date(2015, 1, 1),
        until=date(2016, 1, 1),
    )

    workflow.replace(old, by=manager, successor=new, on=ON, today=ON)

    assert gone.appointments.get().until == date(2016, 1, 1)
    assert not new.appointments.exists()


def test_a_merger_is_recorded_once_and_once_it_has_happened(old, new, manager, work):
    ended = OrganisationFactory(replaced_by=new, replaced_on=ON)

    with pytest.raises(ValidationError, match="once it has happened"):
        workflow.replace(
            old, by=manager, successor=new, on=date(2026, 11, 19), today=ON
        )
    for successor in (old, ended):
        with pytest.raises(ValidationError, match="still exists"):
            workflow.replace(old, by=manager, successor=successor, on=ON, today=ON)
    workflow.replace(old, by=manager, successor=new, on=ON, today=ON)
    with pytest.raises(ValidationError, match="already replaced"):
        workflow.replace(old, by=manager, successor=new, on=ON, today=ON)


def test_a_merger_that_touches_another_board_is_for_an_administrator(
    old, new, manager, work
):
    old.boards.add(BoardFactory())

    with pytest.raises(ValidationError, match="Ask an administrator"):
        workflow.replace(old, by=manager, successor=new, on=ON, today=ON)
    workflow.replace(old, by=administrator(), successor=new, on=ON, today=ON)

    assert new.boards.count() == 2


def test_a_merger_takes_nobody_into_an_organisation_that_another_board_works_with(
    old, new, manager, work
):
    new.boards.add(BoardFactory())

    with pytest.raises(ValidationError, match="Ask an administrator"):
        workflow.replace(old, by=manager, successor=new, on=ON, today=ON)


def test_a_merger_makes_no_partner_of_an_organisation_that_has_not_agreed(
    old, new, board, manager, work
):
    agency_lead(new)

    with pytest.raises(ValidationError, match="Add it as a partner first"):
        workflow.replace(old, by=manager, successor=new, on=ON, today=ON)
    assert not new.boards.exists()
    workflow.replace(old, by=administrator(), successor=new, on=ON, today=ON)
    assert list(new.boards.all()) == [board]


def test_work_that_both_owe_stops_the_merger_and_nothing_moves(
    old, new, manager, work, monkeypatch
):
    person = UserFactory()

    def twice(held, keys, to, **given):
        Appointment.objects.create(person=person, role="held nowhere")

    monkeypatch.setattr(workflow, "move", twice)  # as a unique constraint would
    with pytest.raises(ValidationError, match="Both organisations owe"):
        workflow.replace(old, by=manager, successor=new, on=ON, today=ON)

    old.refresh_from_db()
    assert old.replaced_by is None
    assert not new.boards.exists()


# --- The chief officer ------------------------------------------------------------------


@pytest.fixture
def trust(board):
    return OrganisationFactory(boards=[board])


CHIEF = {"name": "Ada Chief", "email": "chief@trust.example"}


def test_a_lead_and_the_board_team_name_the_chief_officer(trust, manager):
    workflow.name_chief(trust, by=agency_lead(trust), **CHIEF)
    workflow.name_chief(trust, by=manager, name="Bo Chief", email=CHIEF["email"])

    assert [str(c) for c in ChiefOfficer.objects.all()] == [
        "Bo Chief (chief@trust.example)"
    ]


def test_a_contributor_and_a_board_it_does_not_work_with_do_not(trust):
    for person in (contributor(trust), board_team(BoardFactory())):
        with pytest.raises(PermissionDenied):
            workflow.name_chief(trust, by=person, **CHIEF)


@pytest.mark.parametrize("half", [{"name": "Ada Chief"}, {"email": "chief@x.example"}])
def test_half_a_chief_officer_is_refused(trust, manager, half):
    with pytest.raises(ValidationError, match="or neither"):
        workflow.name_chief(trust, by=manager, **half)


def test_nobody_is_written_to_once_she_is_taken_off(trust, manager):
    workflow.name_chief(trust, by=manager, **CHIEF)
    workflow.name_chief(trust, by=manager)

    assert ChiefOfficer.objects.count() == 0


def test_her_address_is_read_by_those_who_may_name_her(trust, manager):
    workflow.name_chief(trust, by=manager, **CHIEF)

    seen = [
        ChiefOfficer.objects.visible_to(person).count()
        for person in (manager, agency_lead(trust), chair(trust.boards.get()))
    ]
    assert seen == [1, 1, 0]


def test_the_page_of_an_organisation_tells_her(trust, manager, sign_in):
    workflow.name_chief(trust, by=manager, **CHIEF)

    page = sign_in(manager).get(trust.get_absolute_url()).content.decode()

    assert "Ada Chief (chief@trust.example)" in page
