"""The exported ledger, read by somebody who has Python and nothing else."""

import json
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command

from goldthread.base.ledger import signing, verify_export
from goldthread.base.ledger.models import Link
from tests.factories import BoardFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def exported(ten_lines, settle, tmp_path):
    BoardFactory(name="Kingston “LSCB”")  # a trace among the entries
    settle()
    file = tmp_path / "ledger.jsonl"
    call_command("ledger", "export", out=file)
    return file


def verified(file, *more, key=None):
    """Exit code and words, in a Python that sees none of our packages."""
    command = [sys.executable, "-I", "-S", verify_export.__file__, str(file)]
    done = subprocess.run(
        [*command, "--key", key or signing.public_key(), *more],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.strip()


def changed(file, change):
    lines = file.read_text().rstrip("\n").split("\n")
    change(lines)
    file.write_text("".join(f"{line}\n" for line in lines))


def test_an_export_verifies_with_the_standard_library_alone(exported):
    many = Link.objects.count()

    assert many > 10
    assert verified(exported) == (0, f"All {many} entries are as they were written.")


def edit(lines):
    lines[3] = lines[3].replace('"by_label":"Goldthread"', '"by_label":"Amy"')


def swap(lines):
    lines[3], lines[4] = lines[4], lines[3]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (edit, "Entry 4 is not what was written at the time."),
        (swap, "Entry 4 is missing: the file has 5 in its place."),
        (lambda lines: lines.pop(3), "Entry 4 is missing: the file has 5 in its place."),
        (lambda lines: lines.insert(3, lines[3]), "Entry 5 is missing: the file has 4 in its place."),
        (lambda lines: lines.insert(3, "{"), "Line 4 of the file is no line of a ledger."),
        (lambda lines: lines.append(lines[0]), "comes after the head."),
        (lambda lines: lines.pop(), "is missing, or the head is not that of this chain."),
        (lambda lines: lines.pop(-2), "is missing, or the head is not that of this chain."),
    ],
    ids=["edit", "swap", "delete", "insert", "spoil", "append", "no head", "cut tail"],
)  # fmt: skip
def test_what_was_done_to_an_export_is_found(exported, change, words):
    changed(exported, change)

    code, said = verified(exported)

    assert code == 1
    assert said.endswith(words)


def test_another_key_verifies_nothing(exported):
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()

    assert verified(exported, key=other) == (1, "A head is not signed with this key.")


def test_an_export_is_compared_with_anchors_kept_elsewhere(exported, tmp_path):
    anchors = tmp_path / "anchors.jsonl"
    call_command("ledger", "anchor", out=anchors)
    assert verified(exported, "--anchor", str(anchors))[0] == 0

    told = signing.Head(4, bytes(32), signing.now())
    anchors.write_text(signing.sign(told))

    assert verified(exported, "--anchor", str(anchors)) == (
        1,
        "Entry 4 or an earlier one is not what an anchor says.",
    )


@pytest.mark.parametrize("message", [b"", b"a", "é".encode() * 100])
def test_signatures_are_checked_as_the_library_makes_them(message):
    key = Ed25519PrivateKey.generate()
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)

    assert verify_export.is_signed(message, signature, public)
    assert not verify_export.is_signed(message + b"x", signature, public)
    for place in (0, 31, 32, 63):
        spoilt = bytearray(signature)
        spoilt[place] ^= 1
        assert not verify_export.is_signed(message, bytes(spoilt), public)


def test_the_head_says_which_entry_it_is_of(exported):
    last = json.loads(exported.read_text().splitlines()[-1])

    assert (last["seq"], last["key"]) == (Link.objects.count(), signing.public_key())
