"""Killing whoever sends the letters, just before and just after one has left."""

import os
import signal
import socketserver
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

from goldthread.bench.kills.cluster import Cluster
from goldthread.bench.serving import Broken

EACH = 5  # letters taken in peace before the next kill
WAITING = "SELECT count(*) FROM post_letter WHERE sent_at IS NULL"


@dataclass
class Sink:
    """A mail server that takes everything, and kills who brings it when told to."""

    taken: Counter[str] = field(default_factory=Counter)
    victim: int = 0
    peace: int = EACH
    after: bool = False  # whether the letter is taken before its bringer dies

    def take(self, subject: str) -> bool:
        """Whether an answer is to be given."""
        self.peace -= 1
        if self.victim and self.peace < 0:
            self.taken[subject] += self.after
            os.kill(self.victim, signal.SIGKILL)
            self.victim = 0
            return False
        self.taken[subject] += 1
        return True


class _Session(socketserver.StreamRequestHandler):
    sink: Sink

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self) -> None:
        self.say("220 bench")
        while line := self.rfile.readline():
            verb = line.split(b" ")[0].strip().upper()
            if verb == b"DATA":
                self.say("354 go on")
                if not self.sink.take(self.subject()):
                    return
            if verb == b"QUIT":
                self.say("221 bye")
                return
            self.say("250 ok")

    def subject(self) -> str:
        found = ""
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            if line.lower().startswith(b"subject:"):
                found = line.split(b":", 1)[1].strip().decode()
        return found


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Who was killed hung up: that is what this is for."""


@contextmanager
def sink() -> Iterator[tuple[Sink, int]]:
    kept = Sink()
    handler = type("Session", (_Session,), {"sink": kept})
    with _Server(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield kept, int(server.server_address[1])
        server.shutdown()


@dataclass(frozen=True)
class Sent:
    kills: int
    letters: int
    lost: int
    twice: int
    most_of_one: int


def killed(on: Cluster, *, rounds: int, command: tuple[str, ...]) -> Sent:
    """Kill the sender so often, then let it finish, and count what came."""
    with sink() as (kept, port):
        mail = {"MAIL_HOST": "127.0.0.1", "MAIL_PORT": str(port), "MAIL_TLS": "0"}
        for number in range(rounds):
            kept.peace, kept.after = EACH, bool(number % 2)
            sender = _start(on, command, mail)
            kept.victim = sender.pid
            if sender.wait() != -signal.SIGKILL:
                raise Broken("The sender ended before it was killed.")
        kept.victim = 0
        while on.sql(WAITING) != [(0,)]:
            if _start(on, command, mail).wait():
                raise Broken("The sender failed.")
    letters = [f"Letter {n}" for n in range(_number(on))]
    came = [kept.taken[subject] for subject in letters]
    return Sent(
        kills=rounds,
        letters=len(letters),
        lost=came.count(0),
        twice=sum(max(0, times - 1) for times in came),
        most_of_one=max(came),
    )


def _number(on: Cluster) -> int:
    return int(on.sql("SELECT count(*) FROM post_letter")[0][0])


def _start(
    on: Cluster, command: tuple[str, ...], mail: dict[str, str]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        env=on.env(**mail),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
