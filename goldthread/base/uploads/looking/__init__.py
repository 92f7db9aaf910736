"""Looking at a file, in a process of its own with little memory and little time.

`look` says what kind it is by its content, and gives what shall be kept of it: of a
picture a new drawing without anything but its dots. It raises Refused with a sentence.
Nothing here knows Django; a file that breaks its reader breaks only this process.
"""

from goldthread.base.uploads.looking import office, pdf, pictures, words
from goldthread.base.uploads.looking.refusing import refused
from goldthread.base.uploads.rules import (
    EXTENSIONS,
    KINDS,
    MB,
    MOST_BYTES,
    WE_TAKE,
    extension,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STARTS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"PK\x03\x04", "zip"),
)


def look(data: bytes, name: str) -> tuple[str, bytes]:
    """The kind, and what is kept."""
    if not data:
        raise refused(f"“{name}” is empty.", "Check that it is the right file.")
    if len(data) > MOST_BYTES:
        raise refused(
            f"“{name}” is larger than {MOST_BYTES // MB} MB.", "Send a smaller one."
        )
    claims = EXTENSIONS.get(extension(name), "")
    kind = _kind(data, name, claims)
    if kind != claims:
        told = KINDS[claims].words if claims else "of a type that we take"
        raise refused(
            f"“{name}” is not {told}: it holds {KINDS[kind].words}.",
            "Give it its own ending, and send that.",
        )
    return kind, READERS[kind](data, f"“{name}”")


def _kind(data: bytes, name: str, claims: str) -> str:
    if data.startswith(OLE):
        raise refused(
            f"“{name}” has a password, or is in an old format of Office.",
            "Save it as .docx or .xlsx, without macros or password, and send that.",
        )
    found = next((kind for start, kind in STARTS if data.startswith(start)), "")
    if found == "zip":
        return office.kind_of(data, name)
    if found:
        return found
    if claims in {"csv", "txt"}:
        return claims
    told = KINDS[claims].words if claims else "of a type that we take"
    raise refused(f"“{name}” is not {told}.", WE_TAKE)


READERS = {
    "pdf": pdf.read,
    "docx": office.read,
    "xlsx": office.read,
    "csv": words.table,
    "txt": words.text,
    "png": pictures.png,
    "jpg": pictures.jpg,
}
