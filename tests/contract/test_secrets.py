"""No key, password or token stands in the repository."""

import os
import re
import subprocess
from math import log2
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KNOWN = {  # how the keys of well-known services look
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
    "a key of AWS": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of GitHub": r"\bgh[pousr]_[0-9A-Za-z]{30,}|\bgithub_pat_\w{40,}",
    "a token of Slack": r"\bxox[abprs]-[0-9A-Za-z-]{10,}",
    "a key of Google": r"\bAIza[0-9A-Za-z_-]{35}\b",
    "a web token": r"\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{15,}",
    "an address with a password": r"://[^/\s:@\"'<{]+:(?!…)[^/\s@\"'<{$]{4,}@[\w.]",
}
NAMED = re.compile(
    r"(?i)(?:secret|passw|token|api_?key|private)\w*[\"']?\s*[:=]\s*[\"']([^\"'\s]{20,})[\"']"
)
LETTERS = 4.0  # bits in a character: English has 3, a made-up key has 5
# Third-party code and data whose hashes are public.
NOT_OURS = (".min.js", "requirements.txt", "requirements-dev.txt", ".woff2", ".png")


def files():
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode and not os.environ.get("GOLDTHREAD_CI"):
        pytest.skip("This is no checkout of a repository.")
    listed.check_returncode()
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def entropy(text):
    """How many bits each character of it tells."""
    shares = [text.count(letter) / len(text) for letter in set(text)]
    return -sum(share * log2(share) for share in shares)


def found(text):
    known = [what for what, how in KNOWN.items() if re.search(how, text)]
    made_up = [key for key in NAMED.findall(text) if entropy(key) > LETTERS]
    return known + made_up


def test_no_file_holds_a_secret():
    texts = {
        path.relative_to(ROOT): path.read_text(errors="ignore")
        for path in files()
        if path.is_file() and not path.name.endswith(NOT_OURS)
    }

    assert {
        str(path): told for path, text in texts.items() if (told := found(text))
    } == {}


def test_a_secret_would_be_found():
    begin = "-----BEGIN "
    assert found(f"{begin}RSA PRIVATE KEY-----") == ["a private key"]
    assert found("AKIA" + "ABCDEFGHIJKLMNOP") == ["a key of AWS"]
    assert found("postgresql://owner" + ":hunter22@db/goldthread") == [
        "an address with a password"
    ]
    key = "q8Zr2Lw0" + "vXyT5nKb3GdJ7sHc"
    assert found(f'SECRET_KEY = "{key}"') == [key]
    assert found('password = "correct horse battery staple"') == []
