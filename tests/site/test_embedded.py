import os
import shutil
import signal
import subprocess
import sys

import psycopg
import pytest

from goldthread.site import embedded

# Another process that uses the server, says so, and waits to be ended.
USER = """
import sys, pathlib
from goldthread.site import embedded
embedded.start(pathlib.Path(sys.argv[1]))
print("here", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path):
    home = tmp_path / "postgres"
    yield home
    embedded.stop(home)
    shutil.rmtree((home / "data").resolve().parent, ignore_errors=True)


def another(home):
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", USER, str(home)]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)


def arrived(process):
    return process.stdout.readline() == "here\n"


def running(home):
    return embedded._running(home) is not None


def test_a_server_is_furnished_with_an_owner_who_is_no_superuser(home):
    with another(home) as user:
        assert arrived(user)
        server = embedded._running(home)
        address = f"host={server.host} port={server.port} dbname=goldthread user=owner"
        with psycopg.connect(address) as connection:
            row = connection.execute(
                "SELECT rolcreaterole, rolcreatedb, rolsuper, rolbypassrls "
                "FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
        user.stdin.close()

    assert row == (True, True, False, False)


def test_the_last_to_leave_stops_the_server(home):
    with another(home) as first, another(home) as second:
        assert [arrived(first), arrived(second)] == [True, True]
        first.stdin.close()
        first.wait()
        assert running(home)
        second.stdin.close()

    assert not running(home)


def test_a_server_outlives_a_killed_process_and_serves_the_next(home):
    with another(home) as killed:
        assert arrived(killed)
        killed.send_signal(signal.SIGKILL)
    before = embedded._running(home)
    with another(home) as following:
        assert arrived(following)
        assert embedded._running(home) == before
        following.stdin.close()

    assert not running(home)


def test_nobody_else_can_open_the_data(home):
    with another(home) as user:
        assert arrived(user)
        user.stdin.close()
    data = (home / "data").resolve()

    assert [oct(folder.stat().st_mode & 0o777) for folder in (home, data)] == [
        "0o700"
    ] * 2


def test_a_path_too_long_for_a_socket_is_no_hindrance(home):
    long = home.with_name("x" * embedded.LONGEST_SOCKET)
    with another(long) as user:
        assert arrived(user)
        server = embedded._running(long)
        user.stdin.close()
    shutil.rmtree((long / "data").resolve().parent)

    assert len(os.fsencode(server.host)) < embedded.LONGEST_SOCKET


def test_stopping_what_does_not_run_says_so(home):
    assert embedded.stop(home) is False


def test_its_log_tells_neither_the_statement_nor_the_row_that_broke_a_rule(home):
    with another(home) as user:
        assert arrived(user)
        server = embedded._running(home)
        address = f"host={server.host} port={server.port} dbname=goldthread user=owner"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE TEMP TABLE t (words text CHECK (words = ''))")
            with pytest.raises(psycopg.errors.CheckViolation):
                connection.execute("INSERT INTO t VALUES ('zaunkoenig')")
        log = ((home / "data").resolve() / "server.log").read_text()
        user.stdin.close()

    assert "violates check constraint" in log
    assert "zaunkoenig" not in log
