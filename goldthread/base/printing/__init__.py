"""A page as PDF, tagged for screen readers; nothing is fetched from anywhere."""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.utils.safestring import SafeString, mark_safe

NO_PDF = (
    "This server cannot make a PDF: the library pango is missing. Take one of the "
    "other files, or ask whoever runs Goldthread to install it."
)


class CannotDraw(Exception):
    """This server cannot make a PDF."""


def style() -> SafeString:
    """What stands in the head of a page that is printed: A4, Arial, black on white."""
    css = (Path(__file__).parent / "print.css").read_text(encoding="utf-8")
    return mark_safe(css)  # noqa: S308  # our own file


def as_pdf(html: str) -> bytes:
    """PDF/UA-1. Raises CannotDraw where the system library it needs is missing."""
    try:  # only here: the product starts without pango, and the other forms work
        weasyprint = import_module("weasyprint")
    except OSError as missing:
        raise CannotDraw from missing
    page = weasyprint.HTML(string=html, url_fetcher=_refuse)
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1"))


def _refuse(url: str) -> Any:
    raise ValueError(f"What is printed fetches nothing, and this asked for {url}.")
