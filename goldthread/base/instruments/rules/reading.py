"""Reads a question set from its file, or says everything that is wrong with it at once."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from goldthread.base.instruments.rules import (
    CHANGES,
    KINDS,
    TOGETHER,
    Category,
    Change,
    Criterion,
    CrossWalk,
    Form,
    QuestionSet,
    Scale,
    Standard,
)
from goldthread.base.instruments.rules.scales import ScaleReader
from goldthread.base.yaml_files import WHOLE, BadFile

PART = ("key", "title", "weight", "guidance", "basis", "evidence", "unconfirmed")
OF_CRITERION = (
    "key",
    "asks",
    "answer",
    "weight",
    "mandatory",
    "guidance",
    "evidence",
    "basis",
    "applies",
    "forms",
    "in_other_words",
    "asked_of_staff",
)
OF_ANSWER = (
    "kind",
    "scale",
    "parts",
    "options",
    "several",
    "unit",
    "least",
    "most",
)
OF_SET = (
    "key",
    "title",
    "source",
    "basis",
    "from",
    "until",
    "together",
    "scales",
    "forms",
    "bands",
    "categories",
    "crosswalk",
)
SIGNS = "_.-"


class _Reader(ScaleReader):
    """The parts of a question set."""

    scales: dict[str, Scale]
    forms: tuple[Form, ...]

    # --- Categories, standards, criteria ---

    def category(self, data: Any, path: str) -> Category:
        data = self.mapping(data, path, ("key", "title", "standards"))
        return Category(
            self.key(data.get("key"), f"{path}.key", also=SIGNS),
            self.text(data.get("title"), f"{path}.title"),
            self._some(data.get("standards"), f"{path}.standards", self.standard),
        )

    def standard(self, data: Any, path: str) -> Standard:
        data = self.mapping(data, path, (*PART, "criteria"))
        return Standard(
            key=self.key(data.get("key"), f"{path}.key", also=SIGNS),
            title=self.text(data.get("title"), f"{path}.title"),
            criteria=self._some(
                data.get("criteria"), f"{path}.criteria", self.criterion
            ),
            weight=self.weight(data.get("weight"), f"{path}.weight"),
            guidance=self.blank(data.get("guidance"), f"{path}.guidance"),
            basis=self.blank(data.get("basis"), f"{path}.basis"),
            evidence=self._words(data.get("evidence"), f"{path}.evidence"),
            unconfirmed=self.flag(data.get("unconfirmed"), f"{path}.unconfirmed"),
        )

    def criterion(self, data: Any, path: str) -> Criterion:
        data = self.mapping(data, path, OF_CRITERION)
        known = tuple(form.key for form in self.forms)
        return Criterion(
            key=self.key(data.get("key"), f"{path}.key", also=SIGNS),
            asks=self.text(data.get("asks"), f"{path}.asks"),
            weight=self.weight(data.get("weight"), f"{path}.weight"),
            mandatory=self.flag(data.get("mandatory"), f"{path}.mandatory"),
            guidance=self.blank(data.get("guidance"), f"{path}.guidance"),
            evidence=self._words(data.get("evidence"), f"{path}.evidence"),
            basis=self.blank(data.get("basis"), f"{path}.basis"),
            applies=self.applies(data.get("applies"), f"{path}.applies"),
            forms=self.some_of(data.get("forms"), f"{path}.forms", known),
            in_other_words=self._reworded(
                data.get("in_other_words"), f"{path}.in_other_words", known
            ),
            asked_of_staff=self.blank(
                data.get("asked_of_staff"), f"{path}.asked_of_staff"
            ),
            **self.answer(data.get("answer"), f"{path}.answer"),
        )

    def answer(self, data: Any, path: str) -> dict[str, Any]:
        """How it is answered: the fields of a Criterion that say so."""
        data = self.mapping(data, path, OF_ANSWER)
        kind = self.one_of(data.get("kind"), f"{path}.kind", tuple(KINDS))
        scale = data.get("scale")
        if kind == "graded" or scale is not None:
            scale = self.one_of(scale, f"{path}.scale", tuple(self.scales))
        options = self._words(data.get("options"), f"{path}.options")
        if kind == "choice" and len(set(options)) < max(len(options), 2):
            self.wrong(f"{path}.options", "must be two or more, each another.")
        parts = data.get("parts")
        return {
            "kind": kind,
            "scale": scale or "",
            "parts": self.items(parts, f"{path}.parts", self.key) if parts else (),
            "options": options,
            "several": self.flag(data.get("several"), f"{path}.several"),
            "unit": self.blank(data.get("unit"), f"{path}.unit"),
            "least": self.number(data.get("least"), f"{path}.least"),
            "most": self.number(data.get("most"), f"{path}.most"),
        }

    def _some(
        self, data: Any, path: str, read: Callable[[Any, str], Any]
    ) -> tuple[Any, ...]:
        if data == []:
            self.wrong(path, "must have at least one.")
        return self.items(data, path, read)

    def _words(self, data: Any, path: str) -> tuple[str, ...]:
        return () if data is None else self.items(data, path, self.text)

    def _reworded(self, data: Any, path: str, known: tuple[str, ...]) -> dict[str, str]:
        said = {} if data is None else self.mapping(data, path, known)
        return {
            form: self.text(words, f"{path}.{form}") for form, words in said.items()
        }

    # --- What became of the old version ---

    def crosswalk(self, data: Any) -> CrossWalk | None:
        if data is None:
            return None
        data = self.mapping(data, "crosswalk", ("old", "changes"))
        return CrossWalk(
            self.key(data.get("old"), "crosswalk.old"),
            self.items(data.get("changes"), "crosswalk.changes", self._change),
        )

    def _change(self, data: Any, path: str) -> Change:
        data = self.mapping(data, path, ("change", "old", "new", "kept", "note"))
        change = self.one_of(data.get("change"), f"{path}.change", tuple(CHANGES))
        kept = change == "same" or self.flag(data.get("kept"), f"{path}.kept")
        old, new = (
            self._words(data.get(name), f"{path}.{name}") for name in ("old", "new")
        )
        note = self.blank(data.get("note"), f"{path}.note")
        return Change(change, old, new, kept, note)

    def whole(self, data: Any) -> QuestionSet:
        data = self.mapping(data, WHOLE, OF_SET)
        scales = self.items(data.get("scales"), "scales", self.scale)
        self.scales = {scale.key: scale for scale in scales}
        self.once([scale.key for scale in scales], "scales")
        self.forms = self.items(data.get("forms", []), "forms", self.form)
        self.once([form.key for form in self.forms], "forms")
        together = data.get("together", "weaker")
        return QuestionSet(
            key=self.key(data.get("key"), "key"),
            title=self.text(data.get("title"), "title"),
            source=self.text(data.get("source"), "source"),
            basis=self.text(data.get("basis"), "basis"),
            starts=self.day(data.get("from"), "from"),
            ends=self.day(data.get("until"), "until"),
            together=self.one_of(together, "together", tuple(TOGETHER)),
            scales=self.scales,
            forms=self.forms,
            bands=self.items(data.get("bands", []), "bands", self.band),
            categories=self._some(data.get("categories"), "categories", self.category),
            crosswalk=self.crosswalk(data.get("crosswalk")),
        )

    def keys(self, asked: QuestionSet) -> None:
        """Every key once: answers, evidence and cross-walks hang on them."""
        self.once([each.key for each in asked.categories], "categories")
        self.once([each.key for each in asked.standards], "standards")
        criteria = [c.key for s in asked.standards for c in s.criteria]
        self.once(criteria, "criteria")
        if asked.starts and asked.ends and asked.ends < asked.starts:
            self.wrong("until", "must not be before from.")


def read(text: str, *, file: str) -> QuestionSet:
    """Read one set; BadFile names the file, line and path of every problem."""
    reader = _Reader(text, file=file)
    asked = reader.whole(reader.data)
    reader.keys(asked)
    if asked.key and asked.key != Path(file).stem:
        reader.wrong("key", f"must be the name of the file, {Path(file).stem!r}.")
    reader.done()
    return asked


def key_of(text: str) -> str:
    """The key that a text says it has, before anything else of it is known."""
    found = re.search(r"^key: *([\w.-]+) *$", text, re.MULTILINE)
    return found[1] if found else "set"


def read_file(file: Path) -> QuestionSet:
    """Raises BadFile, also where the file cannot be read."""
    try:
        return read(file.read_text(encoding="utf-8-sig"), file=file.name)
    except OSError as wrong:
        raise BadFile([f"{file.name} cannot be read: {wrong.strerror}."]) from None
    except UnicodeDecodeError:
        raise BadFile([f"{file.name} is not UTF-8 text."]) from None
