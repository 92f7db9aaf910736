"""The commands that are measured, each as an operator runs it: in a process of its own."""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.people.models import Board
from goldthread.bench import database, sealed
from goldthread.bench.counting import NOTE, family_ms, per_request, postmaster
from goldthread.bench.rules import Figures, Spread, Target
from goldthread.bench.seeding.words import THEMES, sentences
from goldthread.bench.serving import Broken, child_of

ROWS = 10_000
TEN_SECONDS = (Target("p95", 10_000),)


def measured(
    name: str, where: str, *arguments: str, targets: tuple[Target, ...] = ()
) -> Figures:
    """Run it once in that database."""
    server = postmaster()
    with tempfile.TemporaryDirectory() as folder:
        note = Path(folder) / "note"
        before, spent, started = family_ms(server), _children(), time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "goldthread.bench", *arguments],
            env=child_of(where) | {NOTE: str(note)},
            capture_output=True,
            text=True,
            check=False,
        )
        took = (time.perf_counter() - started) * 1000
        if done.returncode:
            raise Broken(f"{name} failed:\n{done.stdout}{done.stderr}")
        return Figures(
            name=name,
            statements=int(note.read_text("utf-8")),
            one=Spread(took, took),
            eight=None,
            server_cpu=_children() - spent,
            database_cpu=per_request(before, family_ms(server), 1),
            targets=targets,
        )


def _children() -> float:
    """CPU milliseconds of our children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


# --- The commands ---------------------------------------------------------------------


def import_rows(bench: str) -> Figures:
    """Into a copy, so that the next run finds what this one found."""
    copy = database.name_for("import")
    with tempfile.TemporaryDirectory() as folder:
        register = Path(folder) / "register.csv"
        write_register(register, rows=ROWS)
        with trusted():
            slug = Board.objects.earliest("pk").slug
        database.make(copy, like=bench)
        try:
            arguments = ("import-findings", str(register), "--board", slug)
            name = f"import of {ROWS:,} rows"
            return measured(name, copy, *arguments, targets=TEN_SECONDS)
        finally:
            database.drop(copy)


def write_register(path: Path, *, rows: int) -> None:
    """A board's own spreadsheet, as `findings-register.csv` shows it."""
    said, themes = sentences(), list(THEMES)
    ways = ("multi-agency audit", "serious case review", "section 11 audit", "survey")
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(
            ("Ref", "Area", "Activity", "Title", "Date", "Strength or concern",
             "What was found", "Agencies", "Themes", "Basis")
        )  # fmt: skip
        for n in range(rows):
            agencies = f"Bench organisation {n % 60:03};Bench organisation {n % 7:03}"
            day = date(2020, 1, 1) + timedelta(days=n % 900)
            sheet.writerow(
                (f"R-{n}", f"Area {n % 5}", ways[n % 4], f"Looking at {n // 40}",
                 f"{day:%d/%m/%Y}", "strength" if n % 3 == 0 else "concern",
                 f"{said[n % len(said)]} Row {n}.", agencies,
                 f"{themes[n % 40]};{themes[n % 39]}", f"{1 + n % 30} records")
            )  # fmt: skip


def report(bench: str) -> Figures:
    until = timezone.localdate()
    with trusted():
        slug = Board.objects.earliest("pk").slug
    days = ("--since", str(until - timedelta(days=89)), "--until", str(until))
    out = ("--format", "json", "--out", os.devnull)
    return measured(
        "report json, 90 days", bench, "report", "--board", slug, *days, *out
    )


def first_migrate(bench: str) -> Figures:
    empty = database.name_for("empty")
    database.make(empty)
    try:
        arguments = ("migrate", "--verbosity=0")
        return measured("first migrate", empty, *arguments, targets=TEN_SECONDS)
    finally:
        database.drop(empty)


@dataclass(frozen=True)
class Command:
    name: str
    measure: Callable[[str], Figures]


COMMANDS = (
    Command("import", import_rows),
    Command("report", report),
    Command("migrate", first_migrate),
    Command("rewrap", sealed.rewrap),
    Command("search-sealed", sealed.searching),
)
