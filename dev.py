#!/usr/bin/env python3
"""Everything a developer does, in one file that needs nothing but Python itself."""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import keyword
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMP = VENV / "installed"
WSGI = "goldthread.site.wsgi"

# To run the product, and to work on it too; the second list contains the first.
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"


def setup(arguments: list[str]) -> None:
    """Make the environment and the database, and load the demo boards."""
    nothing_more(arguments)
    install(RUNTIME)
    say("Preparing the database")
    run("goldthread", "migrate")
    say("Loading the demo boards")
    run("goldthread", "demo")


def demo(arguments: list[str]) -> None:
    """Set up, then serve the demo boards; --port to choose where."""
    port = chosen_port(arguments)
    setup([])
    serve(port)


def run_server(arguments: list[str]) -> None:
    """Serve what is in the database, without loading the demo; --port to choose where."""
    port = chosen_port(arguments)
    install(RUNTIME)
    run("goldthread", "migrate", "--verbosity=0")
    serve(port)


def stop(arguments: list[str]) -> None:
    """Stop the embedded database, if a killed process has left it running."""
    nothing_more(arguments)
    install(RUNTIME)
    where = "from goldthread.site import embedded, settings as its"
    run("python", "-c", f"{where}; print(embedded.stop(its.VAR / 'postgres'))")


def test(arguments: list[str]) -> None:
    """Run the tests; what follows goes to pytest (-n 0 for one process)."""
    install(DEVELOPMENT)
    run("python", "-m", "pytest", "-n", "2", *arguments)


def check(arguments: list[str]) -> None:
    """Check format, lint, types, imports, templates, migrations and spelling."""
    nothing_more(arguments)
    install(DEVELOPMENT)
    failed = [name for name, command in checks().items() if not passes(name, command)]
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}. Some of it `python3 dev.py fix` mends.")


def fix(arguments: list[str]) -> None:
    """Format, and mend what can be mended without thinking."""
    nothing_more(arguments)
    install(DEVELOPMENT)
    run("django-upgrade", *UPGRADE, "--exit-zero-even-if-changed", *ours("*.py"))
    run("ruff", "check", "--fix", "--exit-zero", ".")
    run("ruff", "format", ".")
    subprocess.run([BIN / "djade", *ours("*.html")], cwd=ROOT, check=False)


def bench(arguments: list[str]) -> None:
    """Measure the pages and commands; what follows goes to `goldthread bench`."""
    install(RUNTIME)
    run("goldthread", "bench", *arguments)


def new_source(arguments: list[str]) -> None:
    """Start a new way of learning: new-source NAME, as in peer_reviews."""
    if len(arguments) != 1:
        sys.exit(
            "Give the new source one name, as in: python3 dev.py new-source visits"
        )
    code = ROOT / "goldthread/sources" / (name := arguments[0])
    if not re.fullmatch(r"[a-z][a-z0-9_]*[a-z0-9]", name) or keyword.iskeyword(name):
        sys.exit(f"{name!r} will not do: use small letters, digits and _ between them.")
    if code.exists():
        sys.exit(f"There is already a source called {name}.")
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "dev/source_template", code, ignore=leave)
    for path in sorted(code.rglob("*"), reverse=True):  # files before their folders
        if path.is_file():
            path.write_text(renamed(path.read_text("utf-8"), name), "utf-8")
        path.rename(path.with_name(renamed(path.name, name)))
    if (code / "tests").exists():
        (code / "tests").rename(ROOT / "tests/sources" / name)
    say(
        f'Now add "goldthread.sources.{name}" to SOURCES in goldthread/site/settings.py;'
        "\n`python3 dev.py test tests/contract` then says what is still missing."
    )


def renamed(text: str, name: str) -> str:
    """The template's own name, in each of its spellings, made the new one's."""
    words = name.split("_")
    for old, new in (
        ("source_template", name),
        ("SourceTemplate", "".join(word.title() for word in words)),
        ("Source template", " ".join(words).capitalize()),
        ("source template", " ".join(words)),
    ):
        text = text.replace(old, new)
    return text


# --- The environment ------------------------------------------------------------------


def install(requirements: Path) -> None:
    """Have what this list names in `.venv`; once for each version of the list."""
    enough = {fingerprint(requirements), fingerprint(DEVELOPMENT)}
    if STAMP.exists() and STAMP.read_text() in enough:
        return
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            "This Python cannot make environments: install its venv module first "
            "(on Debian or Ubuntu, apt install python3-venv)."
        )
    say(f"Installing {requirements.name} in .venv")
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    STAMP.unlink(missing_ok=True)
    pip = ("python", "-m", "pip", "install", "--root-user-action=ignore")
    # All of them stand in the file: pip looks for nothing newer, whatever came out since.
    pinned = ("--require-hashes", "--no-deps", "--only-binary=:all:")
    run(*pip, *pinned, "-r", str(requirements))
    run(*pip, "--quiet", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(fingerprint(requirements))


def fingerprint(requirements: Path) -> str:
    """Changes with the list, with Python, and when the checkout is moved."""
    here = f"{sys.version} {ROOT}".encode()
    return hashlib.sha256(here + requirements.read_bytes()).hexdigest()


# --- Checks ---------------------------------------------------------------------------

UPGRADE = ("--target-version", "5.2")


def checks() -> dict[str, tuple[str, ...]]:
    """Quickest first."""
    return {
        "format": ("ruff", "format", "--check", "."),
        "lint": ("ruff", "check", "."),
        "upgrade": ("django-upgrade", *UPGRADE, "--check", *ours("*.py")),
        "spelling": ("codespell",),
        "imports": ("lint-imports",),
        "template format": ("djade", "--check", *ours("*.html")),
        "templates": ("djlint", "--lint", "--quiet", "goldthread"),
        "system": ("goldthread", "check", "--fail-level=WARNING"),
        "migrations": ("goldthread", "makemigrations", "--check", "--dry-run"),
        "types": ("mypy",),
    }


def passes(name: str, command: tuple[str, ...]) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        [BIN / command[0], *command[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    verdict = "failed" if done.returncode else "ok"
    print(f"{name:<16}{verdict:<8}{time.monotonic() - started:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout, done.stderr)
    return not done.returncode


def ours(pattern: str) -> list[str]:
    tops = (ROOT / "goldthread", ROOT / "tests")
    return [str(path) for top in tops for path in sorted(top.rglob(pattern))]


# --- Serving --------------------------------------------------------------------------


def chosen_port(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py")
    parser.add_argument("--port", type=int, help="8000, or the next that is free")
    port: int | None = parser.parse_args(arguments).port
    if port is None:
        port = next(port for port in range(8000, 8100) if free(port))
    if not free(port):
        sys.exit(f"Something else is using port {port}. Choose another with --port.")
    os.environ.setdefault("SITE_ADDRESS", f"http://localhost:{port}")  # for its links
    return port


def free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def serve(port: int) -> None:
    """Until somebody presses Ctrl-C."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(0))
    how = f"--bind=127.0.0.1:{port} --workers=2 --threads=4 --no-control-socket"
    command = [str(BIN / "gunicorn"), *how.split(), "--log-level=warning", WSGI]
    # In a session of its own: Ctrl-C comes to us, and we ask it once to stop.
    server = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    worker = start_worker()
    try:
        while free(port) and server.poll() is None:
            time.sleep(0.1)
        if server.poll() is None:
            say(f"Goldthread is at http://localhost:{port} (Ctrl-C stops it)")
        while server.poll() is None:
            worker = worker if worker.poll() is None else start_worker()
            time.sleep(1)
        sys.exit(server.returncode)
    except KeyboardInterrupt:
        say("Stopping")
    finally:
        for process in (server, worker):
            process.terminate()
        for process in (server, worker):
            process.wait()


def start_worker() -> subprocess.Popen[bytes]:
    """Who does the long work. It ends when its input closes, so never without us."""
    command = [str(BIN / "goldthread"), "work", "--with-parent"]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, start_new_session=True
    )


# --- Running things -------------------------------------------------------------------


def run(program: str, *arguments: str) -> None:
    """Run a program of the environment, and end as it ends if it fails."""
    code = subprocess.run([BIN / program, *arguments], cwd=ROOT, check=False).returncode
    if code:
        sys.exit(code)


def say(text: str) -> None:
    print(f"\n{text}", flush=True)


def nothing_more(arguments: list[str]) -> None:
    if arguments:
        sys.exit(f"This command takes nothing more, so not {arguments[0]}.")


COMMANDS: dict[str, Callable[[list[str]], None]] = {
    "setup": setup,
    "demo": demo,
    "run": run_server,
    "stop": stop,
    "test": test,
    "check": check,
    "fix": fix,
    "bench": bench,
    "new-source": new_source,
}


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  whoever has an older one should be told
        this = ".".join(map(str, sys.version_info[:2]))
        sys.exit(f"Goldthread needs Python 3.11 or newer, and this is {this}.")
    name, *arguments = sys.argv[1:] or ["help"]
    if name not in COMMANDS:
        print(__doc__, "\n\nUsage: python3 dev.py COMMAND\n")
        for command, action in COMMANDS.items():
            print(f"  {command:<12}{action.__doc__}")
        sys.exit(0 if name in {"help", "-h", "--help"} else 2)
    try:
        COMMANDS[name](arguments)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
