"""Making what the rows of a register say, in bulk."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model

from goldthread.base.bulk import insert
from goldthread.base.errands.rules import Tell
from goldthread.base.joining.workflow.partnerships import add_or_ask
from goldthread.base.ledger.models import write_each, write_of
from goldthread.base.people.models import Organisation, User
from goldthread.loop.activities.models import Activity
from goldthread.loop.findings import imports
from goldthread.loop.findings.imports import Change, FindingRow
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes.models import Membership, Theme
from goldthread.loop.themes.register.models import Origin, Upload
from goldthread.loop.themes.register.queries import (
    PLACE,
    activities_at,
    altered,
    organisations_named,
    place,
    themes_named,
    touched,
)

BATCH = 1000  # after each, it is told how far we are

# What a field of the register is on a finding; themes are only where it belongs.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "ref": ("reference",),
    "area": ("activity_id",),
    "activity": ("activity_id",),
    "title": ("activity_id",),
    "date": ("written", "earliest", "latest"),
    "agencies": ("about_everyone",),
    "basis": ("method", "number"),
    "themes": (),
}


class Making:
    """One import: finds or makes what the rows name, then the findings themselves."""

    def __init__(self, upload: Upload, *, by: User | None, tell: Tell) -> None:
        self.upload, self.board = upload, upload.board
        self.by, self.tell = by, tell

    def make(self, new: Sequence[FindingRow], changed: Sequence[Change]) -> None:
        about, themed = (touched(new, changed, f) for f in ("agencies", "themes"))
        self.organisations = self._organisations(about)
        self.activities = self._activities(touched(new, changed, *PLACE))
        self.themes = self._themes(themed)
        self.changed = self._change(changed)
        findings = self._create(new) | self.changed
        self._say_about(about, findings)
        self._join(themed, findings)
        self._remember([*new, *(change.row for change in changed)], findings)

    def _parts(self, doing: str, every: Sequence[Any]) -> Iterator[Sequence[Any]]:
        """So many at a time, telling before each how far we are."""
        for start in range(0, len(every), BATCH):
            self.tell(doing, start, len(every))
            yield every[start : start + BATCH]

    def _make(
        self, doing: str, like: Model, rows: Sequence[Mapping[str, Any]]
    ) -> list[int]:
        return [key for part in self._parts(doing, rows) for key in insert(like, part)]

    def _note(self, records: Iterable[Model], words: str) -> None:
        self.tell("Writing the history")
        write_each(records, by=self.by, verb="import_register", words=words)

    def _note_findings(self, keys: Iterable[int], words: str) -> None:
        self.tell("Writing the history")
        by, verb = self.by, "import_register"
        write_of(Finding, list(keys), by=by, verb=verb, words=words)

    def _organisations(self, rows: Iterable[FindingRow]) -> dict[str, Organisation]:
        names = {name.lower(): name for row in rows for name in row.agencies}
        known = organisations_named(names)
        made = Organisation.objects.bulk_create(
            [Organisation(name=n) for lower, n in names.items() if lower not in known]
        )
        self._note(made, "Named in the register")
        known |= {organisation.name.lower(): organisation for organisation in made}
        add_or_ask(self.board, known.values(), by=self.by)
        return known

    def _activities(self, rows: Iterable[FindingRow]) -> dict[Any, Activity]:
        known = activities_at(self.board, by=self.by)
        wanted = {place(row): row for row in rows if place(row) not in known}
        made = Activity.objects.bulk_create(
            [
                Activity(
                    board=self.board,
                    area=row.area,
                    way=row.way,
                    title=row.title,
                    state=Activity.State.REPORTED,
                )
                for row in wanted.values()
            ]
        )
        self._note(made, "Named in the register")
        return known | dict(zip(wanted, made, strict=True))

    def _themes(self, rows: Iterable[FindingRow]) -> dict[str, Theme]:
        names = {name.lower(): name for row in rows for name in row.themes}
        known = themes_named(self.board, names)
        made = Theme.objects.bulk_create(
            [
                Theme(board=self.board, name=name)
                for lower, name in names.items()
                if lower not in known
            ]
        )
        self._note(made, "Named in the register")
        return known | {theme.name.lower(): theme for theme in made}

    def _said(self, row: FindingRow) -> dict[str, Any]:
        activity = self.activities.get(place(row))  # none if it was renamed since
        return {
            "activity_id": activity and activity.pk,
            "reference": row.ref,
            "kind": str(row.kind),
            "text": row.text,
            "meaning": row.meaning,
            "about_everyone": row.all_agencies,
            "method": row.basis,
            "number": row.basis_number,
            "written": row.written.text,
            "earliest": row.written.earliest,
            "latest": row.written.latest,
            "published": row.published,
            "characteristics": [str(each) for each in row.characteristics],
            "help_stage": str(row.help_stage or ""),
        }

    def _create(self, rows: Sequence[FindingRow]) -> dict[str, int]:
        like = Finding(board=self.board, drafted_by=self.by)
        new = [{"import_key": row.key, **self._said(row)} for row in rows]
        made = self._make("Making findings", like, new)
        self._note_findings(made, "Brought in from the register")
        return {row.key: key for row, key in zip(rows, made, strict=True)}

    def _change(self, changes: Sequence[Change]) -> dict[str, int]:
        """Only what the file changed, so that words improved on the board stay."""
        by_key = {change.row.key: change for change in changes}
        found = list(
            Finding.objects.select_for_update().filter(
                board=self.board, import_key__in=by_key
            )
        )
        names: set[str] = set()
        for finding in found:
            change = by_key[finding.import_key]
            said = self._said(change.row)
            for field in altered(change):
                for name in FIELDS.get(field, (field,)):
                    setattr(finding, name, said[name])
                    names.add(name)
        if names:
            for part in self._parts("Changing findings", found):
                Finding.objects.bulk_update(part, sorted(names))
        changed = {finding.import_key: finding.pk for finding in found}
        self._note_findings(changed.values(), "Changed by the register")
        return changed

    def _changed(self, rows: Iterable[FindingRow]) -> list[int]:
        return [self.changed[row.key] for row in rows if row.key in self.changed]

    def _say_about(
        self, rows: Sequence[FindingRow], findings: Mapping[str, int]
    ) -> None:
        through = Finding.about.through
        through.objects.filter(finding__in=self._changed(rows)).delete()
        new = [
            {"finding_id": findings[row.key], "organisation_id": organisation}
            for row in rows
            for organisation in {
                self.organisations[name.lower()].pk for name in row.agencies
            }
        ]
        self.tell("Saying which agencies they are about")
        insert(through(), new)

    def _remember(
        self, rows: Iterable[FindingRow], findings: Mapping[str, int]
    ) -> None:
        """What each row said, to be compared with the next file."""
        said = [
            {
                "finding_id": findings[row.key],
                "row": row.row,
                "said": imports.fingerprint(row),
            }
            for row in rows
        ]
        Origin.objects.filter(finding__in=self.changed.values()).delete()
        self._make("Keeping what each row said", Origin(upload=self.upload), said)

    def _join(self, rows: Sequence[FindingRow], findings: Mapping[str, int]) -> None:
        """The themes the file names, and no longer those it named; a person's stay."""
        wanted = {
            (findings[row.key], self.themes[name.lower()].pk)
            for row in rows
            for name in row.themes
        }
        there = Membership.objects.filter(finding__in=self._changed(rows))
        held = {(m.finding_id, m.theme_id): m for m in there}
        Membership.objects.filter(
            pk__in=[
                m.pk
                for pair, m in held.items()
                if m.from_register and pair not in wanted
            ]
        ).delete()
        self.tell("Putting them in themes")
        like = Membership(joined_by=self.by, from_register=True)
        new = sorted(wanted - held.keys())
        insert(like, [{"finding_id": one, "theme_id": theme} for one, theme in new])
