"""How long drafts and tokens are kept, and which posts are the same one."""

import re
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

DRAFT_KEPT = timedelta(days=30)  # since it was last typed in; to be agreed locally
SENT_KEPT = timedelta(days=40)  # longer, so that no draft of what was sent is offered
LONGEST = 1_000_000  # characters of one draft
LONGEST_PATH = 300
MOST = 100  # drafts of one person; the oldest make room

TOKEN, SEEN, DRAFT = "_form", "_seen", "_draft"  # what a form carries unseen
NOT_TYPED = frozenset({"csrfmiddlewaretoken", DRAFT})
ONE = re.compile(r"[0-9a-f]{32}")


def token_of(given: str | None) -> str:
    """The token, or nothing of what cannot be one."""
    return given if given and ONE.fullmatch(given) else ""


def fingerprint(parts: Iterable[object]) -> str:
    """Of one post: the same person, page, token and answers give the same."""
    return sha256(repr([str(part) for part in parts]).encode()).hexdigest()
