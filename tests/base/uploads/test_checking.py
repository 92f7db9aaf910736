import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from goldthread.base.archives import Refused
from goldthread.base.uploads import rules
from goldthread.base.uploads.checking import check
from tests.base.uploads.files import (
    BAD,
    GOOD,
    docx,
    jpg,
    pdf,
    png,
    told_jpg,
    told_png,
    zipped,
)

ROOT = Path(__file__).resolve().parents[3]


def test_the_set_is_large_enough():
    assert len(BAD) >= 60


@pytest.mark.parametrize("case", BAD)
def test_it_is_refused_with_a_sentence(case):
    name, made, words = BAD[case]

    with pytest.raises(Refused) as why:
        check(made(), name)

    assert words in str(why.value)
    assert "Nothing was saved." in str(why.value)


@pytest.mark.parametrize("name", GOOD)
def test_what_people_send_is_taken(name):
    data = GOOD[name]()

    found = check(data, name)

    assert (found.name, found.kind) == (name, rules.EXTENSIONS[rules.extension(name)])
    if found.kind in {"pdf", "docx", "xlsx"}:
        assert found.data == data


@pytest.mark.parametrize(("made", "form"), [(told_png, "png"), (told_jpg, "jpg")])
def test_a_picture_loses_all_but_its_dots(made, form):
    before = made()
    assert b"zaunkoenig" in before

    after = check(before, f"a.{form}").data

    assert b"zaunkoenig" not in after
    with Image.open(io.BytesIO(after)) as found:
        assert (found.size, dict(found.getexif())) == ((40, 30), {})


@pytest.mark.parametrize(("made", "form"), [(png, "png"), (jpg, "jpg")])
def test_what_hides_behind_a_picture_is_gone(made, form):
    found = check(made() + zipped(a=b"zaunkoenig") + b"<script>", f"a.{form}")

    assert b"PK\x03\x04" not in found.data
    assert b"<script>" not in found.data


def test_text_is_kept_as_utf_8():
    assert check("£3".encode("cp1252"), "a.txt").data == "£3".encode()


def test_the_folders_of_her_computer_are_not_kept():
    assert check(pdf(), "C:\\Users\\amira\\report.pdf").name == "report.pdf"


def test_looking_takes_no_more_than_was_allowed():
    looked = subprocess.run(
        [sys.executable, "-m", "tests.base.uploads.looking"],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "goldthread.site.settings"},
        capture_output=True,
        text=True,
        check=True,
    )

    took = [int(line) for line in looked.stdout.split()]
    assert [each < rules.MEMORY for each in took] == [True, True, True]


def test_a_file_that_breaks_its_reader_is_refused(monkeypatch):
    monkeypatch.setattr("goldthread.base.uploads.checking.CHILD", "antigravity.gone")

    with pytest.raises(Refused, match="takes more memory or time"):
        check(docx(), "a.docx")
