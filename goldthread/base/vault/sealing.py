"""AES-256-GCM, bound to where the text stands. Nothing here knows Django."""

import os
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORM = b"\x01"  # the first byte says how the rest is made
NONCE, KEY = 12, 32  # bytes


class Unreadable(Exception):
    """Something sealed that cannot be opened; the message is a sentence for people."""


def new_key() -> bytes:
    return os.urandom(KEY)


def seal(key: bytes, plain: bytes, bound: bytes) -> bytes:
    """Whoever opens it must say the same `bound`: where it stands."""
    nonce = os.urandom(NONCE)
    return FORM + nonce + AESGCM(key).encrypt(nonce, plain, bound)


def unseal(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Raises Unreadable for anything but what was sealed with this key for this place."""
    if sealed[:1] == FORM:
        nonce, rest = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
        with suppress(InvalidTag, ValueError):
            return AESGCM(key).decrypt(nonce, rest, bound)
    raise Unreadable(
        "This text cannot be shown: what the database holds is not what was sealed here. "
        "Nothing was changed by your looking at it. Tell whoever runs Goldthread: "
        "somebody may have altered the database, or a backup must be restored."
    )
