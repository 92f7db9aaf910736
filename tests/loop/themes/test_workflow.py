import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.ledger.models import Entry
from goldthread.base.states import WrongState, open_to
from goldthread.loop.themes import workflow
from goldthread.loop.themes.models import Membership, Theme, Verdict
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    FindingFactory,
    OrganisationFactory,
    ThemeFactory,
    agency_lead,
    board_team,
    chair,
    name,
    scrutineer,
)

pytestmark = pytest.mark.django_db
State = Theme.State


def members(theme):
    return list(theme.findings.order_by("pk"))


def said(record):
    return [entry.words for entry in Entry.objects.about(record)]


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def amira(board):
    return board_team(board)


@pytest.fixture
def finding(board):
    return FindingFactory(activity=ActivityFactory(board=board))


# --- The list of themes ---------------------------------------------------------------


def test_the_board_team_names_a_theme_with_the_words_that_point_to_it(board, amira):
    theme = workflow.add_theme(
        board, by=amira, name="Neglect", lexicon=["home conditions", "dental decay"]
    )

    assert (theme.board, theme.name, theme.lexicon, theme.state) == (
        board,
        "Neglect",
        ["home conditions", "dental decay"],
        State.OPEN,
    )
    assert said(theme) == ["Add a theme"]


def test_a_theme_is_named_once_whatever_its_capitals(board, amira):
    ThemeFactory(board=board, name="Neglect")

    with pytest.raises(ValidationError, match="already has a theme of this name"):
        workflow.add_theme(board, by=amira, name="neglect")

    assert Theme.objects.count() == 1


def test_an_agency_lead_cannot_add_a_theme(board):
    lead = agency_lead(OrganisationFactory(boards=[board]))

    with pytest.raises(PermissionDenied):
        workflow.add_theme(board, by=lead, name="Neglect")


def test_a_theme_gets_a_better_name(board, amira):
    theme = ThemeFactory(board=board)

    workflow.edit(theme, by=amira, name="Neglect", description="All kinds.")

    theme.refresh_from_db()
    assert (theme.name, theme.description, theme.lexicon) == (
        "Neglect",
        "All kinds.",
        [],
    )


def test_merging_brings_the_findings_along_and_can_be_undone(board, amira, finding):
    both = FindingFactory(activity=finding.activity)
    kept = ThemeFactory(board=board, findings=[both])
    gone = ThemeFactory(board=board, findings=[finding, both])

    workflow.merge(gone, by=amira, into=kept)

    gone.refresh_from_db()
    assert (gone.state, gone.merged_into) == (State.MERGED, kept)
    assert members(kept) == [finding, both]
    assert list(Theme.objects.standing()) == [kept]
    assert said(kept) == ["Another theme merged into this one"]

    workflow.part(gone, by=amira)

    gone.refresh_from_db()
    assert (gone.state, gone.merged_into) == (State.OPEN, None)
    assert members(kept) == [both]
    assert members(gone) == [finding, both]


def held(theme):
    return set(theme.findings.all())


def chain(board, amira):
    """Three themes of one finding each, the first in the second, that in the third."""
    activity = ActivityFactory(board=board)
    findings = FindingFactory.create_batch(3, activity=activity)
    themes = [ThemeFactory(board=board, findings=[each]) for each in findings]
    first, second, third = themes
    workflow.merge(first, by=amira, into=second)
    workflow.merge(second, by=amira, into=third)
    return themes, findings


def test_a_theme_that_parts_takes_its_findings_out_of_the_whole_chain(board, amira):
    (first, second, third), (one, two, three) = chain(board, amira)
    assert held(third) == {one, two, three}

    workflow.part(first, by=amira)

    assert [held(theme) for theme in (first, second, third)] == [
        {one},
        {two},
        {two, three},
    ]


def test_the_middle_of_a_chain_parts_with_what_had_joined_it(board, amira):
    (first, second, third), (one, two, three) = chain(board, amira)

    workflow.part(second, by=amira)

    assert [held(theme) for theme in (second, third)] == [{one, two}, {three}]
    workflow.part(first, by=amira)
    assert [held(theme) for theme in (first, second)] == [{one}, {two}]


def test_what_two_merged_themes_brought_stays_while_one_of_them_stays(board, amira):
    (first, _, third), (one, two, three) = chain(board, amira)
    also = ThemeFactory(board=board, findings=[one])
    workflow.merge(also, by=amira, into=third)

    workflow.part(first, by=amira)
    assert held(third) == {one, two, three}

    workflow.part(also, by=amira)
    assert held(third) == {two, three}


def test_what_had_joined_by_itself_stays_when_a_merged_theme_parts(board, amira):
    finding = FindingFactory(activity=ActivityFactory(board=board))
    gone, kept = ThemeFactory.create_batch(2, board=board, findings=[finding])
    workflow.merge(gone, by=amira, into=kept)

    workflow.part(gone, by=amira)

    assert held(kept) == {finding}


@pytest.mark.parametrize("wrong", ["itself", "another board's", "a merged one"])
def test_a_theme_merges_only_into_another_of_its_board(board, amira, wrong):
    theme, other = ThemeFactory.create_batch(2, board=board)
    workflow.merge(other, by=amira, into=ThemeFactory(board=board))
    into = {
        "itself": theme,
        "another board's": ThemeFactory(),
        "a merged one": other,
    }[wrong]

    with pytest.raises(ValidationError, match="another theme of the same board"):
        workflow.merge(theme, by=amira, into=into)


def test_a_merged_theme_cannot_be_decided_or_changed(board, amira):
    theme = ThemeFactory(board=board)
    workflow.merge(theme, by=amira, into=ThemeFactory(board=board))

    assert [step.name for step in open_to(amira, theme)] == ["part"]
    with pytest.raises(WrongState):
        workflow.decide(theme, by=amira, verdict="silent", reason="x", on=TODAY)


# --- Which findings belong ------------------------------------------------------------


def test_a_finding_joins_themes_by_a_persons_decision(board, amira, finding):
    neglect, risk = ThemeFactory.create_batch(2, board=board)

    workflow.theme(finding, by=amira, themes=[neglect, risk])

    found = Membership.objects.values_list("theme", "finding", "joined_by")
    assert sorted(found) == [
        (neglect.pk, finding.pk, amira.pk),
        (risk.pk, finding.pk, amira.pk),
    ]
    assert str(Membership.objects.get(theme=neglect)) == f"{finding} in {neglect}"
    assert said(finding) == ["Put in themes"]
    assert said(neglect) == ["A finding joined"]


def test_joining_again_changes_nothing(board, amira, finding):
    theme = ThemeFactory(board=board, findings=[finding])

    workflow.theme(finding, by=amira, themes=[theme])

    assert Membership.objects.count() == 1
    assert said(theme) == []


def test_a_finding_cannot_join_another_boards_theme(amira, finding):
    with pytest.raises(ValidationError, match="no longer on the board’s list"):
        workflow.theme(finding, by=amira, themes=[ThemeFactory()])

    assert Membership.objects.count() == 0


def test_a_shared_activitys_finding_joins_the_neighbours_themes(finding):
    neighbour = BoardFactory()
    finding.activity.shared_with.add(neighbour)
    bo = board_team(neighbour)
    theirs, ours = ThemeFactory(board=neighbour), ThemeFactory(board=finding.board)

    workflow.theme(finding, by=bo, themes=[theirs])
    with pytest.raises(ValidationError):
        workflow.theme(finding, by=bo, themes=[ours])

    assert members(theirs) == [finding]


def test_a_neighbour_takes_a_shared_finding_out_of_her_own_theme_alone(finding, board):
    neighbour = BoardFactory()
    finding.activity.shared_with.add(neighbour)
    bo = board_team(neighbour)
    theirs = ThemeFactory(board=neighbour, findings=[finding])
    ours = ThemeFactory(board=board, findings=[finding])

    with pytest.raises(ValidationError):
        workflow.leave(finding, by=bo, themes=[ours])
    workflow.leave(finding, by=bo, themes=[theirs])

    assert (members(theirs), members(ours)) == ([], [finding])


def test_a_reader_or_another_boards_team_cannot_put_a_finding_in_a_theme(
    board, finding
):
    theme = ThemeFactory(board=board)

    for person in (chair(board), scrutineer(board), board_team(BoardFactory())):
        with pytest.raises(PermissionDenied):
            workflow.theme(finding, by=person, themes=[theme])


def test_only_those_named_put_a_restricted_finding_in_a_theme(board, amira):
    activity = ActivityFactory(board=board, restricted=True)
    finding, theme = FindingFactory(activity=activity), ThemeFactory(board=board)

    with pytest.raises(PermissionDenied):
        workflow.theme(finding, by=amira, themes=[theme])
    name(activity, amira)
    workflow.theme(finding, by=amira, themes=[theme])

    assert members(theme) == [finding]


def test_a_withdrawn_finding_joins_nothing(board, amira):
    finding = FindingFactory(activity=ActivityFactory(board=board), state="withdrawn")

    with pytest.raises(WrongState):
        workflow.theme(finding, by=amira, themes=[ThemeFactory(board=board)])


def test_a_finding_leaves_a_theme_it_does_not_belong_to(board, amira, finding):
    kept, left = ThemeFactory.create_batch(2, board=board, findings=[finding])

    workflow.leave(finding, by=amira, themes=[left])

    assert (members(kept), members(left)) == ([finding], [])
    assert said(left) == ["A finding left"]


def test_only_a_finding_in_a_theme_can_leave(board, amira, finding):
    assert "leave" not in [step.name for step in open_to(amira, finding)]
    with pytest.raises(PermissionDenied):
        workflow.leave(finding, by=amira, themes=[ThemeFactory(board=board)])


def test_many_findings_join_at_once_with_a_line_each(board, amira, finding):
    other = FindingFactory(activity=finding.activity)
    neglect = ThemeFactory(board=board, findings=[finding])
    risk = ThemeFactory(board=board)

    workflow.join_findings(
        board, by=amira, pairs=[(finding, neglect), (finding, risk), (other, risk)]
    )

    assert (members(neglect), members(risk)) == ([finding], [finding, other])
    assert [said(record) for record in (finding, other, neglect, risk)] == [
        ["Put in themes"],
        ["Put in themes"],
        [],
        ["A finding joined"],
    ]
    assert said(board) == ["Put findings in themes"]


def test_joining_many_is_refused_as_a_whole(board, amira, finding):
    theme = ThemeFactory(board=board)
    elsewhere, foreign = FindingFactory(), ThemeFactory()

    with pytest.raises(ValidationError, match="can no longer join"):
        workflow.join_findings(
            board, by=amira, pairs=[(finding, theme), (elsewhere, theme)]
        )
    with pytest.raises(ValidationError, match="no longer on the board’s list"):
        workflow.join_findings(
            board, by=amira, pairs=[(finding, theme), (finding, foreign)]
        )

    assert Membership.objects.count() == 0


# --- What they say together -----------------------------------------------------------


def test_a_person_decides_with_a_reason_beside_what_the_rule_proposed(
    board, amira, finding
):
    theme = ThemeFactory(board=board, findings=[finding])

    verdict = workflow.decide(
        theme, by=amira, verdict="corroborated", reason=" Known from visits. ", on=TODAY
    )

    assert (verdict.verdict, verdict.proposed, verdict.reason) == (
        "corroborated",
        "single_source",
        "Known from visits.",
    )
    assert (verdict.decided_by, verdict.decided_on) == (amira, TODAY)
    assert said(theme) == ["Decide the verdict"]


def test_a_verdict_is_revised_and_its_history_kept(board, amira):
    theme = ThemeFactory(board=board)
    decide = {"reason": "So it is.", "on": TODAY}

    first = workflow.decide(theme, by=amira, verdict="silent", **decide)
    second = workflow.decide(theme, by=chair(board), verdict="conflicting", **decide)

    assert list(theme.verdicts.all()) == [second, first]


def test_a_verdict_without_a_reason_is_refused(board, amira):
    theme = ThemeFactory(board=board)

    with pytest.raises(ValidationError, match="Say why"):
        workflow.decide(theme, by=amira, verdict="silent", reason="  ", on=TODAY)

    assert Verdict.objects.count() == 0


def test_a_scrutineer_reads_the_verdict_and_does_not_decide(board):
    with pytest.raises(PermissionDenied):
        workflow.decide(
            ThemeFactory(board=board),
            by=scrutineer(board),
            verdict="silent",
            reason="x",
            on=TODAY,
        )
