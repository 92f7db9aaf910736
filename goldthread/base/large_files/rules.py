"""How much one person takes alone, and how long an agreement holds."""

from datetime import timedelta
from math import ceil
from urllib.parse import parse_qsl, urlencode

WITHIN = timedelta(hours=24)  # rows that she takes alone are counted over this time
HOLDS = timedelta(days=7)  # from being agreed to being fetched
OPEN_FOR = timedelta(minutes=10)  # in which the file may be fetched, once or again
ASKED_WITHIN = timedelta(days=1)  # how long the page that asks may stay open
KEPT = timedelta(days=30)  # what was sought in the list, once it is decided
GROWTH = 0.1  # lists grow while somebody decides: a tenth more rows may leave

NOT_SOUGHT = {"format", "page", "sort"}  # the same rows, whatever these say


def sought(query: str) -> str:
    """What narrows a list, in one order: the same rows have the same words."""
    said = parse_qsl(query)
    return urlencode(sorted((k, v) for k, v in said if k not in NOT_SOUGHT))


def most(rows: int) -> int:
    """How many rows may leave, of a list that had so many when it was asked for."""
    return rows + ceil(rows * GROWTH)
