from pathlib import Path

import pytest
import yaml

from goldthread.base.instruments import rules
from goldthread.base.instruments.rules import crosswalks
from goldthread.base.instruments.rules.reading import read, read_file
from goldthread.base.yaml_files import BadFile
from tests.base.instruments.conftest import SCALES, criterion, standard, written

SETS = Path(rules.__file__).parents[1] / "sets"


def problems(text, file="small_set.yaml"):
    with pytest.raises(BadFile) as refused:
        read(text, file=file)
    return list(refused.value.problems)


@pytest.mark.parametrize("file", sorted(SETS.glob("*.yaml")), ids=lambda f: f.stem)
def test_every_set_that_comes_with_the_product_can_be_read(file):
    assert read_file(file).key == file.stem


def test_the_nine_standards_of_2015_have_three_to_six_criteria_each():
    asked = read_file(SETS / "section11_2015.yaml")

    assert len(asked.standards) == 9
    assert {len(each.criteria) for each in asked.standards} <= {3, 4, 5, 6}
    assert [form.key for form in asked.forms] == ["agency", "school", "small"]


def test_an_organisation_gets_the_form_of_its_type():
    asked = read_file(SETS / "section11_2015.yaml")

    forms = [asked.form_for(kind) for kind in ("police", "fe", "faith")]
    assert [form.key for form in forms] == ["agency", "school", "small"]
    less = [len(list(asked.asked(form.key))) for form in forms]
    assert less == sorted(less, reverse=True)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            written(standard("s", criterion("a", "sideways"))),
            (
                "categories[1].standards[1].criteria[1].answer.scale: "
                "must be one of upwards, downwards, fives; it says 'sideways'."
            ),
        ),
        (
            written(standard("s")),
            ("categories[1].standards[1].criteria: must have at least one."),
        ),
        (
            written(standard("s", criterion("a"), criterion("a"))),
            "criteria: has the key 'a' more than once.",
        ),
        (
            written(standard("s", criterion("a", weight=-1))),
            ("categories[1].standards[1].criteria[1].weight: must not be below 0."),
        ),
        (
            written(standard("s", criterion("a", applies={"types": ["pub"]}))),
            ("categories[1].standards[1].criteria[1].applies.types[1]: must be one of"),
        ),
    ],
)
def test_a_problem_names_the_file_the_line_and_the_path(text, problem):
    told = problems(text)[0]

    assert told.partition(": ")[2].startswith(problem)
    assert told.startswith("small_set.yaml, line ")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"best": "middle"}, "scales[1].best: must be one of highest, lowest"),
        (
            {"steps": [{"value": 1, "name": "One"}]},
            "scales[1].steps: must be two or more",
        ),
        ({"from": 0, "to": 9, "by": 2}, "scales[1]: has steps, or from, to and by"),
    ],
)
def test_a_scale_that_cannot_be_used_is_refused(change, problem):
    text = written(
        standard("s", criterion("a")), scales=[{**SCALES[0], **change}, *SCALES[1:]]
    )

    assert any(f": {problem}" in told for told in problems(text))


def test_the_line_is_that_of_the_fault():
    text = written(standard("s", criterion("a", "sideways")))
    number = next(
        n for n, line in enumerate(text.splitlines(), 1) if "sideways" in line
    )

    assert problems(text)[0].startswith(f"small_set.yaml, line {number}: ")


def test_a_set_is_called_by_its_file():
    assert problems(written(standard("s", criterion("a"))), "other.yaml") == [
        "other.yaml, line 1: key: must be the name of the file, 'other'."
    ]


def test_a_file_that_is_away_or_no_text_is_told(tmp_path):
    (tmp_path / "odd.yaml").write_bytes(b"\xff\xfe\xff")
    for name, said in (("away", "cannot be read"), ("odd", "is not UTF-8 text")):
        with pytest.raises(BadFile, match=said):
            read_file(tmp_path / f"{name}.yaml")


def test_what_is_written_is_what_is_read():
    asked = read(
        written(
            standard("s", criterion("a", forms=["x"])),
            forms=[{"key": "x", "name": "X"}],
        ),
        file="small_set.yaml",
    )

    assert yaml.safe_load(written(standard("s")))["title"] == asked.title
    assert asked.criteria["a"].forms == ("x",)


def test_the_cross_walk_from_2015_has_no_hole():
    old, new = (read_file(SETS / f"section11_{year}.yaml") for year in (2015, 2023))

    assert crosswalks.problems(new, old) == []
    assert {each.change for each in new.crosswalk.changes} == {
        "same",
        "reworded",
        "new",
    }


def test_escalation_and_culture_came_after_2015():
    new = read_file(SETS / "section11_2023.yaml")

    assert [each.key for each in new.standards[-2:]] == ["s10", "s11"]
    assert new.standards[-1].unconfirmed
