"""Data files that people write by hand, read with every problem told at once.

A problem names the file, the line and the path: `wt2015.yaml, line 12: lines[3].when:
must …`. An app reads its own parts with a `Reader`, and raises `BadFile` if it found any.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import yaml

T = TypeVar("T")
WHOLE = "the file"


class BadFile(ValueError):
    """A file that says something wrong; `problems` has where and what, one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


class Reader:
    """Walks what a file holds and notes each problem with its line and path."""

    def __init__(self, text: str, *, file: str) -> None:
        self.file = file
        self.problems: list[str] = []
        self.lines: dict[str, int] = {}
        self._numbered: set[int] = set()
        try:
            self.data = yaml.safe_load(text)
            self._number(yaml.compose(text, Loader=yaml.SafeLoader), "")
        except yaml.YAMLError as wrong:
            said = " ".join(str(wrong).split())
            raise BadFile([f"{file}: is not YAML: {said}"]) from None
        except (ValueError, RecursionError):  # a date such as 2015-02-31; a deep nest
            said = "holds a date that there is not, or is nested too deeply"
            raise BadFile([f"{file}: {said}."]) from None

    def _number(self, node: yaml.Node | None, path: str) -> None:
        """Note the line of every part, and keys that are there twice."""
        if node is None or id(node) in self._numbered:  # an alias is told where it is
            return
        self._numbered.add(id(node))
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.SequenceNode):
            for number, each in enumerate(node.value, start=1):
                self._number(each, f"{path}[{number}]")
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                at = f"{path}.{key.value}".lstrip(".")
                twice = at in self.lines
                self.lines[at] = key.start_mark.line + 1
                if twice:
                    self.wrong(at, "is there twice.")
                self._number(value, at)

    def done(self) -> None:
        """Raises BadFile if anything was wrong."""
        if self.problems:
            raise BadFile(self.problems)

    def wrong(self, path: str, what: str) -> None:
        line = self._line(path)
        where = f"{self.file}, line {line}" if line else self.file
        self.problems.append(f"{where}: {path}: {what}")

    def _line(self, path: str) -> int:
        """The line of this part, or of the nearest that it would stand in."""
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, 0)

    # --- What a part may be ---

    def mapping(self, data: Any, path: str, known: Sequence[str]) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.wrong(path, f"must hold {', '.join(known)}.")
            return {}
        at = "" if path == WHOLE else f"{path}."
        for name in [name for name in data if name not in known]:
            told = f"is not known. Known are {', '.join(known)}."
            self.wrong(f"{at}{name}", told)
        return data

    def items(
        self, data: Any, path: str, read: Callable[[Any, str], T]
    ) -> tuple[T, ...]:
        if not isinstance(data, list):
            self.wrong(path, "must be a list, each item after a dash.")
            return ()
        return tuple(read(each, f"{path}[{n}]") for n, each in enumerate(data, start=1))

    def text(self, data: Any, path: str, *, limit: int = 0) -> str:
        """Words that must be there."""
        if not isinstance(data, str) or not data.strip():
            self.wrong(path, "must say something.")
            return ""
        return self.blank(data, path, limit=limit)

    def blank(self, data: Any, path: str, *, limit: int = 0) -> str:
        """Words that may be missing."""
        if data is None:
            return ""
        if not isinstance(data, str):
            self.wrong(path, f"must be words; it says {data!r}. Put it in quotes.")
            return ""
        text = " ".join(data.split())
        if limit and len(text) > limit:
            self.wrong(path, f"must be at most {limit} characters; it has {len(text)}.")
        return text

    def one_of(self, data: Any, path: str, known: Sequence[str]) -> str:
        if data not in known:
            self.wrong(path, f"must be one of {', '.join(known)}; it says {data!r}.")
            return ""
        return str(data)

    def some_of(self, data: Any, path: str, known: Sequence[str]) -> tuple[str, ...]:
        """Several of the known words, or none said at all."""
        if data is None:
            return ()
        return self.items(data, path, lambda each, at: self.one_of(each, at, known))

    def flag(self, data: Any, path: str) -> bool:
        if data not in (None, True, False):
            self.wrong(path, f"must be true or false; it says {data!r}.")
        return data is True

    def key(self, data: Any, path: str, *, also: str = "_") -> str:
        text = self.text(data, path, limit=60)
        plain = text
        for sign in also:
            plain = plain.replace(sign, "")
        if text and not plain.isalnum():
            signs = " and ".join(also)
            self.wrong(
                path, f"must be letters, digits and {signs} alone; it says {data!r}."
            )
        return text

    def once(self, keys: Sequence[str], path: str) -> None:
        """Every key is there one time."""
        for key in sorted({key for key in keys if key and keys.count(key) > 1}):
            self.wrong(path, f"has the key {key!r} more than once.")
