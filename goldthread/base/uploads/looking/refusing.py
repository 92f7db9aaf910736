"""How a file is refused, and the marks of what runs."""

import re

from goldthread.base.archives import SAVE_AGAIN, Refused
from goldthread.base.uploads.rules import MB, MOST_UNPACKED

ACTIVE = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php)",
    re.IGNORECASE,
)
MARKED = re.compile(rb"<[^>]{0,200}?\son\w+\s*=|javascript:|<\s*script", re.IGNORECASE)


def refused(what: str, remedy: str) -> Refused:
    return Refused(f"{what} Nothing was saved. {remedy}")


def damaged(name: str) -> Refused:
    return refused(f"{name} is damaged.", SAVE_AGAIN)


def bomb(name: str) -> Refused:
    return refused(
        f"{name} expands too far: the limit is {MOST_UNPACKED // MB} MB.",
        "Send the part that matters.",
    )


def two_at_once(name: str) -> Refused:
    return refused(f"{name} holds something beside its own content.", SAVE_AGAIN)
