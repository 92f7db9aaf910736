import pytest

from goldthread.base.large_files.models import LargeFile
from tests.factories import BoardFactory, FindingFactory, board_team, chair

LIST = "/findings/"


@pytest.fixture(autouse=True)
def two_rows_alone(settings):
    settings.LARGE_FILE_ROWS = 2


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def team(board):
    return board_team(board)


@pytest.fixture
def head(board):
    return chair(board)


@pytest.fixture
def findings(board):
    """More than leave without asking."""
    return FindingFactory.create_batch(3, activity__board=board)


@pytest.fixture
def asked(sign_in, team, head, findings):
    """A file that the team asked for, as the pages do it, of a list or of part of it."""

    def ask(query=""):
        browser = sign_in(team)
        page = browser.get(f"{LIST}?{query}&format=csv", follow=True)
        [(at, _)] = page.redirect_chain
        said = {name: page.context["form"][name].value() for name in ("list", "board")}
        browser.post(at, {**said, "reason": "For the annual report."})
        return LargeFile.objects.get()

    return ask
