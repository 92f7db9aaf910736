"""Reads an edition from its file, or says everything that is wrong with it at once."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from goldthread.base.yaml_files import WHOLE, Reader
from goldthread.loop.plan.rules import FREQUENCY_WORDS, WAY_WORDS

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Statement:
    """Words of the framework; `unconfirmed` until somebody has checked the source."""

    text: str
    unconfirmed: bool = False


@dataclass(frozen=True)
class Point:
    """A principle, or an item of the content, that lines refer to by its key."""

    key: str
    text: str
    unconfirmed: bool = False


@dataclass(frozen=True)
class EditionLine:
    """One learning and improvement activity; `unconfirmed` names what is unchecked."""

    key: str
    title: str
    ways: tuple[str, ...]
    method: str
    frequency: str
    frequency_words: str
    owner_words: str
    group: str
    expected_outcome: str
    scope: tuple[str, ...]
    principles: tuple[str, ...]
    note: str
    unconfirmed: tuple[str, ...]


@dataclass(frozen=True)
class Edition:
    """The framework as one issue of the statutory guidance has it."""

    key: str
    name: str
    board: str
    source: str
    dated: str
    purpose: Statement
    principles: tuple[Point, ...]
    scope: tuple[Point, ...]
    reviews: tuple[Statement, ...]
    duties: tuple[Statement, ...]
    dissemination: tuple[Statement, ...]
    lines: tuple[EditionLine, ...]

    @property
    def unconfirmed(self) -> int:
        """How many of its statements somebody still has to check."""
        said: list[Statement | Point] = [self.purpose, *self.principles, *self.scope]
        said += [*self.reviews, *self.duties, *self.dissemination]
        of_lines = sum(len(line.unconfirmed) for line in self.lines)
        return sum(each.unconfirmed for each in said) + of_lines


class _Reader(Reader):
    """The parts of an edition."""

    def split(self, data: Any, path: str, name: str) -> tuple[Any, bool]:
        """What is said, and whether it is unconfirmed: plain, or with both in braces."""
        if not isinstance(data, dict):
            return data, False
        data = self.mapping(data, path, (name, "unconfirmed"))
        return data.get(name), self.flag(data.get("unconfirmed"), f"{path}.unconfirmed")

    def statement(self, data: Any, path: str) -> Statement:
        said, unconfirmed = self.split(data, path, "text")
        return Statement(self.text(said, path), unconfirmed)

    def point(self, data: Any, path: str) -> Point:
        data = self.mapping(data, path, ("key", "text", "unconfirmed"))
        return Point(
            self.key(data.get("key"), f"{path}.key"),
            self.text(data.get("text"), f"{path}.text"),
            self.flag(data.get("unconfirmed"), f"{path}.unconfirmed"),
        )

    def line(self, data: Any, path: str) -> EditionLine:
        words = ("method", "who", "expected_outcome")
        known = ("key", "title", "ways", "when", "group", "scope", "principles", "note")
        data = self.mapping(data, path, (*known, *words))
        said = {
            name: self.split(data.get(name), f"{path}.{name}", "text") for name in words
        }
        when, late = self.when(data.get("when"), f"{path}.when")
        serves, guessed = self.split(
            data.get("principles", []), f"{path}.principles", "keys"
        )
        unsure = {name: unconfirmed for name, (_, unconfirmed) in said.items()}
        unsure |= {"when": late, "principles": guessed}
        limits = {"who": 200}
        method, who, outcome = (
            self.blank(said[name][0], f"{path}.{name}", limit=limits.get(name, 0))
            for name in words
        )
        return EditionLine(
            key=self.key(data.get("key"), f"{path}.key"),
            title=self.text(data.get("title"), f"{path}.title", limit=160),
            ways=self.ways(data.get("ways"), f"{path}.ways"),
            method=method,
            frequency=when[0],
            frequency_words=when[1],
            owner_words=who,
            group=self.blank(data.get("group"), f"{path}.group"),
            expected_outcome=outcome,
            scope=self.items(data.get("scope", []), f"{path}.scope", self.text),
            principles=self.items(serves, f"{path}.principles", self.text),
            note=self.blank(data.get("note"), f"{path}.note"),
            unconfirmed=tuple(
                name for name, unconfirmed in unsure.items() if unconfirmed
            ),
        )

    def ways(self, data: Any, path: str) -> tuple[str, ...]:
        known = tuple(WAY_WORDS)
        ways = self.items(data, path, lambda each, at: self.one_of(each, at, known))
        if data == []:
            self.wrong(path, f"must name at least one of {', '.join(known)}.")
        return ways

    def when(self, data: Any, path: str) -> tuple[tuple[str, str], bool]:
        """The frequency's code and its words; nothing at all is a gap."""
        if data is None:
            return ("", ""), False
        data = self.mapping(data, path, ("frequency", "words", "unconfirmed"))
        code = self.one_of(
            data.get("frequency"), f"{path}.frequency", tuple(FREQUENCY_WORDS)
        )
        words = self.blank(data.get("words"), f"{path}.words", limit=200)
        return (code, words), self.flag(data.get("unconfirmed"), f"{path}.unconfirmed")

    def edition(self, data: Any) -> Edition:
        known = tuple(field.name for field in fields(Edition))
        data = self.mapping(data, WHOLE, known)
        if data.get("lines") == []:
            self.wrong("lines", "must have at least one line.")
        return Edition(
            key=self.key(data.get("key"), "key"),
            name=self.text(data.get("name"), "name"),
            board=self.text(data.get("board"), "board"),
            source=self.text(data.get("source"), "source"),
            dated=self.text(data.get("dated"), "dated"),
            purpose=self.statement(data.get("purpose"), "purpose"),
            principles=self.items(data.get("principles"), "principles", self.point),
            scope=self.items(data.get("scope"), "scope", self.point),
            reviews=self.items(data.get("reviews"), "reviews", self.statement),
            duties=self.items(data.get("duties"), "duties", self.statement),
            dissemination=self.items(
                data.get("dissemination"), "dissemination", self.statement
            ),
            lines=self.items(data.get("lines"), "lines", self.line),
        )

    def references(self, edition: Edition) -> None:
        """Every key once, and every key that a line names is there."""
        for part in ("principles", "scope", "lines"):
            self.once([each.key for each in getattr(edition, part)], part)
        for number, line in enumerate(edition.lines, start=1):
            for part in ("principles", "scope"):
                known = {point.key for point in getattr(edition, part)}
                for key in getattr(line, part):
                    if key and key not in known:
                        at = f"lines[{number}].{part}"
                        self.wrong(at, f"names {key!r}, which {part} does not have.")


def read(text: str, *, file: str) -> Edition:
    """Read one edition; BadFile names the file, line and path of every problem."""
    reader = _Reader(text, file=file)
    edition = reader.edition(reader.data)
    reader.references(edition)
    if edition.key and edition.key != Path(file).stem:
        reader.wrong("key", f"must be the name of the file, {Path(file).stem!r}.")
    reader.done()
    return edition


def read_all(*folders: Path) -> dict[str, Edition]:
    """Every edition in these folders by its key, oldest first; a later folder wins."""
    files = {
        file.stem: file for each in folders for file in sorted(each.glob("*.yaml"))
    }
    return {
        key: read(file.read_text(encoding="utf-8-sig"), file=file.name)
        for key, file in sorted(files.items())
    }
