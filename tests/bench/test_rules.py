import pytest
from hypothesis import given
from hypothesis import strategies as some

from goldthread.bench.rules import (
    HEADINGS,
    NOT_YET,
    REACHED,
    UNKNOWN,
    Figures,
    Spread,
    Target,
    line,
    markdown,
    percentile,
    row,
)

TEN, CPU, SOON = Target("statements", 10), Target("cpu", 60), Target("p95", 300)


def figures(**said):
    given = {
        "name": "findings",
        "statements": 6,
        "one": Spread(31.4, 44.0),
        "eight": Spread(120.2, 1500.0),
        "server_cpu": 27.5,
        "database_cpu": 8.04,
        "targets": (TEN, CPU, SOON),
    }
    return Figures(**given | said)


@pytest.mark.parametrize(
    ("share", "value"), [(0.5, 10), (0.95, 19), (1.0, 20), (0.01, 1), (0, 1)]
)
def test_a_percentile_is_the_nearest_rank(share, value):
    assert percentile(range(20, 0, -1), share) == value


def test_of_one_value_every_percentile_is_that_value():
    assert Spread.of([7.5]) == Spread(p50=7.5, p95=7.5)


@given(some.lists(some.floats(0, 1e6), min_size=1))
def test_the_median_is_never_above_the_95th_percentile(took):
    spread = Spread.of(took)

    assert min(took) <= spread.p50 <= spread.p95 <= max(took)


def test_a_target_is_reached_at_its_very_limit():
    told = figures(statements=10, server_cpu=50.0, database_cpu=10.0)

    assert [told.verdict(target) for target in told.targets] == [REACHED] * 3


def test_a_target_that_is_passed_is_not_yet_reached():
    told = figures(
        statements=11, one=Spread(20, 301), server_cpu=50.1, database_cpu=10.0
    )

    assert [told.verdict(target) for target in told.targets] == [NOT_YET] * 3


def test_cpu_of_a_database_elsewhere_is_not_available():
    told = figures(database_cpu=None)

    assert told.verdict(CPU) == UNKNOWN
    assert row(told)[7] == UNKNOWN


def test_a_row_says_each_figure_and_each_verdict():
    assert row(figures()) == [
        "findings",
        "6",
        "31",
        "44",
        "120",
        "1,500",
        "28",
        "8.0",
        "≤ 10 statements: reached; ≤ 60 CPU ms: reached; p95 ≤ 300 ms: reached",
    ]


def test_a_command_has_no_figures_of_eight_clients():
    told = figures(eight=None, targets=(Target("p95", 10_000),))

    assert row(told)[4:6] == ["", ""]
    assert told.verdicts == "≤ 10 s: reached"


def test_the_lines_of_a_table_stand_under_each_other():
    assert line(HEADINGS).index("targets") == line(row(figures())).index("≤ 10")


def test_the_table_in_markdown_has_as_many_cells_in_each_line():
    table = markdown([row(figures())], of="A day and a machine")

    heading, blank, *lines = table.splitlines()
    assert (heading, blank) == ("## A day and a machine", "")
    assert [text.count("|") for text in lines] == [10, 10, 10]


def test_json_says_the_verdict_beside_each_target():
    assert figures(targets=(CPU,)).told() == {
        "name": "findings",
        "statements": 6,
        "one": {"p50": 31.4, "p95": 44.0},
        "eight": {"p50": 120.2, "p95": 1500.0},
        "server_cpu": 27.5,
        "database_cpu": 8.04,
        "targets": [{"measure": "cpu", "most": 60, "verdict": REACHED}],
    }
