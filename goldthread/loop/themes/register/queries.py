"""What importing a file would make and change, before anything is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower

from goldthread.base.people.models import Board, Organisation, User
from goldthread.base.tables import Table
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.rules import SYNONYMS, WAY_WORDS, Way
from goldthread.loop.findings import imports
from goldthread.loop.findings.imports import Change, Difference, FindingRow, Problem
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes.models import Theme
from goldthread.loop.themes.register.models import Origin

Brought = Mapping[str, tuple[Mapping[str, str], str]]
Place = tuple[str, str, str]  # area, way and title of an activity, without capitals
PLACE = ("area", "activity", "title")
WAYS: Mapping[str, str] = {words: str(way) for words, way in SYNONYMS.items()}


@dataclass(frozen=True)
class Preview:
    """What a file holds against what the board holds."""

    rows: int
    difference: Difference
    problems: tuple[Problem, ...]
    activities: tuple[FindingRow, ...]  # the first row of each that is new
    organisations: tuple[str, ...]
    themes: tuple[str, ...]

    @property
    def only_settled(self) -> bool:
        """All that is wrong is wrong with changes, which may be left out."""
        changed = {change.row.row for change in self.difference.changed}
        return all(problem.row in changed for problem in self.problems)

    @property
    def changes_nothing(self) -> bool:
        return not (self.problems or self.difference.new or self.difference.changed)

    def summary(self) -> dict[str, Any]:
        """Counts, as the command prints them."""
        return {
            "rows": self.rows,
            "created": {
                "findings": len(self.difference.new),
                "activities": len(self.activities),
                "organisations": len(self.organisations),
                "themes": len(self.themes),
            },
            "changed": len(self.difference.changed),
            "unchanged": len(self.difference.same),
            "missing": len(self.difference.missing),
        }

    def differences(self) -> list[tuple[FindingRow, str, str, str]]:
        """Each field that changes: its row, its name, before and after."""
        return [
            (change.row, imports.FIELDS[f.field].label, f.before, f.after)
            for change in self.difference.changed
            for f in change.fields
        ]

    def named(self) -> list[tuple[str, Sequence[str]]]:
        """What else will be made, by name, for the page."""
        activities = [f"{a.title} ({WAY_WORDS[Way(a.way)]})" for a in self.activities]
        return [
            ("New activities", activities),
            ("New themes", self.themes),
            ("New organisations", self.organisations),
        ]


def preview(
    board: Board, table: Table, columns: Mapping[str, int], *, by: User | None
) -> Preview:
    """Everything at once: what is new, what differs, and all that is wrong."""
    parsed = imports.parse(table, columns, WAYS)
    brought = _brought(board)
    said = {key: before for key, (before, _) in brought.items()}
    difference = imports.compare(parsed.rows, said)
    new, changed = difference.new, difference.changed
    problems = [*parsed.problems, *_settled(table, columns, changed, brought)]
    return Preview(
        rows=len(table.rows),
        difference=difference,
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
        activities=_new_activities(board, touched(new, changed, *PLACE), by=by),
        organisations=_new(
            (
                name
                for row in touched(new, changed, "agencies")
                for name in row.agencies
            ),
            organisations_named,
        ),
        themes=_new(
            (name for row in touched(new, changed, "themes") for name in row.themes),
            lambda names: themes_named(board, names),
        ),
    )


def _brought(board: Board) -> Brought:
    """By key, what the register said of a finding, and where the finding stands now."""
    origins = Origin.objects.filter(finding__board=board)
    told = origins.values_list("finding__import_key", "said", "finding__state")
    return {key: (before, state) for key, before, state in told}


def _settled(
    table: Table,
    columns: Mapping[str, int],
    changed: Iterable[Change],
    brought: Brought,
) -> Iterator[Problem]:
    """A file may not change what the board has agreed, released or withdrawn."""
    for change in changed:
        state = Finding.State(brought[change.row.key][1])
        fields = contents(change)
        if fields and state != Finding.State.DRAFTED:
            column = columns.get(fields[0])
            yield Problem(
                row=change.row.row,
                column=fields[0] if column is None else table.headers[column],
                value=change.row.ref,
                sentence=f"This finding is {state.label.lower()} on the board. "
                "Reopen it there first, or take the change out of the file.",
            )


def altered(change: Change) -> set[str]:
    return {field.field for field in change.fields}


def touched(
    new: Iterable[FindingRow], changed: Iterable[Change], *fields: str
) -> list[FindingRow]:
    """The rows that say something new of these fields.

    What else a row names may have another name on the board by now, and stays.
    """
    return [*new, *(c.row for c in changed if altered(c) & set(fields))]


def contents(change: Change) -> list[str]:
    """Which fields changed of the finding itself; themes are only where it belongs."""
    return [field.field for field in change.fields if field.field != "themes"]


# --- What the names in a file already stand for -----------------------------------------


def place(row: FindingRow) -> Place:
    return row.area.casefold(), row.way, row.title.casefold()


def activities_at(board: Board, *, by: User | None) -> dict[Place, Activity]:
    """The board's activities that whoever imports may add findings to; newest wins."""
    records: QuerySet[Activity] = Activity.objects.filter(board=board)
    records = (
        records & Activity.objects.visible_to(by, "add_finding")
        if by
        else records.filter(restricted=False)
    )
    return {
        (a.area.casefold(), a.way, a.title.casefold()): a
        for a in records.order_by("pk").only("area", "way", "title", "board")
    }


def organisations_named(names: Iterable[str]) -> dict[str, Organisation]:
    """Organisations by their lower-case names."""
    known = Organisation.objects.annotate(lower=Lower("name"))
    return {o.name.lower(): o for o in known.filter(lower__in=_lowered(names))}


def themes_named(board: Board, names: Iterable[str]) -> dict[str, Theme]:
    """The board's themes by their lower-case names; a merged one is where it went."""
    known = Theme.objects.filter(board=board).annotate(lower=Lower("name"))
    found = known.filter(lower__in=_lowered(names)).select_related("merged_into")
    return {theme.name.lower(): _where_it_went(theme) for theme in found}


def _where_it_went(theme: Theme) -> Theme:
    while theme.merged_into:
        theme = theme.merged_into
    return theme


def _lowered(names: Iterable[str]) -> set[str]:
    return {name.lower() for name in names}


def _new(names: Iterable[str], known: Any) -> tuple[str, ...]:
    """Names that stand for nothing yet, once each, as first written."""
    written: dict[str, str] = {}
    for name in names:
        written.setdefault(name.lower(), name)
    there = known(written)
    return tuple(name for lower, name in written.items() if lower not in there)


def _new_activities(
    board: Board, rows: Iterable[FindingRow], *, by: User | None
) -> tuple[FindingRow, ...]:
    there = activities_at(board, by=by)
    wanted: dict[Place, FindingRow] = {}
    for row in rows:
        if place(row) not in there:
            wanted.setdefault(place(row), row)
    return tuple(wanted.values())
