"""The columns of a register of findings: their headings, and how a cell is read."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from goldthread.loop.findings import rules
from goldthread.loop.findings.rules import Characteristic, HelpStage

CLOSE = 0.88  # how alike a heading and a synonym must be, from 0 to 1
AGENCY, THEME = 200, 120  # characters in one name
NOTHING = frozenset(("", "n a", "na", "none", "not applicable", "not known"))

# Control, direction and zero-width characters: what is read is not what is stored.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


@dataclass(frozen=True)
class Field:
    """A thing we can take from a spreadsheet; `limit` is in characters.

    `synonyms` are headings as `normal` leaves them, between semicolons. `reader` takes
    the cell's text, and raises ValueError with a sentence that says what to do.
    """

    label: str
    reader: Callable[[str], Any]
    synonyms: str
    required: bool = False
    limit: int = 200


def normal(text: str) -> str:
    """Small letters and digits with single spaces: how headings and names compare."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def guess_columns(headers: Sequence[str]) -> dict[str, int]:
    """Which column holds each field, as far as the headings tell; the likest first."""
    likely = [
        (likeness, name, column)
        for column, header in enumerate(headers)
        for name, field in FIELDS.items()
        if (likeness := _likeness(normal(header), field))
    ]
    columns: dict[str, int] = {}
    for _, name, column in sorted(likely, key=lambda guess: -guess[0]):
        if name not in columns and column not in columns.values():
            columns[name] = column
    return columns


def _likeness(heading: str, field: Field) -> float:
    names = [normal(field.label), *field.synonyms.replace("; ", ";").split(";")]
    best = get_close_matches(heading, names, n=1, cutoff=CLOSE)
    return SequenceMatcher(None, heading, best[0]).ratio() if best else 0


def unmatched(headers: Sequence[str], columns: Mapping[str, int]) -> tuple[str, ...]:
    """Headings that no field uses; their cells are not imported."""
    used = set(columns.values())
    return tuple(h for column, h in enumerate(headers) if column not in used)


def read_cell(cell: str, field: Field) -> Any:
    """What the cell says to this field; ValueError says what to do."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    if field.required and not text:
        raise ValueError("Fill this in: every finding needs it.")
    if unseen := UNSEEN.search(text):
        before = text[max(0, unseen.start() - 20) : unseen.start()]
        name = unicodedata.name(unseen[0], f"U+{ord(unseen[0]):04X}").lower()
        raise ValueError(f"Take out the invisible character ({name}) after “{before}”.")
    if len(text) > field.limit:
        raise ValueError(
            f"Shorten this to {field.limit:,} characters: it has {len(text):,}."
        )
    return field.reader(text)


# Readers


def _line(text: str) -> str:
    return " ".join(text.split())


def _several(text: str, limit: int = AGENCY) -> tuple[str, ...]:
    """Names between semicolons, bars or line breaks; commas belong to the names."""
    names: dict[str, str] = {}
    for part in re.split(r"[;|\n]", text):
        if name := _line(part):
            names.setdefault(name.casefold(), name)
    if too_long := [name for name in names.values() if len(name) > limit]:
        raise ValueError(
            f"Put a semicolon between names, or shorten “{too_long[0][:40]}…”."
        )
    return tuple(names.values())


def _themes(text: str) -> tuple[str, ...]:
    return _several(text, THEME)


def _stage(text: str) -> HelpStage | None:
    return None if normal(text) in NOTHING else rules.help_stage(text)


def _characteristics(text: str) -> tuple[Characteristic, ...]:
    """Unlike names of agencies these hold no commas, so a comma separates too."""
    names = _several(text.replace(",", ";"))
    said = [rules.characteristic(name) for name in names if normal(name) not in NOTHING]
    return tuple(dict.fromkeys(said))


def way_reader(ways: Mapping[str, str]) -> Callable[[str], str]:
    """Reads an activity's name; `ways` maps what boards call it to its slug."""
    slugs = {normal(name): slug for name, slug in ways.items()}
    offered = list({slug: name for name, slug in reversed(slugs.items())}.values())

    def way(text: str) -> str:
        if slug := slugs.get(normal(text)):
            return str(slug)
        near = get_close_matches(normal(text), slugs, n=1)
        known = (
            f"“{near[0]}”?"
            if near
            else f"one of these: {', '.join(reversed(offered))}?"
        )
        raise ValueError(f"We do not know this way of learning. Do you mean {known}")

    return way


FIELDS: Mapping[str, Field] = {
    "ref": Field(
        "Reference",
        _line,
        "ref; reference; id; number; no; finding number; finding ref",
        limit=60,
    ),
    "area": Field(
        "Where", _line, "area; where; local authority; borough; place", limit=100
    ),
    "activity": Field(
        "How it was learned",
        _line,
        "activity; activity type; source; source type; type of activity; type of source;"
        "kind of activity; way of learning; learned from",
        required=True,
    ),
    "title": Field(
        "Title",
        _line,
        "title; name; review; audit; activity title; title of activity; family",
    ),
    "date": Field(
        "Date",
        rules.as_written,
        "date; when; year; period; date of activity; date completed",
        limit=60,
    ),
    "kind": Field(
        "Strength or concern",
        rules.kind,
        "strength or concern; kind; kind of finding; type of finding; strength;"
        "strength or weakness; strength or area for improvement; positive or negative",
        required=True,
    ),
    "text": Field(
        "What was found",
        str,
        "what was found; finding; findings; text; description; learning; learning point;"
        "lesson; what did we learn; what we learned; key finding; detail",
        required=True,
        limit=10_000,
    ),
    "agencies": Field(
        "Agencies",
        _several,
        "agencies; agency; organisations; organisation; partners; partner;"
        "who is it about; agencies involved; relevant agencies",
        limit=2_000,
    ),
    "themes": Field(
        "Themes", _themes, "themes; theme; topic; topics; category", limit=2_000
    ),
    "basis": Field(
        "Basis",
        _line,
        "basis; evidence; evidence base; sample; sample size; how many; how we know;method",
    ),
    "published": Field(
        "Where it is published",
        str,
        "where published; published; publication; link; url; web address; source document",
        limit=2_000,
    ),
    "meaning": Field(
        "What it means for children",
        str,
        "what it means for children; meaning for children; impact on children; so what;"
        "what does it mean for children; impact",
        limit=10_000,
    ),
    "help_stage": Field(
        "Stage of help", _stage, "stage of help; help stage; stage; level of need; tier"
    ),
    "characteristics": Field(
        "Equality characteristics",
        _characteristics,
        "equality characteristics; characteristics; equality; protected characteristics;"
        "equality diversity and inclusion; edi",
    ),
}
