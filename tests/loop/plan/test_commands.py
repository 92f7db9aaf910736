from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from goldthread.loop.plan.editions.rules import HERE


def test_check_edition_says_what_it_read():
    out = StringIO()

    call_command("check_edition", str(HERE / "wt2015.yaml"), stdout=out)

    assert out.getvalue() == (
        "Working Together 2013 and 2015: 11 lines, 9 principles, 8 statements to be "
        "confirmed.\n"
    )


def test_check_edition_names_the_file_and_the_path(tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text("key: bad", encoding="utf-8")

    with pytest.raises(
        CommandError, match=r"bad\.yaml, line 1: name: must say something\."
    ):
        call_command("check_edition", str(file))


def test_check_edition_refuses_what_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("check_edition", str(tmp_path / "none.yaml"))

    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="can't decode"):
        call_command("check_edition", str(binary))
