"""The pages of tokens: asked for on the board’s page, agreed, shown once, revoked."""

import pytest

from goldthread.base.tokens import workflow
from goldthread.base.tokens.models import Token
from tests.factories import BoardFactory, board_team, chair, scrutineer
from tests.programs import agreed, asked_for, issued
from tests.signing import shown_just_now

pytestmark = pytest.mark.django_db
SAID = {"name": "The county’s dashboard", "scopes": ["cycles"], "days": "90"}


@pytest.fixture
def board():
    return BoardFactory()


def text(response):
    return response.content.decode()


def secret_in(page):
    return page.context["secret"]


def test_a_token_is_asked_for_from_the_boards_page(sign_in, board):
    team, head = board_team(board), chair(board)
    browser = sign_in(team)
    assert "Tokens for programs" in text(browser.get(board.get_absolute_url()))

    done = browser.post(f"/boards/{board.slug}/ask_for_token/", SAID, follow=True)

    token = Token.objects.get()
    assert done.redirect_chain == [(f"/tokens/{token.pk}/", 302)]
    assert (token.holder, token.scopes, token.state) == (team, ["cycles"], "waiting")
    assert "Somebody else of the board must agree" in text(done)
    agree = f"/tokens/{token.pk}/agree_token/"
    assert sign_in(head).post(agree, {}).status_code == 302
    token.refresh_from_db()
    assert (token.state, token.agreed_by) == ("agreed", head)


@pytest.mark.parametrize("lacking", sorted(SAID))
def test_each_answer_is_needed_and_the_others_are_kept(sign_in, board, lacking):
    browser = sign_in(board_team(board))
    said = {name: value for name, value in SAID.items() if name != lacking}

    page = browser.post(f"/boards/{board.slug}/ask_for_token/", said)

    assert (page.status_code, list(page.context["form"].errors)) == (422, [lacking])
    kept = {name: page.context["form"][name].value() for name in said}
    assert kept == said
    assert Token.objects.count() == 0


def test_the_secret_is_shown_once_and_reads(sign_in, board):
    token = agreed(board)
    browser, at = sign_in(token.holder), f"/tokens/{token.pk}/issue_token/"
    assert "Have the program ready" in text(browser.get(at))

    shown = browser.post(at)

    secret = secret_in(shown)
    assert text(shown).count(secret) == 1
    assert secret not in text(browser.get(at)) + text(
        browser.get(f"/tokens/{token.pk}/")
    )
    assert "You issued one before" in text(browser.get(at))


def test_whoever_sends_the_form_twice_has_the_second_secret(sign_in, board):
    token = agreed(board)
    browser, at = sign_in(token.holder), f"/tokens/{token.pk}/issue_token/"

    first, second = secret_in(browser.post(at)), secret_in(browser.post(at))

    now = workflow.timezone.now()
    assert [workflow.use(each, now=now) for each in (first, second)] == [None, token]
    assert browser.get(at).status_code == 404  # it is in use


def test_a_session_that_somebody_left_open_issues_and_agrees_to_nothing(sign_in, board):
    waiting, ready = asked_for(board), agreed(board)
    for person, at in (
        (ready.holder, f"/tokens/{ready.pk}/issue_token/"),
        (chair(board), f"/tokens/{waiting.pk}/agree_token/"),
        (board_team(board), f"/boards/{board.slug}/ask_for_token/"),
        (chair(board), f"/tokens/{waiting.pk}/revoke_token/"),
    ):
        browser = sign_in(person)
        shown_just_now(browser.session, person, ago=3600)
        answer = browser.post(at, SAID)
        assert (answer.status_code, "reauthenticate" in answer.url) == (302, True)

    assert [each.state for each in Token.objects.order_by("pk")] == [
        "waiting",
        "agreed",
    ]
    assert not Token.objects.exclude(digest="").exists()


def test_the_list_is_of_the_tokens_of_her_boards(sign_in, board):
    token = asked_for(board)
    asked_for(BoardFactory())

    page = sign_in(board_team(board)).get("/tokens/")

    assert list(page.context["page"]) == [token]


def test_whoever_may_not_answer_finds_nothing_there(sign_in, board):
    token, _ = issued(board)
    browser = sign_in(scrutineer(board))

    assert browser.get("/tokens/").status_code == 404
    assert browser.get(f"/tokens/{token.pk}/").status_code == 404


def test_a_revoked_token_says_so(sign_in, board):
    token, _ = issued(board)
    browser = sign_in(chair(board))

    page = browser.post(f"/tokens/{token.pk}/revoke_token/", follow=True)

    assert "Revoked. It reads nothing from now on." in text(page)
    assert "It reads nothing any more." in text(page)
