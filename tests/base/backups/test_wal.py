"""Segments of the write-ahead log: kept sealed, given back whole, or recovery stops."""

import io
import os
import tarfile

import pytest

from goldthread.base.backups import streams, wal

SEGMENT = b"zaunkoenig " * 200_000
NAME = "000000010000000000000007"


@pytest.fixture
def kept(tmp_path):
    """A folder with a key, an empty archive, and a segment."""
    streams.new_key(tmp_path / "key")
    (tmp_path / "archive").mkdir()
    (tmp_path / NAME).write_bytes(SEGMENT)
    return tmp_path


def run(kept, *words):
    how = ("--archive", str(kept / "archive"))
    key = () if words[0] == "prune" else ("--key", str(kept / "key"))
    return wal.main([*map(str, words), *how, *key])


def names(kept):
    return sorted(path.name for path in (kept / "archive").iterdir())


def archived(kept):
    return kept / "archive" / f"{NAME}.sealed"


def test_a_segment_is_kept_sealed_and_given_back(kept):
    assert run(kept, "push", kept / NAME, NAME) == 0
    assert run(kept, "fetch", NAME, kept / "back") == 0

    assert (kept / "back").read_bytes() == SEGMENT
    assert b"zaunkoenig" not in archived(kept).read_bytes()
    assert names(kept) == [f"{NAME}.sealed"]


def test_a_key_is_made_without_the_settings_of_goldthread(tmp_path):
    assert wal.main(["new-key", str(tmp_path / "wal.key")]) == 0
    assert wal.main(["new-key", str(tmp_path / "wal.key")]) == 1
    assert len(streams.read_key(tmp_path / "wal.key")) == 32


def test_an_empty_stretch_takes_little_room(kept):
    (kept / NAME).write_bytes(bytes(16 * 1024 * 1024))
    run(kept, "push", kept / NAME, NAME)

    assert archived(kept).stat().st_size < 100_000


def test_the_same_segment_again_is_well_and_another_is_never_written_over(kept):
    run(kept, "push", kept / NAME, NAME)

    assert run(kept, "push", kept / NAME, NAME) == 0
    (kept / NAME).write_bytes(b"something else")
    assert run(kept, "push", kept / NAME, NAME) == 1
    run(kept, "fetch", NAME, kept / "back")
    assert (kept / "back").read_bytes() == SEGMENT


def test_a_segment_that_was_never_archived_is_where_recovery_ends(kept):
    assert run(kept, "fetch", NAME, kept / "back") == 1
    assert not (kept / "back").exists()


@pytest.mark.parametrize("harm", ["cut", "flip", "rename"])
def test_a_damaged_segment_stops_recovery_instead_of_ending_it(kept, harm):
    run(kept, "push", kept / NAME, NAME)
    file = bytearray(archived(kept).read_bytes())
    if harm == "flip":
        file[-20] ^= 1
    archived(kept).write_bytes(file[:-30] if harm == "cut" else file)
    wanted = NAME
    if harm == "rename":
        archived(kept).rename(kept / "archive" / f"{NAME[:-1]}8.sealed")
        wanted = f"{NAME[:-1]}8"

    assert run(kept, "fetch", wanted, kept / "back") == 200
    assert list(kept.glob("back*")) == []


def test_another_key_stops_recovery(kept):
    run(kept, "push", kept / NAME, NAME)
    (kept / "key").unlink()
    streams.new_key(kept / "key")

    assert run(kept, "fetch", NAME, kept / "back") == 200


def test_an_archive_that_is_not_there_stops_recovery(kept):
    (kept / "archive").rmdir()

    assert run(kept, "fetch", NAME, kept / "back") == 200


def a_base(kept, stamp, at=0):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        member = tarfile.TarInfo("PG_VERSION")
        member.size = 3
        tar.addfile(member, io.BytesIO(b"18\n"))
    name = f"base-{stamp}"
    pressed = wal._pressed([packed.getvalue()])
    key = streams.read_key(kept / "key")
    file = kept / "archive" / f"{name}.sealed"
    file.write_bytes(b"".join(streams.seal(key, name, pressed)))


def test_the_newest_base_is_unpacked_into_an_empty_folder(kept):
    a_base(kept, "2026-11-16T020000")
    a_base(kept, "2026-11-23T020000")

    assert run(kept, "unpack", kept / "data") == 0
    assert (kept / "data/PG_VERSION").read_bytes() == b"18\n"
    assert (kept / "data").stat().st_mode & 0o777 == 0o700
    assert run(kept, "unpack", kept / "data") == 1  # it is not empty any more


def test_without_a_base_there_is_nothing_to_unpack(kept):
    assert run(kept, "unpack", kept / "data") == 1


def test_what_no_base_needs_is_taken_away(kept):
    a_base(kept, "2020-01-01T020000")
    a_base(kept, "2020-02-01T020000")
    for name, day in (("old", "2020-01-15"), ("new", "2020-02-02")):
        file = kept / "archive" / f"{name}.sealed"
        file.touch()
        at = wal.datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp()
        os.utime(file, (at, at))

    assert run(kept, "prune", 30) == 0
    assert names(kept) == [
        "base-2020-02-01T020000.sealed",
        "new.sealed",
    ]
