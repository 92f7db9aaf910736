import pytest

from goldthread.base.errands.rules import KINDS
from goldthread.base.errands.workflow import errand, later
from goldthread.base.states import STEPS, Steps
from goldthread.loop.findings.models import Finding
from tests.factories import NOW, BoardFactory, FindingFactory, board_team

State = Finding.State


@pytest.fixture(autouse=True)
def _declared_for_one_test():
    """The kinds and steps of a test go with it."""
    kinds = dict(KINDS)
    steps = {label: dict(known) for label, known in STEPS.items()}
    yield
    for known, before in ((KINDS, kinds), (STEPS, steps)):
        known.clear()
        known.update(before)


@pytest.fixture
def long():
    """A function as long work on a finding, for whoever may agree it."""

    def kind(function, **more):
        said = {"saying": "Reading {}", "done": "It is read."} | more
        return errand("findings.finding", "agree", **said)(function)

    return kind


@pytest.fixture
def agree():
    """A step as long work: it agrees a finding, and says how far it is."""
    steps = Steps("findings.finding")

    @steps.step("Agree", State.DRAFTED, to=State.AGREED)
    def agree(finding, *, by, tell, text):
        tell("Reading", 1, 2)
        finding.text = text
        finding.agreed_at, finding.agreed_by = NOW, by

    return later(agree, saying="Agreeing {}", done="It is agreed.")


# Made when asked for, so that they are in the test's own database.


@pytest.fixture
def finding():
    board = BoardFactory(name="Kingston", slug="kingston")
    return FindingFactory(activity__board=board, text="Seen late")


@pytest.fixture
def amira(finding):
    return board_team(finding.board)
