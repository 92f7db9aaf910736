import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from goldthread.base.instruments.rules.shelf import SHIPPED
from tests.base.instruments.conftest import criterion, standard, written


def said(*arguments):
    out = StringIO()
    call_command("instruments", *arguments, stdout=out)
    return out.getvalue()


def test_a_good_set_is_told_in_one_line():
    assert said("check", str(SHIPPED / "section11_2023.yaml")) == (
        "Section 11 self-assessment, 2023: 11 standards, 38 criteria (Large agency 38, "
        "School or college 35, Small voluntary group, faith group or practice 24). "
        "Standards to be confirmed: 1.\n"
    )


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda f: f.stem)
def test_every_set_that_comes_along_is_good(file):
    assert "standards" in said("check", str(file))


def test_a_cross_walk_with_a_hole_is_refused(tmp_path):
    walk = {"old": "old", "changes": [{"change": "same", "old": ["a"], "new": ["a"]}]}
    both = standard("s", criterion("a"), criterion("b"))
    (tmp_path / "old.yaml").write_text(written(both, key="old"))
    file = tmp_path / "new.yaml"
    file.write_text(written(both, key="new", crosswalk=walk))

    with pytest.raises(CommandError) as refused:
        said("check", str(file))

    assert str(refused.value).splitlines() == [
        "new.yaml: crosswalk: b: what became of it is not said (old).",
        "new.yaml: crosswalk: b: where it comes from is not said (new).",
    ]


def test_a_cross_walk_from_nowhere_is_refused(tmp_path):
    file = tmp_path / "new.yaml"
    walk = {"old": "gone", "changes": []}
    file.write_text(written(standard("s", criterion("a")), key="new", crosswalk=walk))

    with pytest.raises(CommandError, match="there is no set 'gone' beside this file"):
        said("check", str(file))


def test_it_ends_with_1_and_needs_no_database(tmp_path, monkeypatch):
    (tmp_path / "bad.yaml").write_text("key: bad\n")
    monkeypatch.setenv("GOLDTHREAD_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    done = subprocess.run(
        [sys.executable, "-m", "goldthread", "instruments", "check", "bad.yaml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "bad.yaml, line 1: title: must say something." in done.stderr
    assert not (tmp_path / "var/postgres").exists()
