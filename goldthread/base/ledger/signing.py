"""Signed heads of the chain: what is kept elsewhere, so that a cut tail is noticed.

Whoever can change the database can make the whole chain anew. They cannot make the
signature that was shipped last night say something else.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PURPOSE = b"goldthread ledger head\n"  # so that nothing else it signs passes for one
KEY = 32  # bytes


class NotSigned(ValueError):
    """An anchor that nobody with the key has made."""


@dataclass(frozen=True)
class Head:
    """The newest place of the chain at a moment, and its hash."""

    seq: int
    hash: bytes
    at: str

    @property
    def message(self) -> bytes:
        told = {"at": self.at, "hash": self.hash.hex(), "seq": self.seq}
        return PURPOSE + _compact(told).encode()


def _compact(told: Any) -> str:
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def private_key() -> Ed25519PrivateKey:
    """From LEDGER_KEY; the demo makes one for itself."""
    if settings.LEDGER_KEY:
        return Ed25519PrivateKey.from_private_bytes(_bytes(settings.LEDGER_KEY))
    if not settings.DEMO:
        raise ImproperlyConfigured(
            "Set LEDGER_KEY to 64 hexadecimal digits that nobody else knows, for example "
            "from `openssl rand -hex 32`. It signs what the ledger says of itself."
        )
    kept: Path = settings.VAR / "ledger.key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(Ed25519PrivateKey.generate().private_bytes_raw().hex(), "utf-8")
    return Ed25519PrivateKey.from_private_bytes(_bytes(kept.read_text("utf-8")))


def public_key() -> str:
    return private_key().public_key().public_bytes_raw().hex()


def _bytes(digits: str) -> bytes:
    try:
        key = bytes.fromhex(digits.strip())
    except ValueError:
        key = b""
    if len(key) != KEY:
        raise ImproperlyConfigured("A key of the ledger has 64 hexadecimal digits.")
    return key


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sign(head: Head) -> str:
    """One line of JSON."""
    key = private_key()
    return _compact(
        {
            "at": head.at,
            "hash": head.hash.hex(),
            "key": key.public_key().public_bytes_raw().hex(),
            "seq": head.seq,
            "signature": key.sign(head.message).hex(),
        }
    )


def signed(lines: Iterable[str], *, key: str) -> Iterator[Head]:
    """The heads in a file of anchors, each checked against this public key."""
    public = Ed25519PublicKey.from_public_bytes(_bytes(key))
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _checked(line, number, public)


def _checked(line: str, number: int, public: Ed25519PublicKey) -> Head:
    try:
        told = json.loads(line)
        head = Head(int(told["seq"]), bytes.fromhex(told["hash"]), str(told["at"]))
        public.verify(bytes.fromhex(told["signature"]), head.message)
    except (ValueError, KeyError, TypeError, InvalidSignature) as error:
        raise NotSigned(
            f"Line {number} of the anchors is not signed by the ledger’s key."
        ) from error
    return head
