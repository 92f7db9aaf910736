"""Asking a scanner for malware: clamd over a socket, as CLAMD names it.

Without one an upload waits in quarantine, but passes in a demo, which says so. When the
scanner does not answer it waits too: nothing is opened that nobody has looked at.
"""

import logging
import socket
from dataclasses import dataclass

from django.conf import settings

from goldthread.base.uploads.rules import NOBODY

logger = logging.getLogger(__name__)
PATIENCE = 30  # seconds
PIECE = 65_536
SIZE = 4  # bytes that say how long a piece is


@dataclass(frozen=True)
class Verdict:
    """`clean`, `found` something by this name, or neither: it waits."""

    clean: bool = False
    found: str = ""
    by: str = ""


WAITS = Verdict()


def scan(data: bytes) -> Verdict:
    if not settings.SCANNER:
        return Verdict(clean=True, by=f"{NOBODY}: a demo") if settings.DEMO else WAITS
    try:
        return _verdict(_ask(data))
    except (OSError, ValueError):
        logger.exception("The scanner did not answer; an upload waits in quarantine")
        return WAITS


def _ask(data: bytes) -> str:
    with _connected() as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            line.sendall(len(piece).to_bytes(SIZE, "big") + piece)
        line.sendall(bytes(SIZE))
        return _answer(line)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0"):
        more = line.recv(PIECE)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected() -> socket.socket:
    where = settings.SCANNER
    host, colon, port = where.rpartition(":")
    if colon and port.isdigit():
        return socket.create_connection((host, int(port)), PATIENCE)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(PATIENCE)
    try:
        line.connect(where)
    except OSError:
        line.close()
        raise
    return line


def _verdict(answer: str) -> Verdict:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Verdict(clean=True, by="clamd")
    if said.endswith(" FOUND"):
        return Verdict(found=said.removesuffix(" FOUND")[:100], by="clamd")
    raise ValueError(answer)
