"""What a token may be for, how long it lasts, and how often it may ask."""

from datetime import timedelta
from hashlib import sha256

MOST, WITHIN = 600, timedelta(minutes=10)  # requests of one token
ROWS, MOST_ROWS, LAST_ROW = (
    100,
    500,
    1_000_000,
)  # of one answer; and how far a list goes
LASTS = {"30": "30 days", "90": "90 days", "365": "A year"}
LONGEST = timedelta(days=366)

# What a token may read, in words. Whoever answers programs adds its own, in its apps.py.
SCOPES: dict[str, str] = {}


def digest(secret: str) -> str:
    """All that is kept of a secret, which is 256 bits of chance."""
    return sha256(secret.encode()).hexdigest()


def in_words(scopes: list[str]) -> str:
    return ", ".join(SCOPES.get(scope, scope) for scope in scopes)
