"""What went wrong, as lines of JSON that hold nobody's words, names or addresses.

What others log is not trusted to be harmless: Django writes the address of a page, which
may let somebody in, and an exception may quote what was typed. So a line tells who logs
and where in the code, the words of the code itself, numbers, and the pattern of the route.
"""

import json
import logging
import re
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from django.http import HttpRequest
from gunicorn.glogging import Logger

logger = logging.getLogger("goldthread.asked")
OURS = "goldthread"
HOME = str(Path(__file__).resolve().parents[2])
PACKAGES = re.compile(r".*/(?:site-packages|python3\.\d+)/")
PLACE = re.compile(r"%(?:\(\w+\))?[-#0 +]*[\d*]*(?:\.[\d*]+)?[a-zA-Z]")
HIDDEN = "…"

current: ContextVar[str] = ContextVar("request", default="")


@contextmanager
def asked(request: HttpRequest) -> Iterator[str]:
    """A number for what is asked; it stands in every line, and on the page of an error."""
    number = request.number = uuid4().hex[:16]  # type: ignore[attr-defined]
    request.asked_at = time.perf_counter()  # type: ignore[attr-defined]
    token = current.set(number)
    try:
        yield number
    finally:
        current.reset(token)


def answered(request: HttpRequest, status: int) -> None:
    """One line for each answer, which names nobody."""
    began: float = request.asked_at  # type: ignore[attr-defined]
    took = round((time.perf_counter() - began) * 1000)
    more = {"request": request, "status_code": status, "ms": took}
    logger.info("Answered", extra=more)


class JsonLines(logging.Formatter):
    """One object in one line, whatever is in it."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "where": f"{_short(record.pathname)}:{record.lineno}",
            "said": _said(record),
            "request": current.get(),
            **_asked(record),
        }
        if record.exc_info and record.exc_info[0]:
            line["trouble"] = list(_troubles(record.exc_info[1]))
        return json.dumps({key: each for key, each in line.items() if each})


def _said(record: logging.LogRecord) -> str:
    """The words of the code, with numbers in their places, and nothing else there.

    A text of somebody else's without places may have been made up of anything.
    """
    words = str(record.msg)
    if hasattr(record, "request"):
        return ""  # what was asked, and what became of it, says it
    if not record.args:
        return words if record.name.partition(".")[0] == OURS else ""
    if record.name.partition(".")[0] == OURS:
        return record.getMessage()
    if not isinstance(record.args, tuple):
        return PLACE.sub(HIDDEN, words)
    told = iter(record.args)
    return PLACE.sub(lambda _: _number(next(told, None)), words)


def _number(value: object) -> str:
    return str(value) if isinstance(value, int | float) else HIDDEN


def _asked(record: logging.LogRecord) -> dict[str, Any]:
    """The pattern of the address, never the address; and what became of it."""
    asked = getattr(record, "request", None)
    match = getattr(asked, "resolver_match", None)
    number = getattr(asked, "number", None)
    return ({"request": number} if number else {}) | {
        "method": getattr(asked, "method", None),
        "route": getattr(match, "route", None),
        "status": getattr(record, "status_code", None),
        "ms": getattr(record, "ms", None),
    }


def _troubles(trouble: BaseException | None) -> Iterator[dict[str, Any]]:
    """Each exception and its causes: of what kind, and where. Never what it says."""
    for _ in range(10):
        if trouble is None:
            return
        frames = traceback.extract_tb(trouble.__traceback__)[-30:]
        told = {
            "kind": f"{type(trouble).__module__}.{type(trouble).__qualname__}",
            "at": [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in frames],
        }
        yield told | _of_the_database(trouble)
        trouble = trouble.__cause__ or trouble.__context__


def _of_the_database(trouble: BaseException) -> dict[str, Any]:
    """Which rule of the database was broken: names of the code, no values."""
    if not isinstance(trouble, psycopg.Error):
        return {}
    told = trouble.diag
    named = {"code": trouble.sqlstate, "rule": told.constraint_name}
    return {key: each for key, each in named.items() if each}


def _short(path: str) -> str:
    return PACKAGES.sub("", path.removeprefix(f"{HOME}/"))


class Gunicorn(Logger):  # type: ignore[misc]  # no types
    """The server's own lines in the same form."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())


def configured(*, debug: bool, demo: bool) -> dict[str, Any]:
    """To stderr, where the service's journal keeps it; a developer may want the words."""
    if not (debug or sys.stderr.isatty()):
        sys.excepthook = _unforeseen
    stderr = {"class": "logging.StreamHandler"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": f"{__name__}.JsonLines"}},
        "handlers": {"stderr": stderr if debug else stderr | {"formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "propagate": True},  # and mails nobody
            "django_tasks_db": {"level": "ERROR"},  # it warns when it is stopped
            logger.name: {"level": "WARNING" if demo else "INFO"},
        },
    }


def _unforeseen(kind: Any, trouble: BaseException, trace: Any) -> None:
    """What ends a command or a worker is told in the same way."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, trouble, trace)
        return
    caught = (kind, trouble, trace)
    logging.getLogger(OURS).critical("Ended", exc_info=caught)
