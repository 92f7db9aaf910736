import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.ledger.models import CLOCK, Entry
from goldthread.base.states import (
    STEPS,
    Steps,
    WrongState,
    every_step_has_a_row,
    on_behalf,
    open_to,
    typed,
)
from goldthread.loop.findings import workflow
from goldthread.loop.findings.models import Finding
from tests.factories import (
    BoardFactory,
    FindingFactory,
    GroupFactory,
    OrganisationFactory,
    UserFactory,
    board_team,
    group_member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def steps():
    """Steps declared for one test."""
    before = {label: dict(known) for label, known in STEPS.items()}
    yield Steps("findings.finding")
    STEPS.clear()
    STEPS.update(before)


def test_a_step_is_taken_on_the_row_as_it_stands_now():
    finding = FindingFactory()
    stale = Finding.objects.get(pk=finding.pk)
    amira = board_team(finding.board)
    workflow.agree(finding, by=amira)

    with pytest.raises(WrongState):
        workflow.agree(stale, by=amira)


def test_a_step_that_fails_leaves_neither_change_nor_line(steps):
    @steps.step("Agree", Finding.State.DRAFTED, to=Finding.State.AGREED)
    def agree(finding, *, by):
        finding.text = "Changed"
        raise RuntimeError("half way")

    finding = FindingFactory(text="As it was")

    with pytest.raises(RuntimeError, match="half way"):
        agree(finding, by=board_team(finding.board))

    finding.refresh_from_db()
    assert (finding.text, finding.state) == ("As it was", Finding.State.DRAFTED)
    assert list(Entry.objects.all()) == []


def test_the_ledger_says_on_whose_behalf_a_step_was_taken():
    finding = FindingFactory()
    police = OrganisationFactory(name="Police")
    amira = board_team(finding.board)

    workflow.agree(finding, by=amira, on_behalf_of=police)

    assert [entry.sentence for entry in Entry.objects.about(finding)] == [
        f"{amira} on behalf of Police: Agree (Drafted → Agreed)"
    ]


def test_the_clock_takes_only_the_steps_it_is_trusted_with(steps):
    @steps.step("Tidy", alone=True)
    def tidy(finding, *, by):
        pass

    finding = FindingFactory()

    tidy(finding, by=None)
    with pytest.raises(PermissionDenied):
        workflow.agree(finding, by=None)

    assert [entry.by_label for entry in Entry.objects.about(finding)] == [CLOCK]


def test_the_steps_open_to_a_person_are_asked_for_in_one_statement(
    django_assert_num_queries,
):
    finding = FindingFactory()
    amira, stranger = board_team(finding.board), board_team(BoardFactory())

    with django_assert_num_queries(1):
        offered = [step.name for step in open_to(amira, finding)]

    assert offered[:2] == ["agree", "edit"]
    assert open_to(stranger, finding) == []


def test_a_step_that_no_row_allows_is_refused_at_the_start(steps):
    @steps.step("Burn")
    def burn(finding, *, by):
        pass

    assert [error.msg for error in every_step_has_a_row()] == [
        "No row of the policy lets anyone “burn” findings.finding."
    ]


def test_whoever_has_no_role_where_a_step_belongs_takes_it_on_its_behalf(steps):
    @steps.step("Agree", whose="self.board")
    def agree(finding, *, by):
        pass

    finding = FindingFactory(activity__board__name="Kingston LSCB")
    group = GroupFactory(boards=[finding.board])
    its_own, its_member = board_team(finding.board), group_member(group)
    neighbour = board_team(BoardFactory())

    assert [
        on_behalf(person, finding.board)
        for person in (its_own, its_member, neighbour, UserFactory())
    ] == ["", "", "Kingston LSCB", "Kingston LSCB"]
    assert [on_behalf(p, group) for p in (its_own, neighbour)] == ["", str(group)]
    assert on_behalf(neighbour, None) == ""
    agree(finding, by=its_own)
    assert [e.on_behalf_of for e in Entry.objects.about(finding)] == [""]


def test_what_was_typed_is_kept_without_the_space_around_it():
    assert typed("  Because.\n", reason="Say why.") == "Because."


def test_nothing_typed_is_refused_by_its_field():
    with pytest.raises(ValidationError) as refused:
        typed(" \n", reason="Say why.")

    assert refused.value.message_dict == {"reason": ["Say why."]}
