"""Input that nobody means well with: values for fields, queries, addresses and bodies.

Made from a seed, so that what broke once breaks again.
"""

import re
from html.parser import HTMLParser
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

MARKUP = (
    "<script>window.hurt=1</script>",
    '"><img src=x onerror="window.hurt=1">',
    "'><svg/onload=window.hurt=1>",
    "javascript:window.hurt=1",
    "</textarea><script>window.hurt=1</script>",
    "</title><script>window.hurt=1</script>",
    '" autofocus onfocus="window.hurt=1',
    "<a href='javascript:window.hurt=1'>x</a>",
    "{{ 7|add:7 }}{% debug %}",
    "<!--<img src='--><img src=x onerror=window.hurt=1>",
    "<iframe srcdoc='<script>parent.hurt=1</script>'>",
    "<style>*{background:url(http://evil.example)}</style>",
)
ODD = (
    "",
    " ",
    "\0",
    "a\0b",
    "\x1b[31m",
    "\u202egnp.exe",
    "a\u200bb",
    "\ufeff",
    "\ud7ff\uffff",
    "é" * 300,
    "x" * 70_000,
    "-1",
    "0",
    "1e309",
    "NaN",
    "٣",
    "9" * 40,
    "9223372036854775808",
    "2147483648",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "31/12/99999",
    "on",
    "None",
    "[]",
    '{"a":{"a":{"a":1}}}',
    "' OR 1=1 --",
    "'; DROP TABLE people_user; --",
    "%s%s%n",
    "%00",
    "../../../../etc/passwd",
    "..\\..\\x",
    "//evil.example",
    "https://evil.example",
    "http:evil.example",
    "\\\\evil.example",
    "=cmd|' /C calc'!A0",
    "a@b.c\nBcc: x@evil.example",
    "\r\nSet-Cookie: hurt=1",
    *MARKUP,
)
FILES = (
    b"",
    b"\0" * 100,
    b"PK\x03\x04" + b"\0" * 50,
    b"%PDF-1.4",
    b"a,b\n1",
    b"\xff\xfe",
)
BODIES = (
    ("application/json", b'{"a":'),
    ("application/json", b"[" * 5000),
    ("multipart/form-data", b"--x"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: nothing"),
    ("application/x-www-form-urlencoded", b"%ff%fe=%00&&&=="),
    ("application/x-www-form-urlencoded; charset=none-such", b"a=%e9"),
    ("text/xml", b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'),
    ("", b"\0\1\2"),
)


class _Fields(HTMLParser):
    """The names of the fields of a page's forms, and what a choice may be."""

    def __init__(self):
        super().__init__()
        self.fields, self._select = {}, ""

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        name = told.get("name") or ""
        if tag in {"input", "select", "textarea"} and name != "csrfmiddlewaretoken":
            self._select = name if tag == "select" else ""
            held = self.fields.setdefault(name, (told.get("type") or tag, []))
            if told.get("value"):
                held[1].append(told["value"])
        elif tag == "option" and self._select:
            self.fields[self._select][1].append(told.get("value") or "")


def fields(page):
    """What can be filled in on this page: each name with its kind, and its own values."""
    parser = _Fields()
    parser.feed(page)
    return {name: told for name, told in parser.fields.items() if name}


def filled(page, random: Random):
    """The page's forms, each field with something odd, its own value, or nothing."""
    sent = {}
    for name, (kind, own) in fields(page).items():
        if random.random() < 0.1:
            continue
        if kind == "file":
            content = random.choice(FILES)
            sent[name] = SimpleUploadedFile(odd(random)[:50] or "x", content)
        elif own and random.random() < 0.4:
            sent[name] = random.sample(own, random.randint(1, min(3, len(own))))
        else:
            sent[name] = odd(random)
    if random.random() < 0.2:
        sent[odd(random)[:100].replace('"', "").replace("\r\n", "")] = odd(random)
    return sent


def odd(random: Random):
    """One of the values that have hurt others, or two together, or any letters."""
    chosen = random.random()
    if chosen < 0.8:
        return random.choice(ODD)
    if chosen < 0.9:
        return random.choice(ODD) + random.choice(ODD)
    return "".join(chr(random.choice(LETTERS)) for _ in range(random.randint(1, 40)))


LETTERS = [*range(0xD800), *range(0xE000, 0x10000), 0x1F600, 0x10FFFF]


def query(page, random: Random):
    """What stands behind the question mark: the page's own names and everybody's."""
    names = [*fields(page), "next", "page", "sort", "format", "q", "board"]
    chosen = random.sample(names, min(len(names), random.randint(1, 4)))
    return {name: odd(random)[:4000] for name in chosen}


def spoilt(address, random: Random):
    """The address with one of its parts exchanged."""
    parts = re.split("(/)", address)
    places = [place for place, part in enumerate(parts) if part.strip("/")]
    if places:
        parts[random.choice(places)] = odd(random)[:200]
    return "".join(parts)
