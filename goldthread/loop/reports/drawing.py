"""A paper as a page for print, tagged PDF, Word, and JSON."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import nh3
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from docx import Document
from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.shared import Pt
from markdown_it import MarkdownIt

from goldthread.base import printing
from goldthread.loop.reports.rules import Section, Table, say_day

MARKDOWN = MarkdownIt("js-default")
KINDS = {
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
# XML, and so Word, cannot hold these; they come with what is pasted from slides.
UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def formatted(narrative: str) -> SafeString:
    """A person's Markdown as HTML that holds nothing but text."""
    tags = {"p", "ul", "ol", "li", "strong", "em", "h3", "h4", "blockquote", "br"}
    html = nh3.clean(MARKDOWN.render(narrative), tags=tags, attributes={})
    return mark_safe(html)  # noqa: S308  # nh3 has cleaned it


def heading(paper: Any) -> dict[str, str]:
    """What stands at the top in every form."""
    number = f"Paper {paper.number}" if paper.number else "Draft: figures may change"
    since, until = say_day(paper.since.isoformat()), say_day(paper.until.isoformat())
    return {
        "title": paper.title,
        "board": str(paper.board),
        "number": number,
        "period": f"{since} to {until}",
    }


def digest(top: Mapping[str, str], document: Sequence[Section]) -> str:
    """The same as long as a paper says the same."""
    said = json.dumps([top, document], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def readable(document: Sequence[Section]) -> list[dict[str, Any]]:
    """The sections with their narrative ready for a page."""
    return [{**part, "narrative": formatted(part["narrative"])} for part in document]


def as_html(top: Mapping[str, str], document: Sequence[Section]) -> str:
    """One file that needs no other: for print, PDF and filing."""
    context = {"top": top, "sections": readable(document), "css": printing.style()}
    return render_to_string("reports/print.html", context)


def as_pdf(top: Mapping[str, str], document: Sequence[Section]) -> bytes:
    """Tagged for screen readers. Raises CannotDraw where this server cannot make one."""
    return printing.as_pdf(as_html(top, document))


def as_docx(top: Mapping[str, str], document: Sequence[Section]) -> bytes:
    top, document = _sayable(top), _sayable(document)
    word = Document()
    word.styles["Normal"].font.name = "Arial"
    word.styles["Normal"].font.size = Pt(11)
    word.core_properties.title = top["title"]
    word.core_properties.author = top["board"]
    word.add_heading(top["title"], 0)
    word.add_paragraph(f"{top['board']}. {top['number']}. {top['period']}.")
    for section in document:
        word.add_heading(section["heading"], 1)
        for sentence in section["said"]:
            word.add_paragraph(sentence)
        _narrative(word, section["narrative"])
        for table in section["tables"]:
            _table(word, table)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _sayable(said: Any) -> Any:
    """The same with a space for each character that Word has no place for."""
    if isinstance(said, str):
        return UNSAYABLE.sub(" ", said)
    if isinstance(said, Mapping):
        return {name: _sayable(value) for name, value in said.items()}
    if isinstance(said, list | tuple):
        return [_sayable(each) for each in said]
    return said


def _narrative(word: Docx, narrative: str) -> None:
    style = "Normal"
    for token in MARKDOWN.parse(narrative):
        if token.type == "list_item_open":
            style = "List Bullet"
        elif token.type == "list_item_close":
            style = "Normal"
        elif token.type == "inline":
            plain = "".join(child.content for child in token.children or ())
            word.add_paragraph(plain, style=style)


def _table(word: Docx, table: Table) -> None:
    word.add_paragraph(table["caption"], style="Caption")
    rows = [table["headings"], *table["rows"]]
    grid = word.add_table(
        rows=len(rows), cols=len(table["headings"]), style="Table Grid"
    )
    for drawn, row in zip(grid.rows, rows, strict=True):
        for cell, text in zip(drawn.cells, row, strict=True):
            cell.text = text
    _repeat_header(grid)


def _repeat_header(grid: Any) -> None:
    """Mark the first row as a header, for screen readers and for the next page."""
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


def as_json(facts: Mapping[str, Any]) -> str:
    hidden = {"public_themes", "left_out"}
    said = {name: value for name, value in facts.items() if name not in hidden}
    return json.dumps(said, indent=2, ensure_ascii=False)


def rendered(form: str, top: Mapping[str, str], content: Mapping[str, Any]) -> bytes:
    """The paper's content in one of KINDS."""
    if form == "json":
        return as_json(content["facts"]).encode()
    if form == "pdf":
        return as_pdf(top, content["document"])
    if form == "docx":
        return as_docx(top, content["document"])
    return as_html(top, content["document"]).encode()
