"""Word and Excel: every part is unpacked, counted and read, and nothing is kept."""

import io
import re
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from goldthread.base.archives import SAVE_AGAIN, Refused, chunks, claimed, has_macros
from goldthread.base.uploads.looking.refusing import (
    MARKED,
    bomb,
    damaged,
    refused,
    two_at_once,
)
from goldthread.base.uploads.rules import MB, MOST_UNPACKED, WE_TAKE

END = b"PK\x05\x06"  # 18 bytes before an archive ends that has no comment
MAIN = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
}


def kind_of(data: bytes, name: str) -> str:
    with _opened(data, f"“{name}”") as archive:
        types = _types(archive)
        if b"macroEnabled" in types:
            raise _macros(f"“{name}”")
        kind = next((k for k, mark in MAIN.items() if mark in types), "")
    if not kind:
        raise refused(
            f"“{name}” is neither a Word document nor an Excel workbook.", WE_TAKE
        )
    return kind


def _opened(data: bytes, name: str) -> ZipFile:
    try:
        archive = ZipFile(io.BytesIO(data))
    except BadZipFile as error:
        raise damaged(name) from error
    before = min((each.header_offset for each in archive.infolist()), default=0)
    if before or data[-len(END) - 18 : -18] != END:
        raise two_at_once(name)
    if claimed(archive) > MOST_UNPACKED:
        raise bomb(name)
    return archive


def _types(archive: ZipFile) -> bytes:
    if "[Content_Types].xml" not in archive.namelist():
        return b""
    with archive.open("[Content_Types].xml") as part:
        return part.read(MB)


def _macros(name: str) -> Refused:
    return refused(f"{name} has macros.", "Save it as .docx or .xlsx, without macros.")


FOREIGN = re.compile(
    r"vbaProject|/macrosheets/|/activeX/|/embeddings/|/externalLinks/|\.bin$",
    re.IGNORECASE,
)
HARMLESS = re.compile(r"/printerSettings\d*\.bin$")
LINKED = re.compile(
    rb"relationships/(?:attachedTemplate|oleObject|frame|subDocument|externalLink)"
)
DDE = re.compile(rb"\bDDE(?:AUTO)?\b|\bINCLUDE(?:TEXT|PICTURE)\b")


def read(data: bytes, name: str) -> bytes:
    with _opened(data, name) as archive:
        if has_macros(archive):
            raise _macros(name)
        for inside in archive.namelist():
            if FOREIGN.search(inside) and not HARMLESS.search(inside):
                raise refused(f"{name} holds another file inside it.", SAVE_AGAIN)
        _unpacked(archive, name)
    return data


def _unpacked(archive: ZipFile, name: str) -> None:
    """Every part is unpacked and read, counting, and nothing of it is kept."""
    total, reader, part = 0, None, ""
    for entry, chunk in chunks(archive, name, refused):
        total += len(chunk)
        if total > MOST_UNPACKED:
            raise bomb(name)
        if entry.filename != part:
            part = entry.filename
            reader = (
                _xml_reader(name) if part.endswith((".xml", ".rels", ".svg")) else None
            )
        if part.endswith(".svg") and MARKED.search(chunk):
            raise refused(f"{name} holds a picture that runs.", SAVE_AGAIN)
        if part.endswith(".rels") and LINKED.search(chunk) and b"External" in chunk:
            raise refused(f"{name} fetches something from elsewhere.", SAVE_AGAIN)
        if part.endswith(".xml") and b"instrText" in chunk and DDE.search(chunk):
            raise refused(f"{name} has fields that run other programs.", SAVE_AGAIN)
        if reader is not None:
            _read_xml(reader, chunk, name)


def _xml_reader(name: str) -> expat.XMLParserType:
    """A reader that keeps nothing and takes no definitions of its own."""
    reader = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise refused(f"{name} defines words of its own in its XML.", SAVE_AGAIN)

    reader.StartDoctypeDeclHandler = refuse
    reader.EntityDeclHandler = refuse
    return reader


def _read_xml(reader: expat.XMLParserType, chunk: bytes, name: str) -> None:
    try:
        reader.Parse(chunk, False)  # noqa: FBT003  expat's own
    except expat.ExpatError as error:
        raise damaged(name) from error
