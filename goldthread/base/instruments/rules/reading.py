"""Reads a question set from its file, or says everything that is wrong with it at once."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from goldthread.base.instruments.rules import (
    BEST,
    CHANGES,
    EVERYWHERE,
    KINDS,
    SIZES,
    TOGETHER,
    Applies,
    Band,
    Category,
    Change,
    Criterion,
    CrossWalk,
    Form,
    QuestionSet,
    Scale,
    Standard,
    Step,
)
from goldthread.base.instruments.rules.scoring import number
from goldthread.base.people.rules import ORGANISATION_TYPES
from goldthread.base.yaml_files import WHOLE, BadFile, Reader

PART = ("key", "title", "weight", "guidance", "basis", "evidence", "unconfirmed")
OF_SCALE = ("key", "name", "best", "steps", "from", "to", "by")
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
COLOURS = ("green", "yellow", "orange", "red", "blue", "grey")
SIGNS = "_.-"


class _Reader(Reader):
    """The parts of a question set."""

    scales: dict[str, Scale]
    forms: tuple[Form, ...]

    def number(
        self, data: Any, path: str, *, default: int | None = None
    ) -> Fraction | None:
        if data is None:
            return None if default is None else Fraction(default)
        found = number(data)
        if found is None:
            self.wrong(path, f"must be a number; it says {data!r}.")
        return found

    def weight(self, data: Any, path: str) -> Fraction:
        found = self.number(data, path, default=1)
        if found is not None and found < 0:
            self.wrong(path, "must not be below 0.")
        return found if found is not None and found >= 0 else Fraction(1)

    def day(self, data: Any, path: str) -> date | None:
        if data is None or type(data) is date:
            return data
        self.wrong(path, f"must be a day such as 2015-03-26; it says {data!r}.")
        return None

    # --- Scales, forms and bands ---

    def scale(self, data: Any, path: str) -> Scale:
        data = self.mapping(data, path, OF_SCALE)
        best = self.one_of(data.get("best"), f"{path}.best", BEST)
        ends = {"from", "to", "by"} & data.keys()
        steps, by = (self._ends if ends else self._steps)(data, path)
        return Scale(
            key=self.key(data.get("key"), f"{path}.key"),
            name=self.text(data.get("name"), f"{path}.name"),
            best=best or BEST[0],
            steps=steps,
            by=by,
        )

    def _ends(
        self, data: dict[str, Any], path: str
    ) -> tuple[tuple[Step, ...], Fraction]:
        if "steps" in data:
            self.wrong(path, "has steps, or from, to and by, and not both.")
        low, high, by = (
            self.number(data.get(name), f"{path}.{name}", default=number)
            for name, number in (("from", 0), ("to", 0), ("by", 1))
        )
        if low is None or high is None or by is None:
            return self._nothing()
        if not (low < high and by > 0 and (high - low) % by == 0):
            self.wrong(path, "must go from low to high, in steps that reach it.")
            return self._nothing()
        return (Step(low, str(low)), Step(high, str(high))), by

    def _steps(
        self, data: dict[str, Any], path: str
    ) -> tuple[tuple[Step, ...], Fraction]:
        steps = self.items(data.get("steps"), f"{path}.steps", self._step)
        if len({step.value for step in steps}) < max(len(steps), 2):
            self.wrong(f"{path}.steps", "must be two or more, each with its own value.")
            return self._nothing()
        return steps, Fraction(0)

    def _nothing(self) -> tuple[tuple[Step, ...], Fraction]:
        """Something to go on with; the file is refused."""
        return (Step(Fraction(0), ""), Step(Fraction(1), "")), Fraction(0)

    def _step(self, data: Any, path: str) -> Step:
        data = self.mapping(data, path, ("value", "name", "means"))
        value = self.number(data.get("value"), f"{path}.value")
        if "value" not in data:
            self.wrong(f"{path}.value", "must be a number.")
        return Step(
            Fraction(0) if value is None else value,
            self.text(data.get("name"), f"{path}.name"),
            self.blank(data.get("means"), f"{path}.means"),
        )

    def form(self, data: Any, path: str) -> Form:
        data = self.mapping(data, path, ("key", "name", "applies"))
        return Form(
            self.key(data.get("key"), f"{path}.key"),
            self.text(data.get("name"), f"{path}.name"),
            self.applies(data.get("applies"), f"{path}.applies"),
        )

    def applies(self, data: Any, path: str) -> Applies:
        if data is None:
            return EVERYWHERE
        data = self.mapping(data, path, ("types", "sizes"))
        types = tuple(ORGANISATION_TYPES)
        return Applies(
            self.some_of(data.get("types"), f"{path}.types", types),
            self.some_of(data.get("sizes"), f"{path}.sizes", tuple(SIZES)),
        )

    def band(self, data: Any, path: str) -> Band:
        data = self.mapping(data, path, ("name", "at_least", "colour"))
        least = self.number(data.get("at_least"), f"{path}.at_least", default=0)
        colour = data.get("colour", "grey")
        return Band(
            self.text(data.get("name"), f"{path}.name"),
            Fraction(0) if least is None else least,
            self.one_of(colour, f"{path}.colour", COLOURS),
        )

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


def read_file(file: Path) -> QuestionSet:
    """Raises BadFile, also where the file cannot be read."""
    try:
        return read(file.read_text(encoding="utf-8-sig"), file=file.name)
    except OSError as wrong:
        raise BadFile([f"{file.name} cannot be read: {wrong.strerror}."]) from None
    except UnicodeDecodeError:
        raise BadFile([f"{file.name} is not UTF-8 text."]) from None
