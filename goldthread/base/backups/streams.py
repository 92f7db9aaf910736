"""A file sealed piece by piece, so that a cut, swapped or altered one is found.

A head says which key opens it. Each piece of a mebibyte is sealed with AES-256-GCM under a
key made for this file alone; its number, and whether it is the last, are its nonce. What
the file is for (`name`) is part of its key, so none passes for another. Nothing here knows
Django: `deploy/goldthread-wal` uses it too.
"""

import hmac
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORM = b"goldthread sealed 1\n"
KEY, MARK, SALT, TAG = 32, 8, 16, 16  # bytes
PIECE = 1024 * 1024
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Refused(Exception):
    """It is not taken or given back; the message says why and what to do."""


class Damaged(Refused):
    """Not what was sealed here: cut, altered, or another file under this name."""


# --- The key -------------------------------------------------------------------------------


def new_key(at: Path) -> None:
    """Make a key in a file of its own; never over another."""
    try:
        at.touch(mode=0o600, exist_ok=False)
        at.write_text(f"{os.urandom(KEY).hex()}\n", "ascii")
    except OSError as trouble:
        raise Refused(
            f"The key could not be written to {at}: {trouble.strerror}."
        ) from trouble


def read_key(at: Path) -> bytes:
    try:
        if at.stat().st_mode & OTHERS:
            raise Refused(
                f"Others can read the backup key {at}. Close it with `chmod 600 {at}`."
            )
        key = bytes.fromhex(at.read_text("ascii"))
    except OSError as trouble:
        raise Refused(
            f"The backup key {at} cannot be read: {trouble.strerror}."
        ) from trouble
    except ValueError:
        key = b""
    if len(key) != KEY:
        raise Refused(f"{at} does not hold a key of 64 hexadecimal digits.")
    return key


def mark_of(key: bytes) -> str:
    """What tells one key from another, and nothing about it."""
    return hmac.new(key, b"goldthread backup key", "sha256").digest()[:MARK].hex()


def _key_of(key: bytes, salt: bytes, name: str) -> AESGCM:
    made = HKDF(SHA256(), KEY, salt, f"goldthread stream {name}".encode())
    return AESGCM(made.derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return bytes([last]) + number.to_bytes(11, "big")


# --- Sealing and opening -------------------------------------------------------------------


def seal(key: bytes, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What is to be written for these bytes, however they come."""
    salt = os.urandom(SALT)
    yield FORM + bytes.fromhex(mark_of(key)) + salt
    sealer, number, held = _key_of(key, salt, name), 0, b""
    for piece in pieces:
        held += piece
        while len(held) > PIECE:  # so that something is left for the last
            yield sealer.encrypt(_nonce(number, last=False), held[:PIECE], None)
            held, number = held[PIECE:], number + 1
    yield sealer.encrypt(_nonce(number, last=True), held, None)


def unseal(key: bytes, name: str, file: IO[bytes]) -> Iterator[bytes]:
    """What was sealed. Each piece is proved before it is given; the last ends the file."""
    head = file.read(len(FORM) + MARK + SALT)
    mark, salt = head[len(FORM) :][:MARK], head[len(FORM) + MARK :]
    if not head.startswith(FORM) or len(salt) != SALT:
        raise Damaged(
            f"{name} is not something that Goldthread sealed, or was cut off."
        )
    if mark.hex() != mark_of(key):
        raise Refused(
            f"{name} was sealed with another backup key ({mark.hex()}); this one is "
            f"{mark_of(key)}. Nothing was changed."
        )
    opener, number, held = _key_of(key, salt, name), 0, file.read(PIECE + TAG)
    while True:
        after = file.read(PIECE + TAG)
        try:
            yield opener.decrypt(_nonce(number, last=not after), held, None)
        except (InvalidTag, ValueError) as wrong:
            raise Damaged(
                f"{name} is damaged from byte {number * (PIECE + TAG):,} on: it was cut, "
                "or altered. Use another copy of this backup."
            ) from wrong
        if not after:
            return
        held, number = after, number + 1
