#!/usr/bin/env python3
"""Verify a ledger that `goldthread ledger export` wrote. Needs Python alone.

    python3 verify_export.py LEDGER.jsonl --key PUBLIC [--anchor ANCHORS.jsonl]

Exits 0 if every line is as it was written and the head was signed with the key; 1 if not,
naming the first bad entry. PUBLIC is what `goldthread ledger key` prints; keep it apart
from the export. Anchors kept elsewhere show whether the whole chain was made anew.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

PURPOSE = b"goldthread ledger head\n"

# --- Ed25519, as RFC 8032 (section 5.1) defines it: verifying alone ---------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)
WIDE = 32  # bytes of a point; a signature has two of them
Point = tuple[int, int, int, int]  # in extended coordinates: x, y, z and x·y/z


def _point(encoded: bytes) -> Point | None:
    """The point that is written so; None if there is no such point."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(encoded) != WIDE or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    if x * x % P != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point = _add(point, point)
        number >>= 1
    return total


BASE = _point((4 * pow(5, -1, P) % P).to_bytes(WIDE, "little"))


def is_signed(message: bytes, signature: bytes, key: bytes) -> bool:
    """Whether whoever holds the private half of `key` signed the message."""
    public, commitment = _point(key), _point(signature[:WIDE])
    answer = int.from_bytes(signature[WIDE:], "little")
    if (
        public is None
        or commitment is None
        or BASE is None
        or len(signature) != 2 * WIDE
        or answer >= ORDER
    ):
        return False
    challenge = hashlib.sha512(signature[:WIDE] + key + message).digest()
    other = _times(int.from_bytes(challenge, "little") % ORDER, public)
    left, right = _times(answer, BASE), _add(commitment, other)
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


# --- The chain --------------------------------------------------------------------------


class Bad(Exception):
    """What is wrong, in words."""


def compact(told: object) -> str:
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def head_of(told: dict[str, Any], key: bytes) -> tuple[int, str]:
    """(seq, hash) of a signed head."""
    try:
        message = (
            PURPOSE + compact({n: told[n] for n in ("at", "hash", "seq")}).encode()
        )
        good = is_signed(message, bytes.fromhex(told["signature"]), key)
    except (KeyError, TypeError, ValueError):
        good = False
    if not good:
        raise Bad("A head is not signed with this key.")
    return told["seq"], told["hash"]


def read(line: str, number: int) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Bad(f"Line {number} of the file is no line of a ledger.")
    return told


def verify(lines: Iterable[str], key: bytes, anchors: Iterable[str] = ()) -> int:
    """How many entries there are; raises Bad, naming the first that is not as it was."""
    before, count, head = bytes(32), 0, None
    wanted = dict(
        head_of(read(a, n), key) for n, a in enumerate(anchors, 1) if a.strip()
    )
    for number, line in enumerate(lines, 1):
        told = read(line, number)
        if head is not None:
            raise Bad(f"Line {number} of the file comes after the head.")
        if "signature" in told:
            head = head_of(told, key)
            continue
        count += 1
        before = follow(before, count, told)
        if wanted.pop(count, before.hex()) != before.hex():
            raise Bad(f"Entry {count} or an earlier one is not what an anchor says.")
    if head != (count, before.hex()):
        raise Bad(
            f"Entry {count + 1} is missing, or the head is not that of this chain."
        )
    if wanted and max(wanted) > count:
        raise Bad(f"Entry {count + 1} is missing: an anchor tells of {max(wanted)}.")
    return count


def follow(before: bytes, place: int, told: dict[str, Any]) -> bytes:
    """The hash of the next link."""
    if told.get("seq") != place:
        raise Bad(
            f"Entry {place} is missing: the file has {told.get('seq')} in its place."
        )
    text = f"{place}\n{told.get('at')}\n{compact(told.get('line'))}"
    found = hashlib.sha256(before + text.encode()).digest()
    if found.hex() != told.get("hash"):
        raise Bad(f"Entry {place} is not what was written at the time.")
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("ledger")
    parser.add_argument("--key", required=True, help="the public key, 64 digits")
    parser.add_argument("--anchor", help="a file of anchors that was kept elsewhere")
    given = parser.parse_args(arguments)
    anchors = []
    if given.anchor:
        anchors = Path(given.anchor).read_text("utf-8").splitlines()
    try:
        with Path(given.ledger).open(encoding="utf-8") as file:
            count = verify(file, bytes.fromhex(given.key), anchors)
    except Bad as bad:
        sys.stdout.write(f"{bad}\n")
        return 1
    sys.stdout.write(f"All {count} entries are as they were written.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
