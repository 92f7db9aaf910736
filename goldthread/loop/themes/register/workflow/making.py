"""Making what the rows of a register say, in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model

from goldthread.base.ledger.models import Entry, entry
from goldthread.base.people.models import Organisation, User
from goldthread.loop.activities.models import Activity
from goldthread.loop.findings import imports
from goldthread.loop.findings.imports import FindingRow
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes.models import Membership, Theme
from goldthread.loop.themes.register.models import Origin, Upload
from goldthread.loop.themes.register.queries import (
    activities_at,
    organisations_named,
    place,
    themes_named,
)

BATCH = 2000


class Making:
    """One import: finds or makes what the rows name, then the findings themselves."""

    def __init__(self, upload: Upload, *, by: User | None) -> None:
        self.upload, self.board, self.by = upload, upload.board, by

    def make(self, new: Sequence[FindingRow], changed: Sequence[FindingRow]) -> None:
        rows = [*new, *changed]
        self.organisations = self._organisations(rows)
        self.activities = self._activities(rows)
        self.themes = self._themes(rows)
        findings = self._create(new) | self._change(changed)
        self._attach(rows, findings)

    def _note(self, records: Iterable[Model], words: str) -> None:
        Entry.objects.bulk_create(
            (
                entry(record, by=self.by, verb="import_register", words=words)
                for record in records
            ),
            batch_size=BATCH,
        )

    def _organisations(self, rows: Iterable[FindingRow]) -> dict[str, Organisation]:
        names = {name.lower(): name for row in rows for name in row.agencies}
        known = organisations_named(names)
        made = Organisation.objects.bulk_create(
            [Organisation(name=n) for lower, n in names.items() if lower not in known]
        )
        self._note(made, "Named in the register")
        known |= {organisation.name.lower(): organisation for organisation in made}
        self.board.partners.add(*known.values())
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
        return {
            "activity": self.activities[place(row)],
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

    def _create(self, rows: Sequence[FindingRow]) -> dict[str, Finding]:
        made = Finding.objects.bulk_create(
            [
                Finding(
                    board=self.board,
                    drafted_by=self.by,
                    import_key=row.key,
                    **self._said(row),
                )
                for row in rows
            ],
            batch_size=BATCH,
        )
        self._note(made, "Brought in from the register")
        return {finding.import_key: finding for finding in made}

    def _change(self, rows: Sequence[FindingRow]) -> dict[str, Finding]:
        """Draft again in the register's words; where else it belongs is set anew."""
        by_key = {row.key: row for row in rows}
        found = list(
            Finding.objects.select_for_update().filter(
                board=self.board, import_key__in=by_key
            )
        )
        fields: set[str] = set()
        for finding in found:
            said = self._said(by_key[finding.import_key])
            fields |= said.keys()
            for name, value in said.items():
                setattr(finding, name, value)
        if found:
            Finding.objects.bulk_update(found, sorted(fields), batch_size=BATCH)
            Finding.about.through.objects.filter(finding__in=found).delete()
            Origin.objects.filter(finding__in=found).delete()
        self._note(found, "Changed by the register")
        return {finding.import_key: finding for finding in found}

    def _attach(
        self, rows: Iterable[FindingRow], findings: Mapping[str, Finding]
    ) -> None:
        """Say which organisations, themes and row each finding belongs to."""
        pairs = [(row, findings[row.key]) for row in rows]
        through = Finding.about.through
        through.objects.bulk_create(
            [
                through(finding_id=finding.pk, organisation_id=organisation)
                for row, finding in pairs
                for organisation in {
                    self.organisations[name.lower()].pk for name in row.agencies
                }
            ],
            batch_size=BATCH,
        )
        self._join(
            {
                (findings[row.key].pk, self.themes[name.lower()].pk)
                for row in rows
                for name in row.themes
            },
            findings,
        )
        Origin.objects.bulk_create(
            [
                Origin(
                    finding=finding,
                    upload=self.upload,
                    row=row.row,
                    said=imports.fingerprint(row),
                )
                for row, finding in pairs
            ],
            batch_size=BATCH,
        )

    def _join(
        self, wanted: set[tuple[int, int]], findings: Mapping[str, Finding]
    ) -> None:
        """The themes the file names, and no longer those it named; a person's stay."""
        there = Membership.objects.filter(finding__in=findings.values())
        held = {(m.finding_id, m.theme_id): m for m in there}
        Membership.objects.filter(
            pk__in=[
                m.pk
                for pair, m in held.items()
                if m.from_register and pair not in wanted
            ]
        ).delete()
        Membership.objects.bulk_create(
            [
                Membership(
                    finding_id=finding,
                    theme_id=theme,
                    joined_by=self.by,
                    from_register=True,
                )
                for finding, theme in sorted(wanted - held.keys())
            ],
            batch_size=BATCH,
        )
