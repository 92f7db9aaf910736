"""Words that may tell a reader who a child or family is. It warns; a person decides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, dropwhile
from pathlib import Path


@dataclass(frozen=True)
class Suspect:
    """Words at text[start:end] that may identify somebody, and why we think so."""

    words: str
    start: int
    end: int
    why: str


NUMBER = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen)"
)
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|(?-i:May|MAY)|June?|July?"
    r"|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
DAY = r"\d{1,2}(?:st|[nr]d|th)?"
DATE = (
    rf"(?:\b{DAY}\s+(?:of\s+)?{MONTH}\b(?:,?\s+\d{{4}})?"
    rf"|\b{MONTH}\s+{DAY}\b(?:,?\s+\d{{4}})?"
    r"|\b\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d\d)\b|\b\d{4}-\d\d-\d\d\b)"
)
BIRTH = r"\b(?:born|birthday|birth date|date of birth|dob|d\.o\.b)\b[^\n]{0,20}?"
AGE = (
    rf"\b(?:aged? )?{NUMBER} years?,?(?: and)? {NUMBER} (?:month|week|day)s?\b"
    rf"|\b{NUMBER}[- ](?:day|week|month|year)s?[- ]old\b"
    rf"|\baged? {NUMBER}\b(?: (?:year|month|week|day)s?)?+"
    r"(?!\+| ?[-\u2013]| (?:to|or|and (?:over|under|above|below|\d)))"
)
CAPITAL = r"[^\W\d_a-zß-ÿ]"
NAME = rf"{CAPITAL}[\w'\u2019-]+"
TITLE = (
    r"(?:Mr|Mrs|Miss|Ms|Mx|Master|Dr|Prof|Professor|Sir|Lady|Lord|Rev|Reverend|Judge"
    r"|Nurse|PC|DC|DS|DI|DCI|Sgt|Sergeant|Inspector|Constable)"
)
STREET = (
    r"(?:Street|St|Road|Rd|Lane|Avenue|Ave|Close|Drive|Way|Court|Crescent|Gardens|Place"
    r"|Terrace|Grove|Hill|Rise|Walk|Square|Mews|Row|Estate|House)"
)
REFERENCE = (
    r"\b(?:case|file|record|ref|reference|crime|incident|hospital|UPN|URN|NHS|ID)\b"
    r"[ .:#]*(?:(?:no|number|ref|reference|id)\b)?[ .:#]*"
    r"(?:[A-Z]{1,4}[-/ ]?)?\d{3,}[\w/-]*|\b[A-Z]{0,5}[-/]?\d{6,}\w*"
)
# The first that fits names the reason, so the more certain come first.
PATTERNS = tuple(
    (why, re.compile(pattern))
    for why, pattern in (
        ("This is an email address.", r"\b[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"),
        (
            "This looks like a postcode: name the area instead.",
            r"(?i)\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
        ),
        (
            "This looks like a telephone number.",
            r"(?<![\w+])(?:\+44(?:[ ()-]{0,3}\d){9,11}|\(?0(?:[ ()-]{0,2}\d){9,10})(?!\d)",
        ),
        (
            "This is a date of birth: give an age band instead.",
            rf"(?i){BIRTH}(?:{DATE}|\b(?:{MONTH}\s+)?\d{{4}}\b)",
        ),
        (
            "An exact date can point to one child: give the month or the year.",
            rf"(?i){DATE}",
        ),
        ("This is an exact age: give an age band instead.", rf"(?i){AGE}"),
        (
            "This is a person's name: say what they do instead.",
            rf"\b{TITLE}\b\.? ?{NAME}(?: {NAME})*",
        ),
        (
            "This looks like an address.",
            rf"\b\d{{1,4}}[A-Za-z]?,? (?:{NAME} )+{STREET}\b",
        ),
        ("These look like a person's initials.", r"\b[A-Z]\.[A-Z]\b\.?"),
        (
            "This looks like a reference number that leads to one child.",
            rf"(?i){REFERENCE}",
        ),
    )
)
NHS_NUMBER = re.compile(r"(?<!\d)\d{3}([ -]?)\d{3}\1\d{4}(?!\d)")

CAPITALISED = re.compile(
    rf"(?<![\w'\u2019-])(?:St\.? )?{NAME}(?:[ \u00a0]{CAPITAL}[\w'\u2019-]*)*"
)
WORD = re.compile(r"\S+")
POSSESSIVE = re.compile(r"['\u2019](?:s|ve|m|ll|d|re)?$")
OPENING = " \t\"'“\u2018([*•\u2013-"  # what may stand between a full stop and the next sentence
ABBREVIATION = 5  # letters: MASH, CAMHS, MARAC
PLACE = re.compile(
    r"(?i) ?(?:(?:primary|secondary|infant|junior|high|special) )?\b(?:school|academy|college"
    r"|nursery|pre-school|surgery|medical centre|health centre|children.s centre|clinic"
    r"|hospital|hospice|ward|church|mosque|temple|children.s home)\b"
)

FIELD_WORDS = frozenset(
    word
    for line in Path(__file__).with_name("field_words.txt").read_text().splitlines()
    if not line.startswith("#")
    for word in line.split()
)


def identifying(text: str) -> tuple[Suspect, ...]:
    """Words to look at before release, in order and not overlapping."""
    found: list[Suspect] = []
    for suspect in chain(_nhs_numbers(text), _patterns(text), _names(text)):
        if not any(f.start < suspect.end and suspect.start < f.end for f in found):
            found.append(suspect)
    return tuple(sorted(found, key=lambda suspect: suspect.start))


def _nhs_numbers(text: str) -> Iterator[Suspect]:
    """Ten digits whose last is the check digit, modulo 11, of the others."""
    for match in NHS_NUMBER.finditer(text):
        digits = [int(character) for character in match[0] if character.isdecimal()]
        if sum(digit * (10 - place) for place, digit in enumerate(digits)) % 11 == 0:
            yield Suspect(match[0], *match.span(), "This is an NHS number.")


def _patterns(text: str) -> Iterator[Suspect]:
    for why, pattern in PATTERNS:
        for match in pattern.finditer(text):
            yield Suspect(match[0], *match.span(), why)


def _names(text: str) -> Iterator[Suspect]:
    """Capitalised words that are not the field's own.

    A lone one that opens a sentence is passed over, unless a school or the like follows.
    """
    for run in CAPITALISED.finditer(text):
        words = list(dropwhile(_known, WORD.finditer(text, *run.span())))
        if not words:
            continue
        start, end = words[0].start(), run.end()
        if place := PLACE.match(text, end):
            end = place.end()
        elif len(words) == 1 and _opens_sentence(text, start):
            continue
        why = "names a place" if PLACE.search(text, start, end) else "may be a name"
        yield Suspect(
            text[start:end], start, end, f"This {why}: say what it is instead."
        )


def _known(word: re.Match[str]) -> bool:
    stem = POSSESSIVE.sub("", word[0])
    if len(stem) == 1 or (stem.isupper() and len(stem) <= ABBREVIATION):
        return True
    return all(part.casefold() in FIELD_WORDS for part in stem.split("-"))


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(OPENING)
    return not before or before[-1] in ".!?:\n"
