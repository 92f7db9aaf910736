"""A scanner that knows one signature, speaking clamd's words over a socket."""

import socketserver
from contextlib import contextmanager
from threading import Thread

import pytest

from tests.base.uploads.files import EICAR


class Clamd(socketserver.StreamRequestHandler):
    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            data += self.rfile.read(size)
        found = b"Eicar-Signature FOUND" if EICAR.encode() in data else b"OK"
        self.wfile.write(b"stream: " + found + b"\0")


@contextmanager
def scanning(settings, server):
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def clamd(settings):
    server = socketserver.TCPServer(("127.0.0.1", 0), Clamd)
    settings.SCANNER = f"127.0.0.1:{server.server_address[1]}"
    with scanning(settings, server):
        yield settings.SCANNER


@pytest.fixture
def clamd_at_a_path(settings, tmp_path):
    server = socketserver.UnixStreamServer(str(tmp_path / "clamd"), Clamd)
    settings.SCANNER = str(tmp_path / "clamd")
    with scanning(settings, server):
        yield settings.SCANNER
