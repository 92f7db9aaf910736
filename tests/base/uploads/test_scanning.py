import socketserver
from contextlib import nullcontext

import pytest

from goldthread.base.uploads.scanning import WAITS, Verdict, scan
from tests.base.uploads.conftest import scanning
from tests.base.uploads.files import EICAR


@pytest.mark.parametrize("scanner", ["clamd", "clamd_at_a_path"])
def test_what_it_knows_is_found_and_the_rest_is_clean(scanner, request):
    request.getfixturevalue(scanner)

    assert scan(b"Visits were made.") == Verdict(clean=True, by="clamd")
    assert scan(b"a" * 200_000 + EICAR.encode()) == Verdict(
        found="Eicar-Signature", by="clamd"
    )


def test_without_a_scanner_a_demo_says_so_and_everybody_else_waits(settings):
    settings.SCANNER = ""
    settings.DEMO = True
    assert scan(EICAR.encode()) == Verdict(clean=True, by="nobody: a demo")

    settings.DEMO = False
    assert scan(b"Visits were made.") == WAITS


class Confused(socketserver.StreamRequestHandler):
    def handle(self):
        self.rfile.read(1)
        self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")


@pytest.mark.parametrize("answers", [True, False])
def test_a_scanner_that_is_down_or_confused_lets_nothing_through(settings, answers):
    server = socketserver.TCPServer(("127.0.0.1", 0), Confused)
    settings.SCANNER = f"127.0.0.1:{server.server_address[1]}"
    if not answers:
        server.server_close()

    with scanning(settings, server) if answers else nullcontext():
        assert scan(b"Visits were made.") == WAITS


def test_a_path_where_nobody_listens_lets_nothing_through(settings, tmp_path):
    settings.SCANNER = str(tmp_path / "nobody")

    assert scan(b"Visits were made.") == WAITS
