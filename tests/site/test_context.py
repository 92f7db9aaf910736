import pytest

from tests.factories import (
    BoardFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    agency_lead,
    board_team,
    practitioner,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory(name="Kingston", slug="kingston")


@pytest.fixture
def menu(sign_in):
    """The words of the menu, and those of the account links, on the search page."""

    def of(user):
        frame = sign_in(user).get("/search/").context["navigation"]
        return [item.label for item in frame.items], [
            item.label for item in frame.account
        ]

    return of


def test_the_menu_of_the_board_team_follows_the_loop(board, menu):
    items, _ = menu(board_team(board))

    assert items == [
        "Home",
        "Board",
        "Plan",
        "Activities",
        "Findings",
        "Themes",
        "Actions",
        "Impact",
        "Reports",
        "Sources",
    ]


def test_what_an_agency_may_not_see_is_not_in_its_menu(board, menu):
    items, _ = menu(agency_lead(OrganisationFactory(boards=[board])))

    assert {"Themes", "Reports"} & set(items) == set()
    assert {"Activities", "Actions", "Findings"} - set(items) == set()


def test_a_practitioner_reads_findings_that_are_shared(board, menu):
    items, _ = menu(practitioner(OrganisationFactory(boards=[board])))

    assert "Findings" in items
    assert "Actions" not in items


def test_an_administrator_configures_and_is_offered_no_content(menu):
    items, account = menu(administrator())

    assert {"Findings", "Themes", "Actions", "Impact", "Reports"} & set(items) == set()
    assert account[:3] == ["Boards", "Organisations", "People"]


def test_only_the_page_she_is_on_is_marked(board, sign_in):
    client = sign_in(board_team(board))
    frame = client.get("/boards/kingston/matrix/").context["navigation"]

    assert [item.label for item in frame.items if item.current] == ["Themes"]


def test_the_frame_names_her_board_and_follows_her_appointments(board, sign_in):
    person = board_team(board)
    client = sign_in(person)
    assert client.get("/search/").context["navigation"].board == "Kingston"

    person.appointments.update(since="2020-01-01", until="2020-12-31")

    assert client.get("/search/").context["navigation"].board == ""


def test_whoever_is_not_signed_in_has_no_menu(client):
    frame = client.get("/published/").context["navigation"]

    assert (list(frame.items), list(frame.account)) == ([], [])


def test_sources_are_listed_for_whoever_takes_part(board, sign_in):
    page = sign_in(board_team(board)).get("/sources/").content.decode()
    nothing = sign_in(UserFactory()).get("/sources/").content.decode()

    assert "Single-agency audits" in page
    assert "None of these is for you yet." in nothing


def test_before_there_is_a_second_factor_only_the_way_out_is_offered(board, client):
    client.force_login(board_team(board))

    frame = client.get("/account/2fa/").context["navigation"]

    assert list(frame.items) == []
    assert [link.label for link in frame.account] == ["Sign out"]
