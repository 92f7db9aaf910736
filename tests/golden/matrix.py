"""The tables of docs/permissions.md, read; and the routes of the product by their address."""

import re
from pathlib import Path
from typing import NamedTuple

from django.urls import get_resolver

from goldthread.base.access.checks import routes

PAGE = Path(__file__).resolve().parents[2] / "docs/permissions.md"
FIRST = ("Routes", "Of")  # the first two headings of a table of the matrix
CELLS = {"yes", "no", "sign in", "free", "token"}
ROUTE = re.compile(r"`(/[^`]*)`")
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
REGULAR = {  # of allauth, whose addresses are regular expressions
    "^(?:(?:signup|email|confirm-email|3rdparty/signup)(?:/|$)|3rdparty/$)": "<closed>",
    "^confirm-email/(?P<key>[-:\\w]+)/$": "confirm-email/<key>/",
    "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": (
        "password/reset/key/<uid>-<key>/"
    ),
    "^(?P<provider_id>[^/]+)/login/callback/": "<provider>/login/callback/",
    "^(?P<provider_id>[^/]+)/login/": "<provider>/login/",
}
NO_KEYS = {  # arguments that are no record's
    "form": "pdf",
    "section": "about",
    "closed": "signup/",
    "key": "x",
    "standard": "s1",
    "question": "s1.1",
    "uid": "1",
    "provider": "organisation",
    "rest": "nothing",
}
SAYS_IT = {"secret", "token"}  # the words of the row are its address


class Row(NamedTuple):
    """One route, on one record, and what the page says for each person."""

    route: str
    of: str
    cells: dict[str, str]


def known_routes():
    """Every route that the resolver knows, as a person would write its address."""
    return {_written(pattern) for pattern, _ in routes(get_resolver())}


def _written(pattern):
    for regular, plain in REGULAR.items():
        pattern = pattern.replace(regular, plain)
    return f"/{pattern}"


def rows(page=None):
    """Every row of every table, one for each route that stands in it."""
    heading = None
    for line in (page or PAGE.read_text()).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            heading = None
        elif heading is None:
            heading = cells
        elif tuple(heading[:2]) == FIRST and not set(cells[0]) <= {"-", ":"}:
            first, of, *said = cells
            for route in ROUTE.findall(first):
                yield Row(route, of, dict(zip(heading[2:], said, strict=True)))


def misread(found, people):
    """What stands in the tables that nobody can read."""
    return [
        (row.route, row.of)
        for row in found
        if set(row.cells) != set(people) or not set(row.cells.values()) <= CELLS
    ]


def address(route, record):
    """Where the route leads, on this record."""

    def argument(found):
        name = found[1]
        if name in NO_KEYS:
            return NO_KEYS[name]
        return str(record if name in SAYS_IT else getattr(record, name))

    return ARGUMENT.sub(argument, route)
