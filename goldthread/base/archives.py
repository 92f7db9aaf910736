"""Zip archives, unpacked so that no hostile one does harm; for workbooks and uploads."""

from collections.abc import Callable, Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

SAVE_AGAIN = "Open it in the program it comes from, save it again, and send that."
INSIDE = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
)  # another archive, an OLE file
AT_ONCE = 65_536


class Refused(ValueError):
    """A file we will not read. Its text says what happened and what to do."""


Refuse = Callable[[str, str], Refused]  # what happened, what to do about it


def claimed(archive: ZipFile) -> int:
    """How many bytes the archive says of itself that it unpacks to."""
    return sum(entry.file_size for entry in archive.infolist())


def chunks(
    archive: ZipFile, name: str, refuse: Refuse
) -> Iterator[tuple[ZipInfo, bytes]]:
    """Everything in it, piece by piece; what it claims of itself is not believed."""
    for entry in archive.infolist():
        if entry.flag_bits & 1:
            raise refuse(
                f"{name} has a password.", "Save it without one, and send that."
            )
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise refuse(f"{name} is packed in an unusual way.", SAVE_AGAIN)
        with archive.open(entry) as member:
            while chunk := member.read(AT_ONCE):
                if chunk.startswith(INSIDE):
                    raise refuse(
                        f"{name} holds another file inside it.",
                        "Take it out, save it again, and send that.",
                    )
                yield entry, chunk


def has_macros(archive: ZipFile) -> bool:
    names = archive.namelist()
    return any(
        n.endswith("vbaProject.bin") or "/macrosheets/" in n for n in names
    ) or b"macroEnabled" in archive.read("[Content_Types].xml")
