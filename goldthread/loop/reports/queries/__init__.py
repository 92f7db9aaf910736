"""Reads for the papers: what belongs into one, and what the public may read."""

from goldthread.loop.reports.queries.drawn import arising, learned
from goldthread.loop.reports.queries.facts import facts, public_themes
from goldthread.loop.reports.queries.papers import (
    as_public_site,
    drawn,
    next_period,
    published,
    still_released,
)

__all__ = [
    "arising",
    "as_public_site",
    "drawn",
    "facts",
    "learned",
    "next_period",
    "public_themes",
    "published",
    "still_released",
]
