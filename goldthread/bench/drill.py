"""`goldthread bench drill`: how long backing up and restoring the bench takes."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from goldthread.base.backups import restoring, streams, taking
from goldthread.bench import database

MOST = 10  # minutes


def sentences(bench: str) -> Iterator[str]:
    """Into a database of its own, which is dropped again."""
    name = database.name_for("restored")
    database.drop(name)
    with tempfile.TemporaryDirectory() as folder:
        streams.new_key(key := Path(folder) / "backup.key")
        began = time.perf_counter()
        made = taking.take(whole := Path(folder) / "whole", key)
        taken = time.perf_counter()
        try:
            with restoring.turned_to(name):
                _, proved = restoring.give_back(whole, key)
            restored = time.perf_counter()
        finally:
            database.turn_to(bench)
            database.drop(name)
    rows, size = sum(made.rows.values()), sum(made.files.values()) / 1_000_000
    yield f"Backed up {rows:,} rows in {taken - began:.1f} s; sealed {size:,.0f} MB."
    yield (
        f"Restored and proved in {restored - taken:.1f} s (drill ≤ {MOST} min): "
        f"{' '.join(proved)}"
    )
