"""The operator's way in: one file, one command, all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldthread.base import tables
from goldthread.base.access.acting import trusted
from goldthread.base.access.table import can
from goldthread.base.errands.rules import Tell, silent
from goldthread.base.people.models import Board, User
from goldthread.loop.findings import imports
from goldthread.loop.findings.imports import Change, Problem
from goldthread.loop.themes.register import workflow
from goldthread.loop.themes.register.queries import Preview, preview


@dataclass(frozen=True)
class Outcome:
    """What was found in the file, and made unless it was a rehearsal or refused."""

    board: str
    file: str
    dry_run: bool
    found: Preview | None = None
    refused: tuple[Problem, ...] = field(default=())

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.found.difference.changed if self.found else ()

    def told(self) -> dict[str, Any]:
        """As `--json` prints it."""
        nothing = dict.fromkeys(
            ("findings", "activities", "organisations", "themes"), 0
        )
        counts: dict[str, Any] = {"rows": 0, "created": nothing}
        counts |= dict.fromkeys(("changed", "unchanged", "missing"), 0)
        if self.found:
            counts = self.found.summary()
        if self.refused and not self.dry_run:
            counts |= {"created": nothing, "changed": 0}
        asked = {"board": self.board, "file": self.file, "dry_run": self.dry_run}
        return (
            asked | counts | {"errors": [_error(problem) for problem in self.refused]}
        )

    def sentences(self) -> list[str]:
        """What a person reads: the difference first, then what was done."""
        if self.found is None or self.refused:
            return [_sentence(problem) for problem in self.refused]
        return [*map(_difference, self.changes), self._done(self.found)]

    def _done(self, found: Preview) -> str:
        if found.changes_nothing:
            return f"Nothing to do: all {found.rows} findings of {self.file} are here."
        said = found.summary()
        made = ", ".join(f"{n} {what}" for what, n in said["created"].items())
        would = "Would make" if self.dry_run else "Made"
        return (
            f"{would} {made} for {self.board}. {said['changed']} changed, "
            f"{said['unchanged']} unchanged, {said['missing']} not in this file."
        )


def _error(problem: Problem) -> dict[str, Any]:
    return {
        "row": problem.row or None,
        "column": problem.column,
        "value": problem.value,
        "message": problem.sentence,
    }


def _sentence(problem: Problem) -> str:
    where = f"Row {problem.row}, {problem.column}: " if problem.row else ""
    return f"{where}{problem.sentence}"


def _difference(change: Change) -> str:
    fields = "; ".join(f"{f.field}: “{f.before}” → “{f.after}”" for f in change.fields)
    return f"Row {change.row.row} {change.row.ref} changed. {fields}"


@trusted()
def import_file(
    path: Path, *, board: str, by: str, dry_run: bool, tell: Tell = silent
) -> Outcome:
    """Import the file, or say all that is wrong with it and write nothing."""
    try:
        take = _rehearse if dry_run else partial(_import, tell=tell)
        found = take(path, _board(board), _person(by))
    except workflow.NotRight as refused:
        found = refused.found
    except ValidationError as refused:
        whole = tuple(Problem(0, "", "", sentence) for sentence in refused.messages)
        return Outcome(board, path.name, dry_run, refused=whole)
    return Outcome(board, path.name, dry_run, found, found.problems)


def _import(path: Path, board: Board, by: User | None, *, tell: Tell) -> Preview:
    """The same steps that a person takes on the pages."""
    with transaction.atomic(), trusted(by):
        _check_may(board, by)
        upload = workflow.import_register(
            board, by=by, name=path.name, data=_data(path)
        )
        _check_columns(upload.columns, path)
        workflow.match(upload, by=by, columns=upload.columns)
        found: Preview = workflow.bring_in(upload, by=by, tell=tell)
        if found.changes_nothing:
            transaction.set_rollback(True)  # then not even the upload is kept
        return found


def _rehearse(path: Path, board: Board, by: User | None) -> Preview:
    _check_may(board, by)
    try:
        table = tables.read(_data(path), path.name)
    except tables.Refused as refused:
        raise ValidationError(str(refused)) from None
    columns = imports.guess_columns(table.headers)
    _check_columns(columns, path)
    return preview(board, table, columns, by=by)


def _check_may(board: Board, by: User | None) -> None:
    if by and not can(by, "import_register", board):
        raise ValidationError(f"{by.email} may not import for {board}.")


def _check_columns(columns: Mapping[str, int], path: Path) -> None:
    if lacking := workflow.unmatched_fields(columns):
        raise ValidationError(
            f"We found no column for: {', '.join(lacking)}. Put that as a heading in "
            f"the first row of {path.name}."
        )


def _data(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ValidationError(f"There is no file {path}. Check the name.") from None
    except OSError as error:
        said = f"{path} cannot be read ({error.strerror}). Check that it is a file."
        raise ValidationError(said) from None


def _board(slug: str) -> Board:
    boards = {board.slug: board for board in Board.objects.all()}
    if slug not in boards:
        known = ", ".join(sorted(boards)) or "none yet"
        raise ValidationError(f"There is no board “{slug}”. The boards are: {known}.")
    return boards[slug]


def _person(email: str) -> User | None:
    if not email:
        return None
    person = User.objects.filter(email=email.lower(), is_active=True).first()
    if person is None:
        raise ValidationError(f"Nobody with the address {email} has an account.")
    return person
