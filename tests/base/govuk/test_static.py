"""The compiled files: nothing missing, no crown, no font that is not ours to use."""

import re
from pathlib import Path

import pytest

from goldthread.base import govuk

STATIC = Path(govuk.__file__).parent / "static" / "govuk"
SENT = sorted(p.name for p in STATIC.iterdir() if p.suffix in {".css", ".js"})


@pytest.mark.parametrize("name", SENT)
def test_a_compiled_file_names_no_other_file_that_could_be_missing(name):
    text = (STATIC / name).read_text()

    assert re.findall(r"url\([^)]*\)|sourceMappingURL|@import|@font-face", text) == []


def test_neither_the_crown_nor_its_font_is_sent_and_the_licence_is():
    css = "".join((STATIC / n).read_text() for n in SENT if n.endswith(".css")).lower()

    assert re.findall("gds transport|crest|govuk-header|govuk-footer", css) == []
    for name in ("govuk.css", "goldthread.js"):
        assert (
            "MIT | see LICENCE-govuk-frontend.txt" in (STATIC / name).read_text()[:200]
        )
    assert "Crown Copyright" in (STATIC / "LICENCE-govuk-frontend.txt").read_text()
