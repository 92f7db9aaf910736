"""Bringing in a register: upload, match, look, import. All of it or nothing."""

from collections.abc import Collection, Mapping
from datetime import date
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils import timezone

from goldthread.base import tables
from goldthread.base.errands.rules import Tell, silent
from goldthread.base.errands.workflow import later
from goldthread.base.people.models import Board, User
from goldthread.base.states import Steps
from goldthread.loop.findings import imports
from goldthread.loop.themes.register.models import KEPT, Upload
from goldthread.loop.themes.register.queries import Preview, preview
from goldthread.loop.themes.register.workflow.making import Making

State = Upload.State
steps = Steps("register.upload")
board_steps = Steps("people.board")
SAID = 20  # how many problems a refusal names


class NotRight(ValidationError):
    """Something in the file is wrong; `found` says all that was found in it."""

    def __init__(self, said: list[str], found: Preview) -> None:
        super().__init__(said)
        self.found = found


# --- The steps ------------------------------------------------------------------------


@board_steps.step("Import your register", alone=True)
def import_register(board: Board, *, by: User | None, name: str, data: bytes) -> Upload:
    """Read a file and keep its rows, to be looked at before anything is made."""
    try:
        table = tables.read(data, name)
    except tables.Refused as refused:
        raise ValidationError(str(refused)) from refused
    upload = Upload(
        board=board,
        name=name[:200],
        sha256=sha256(data).hexdigest(),
        encoding=table.encoding,
        sheet=table.sheet or "",
        headers=table.headers,
        rows=[[row.number, row.cells] for row in table.rows],
        columns=imports.guess_columns(table.headers),
        uploaded_by=by,
    )
    upload.save()
    return upload


@steps.step(
    "Match the columns", State.UPLOADED, State.MATCHED, to=State.MATCHED, alone=True
)
def match(upload: Upload, *, by: User | None, columns: Mapping[str, int]) -> None:
    """Say which column holds what."""
    if lacking := unmatched_fields(columns):
        raise ValidationError(f"Choose a column for: {', '.join(lacking)}.")
    upload.columns = dict(columns)


@steps.step("Import", State.MATCHED, to=State.IMPORTED, alone=True)
def bring_in(
    upload: Upload,
    *,
    by: User | None,
    changes: Collection[str] | None = None,
    tell: Tell = silent,
) -> Preview:
    """Make what is new, and change what was confirmed (`changes` are keys; None is all)."""
    tell("Reading the rows")
    found = preview(upload.board, upload.table, upload.columns, by=by)
    wanted = {c.row.key for c in found.difference.changed}
    wanted &= wanted if changes is None else set(changes)
    check_problems(found, wanted)
    changed = [c for c in found.difference.changed if c.row.key in wanted]
    Making(upload, by=by, tell=tell).make(found.difference.new, changed)
    upload.counts = found.summary() | {"changed": len(changed)}
    upload.imported_at = timezone.now()
    upload.rows = []
    return found


bring_in_later = later(
    bring_in, saying="Importing {}", done="Your register is imported."
)


@steps.step(
    "Leave this file",
    State.UPLOADED,
    State.MATCHED,
    to=State.ABANDONED,
    alone=True,
)
def abandon(upload: Upload, *, by: User | None) -> None:
    """Nothing was imported, and its rows are not kept."""
    upload.rows = []


def leave_what_waits(on: date) -> int:
    """Leave each file that nobody has imported for so long; how many that was."""
    before = on - KEPT
    old = list(Upload.objects.waiting().filter(uploaded_at__date__lt=before))
    for upload in old:
        abandon(upload, by=None)
    return len(old)


# --- What is checked ------------------------------------------------------------------


def unmatched_fields(columns: Mapping[str, int]) -> list[str]:
    """The fields that a register must have and this one lacks, in words."""
    return [
        field.label
        for name, field in imports.FIELDS.items()
        if field.required and name not in columns
    ]


def check_problems(found: Preview, wanted: Collection[str]) -> None:
    """Refuse the file while anything is wrong, but for a change nobody asked for."""
    unwanted = {c.row.row for c in found.difference.changed if c.row.key not in wanted}
    wrong = [p for p in found.problems if p.row not in unwanted]
    if not wrong:
        return
    said = [f"Row {p.row}, {p.column}: {p.sentence}" for p in wrong[:SAID]]
    if len(wrong) > SAID:
        said.append(f"There are {len(wrong) - SAID} more.")
    raise NotRight(["Nothing was imported.", *said], found)
