"""The official GOV.UK macros, called from Python through one Jinja environment."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString
from jinja2 import Environment, PackageLoader, PrefixLoader

PACKAGE = "govuk_frontend_jinja"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PrefixLoader({PACKAGE: PackageLoader(PACKAGE)}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _macro(name: str) -> Any:
    template = _environment().get_template(f"{PACKAGE}/components/{name}/macro.html")
    words = "".join(word.capitalize() for word in name.split("-"))
    return getattr(template.module, f"govuk{words}")


def draw(name: str, params: dict[str, Any]) -> SafeString:
    """Draw a component, such as `draw("tag", {"text": "Open"})`."""
    return SafeString(_macro(name)(params).strip())


def html(text: Any) -> dict[str, str]:
    """Hand a text to a macro: escaped, unless it was marked safe."""
    return {"html": conditional_escape(text)}


def lines(texts: Iterable[object]) -> dict[str, str]:
    """Several texts, one to a line."""
    return {"html": format_html_join(SafeString("<br>"), "{}", ((t,) for t in texts))}
