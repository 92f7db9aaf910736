"""Plain text and CSV: kept as UTF-8, and refused if a browser would run it."""

import csv
import io
from zipfile import is_zipfile

from goldthread.base.archives import SAVE_AGAIN
from goldthread.base.uploads.looking.refusing import (
    ACTIVE,
    MARKED,
    refused,
    two_at_once,
)
from goldthread.base.uploads.rules import WE_TAKE

LATE = 1024  # bytes in which a reader still looks for the beginning of a PDF
FOREIGN_STARTS = (
    b"#!",
    b"{\\rtf",
    b"MZ",
    b"\x7fELF",
    b"GIF8",
    b"RIFF",
    b"Rar!",
    b"7z\xbc\xaf",
)
ENCODINGS = ("utf-8-sig", "cp1252")


def text(data: bytes, name: str) -> bytes:
    """As UTF-8, whatever it came in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried: tuple[str, ...] = ("utf-16",)
    else:
        tried = ENCODINGS
    for encoding in tried:
        try:
            said = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise refused(f"{name} is not text.", "Save it as UTF-8 text, and send that.")
    kept = said.encode()
    if "\0" in said or data.startswith(FOREIGN_STARTS):
        raise refused(f"{name} is not text.", WE_TAKE)
    if ACTIVE.search(kept[: 64 * 1024]) or MARKED.search(kept):
        raise refused(f"{name} is a web page or a script.", WE_TAKE)
    if b"%PDF-" in kept[:LATE] or is_zipfile(io.BytesIO(data)):
        raise two_at_once(name)
    return kept


def table(data: bytes, name: str) -> bytes:
    kept = text(data, name)
    try:
        for _ in csv.reader(io.StringIO(kept.decode(), newline=""), strict=True):
            pass
    except csv.Error as error:
        raise refused(f"{name} is not proper CSV ({error}).", SAVE_AGAIN) from error
    return kept
