import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldthread.base.joining import rules
from goldthread.base.joining.models import Invitation, Offer
from goldthread.base.joining.rules import Guest, Work
from goldthread.base.joining.workflow import people as joining
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import User
from goldthread.base.people.rules import Role
from goldthread.base.post.models import Letter
from tests.conftest import BESIDE
from tests.factories import (
    PASSWORD,
    AreaFactory,
    BoardFactory,
    GroupFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
    practitioner,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory(name="Kingston LSCB", slug="kingston")


@pytest.fixture
def manager(board):
    return board_team(board, UserFactory(name="Amy Board"))


@pytest.fixture
def hospital(board):
    return OrganisationFactory(name="Kingston Hospital", boards=[board])


@pytest.fixture
def browser(sign_in, manager):
    return sign_in(manager)


def guest(email="new@example.org"):
    return Guest(email=email, name="Nia New", role=Role.CHAIR)


def link():
    return re.search(r"/join/[^/]+/", Letter.objects.last().body)[0]


def text(answer):
    """The words of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


# --- The link of an invitation ---------------------------------------------------------


def test_somebody_new_follows_her_link_and_goes_on_to_a_second_factor(board, manager):
    joining.invite(board, by=manager, guest=guest())
    client = Client()

    page = client.get(link())
    answer = client.post(link(), {"name": "Nia New", "password": PASSWORD})

    assert "You were invited as independent chair, Kingston LSCB." in text(page)
    assert "no-store" in page["Cache-Control"]
    assert (answer.status_code, answer.url) == (302, "/account/2fa/")
    nia = User.objects.get(email="new@example.org")
    assert client.get(answer.url).wsgi_request.user == nia
    assert client.get("/").url == "/account/2fa/"
    assert client.get("/account/2fa/totp/activate/").status_code == 200


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("fourteen chars", "at least 15 characters"),
        ("", "Enter"),
    ],
)
def test_a_short_password_is_refused_and_the_name_is_kept(
    board, manager, password, sentence
):
    joining.invite(board, by=manager, guest=guest())

    answer = Client().post(link(), {"name": "Nia of Kew", "password": password})

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert 'value="Nia of Kew"' in answer.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize(
    "password",
    [
        "onlysmallletters",
        "123409871234565",
        "  spaces at both ends  ",
        "ééééééééééééééé",
    ],
)
def test_any_characters_make_a_password_if_there_are_fifteen(board, manager, password):
    joining.invite(board, by=manager, guest=guest())

    answer = Client().post(link(), {"name": "Nia", "password": password})

    assert answer.status_code == 302
    assert User.objects.get(email="new@example.org").check_password(password)


def spoil_nothing_made(address):
    return "/join/never-made/"


def spoil_used(address):
    Client().post(address, {"name": "Nia", "password": PASSWORD})
    return address


def spoil_expired(address):
    Invitation.objects.update(expires_at=timezone.now())
    return address


def spoil_withdrawn(address):
    Invitation.objects.update(state="withdrawn")
    return address


def test_every_dead_link_gets_one_same_page(board, manager):
    pages = set()
    spoils = [spoil_nothing_made, spoil_used, spoil_expired, spoil_withdrawn]
    for n, spoil in enumerate(spoils):
        joining.invite(board, by=manager, guest=guest(f"new{n}@example.org"))
        address = spoil(link())
        for answer in (Client().get(address), Client().post(address)):
            assert answer.status_code == 410
            pages.add(text(answer))

    assert len(pages) == 1
    assert "ask whoever invited you to send it again" in pages.pop()


def test_who_was_quicker_with_the_link_wins(board, manager, monkeypatch):
    joining.invite(board, by=manager, guest=guest())

    def too_late(token, **given):
        raise ValidationError(rules.DEAD_LINK)

    monkeypatch.setattr(joining, "join", too_late)

    answer = Client().post(link(), {"name": "Nia", "password": PASSWORD})

    assert answer.status_code == 410


def test_somebody_with_an_account_signs_in_and_accepts_the_added_role(
    board, manager, sign_in
):
    person = agency_lead(OrganisationFactory(), UserFactory(email="new@example.org"))
    joining.invite(board, by=manager, guest=guest())
    address = link()

    asked = Client().get(address)
    assert "Sign in to take up your role" in text(asked)
    assert f"/account/login/?next={address}" in asked.content.decode()

    client = sign_in(person)
    assert "Take up this role" in text(client.get(address))
    answer = client.post(address)

    assert (answer.status_code, answer.url) == (302, "/")
    assert set(person.appointments.values_list("role", flat=True)) == {
        Role.AGENCY_LEAD,
        Role.CHAIR,
    }
    assert client.get(address).status_code == 410


def test_a_role_that_is_held_already_is_not_taken_up_again(board, manager, sign_in):
    person = UserFactory(email="new@example.org")
    joining.invite(board, by=manager, guest=guest())
    address = link()
    chair(board, person)

    answer = sign_in(person).post(address)

    assert (answer.status_code, answer.url) == (302, "/")
    assert person.appointments.count() == 1


def test_nobody_takes_up_the_invitation_of_another(board, manager, sign_in):
    joining.invite(board, by=manager, guest=guest())
    client = sign_in(UserFactory())

    answer = client.post(link(), {"name": "X", "password": PASSWORD})

    assert "This invitation is for somebody else" in text(answer)
    assert Invitation.objects.get().state == "sent"


# --- People ---------------------------------------------------------------------------


def test_inviting_shows_what_became_of_it(browser, board):
    answer = browser.post(
        "/boards/kingston/invite/",
        {"name": "Nia New", "email": "nia@example.org", "role": "independent_chair"},
    )

    invitation = Invitation.objects.get()
    assert answer.url == f"/invitations/{invitation.pk}/"
    page = text(browser.get(answer.url))
    assert "Invited. The link lasts 7 days" in page
    assert "independent chair, Kingston LSCB" in page
    assert "Send again" in page
    assert "Withdraw" in page
    assert "Nia New" in text(browser.get("/invitations/"))


def test_a_refused_invitation_keeps_what_was_typed(browser, board):
    answer = browser.post(
        "/boards/kingston/invite/",
        {"name": "Nia New", "email": "nia@example.org", "role": "group_member"},
    )

    assert answer.status_code == 422
    assert "Choose which group of this board." in text(answer)
    assert 'value="nia@example.org"' in answer.content.decode()


def test_an_expired_invitation_says_so(browser, board, manager):
    invitation = joining.invite(board, by=manager, guest=guest())
    Invitation.objects.update(expires_at=timezone.now())

    assert "The link expired on" in text(browser.get(invitation.get_absolute_url()))
    assert "Expired" in text(browser.get("/invitations/"))


def test_an_agency_lead_is_offered_only_what_she_may_give(sign_in, hospital):
    client = sign_in(agency_lead(hospital))

    page = client.get(f"/organisations/{hospital.pk}/invite_colleague/")
    answer = client.post(
        f"/organisations/{hospital.pk}/invite_colleague/",
        {"name": "Nia", "email": "nia@example.org", "role": "agency_lead"},
    )

    assert "Agency contributor" in text(page)
    assert "Agency lead" not in text(page)
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_an_administrator_invites_another(sign_in):
    client = sign_in(administrator())
    asked = {"name": "Bo", "email": "bo@example.org"}

    page = client.get("/invitations/")
    answer = client.post("/invitations/administrator/", asked)
    again = client.post("/invitations/administrator/", asked)

    assert "Invite an administrator" in text(page)
    assert answer.url == f"/invitations/{Invitation.objects.get().pk}/"
    assert again.status_code == 422
    assert client.get("/invitations/administrator/").status_code == 200


def test_nobody_else_invites_an_administrator(browser):
    assert browser.get("/invitations/administrator/").status_code == 404
    assert "Invite an administrator" not in text(browser.get("/invitations/"))


def test_the_operator_invites_the_first_administrator(capsys):
    call_command("invite_administrator", "ada@example.org", "Ada")

    assert Invitation.objects.get().role == Role.ADMINISTRATOR
    assert "ada@example.org" in capsys.readouterr().out


def test_the_operator_is_told_why_an_invitation_is_refused():
    call_command("invite_administrator", "ada@example.org", "Ada")

    with pytest.raises(CommandError, match="Already invited"):
        call_command("invite_administrator", "ada@example.org", "Ada")


def test_an_agency_lead_invites_a_contributor_on_a_page(sign_in, hospital):
    answer = sign_in(agency_lead(hospital)).post(
        f"/organisations/{hospital.pk}/invite_colleague/",
        {"name": "Nia", "email": "nia@example.org", "role": "agency_contributor"},
    )

    assert answer.url == Invitation.objects.get().get_absolute_url()


def test_an_invitation_is_seen_by_whom_it_concerns(sign_in, board, manager, hospital):
    invitation = joining.invite(board, by=manager, guest=guest())

    for stranger in (agency_lead(hospital), board_team(BoardFactory()), chair(board)):
        client = sign_in(stranger)
        assert client.get(invitation.get_absolute_url()).status_code == 404


def test_the_board_team_sees_the_people_of_its_board_alone(browser, board, hospital):
    seen = [
        chair(board, UserFactory(name="Cher Chair")),
        contributor(hospital, UserFactory(name="Con Tributor")),
        group_member(GroupFactory(boards=[board]), UserFactory(name="Gro Member")),
    ]
    stranger = chair(BoardFactory(), UserFactory(name="Stran Ger"))

    page = text(browser.get("/people/"))

    assert [p.name in page for p in seen] == [True] * 3
    assert stranger.name not in page
    assert browser.get(stranger.get_absolute_url()).status_code == 404
    assert [browser.get(p.get_absolute_url()).status_code for p in seen] == [200] * 3


def test_a_lead_sees_her_people_and_their_roles_with_her_alone(
    sign_in, board, hospital
):
    lead = agency_lead(hospital, UserFactory(name="Lea Lead"))
    both = chair(board, contributor(hospital, UserFactory(name="Bo Both")))
    client = sign_in(lead)

    listed, page = (
        text(client.get("/people/")),
        text(client.get(both.get_absolute_url())),
    )

    assert "Agency contributor, Kingston Hospital" in listed
    assert "Agency contributor, Kingston Hospital" in page
    assert "Independent chair" not in page
    assert "Independent chair, " not in listed
    assert "Bo Both" not in text(client.get("/people/?role=independent_chair"))
    chaired = both.appointments.get(role=Role.CHAIR)
    assert client.get(chaired.get_absolute_url()).status_code == 404


def test_everybody_sees_her_own_page_and_roles(sign_in, hospital):
    person = practitioner(hospital)
    client = sign_in(person)

    assert "Practitioner, Kingston Hospital" in text(
        client.get(f"/people/{person.pk}/")
    )
    assert client.get(person.appointments.get().get_absolute_url()).status_code == 200


def test_people_are_found_by_name_role_and_whether_they_left(browser, board):
    chair(board, UserFactory(name="Cher Chair"))
    chair(board, UserFactory(name="Gone Girl", is_active=False))

    assert "Cher Chair" in text(browser.get("/people/?q=cher"))
    assert "Cher Chair" not in text(browser.get("/people/?q=other"))
    assert "Cher Chair" in text(browser.get("/people/?role=independent_chair"))
    assert "Gone Girl" not in text(browser.get("/people/"))
    assert "Gone Girl" in text(browser.get("/people/?gone=on"))


def test_people_are_exported_to_those_who_may(browser, sign_in, board, hospital):
    chair(board, UserFactory(name="Cher Chair"))

    export = browser.get("/people/?format=csv").content.decode()
    lead = sign_in(agency_lead(hospital, UserFactory(name="Lea Lead")))
    refused = lead.get("/people/?format=csv").content.decode()

    assert 'Cher Chair,"Independent chair, Kingston LSCB"' in export
    assert "Lea Lead" not in refused


def test_a_role_is_given_changed_and_ended_on_pages(browser, board, hospital):
    person = contributor(hospital)

    given = browser.post(
        f"/people/{person.pk}/appoint/", {"post": f"independent_chair:{board.pk}"}
    )
    held = person.appointments.get(role=Role.CHAIR)
    assert given.url == held.get_absolute_url()
    assert f"Role of {person}" in text(browser.get(given.url))

    day = {"until_day": "1", "until_month": "4", "until_year": "2030"}
    browser.post(f"{held.get_absolute_url()}extend/", day)
    held.refresh_from_db()
    assert str(held.until) == "2030-04-01"

    today = timezone.localdate()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    browser.post(f"{held.get_absolute_url()}end/", day)
    held.refresh_from_db()
    assert held.until == today


def test_leaving_asks_for_a_colleague_where_there_is_open_work(
    browser, board, hospital, monkeypatch
):
    kind = "joining.invitation"
    registered = {kind: Work(kind, "invitations", Q(state="sent"), "invited_by")}
    monkeypatch.setattr(rules, "WORK", registered)
    leaver = contributor(hospital)
    Invitation.objects.create(
        board=board,
        role=Role.CHAIR,
        invited_by=leaver,
        expires_at=timezone.now() + timedelta(days=1),
    )
    address = f"/people/{leaver.pk}/leave/"

    alone = text(browser.get(address))
    assert "Invitations 1" in alone
    assert "Nobody else holds a role in the same place yet." in alone
    successor = contributor(hospital, UserFactory(name="Sue Next"))
    assert "Sue Next" in text(browser.get(address))

    today = timezone.localdate()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    refused = browser.post(address, day)
    assert "There is open work. Choose who takes it over." in text(refused)
    browser.post(address, day | {"successor": successor.pk})
    assert Invitation.objects.get().invited_by == successor


def test_leaving_shows_that_nothing_will_move_where_nothing_is_open(browser, hospital):
    leaver = contributor(hospital)
    page = browser.get(f"/people/{leaver.pk}/leave/")

    assert "There is no open work that you can see." in text(page)
    today = timezone.localdate()
    answer = browser.post(
        f"/people/{leaver.pk}/leave/",
        {"on_day": today.day, "on_month": today.month, "on_year": today.year},
    )
    assert answer.url == leaver.get_absolute_url()
    assert "Left on" in text(browser.get(answer.url))


# --- Boards and groups -----------------------------------------------------------------


def test_a_boards_page_shows_groups_partners_people_and_what_one_can_do(
    browser, board, hospital
):
    GroupFactory(name="QASG", boards=[board])
    chair(board, UserFactory(name="Cher Chair"))
    board.areas.add(AreaFactory(name="Kingston upon Thames"))

    page = text(browser.get("/boards/kingston/"))

    for words in (
        "Serves Kingston upon Thames.",
        "QASG",
        "1 organisation works with this board.",
        "Cher Chair , independent chair",
        "Invite somebody",
        "Add partners",
    ):
        assert words in page


def test_a_new_boards_page_says_what_to_do_first(sign_in, board):
    page = text(sign_in(administrator()).get("/boards/kingston/"))

    assert "No groups yet. Add the board’s own" in page
    assert "No partners yet. Add the organisations" in page


def test_a_partner_sees_the_board_and_cannot_change_it(sign_in, board, hospital):
    client = sign_in(contributor(hospital))

    assert "What you can do" not in text(client.get("/boards/kingston/"))
    assert client.get("/boards/kingston/configure/").status_code == 404


def test_a_partner_reads_of_the_boards_groups_but_not_of_its_people_or_history(
    browser, sign_in, board, hospital
):
    browser.post("/boards/kingston/add_group/", {"name": "CDOP", "kind": "cdop"})
    client = sign_in(agency_lead(hospital))
    group = board.groups.get()

    for address in ("/boards/kingston/", group.get_absolute_url()):
        page = text(client.get(address))
        assert "CDOP" in page
        assert "Amy Board" not in page
    assert "Amy Board : Add a group" in text(browser.get("/boards/kingston/")).replace(
        "Amy Board:", "Amy Board :"
    )


def test_the_end_of_a_long_history_is_shown(browser, board, manager):
    for n in range(105):
        ledger.write(board, by=manager, verb="x", words=f"Step {n} taken")

    page = text(browser.get("/boards/kingston/"))
    whole = text(browser.get("/boards/kingston/?history=whole"))

    assert "Step 4 taken" not in page
    assert page.index("Step 5 taken") < page.index("Step 104 taken")
    assert "Step 4 taken" in whole


def test_strangers_and_nothing_look_alike(sign_in, board):
    client = sign_in(board_team(BoardFactory()))

    hidden, missing = client.get("/boards/kingston/"), client.get("/boards/nowhere/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert text(hidden) == text(missing)


def test_an_administrator_adds_a_board_on_a_page(sign_in, board):
    client = sign_in(administrator())

    assert "Add a board" in text(client.get("/boards/"))
    assert client.get("/boards/add/").status_code == 200
    answer = client.post(
        "/boards/add/", {"name": "Richmond LSCB", "areas": "Richmond\n\nHam \nHam"}
    )
    again = client.post("/boards/add/", {"name": "Richmond LSCB", "areas": ""})
    long = client.post("/boards/add/", {"name": "Other", "areas": "x" * 101})

    assert answer.url == "/boards/richmond-lscb/"
    assert "Serves Ham, Richmond." in text(client.get(answer.url))
    assert again.status_code == 422
    assert "Keep each area to 100 characters" in text(long)


def test_the_board_team_does_not_add_boards(browser):
    assert "Add a board" not in text(browser.get("/boards/"))
    assert browser.get("/boards/add/").status_code == 404


@pytest.mark.parametrize(
    ("step", "given", "words"),
    [
        ("configure", {"name": "New name", "areas": "K"}, "The board is changed."),
        ("add_group", {"name": "CDOP", "kind": "cdop"}, "The group is added."),
        (
            "add_organisation",
            {"name": "St Mary", "kind": "gp"},
            "organisation is added",
        ),
    ],
)
def test_the_board_team_sets_up_its_board(browser, board, step, given, words):
    assert browser.get(f"/boards/kingston/{step}/").status_code == 200

    answer = browser.post(f"/boards/kingston/{step}/", given, follow=True)

    assert words in text(answer)


def test_partners_are_added_and_removed_on_pages(browser, board, hospital):
    police = OrganisationFactory(name="Police")

    page = text(browser.get("/boards/kingston/add_partners/"))
    assert "Police" in page
    assert "Kingston Hospital" not in page
    browser.post("/boards/kingston/add_partners/", {"partners": [police.pk]})
    browser.post("/boards/kingston/remove_partners/", {"partners": [hospital.pk]})

    assert list(board.partners.all()) == [police]


def test_a_group_is_offered_and_agreed_on_pages(browser, sign_in, board):
    group = GroupFactory(name="CDOP", boards=[board])
    other = BoardFactory(name="Richmond LSCB")
    theirs = sign_in(board_team(other))
    address = group.get_absolute_url()

    answer = browser.post(f"{address}offer/", {"board": other.pk})
    offer = Offer.objects.get()

    assert answer.url == offer.get_absolute_url() == f"/offers/{offer.pk}/"
    assert "Offered to Richmond LSCB, whose board team decides." in text(
        browser.get(answer.url)
    )
    assert "Waiting for another board" in text(browser.get(address))
    assert theirs.get(address).status_code == 404
    theirs.post(f"{answer.url}agree/")
    assert "Kingston LSCB and Richmond LSCB" in text(theirs.get(address))
    assert "Waiting for another board" not in text(browser.get(address))


def test_a_group_is_changed_on_a_page(browser, board):
    group = GroupFactory(name="CDOP", boards=[board])
    page = browser.get(f"/groups/{group.pk}/describe/")
    assert 'value="CDOP"' in page.content.decode()

    answer = browser.post(
        f"/groups/{group.pk}/describe/",
        {"name": "Panel", "kind": "cdop", "purpose": "Learns from deaths."},
        follow=True,
    )

    assert "Learns from deaths." in text(answer)


# --- Organisations --------------------------------------------------------------------


def test_an_organisation_is_found_though_its_name_is_misspelt(browser, hospital):
    OrganisationFactory(name="Metropolitan Police")

    page = text(browser.get("/organisations/?q=Kingsten+Hosptal"))

    assert "Kingston Hospital" in page
    assert "Metropolitan Police" not in page


def test_organisations_are_narrowed_by_type_board_and_area(browser, board, hospital):
    other = OrganisationFactory(name="Metropolitan Police", kind="police")
    other.areas.add(area := AreaFactory(name="Kingston"))

    def found(address):
        page = text(browser.get(address))
        return [o.name for o in (hospital, other) if o.name in page]

    assert found("/organisations/") == ["Kingston Hospital", "Metropolitan Police"]
    assert found("/organisations/?kind=police") == ["Metropolitan Police"]
    assert found(f"/organisations/?board={board.pk}") == ["Kingston Hospital"]
    assert found(f"/organisations/?area={area.pk}") == ["Metropolitan Police"]


def test_organisations_are_exported(browser, hospital):
    export = browser.get("/organisations/?format=csv").content.decode()

    assert "Kingston Hospital,NHS provider," in export


def test_an_organisations_page_says_what_it_is_part_of_and_whom_it_works_with(
    browser, board, hospital
):
    hospital.parent = OrganisationFactory(name="South London Trust")
    hospital.save()
    OrganisationFactory(name="Children’s ward", parent=hospital)
    OrganisationFactory(
        name="Old infirmary", replaced_by=hospital, replaced_on="2015-01-01"
    )
    hospital.areas.add(AreaFactory(name="Kingston upon Thames"))
    contributor(hospital, UserFactory(name="Con Tributor"))

    page = text(browser.get(hospital.get_absolute_url()))

    for words in (
        "NHS provider",
        "Works with Kingston LSCB",
        "Part of South London Trust",
        "Made up of Children’s ward",
        "Took the place of Old infirmary",
        "Serves Kingston upon Thames",
        "Con Tributor , agency contributor",
        "Record a merger",
    ):
        assert words in page


def test_an_agency_sees_its_own_page_and_no_others(sign_in, board, hospital):
    client = sign_in(agency_lead(hospital))
    other = OrganisationFactory(name="Metropolitan Police", boards=[board])

    assert client.get(hospital.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    assert "Metropolitan Police" not in text(client.get("/organisations/"))


def test_a_merger_is_recorded_on_a_page(browser, board, hospital):
    new = OrganisationFactory(name="New Trust")
    assert "There is no open work that you can see." in text(
        browser.get(f"/organisations/{hospital.pk}/replace/")
    )

    answer = browser.post(
        f"/organisations/{hospital.pk}/replace/",
        {"successor": new.pk, "on_day": "1", "on_month": "4", "on_year": "2016"},
        follow=True,
    )

    assert "Replaced by New Trust on 1 April 2016." in text(answer)


def test_an_organisation_is_corrected_on_a_page(browser, hospital):
    page = browser.get(f"/organisations/{hospital.pk}/correct/")
    assert 'value="Kingston Hospital"' in page.content.decode()

    answer = browser.post(
        f"/organisations/{hospital.pk}/correct/",
        {"name": "Kingston NHS Trust", "kind": "nhs_provider"},
        follow=True,
    )

    assert "Kingston NHS Trust" in text(answer)


def test_later_stages_add_links_to_the_pages_where_they_open(browser, hospital):
    rules.ORGANISATION_LINKS.append(lambda o: ("Who is here", "/people/?q=a"))
    rules.ORGANISATION_LINKS.append(lambda o: ("A new board", "/boards/add/"))
    rules.ORGANISATION_LINKS.append(lambda o: None)

    try:
        page = browser.get(hospital.get_absolute_url()).content.decode()
    finally:
        del rules.ORGANISATION_LINKS[-3:]

    assert '<a class="govuk-link" href="/people/?q=a">Who is here</a>' in page
    assert "A new board" not in page


def test_a_group_that_boards_share_leads_only_to_the_board_she_knows(board, sign_in):
    other = BoardFactory(name="Richmond")
    group = GroupFactory(boards=[board, other])

    page = sign_in(board_team(board)).get(group.get_absolute_url()).content.decode()

    assert f'href="{board.get_absolute_url()}"' in page
    assert f'href="{other.get_absolute_url()}"' not in page
    assert "Richmond" in page


# --- Statements ------------------------------------------------------------------------


def many(board, hospital, rows):
    for n in range(rows):
        chair(board, UserFactory())
        contributor(hospital)
        OrganisationFactory(boards=[board]).areas.add(AreaFactory())
        GroupFactory(boards=[board])
        Invitation.objects.create(
            email=f"n{n}@example.org",
            name="Nia",
            role=Role.CHAIR,
            board=board,
            digest=f"{rows} {n}",
            expires_at=timezone.now(),
        )


@pytest.mark.parametrize(
    "address",
    [
        "/people/",
        "/invitations/",
        "/boards/",
        "/organisations/",
        "/organisations/?q=organisation",
        "/boards/kingston/",
        "/organisations/{hospital}/",
        "/people/{manager}/",
        "/groups/{group}/",
    ],
)
def test_pages_take_few_statements_however_many_rows(
    browser, board, manager, hospital, address
):
    group = GroupFactory(boards=[board])
    address = address.format(hospital=hospital.pk, manager=manager.pk, group=group.pk)
    browser.get(address)
    counts = []
    for rows in (3, 27):
        many(board, hospital, rows)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        asked = [
            query["sql"]
            for query in captured
            if not any(words in query["sql"] for words in BESIDE)
        ]
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 10
