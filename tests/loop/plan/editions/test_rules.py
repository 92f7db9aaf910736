import re
from pathlib import Path

import pytest
import yaml

from goldthread.base.yaml_files import BadFile
from goldthread.loop.plan.editions.rules import HERE, read, read_all


def edition(**changes):
    """The smallest edition there is, with something changed."""
    data = {
        "key": "good",
        "name": "A good edition",
        "board": "The board",
        "source": "Us",
        "dated": "2026",
        "purpose": "To learn.",
        "principles": [{"key": "first", "text": "The first"}],
        "scope": [{"key": "audit", "text": "Audit"}],
        "reviews": ["openly"],
        "duties": ["Learn."],
        "dissemination": ["Letters"],
        "lines": [{"key": "one", "title": "One", "ways": ["data"]}],
    }
    return yaml.safe_dump(data | changes, allow_unicode=True)


def line(**said):
    return [{"key": "one", "title": "One", "ways": ["data"]} | said]


def problems(text):
    with pytest.raises(BadFile) as refused:
        read(text, file="good.yaml")
    return [re.sub(r", line \d+:", ":", said) for said in refused.value.problems]


def ours():
    return read_all(HERE)


# --- Ours ---------------------------------------------------------------------------------


def test_the_product_has_two_editions():
    assert list(ours()) == ["wt2015", "wt2023"]


def test_wt2015_has_nine_principles_eight_contents_and_five_ways_of_reviewing():
    wt2015 = ours()["wt2015"]

    assert (len(wt2015.principles), len(wt2015.scope), len(wt2015.reviews)) == (9, 8, 5)
    assert [s.text for s in wt2015.dissemination] == [
        "Single-agency training",
        "The board’s multi-agency training",
        "Conferences",
        "Best practice briefings, forums and networks",
        "The board’s newsletters",
    ]


INFORMED = (
    "The LSCB identifies areas for improvement and are informed of emerging themes and "
    "trends."
)


def test_wt2015_has_every_row_of_table_1():
    rows = [
        (one.key, one.frequency, one.frequency_words, one.owner_words)
        for one in ours()["wt2015"].lines[:8]
    ]

    assert rows == [
        ("case_reviews", "as_and_when", "As and when required", "LSCB"),
        (
            "section_11_and_multi_agency_audit",
            "as_and_when",
            "As and when required",
            "Multi-agency Audit Group and Case Review Group",
        ),
        ("child_deaths", "every_meeting", "Summary for LSCB Meetings", "CDOP Chair"),
        ("views", "as_and_when", "As and when required", "LSCB"),
        ("training", "annual", "Annual", "Learning and Development Subgroup"),
        ("dataset", "quarterly", "Quarterly", "QASG"),
        ("needs_analysis", "annual", "Annually", "QASG"),
        ("supporting_data", "as_and_when", "As and when required", "QASG"),
    ]


def test_wt2015_has_a_method_and_an_outcome_in_every_row_of_table_1():
    said = [(one.method, one.expected_outcome) for one in ours()["wt2015"].lines[:8]]

    assert said == [
        (
            "LSCB endorsed systems methodology",
            "Organisations and agency settings gain learning and improve practice.",
        ),
        (
            (
                "Online audit tool (s.11) and LSCB endorsed live review using systems "
                "methodology"
            ),
            (
                "Organisations and agency settings comply with s.11 requirements, gain "
                "learning from review and improve practice."
            ),
        ),
        (
            "Rapid Response and CDOP Reviews",
            (
                "The LSCB will gain learning and take forward actions arising from the "
                "reviews of child deaths."
            ),
        ),
        (
            "LSCB endorsed surveys, evidence from review and audit findings",
            "Children and families’ views are heard and are responded to.",
        ),
        ("LSCB Training Programme", "Staff are suitably knowledgeable and skilled."),
        ("LSCB Dataset", INFORMED),
        ("Needs Analysis", INFORMED),
        ("Supporting data", INFORMED),
    ]


def test_wt2015_leaves_blank_what_table_1_leaves_out():
    rest = ours()["wt2015"].lines[8:]

    assert [(o.key, o.frequency, o.owner_words, o.expected_outcome) for o in rest] == [
        ("single_agency_audit", "", "", ""),
        ("observation", "", "", ""),
        ("good_practice", "", "", ""),
    ]


def test_wt2015_covers_all_its_content_with_some_line():
    wt2015 = ours()["wt2015"]

    covered = {key for one in wt2015.lines for key in one.scope}
    assert covered == {point.key for point in wt2015.scope}


def test_wt2023_has_todays_names():
    titles = [one.title for one in ours()["wt2023"].lines]

    assert titles[:2] == ["Local child safeguarding practice review", "Rapid review"]
    assert titles[5] == "Child death review"
    assert "Independent scrutiny" in titles
    assert ours()["wt2023"].lines[5].owner_words == "Child death review partners"


def test_wt2023_says_what_nobody_has_checked():
    wt2023 = ours()["wt2023"]

    assert all(principle.unconfirmed for principle in wt2023.principles)
    assert wt2023.unconfirmed > 50
    assert [s.unconfirmed for s in wt2023.reviews] == [False, False, True, True, True]


def test_every_edition_says_its_source_and_its_date():
    for each in ours().values():
        assert each.source
        assert each.dated


# --- Reading --------------------------------------------------------------------------------


def test_the_smallest_edition_reads():
    good = read(edition(), file="good.yaml")

    one = good.lines[0]
    assert (one.key, one.ways, one.frequency, one.unconfirmed) == (
        "one",
        ("data",),
        "",
        (),
    )
    assert good.unconfirmed == 0


def test_unconfirmed_statements_are_counted_wherever_they_stand():
    good = read(
        edition(
            purpose={"text": "To learn.", "unconfirmed": True},
            principles=[{"key": "first", "text": "First", "unconfirmed": True}],
            lines=line(
                method={"text": "Asking", "unconfirmed": True},
                who={"text": "Us", "unconfirmed": False},
                when={"frequency": "annual", "words": "Yearly", "unconfirmed": True},
                principles={"keys": ["first"], "unconfirmed": True},
            ),
        ),
        file="good.yaml",
    )

    assert good.lines[0].unconfirmed == ("method", "when", "principles")
    assert (good.lines[0].method, good.lines[0].owner_words) == ("Asking", "Us")
    assert good.unconfirmed == 5


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": ""}, "name: must say something."),
        ({"dated": 2026}, "dated: must say something."),
        (
            {"colour": "red"},
            "colour: is not known. Known are key, name, board,",
        ),
        ({"key": "other"}, "key: must be the name of the file, 'good'."),
        (
            {"key": "so so"},
            "key: must be letters, digits and _ alone; it says 'so so'.",
        ),
        ({"lines": []}, "lines: must have at least one line."),
        ({"duties": "Learn"}, "duties: must be a list, each item after a dash."),
        ({"duties": [7]}, "duties[1]: must say something."),
        ({"principles": ["x"]}, "principles[1]: must hold key, text, unconfirmed."),
        (
            {"scope": [{"key": "audit", "text": "Audit"}] * 2},
            "scope: has the key 'audit' more than once.",
        ),
        (
            {"lines": line(when={"frequency": "monthly"})},
            (
                "lines[1].when.frequency: must be one of annual, quarterly, "
                "every_meeting, as_and_when; it says 'monthly'."
            ),
        ),
        (
            {"lines": line(when={"frequency": "annual", "words": 12})},
            "lines[1].when.words: must be words; it says 12. Put it in quotes.",
        ),
        (
            {"lines": line(who="x" * 201)},
            "lines[1].who: must be at most 200 characters; it has 201.",
        ),
        (
            {"lines": line(principles=["second"])},
            "lines[1].principles: names 'second', which principles does not have.",
        ),
        (
            {"lines": line(scope=["space"])},
            "lines[1].scope: names 'space', which scope does not have.",
        ),
        (
            {"lines": line(method={"text": "x", "unconfirmed": "maybe"})},
            "lines[1].method.unconfirmed: must be true or false; it says 'maybe'.",
        ),
        (
            {"lines": line(ways=[])},
            "lines[1].ways: must name at least one of serious_case_review,",
        ),
        (
            {"lines": line(ways=["magic"])},
            "lines[1].ways[1]: must be one of serious_case_review,",
        ),
    ],
)
def test_a_problem_is_named_by_file_and_path(changes, problem):
    found = problems(edition(**changes))

    assert found[0].startswith(f"good.yaml: {problem}")


def test_every_problem_is_said_at_once():
    found = problems(edition(name="", source="", lines=line(title="")))

    assert found == [
        "good.yaml: name: must say something.",
        "good.yaml: source: must say something.",
        "good.yaml: lines[1].title: must say something.",
    ]


def test_a_file_that_is_not_yaml_is_refused():
    assert problems("key: [")[0].startswith("good.yaml: is not YAML: ")


@pytest.mark.parametrize("text", ["", "just words", "- a list"])
def test_a_file_of_something_else_is_refused(text):
    assert problems(text)[0].startswith("good.yaml: the file: must hold key, name,")


def test_yaml_that_would_make_objects_is_refused():
    found = problems("key: !!python/object/apply:os.system ['true']")

    assert found[0].startswith("good.yaml: is not YAML: ")


def test_an_edition_of_the_installation_adds_to_ours_or_replaces_one(tmp_path: Path):
    (tmp_path / "good.yaml").write_text(edition(), encoding="utf-8")
    mine = edition(key="wt2015", name="Ours, as we changed it")
    (tmp_path / "wt2015.yaml").write_text(f"\ufeff{mine}", encoding="utf-8")

    found = read_all(HERE, tmp_path, tmp_path / "not there")

    assert {key: each.name for key, each in found.items()} == {
        "good": "A good edition",
        "wt2015": "Ours, as we changed it",
        "wt2023": "Working Together 2023",
    }
