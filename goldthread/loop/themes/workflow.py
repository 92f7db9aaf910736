"""What the board does with themes: name them, join findings to them, decide."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.ledger import models as ledger
from goldthread.base.ledger.models import write_each
from goldthread.base.people.models import Board, User
from goldthread.base.states import Steps, note_all
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes.models import Membership, Theme, Verdict
from goldthread.loop.themes.queries import row

State, Written = Theme.State, Finding.State
steps = Steps("themes.theme")
board_steps = Steps("people.board")
finding_steps = Steps("findings.finding")

Pair = tuple[Finding, Theme]


# --- What they say together -----------------------------------------------------------


@steps.step("Decide the verdict", State.OPEN, State.CARRIED, State.CLOSED)
def decide(theme: Theme, *, by: User, verdict: str, reason: str, on: date) -> Verdict:
    """Say what the sources say together, and why; a later decision replaces it."""
    if not reason.strip():
        raise ValidationError("Say why you decided so.")
    decided = Verdict(
        theme=theme,
        verdict=verdict,
        proposed=row(theme, by, None).proposal.verdict,
        reason=reason.strip(),
        decided_on=on,
        decided_by=by,
    )
    decided.full_clean()
    decided.save()
    return decided


# --- The list of themes ---------------------------------------------------------------


@board_steps.step("Add a theme")
def add_theme(
    board: Board,
    *,
    by: User,
    name: str,
    description: str = "",
    lexicon: Sequence[str] = (),
) -> Theme:
    """Name something that keeps coming up."""
    theme = Theme(
        board=board, name=name, description=description, lexicon=list(lexicon)
    )
    theme.full_clean()
    theme.save()
    return theme


@steps.step("Change", State.OPEN, State.CARRIED, State.CLOSED)
def edit(
    theme: Theme,
    *,
    by: User,
    name: str,
    description: str = "",
    lexicon: Sequence[str] = (),
) -> None:
    """Give it a better name, or other words that point to it."""
    theme.name, theme.description, theme.lexicon = name, description, list(lexicon)
    theme.full_clean()


@steps.step("Merge into another theme", State.OPEN, to=State.MERGED)
def merge(theme: Theme, *, by: User, into: Theme) -> None:
    """It is the same as another: its findings join that one. `part` undoes it."""
    if into == theme or into.board_id != theme.board_id or into.state == State.MERGED:
        raise ValidationError("Choose another theme of the same board.")
    theme.merged_into = into
    inside = Membership.objects.filter(theme=into).values("finding")
    _bring(theme.memberships.exclude(finding__in=inside), into=into, by=by)
    ledger.write(into, by=by, verb="merge", words="Another theme merged into this one")


def _bring(memberships: Iterable[Membership], *, into: Theme, by: User) -> None:
    """Put findings into a theme with the one that holds them already."""
    Membership.objects.bulk_create(
        Membership(
            theme=into,
            finding_id=membership.finding_id,
            joined_by=by,
            from_register=membership.from_register,
            came_with_id=membership.theme_id,
        )
        for membership in memberships
    )


@steps.step("Undo the merge", State.MERGED, to=State.OPEN)
def part(theme: Theme, *, by: User) -> None:
    """It is a theme of its own again, and takes back what it brought."""
    into = Theme.objects.get(merged_here=theme)
    brought = Membership.objects.filter(theme=into, came_with=theme)
    _take_back(theme, set(brought.values_list("finding", flat=True)), into=into, by=by)
    ledger.write(into, by=by, verb="part", words="A merged theme left again")
    theme.merged_into = None


def _take_back(theme: Theme, findings: set[int], *, into: Theme, by: User) -> None:
    """What a theme brought leaves the one it went into, and all that this went into.

    What another merged theme brings as well stays, as brought by that one.
    """
    brought = Membership.objects.filter(came_with=theme, finding__in=findings)
    left = brought.filter(theme=into)
    gone = set(left.values_list("finding", flat=True))
    left.delete()
    others = Membership.objects.filter(theme__merged_into=into, finding__in=gone)
    held = {each.finding_id: each for each in others.exclude(theme=theme)}
    _bring(held.values(), into=into, by=by)
    if into.merged_into and gone - held.keys():
        _take_back(into, gone - held.keys(), into=into.merged_into, by=by)


# --- Which findings belong ------------------------------------------------------------


def _join(pairs: Iterable[Pair], *, by: User) -> list[Pair]:
    """Write down the pairs that are new; say so in the history of both."""
    asked = {(finding.pk, theme.pk): (finding, theme) for finding, theme in pairs}
    there = Membership.objects.filter(
        finding__in={finding for finding, _ in asked},
        theme__in={theme for _, theme in asked},
    )
    for known in there.values_list("finding", "theme"):
        asked.pop(known, None)
    Membership.objects.bulk_create(
        Membership(finding=finding, theme=theme, joined_by=by)
        for finding, theme in asked.values()
    )
    return list(asked.values())


def _noted(themes: Iterable[Theme], *, by: User, verb: str, words: str) -> None:
    told = {theme.pk: theme for theme in themes}.values()
    write_each(told, by=by, verb=verb, words=words)


def _check_hers(themes: Iterable[Theme], *, by: User, boards: Iterable[int]) -> None:
    """Each theme stands on the list of one of these boards, where she may change it."""
    asked = {theme.pk for theme in themes}
    hers = Theme.objects.standing().visible_to(by, "edit").filter(board__in=boards)
    if hers.filter(pk__in=asked).count() != len(asked):
        raise ValidationError("One of these themes is no longer on the board’s list.")


@finding_steps.step("Put in themes", Written.DRAFTED, Written.AGREED, Written.RELEASED)
def theme(finding: Finding, *, by: User, themes: Sequence[Theme]) -> None:
    """A person's decision that the finding belongs to these themes."""
    shared = finding.activity.shared_with.values_list("pk", flat=True)
    _check_hers(themes, by=by, boards={finding.board_id, *shared})
    joined = _join([(finding, chosen) for chosen in themes], by=by)
    _noted((t for _, t in joined), by=by, verb="join", words="A finding joined")


@finding_steps.step("Take out of themes")
def leave(finding: Finding, *, by: User, themes: Sequence[Theme]) -> None:
    """It does not belong there after all."""
    _check_hers(themes, by=by, boards={t.board_id for t in themes})
    Membership.objects.filter(finding=finding, theme__in=themes).delete()
    _noted(themes, by=by, verb="leave", words="A finding left")


@board_steps.step("Put findings in themes")
def join_findings(board: Board, *, by: User, pairs: Sequence[Pair]) -> None:
    """The same decision for many findings at once, each ticked by a person."""
    chosen = {finding.pk for finding, _ in pairs}
    hers = Finding.objects.standing().visible_to(by, "theme")
    if hers.filter(board=board, pk__in=chosen).count() != len(chosen):
        raise ValidationError("One of these findings can no longer join a theme.")
    _check_hers((t for _, t in pairs), by=by, boards=[board.pk])
    joined = _join(pairs, by=by)
    note_all(theme, [finding for finding, _ in joined], by=by)
    _noted((t for _, t in joined), by=by, verb="join", words="A finding joined")
