"""A disk that is full: reading goes on, saving is refused in words, nothing is corrupt."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from goldthread.bench.kills.cluster import Cluster, serving, token
from goldthread.bench.kills.writing import AWAY, SAVED, Browser, lost
from goldthread.bench.serving import Broken

SIZE = "160m"
MOST = 2_000  # saves until there is no room left in what the tables had already
READ = ("/", "/boards/bench/matrix/", "/themes/1/", "/findings/", "/search/?q=w")
WORDS = "What you sent could not be saved"
PIECE = bytes(64 * 1024)


@dataclass(frozen=True)
class Filled:
    before: int  # saves while there was room
    refused: int  # with words, on a full disk
    wordless: int
    read: int
    unread: int
    after: int  # saves once there was room again
    lost: int


@contextmanager
def small_disk(on: Cluster) -> Iterator[Path]:
    """The tables on a small file system of their own; the log stays where it is."""
    disk = on.data.parent / f"small-{token()[:6]}"
    disk.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() or not mount:
        raise Broken("Filling a disk needs root, to mount a small one. Not measured.")
    how = ("-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk))
    if subprocess.run([mount, *how], check=False).returncode:
        raise Broken("No small disk could be mounted here. Not measured.")
    try:
        owner = on.data.stat()
        place = disk / "tables"
        place.mkdir(mode=0o700)
        os.chown(place, owner.st_uid, owner.st_gid)
        on.sql(f"CREATE TABLESPACE small LOCATION '{place}'", database="postgres")
        on.sql("ALTER DATABASE goldthread SET TABLESPACE small", database="postgres")
        yield disk
    finally:
        on.stop()
        subprocess.run(["umount", "--lazy", str(disk)], check=False)  # noqa: S607  # as `mount`, of the system
        disk.rmdir()


def filled(on: Cluster) -> Filled:
    with small_disk(on) as disk, serving(on) as port:
        person = Browser(port, on.people[0])
        acknowledged = {name for name in map(str, range(50)) if _saves(person, name)}
        before = len(acknowledged)
        _fill(disk / "ballast")
        for n in range(MOST):
            if not _saves(person, f"full {n}"):
                break
            acknowledged.add(f"full {n}")
        refused = [person.save(f"refused {n}") for n in range(20)]
        read = [person.ask("GET", path)[0] for path in READ * 4]
        on.sql("CHECKPOINT")
        (disk / "ballast").unlink()
        after = {
            name for name in map("again {}".format, range(20)) if _saves(person, name)
        }
        worded = [s == AWAY and WORDS in page for s, page in refused]
        on.whole()
        return Filled(
            before=before,
            refused=worded.count(True),
            wordless=worded.count(False),
            read=read.count(200),
            unread=len(read) - read.count(200),
            after=len(after),
            lost=len(lost(on, acknowledged | after)),
        )


def _saves(person: Browser, name: str) -> bool:
    return person.save(name)[0] == SAVED


def _fill(ballast: Path) -> None:
    try:
        with ballast.open("wb", buffering=0) as file:
            while file.write(PIECE):
                pass
    except OSError:
        return
