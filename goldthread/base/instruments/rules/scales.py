"""Reads the scales, forms and bands of a question set."""

from datetime import date
from fractions import Fraction
from typing import Any

from goldthread.base.instruments.rules import (
    BEST,
    EVERYWHERE,
    SIZES,
    Applies,
    Band,
    Form,
    Scale,
    Step,
)
from goldthread.base.instruments.rules.answers import number
from goldthread.base.people.rules import ORGANISATION_TYPES
from goldthread.base.yaml_files import Reader

OF_SCALE = ("key", "name", "best", "steps", "from", "to", "by")
COLOURS = ("green", "yellow", "orange", "red", "blue", "grey")


class ScaleReader(Reader):
    """How answers are graded, who is asked, and what a score is called."""

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
