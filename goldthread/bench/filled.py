"""A page's form as a browser would send it, with something typed into it."""

from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import urlencode


class _Forms(HTMLParser):
    """The fields of each form of a page, with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self._writing = ""  # the text area or the list that we are in

    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append([])
        if not self.forms or "name" not in given:
            return
        ticked = "checked" in given or given.get("type") not in {"radio", "checkbox"}
        if tag == "textarea":
            self._writing = given["name"]
            self.forms[-1].append((given["name"], ""))
        elif tag == "input" and ticked:
            self.forms[-1].append((given["name"], given.get("value", "on")))

    def handle_data(self, data: str) -> None:
        if self._writing:
            name, written = self.forms[-1].pop()
            self.forms[-1].append((name, written + data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._writing = ""


def filled(page: str, typed: Mapping[str, str]) -> str:
    """The form that asks for what is typed, encoded. Raises LookupError without one."""
    parser = _Forms()
    parser.feed(page)
    for fields in parser.forms:
        names = {name for name, _ in fields}
        if typed.keys() <= names:
            kept = [(name, value) for name, value in fields if name not in typed]
            return urlencode([*kept, *typed.items()])
    raise LookupError(f"No form asks for {', '.join(typed)}.")
