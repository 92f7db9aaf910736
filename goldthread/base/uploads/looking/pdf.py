"""PDF: no script, no form that sends, no other file, nothing before or after it."""

import io
import re
import zlib
from collections.abc import Iterator
from zipfile import is_zipfile

from goldthread.base.archives import SAVE_AGAIN
from goldthread.base.uploads.looking.refusing import bomb, refused, two_at_once
from goldthread.base.uploads.rules import MOST_UNPACKED

BEGINS = re.compile(rb"(?<!end)stream\r?\n")
HEAD = 4096  # bytes before a stream in which its own description stands
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
RUNNING = re.compile(
    rb"/(?:JavaScript|Launch|RichMedia|EmbeddedFiles?|XFA|SubmitForm|ImportData|Movie"
    rb"|Sound|Rendition|GoToE)(?![A-Za-z])"
)
PAGE = re.compile(rb"<\s*(?:script|html|svg)", re.IGNORECASE)


def read(data: bytes, name: str) -> bytes:
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise refused(f"{name} is damaged: it has no end.", SAVE_AGAIN)
    if data[end + 5 :].strip(b"\r\n\t \0") or is_zipfile(io.BytesIO(data)):
        raise two_at_once(name)
    streams = list(_streams(data))
    told = _plain(_outside(data, streams))
    if LOCKED.search(told):
        raise refused(f"{name} has a password.", "Save it without one, and send that.")
    if PAGE.search(told):
        raise two_at_once(name)
    for part in (told, *_objects(data, streams, name)):
        if RUNNING.search(part):
            raise refused(
                f"{name} holds a script, a form that sends, or another file.",
                "Print it to a new PDF, and send that.",
            )
    return data


def _streams(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Each stream's description, where it begins and where it ends."""
    at = 0
    while found := BEGINS.search(data, at):
        at = data.find(b"endstream", found.end())
        if at < 0:
            return
        head = data[max(0, found.start() - HEAD) : found.start()]
        yield _plain(head[head.rfind(b" obj") + 1 :]), found.end(), at


def _outside(data: bytes, streams: list[tuple[bytes, int, int]]) -> bytes:
    """All but what is packed, where any three letters stand somewhere by chance."""
    last, parts = 0, []
    for _, begin, end in streams:
        parts.append(data[last:begin])
        last = end
    return b"".join((*parts, data[last:]))


def _plain(said: bytes) -> bytes:
    """Names may be written with numbers for letters: #4a is J."""
    return ESCAPED.sub(lambda m: bytes([int(m[1], 16)]), said)


def _objects(
    data: bytes, streams: list[tuple[bytes, int, int]], name: str
) -> Iterator[bytes]:
    """What the packed parts unpack to where they hold objects; all are counted."""
    total = 0
    for head, begin, end in streams:
        if b"/Fl" not in head:
            continue
        unpacker = zlib.decompressobj()
        try:
            found = unpacker.decompress(data[begin:end], MOST_UNPACKED - total)
        except zlib.error:
            continue  # a reader cannot open it either
        total += len(found)
        if unpacker.unconsumed_tail or total >= MOST_UNPACKED:
            raise bomb(name)
        if b"/ObjStm" in head:
            yield _plain(found)
