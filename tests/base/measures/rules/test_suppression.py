"""Tables that can be published, against an attacker who tries everything."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.base.measures.rules import BadFigures
from goldthread.base.measures.rules.suppression import (
    PRIMARY,
    SECONDARY,
    TOTAL,
    Table,
    Way,
    attack,
    suppress,
)
from goldthread.base.measures.rules.tables import (
    in_lines,
    read_release,
    read_table,
    told,
)

EXACT = Way(base=1)
BY_AGE = (
    "Age,Neglect,Emotional,Physical,Total\n"
    "Under 5,46,50,8,104\n"
    "5 to 9,40,52,11,103\n"
    "10 and over,25,73,3,101\n"
    "Total,111,175,22,308\n"
)


def table(*counts):
    rows, columns = (
        tuple(f"{what} {at}" for at in range(number))
        for what, number in (("row", len(counts)), ("column", len(counts[0])))
    )
    return Table(rows, columns, tuple(map(tuple, counts)))


# --- Primary, secondary and rounding ---------------------------------------------------------


def test_counts_of_one_to_seven_are_hidden_and_the_rest_rounded_to_five():
    released = suppress(table((7, 40, 33), (54, 61, 8)), Way())

    assert released.why[0, 0] == PRIMARY
    assert (released.shown[0, 0], released.shown[0, 1]) == (None, 40)
    assert (released.shown[0, 2], released.shown[1, 0]) == (35, 55)


def test_nought_is_no_small_count():
    released = suppress(table((0, 40), (52, 61)), Way())

    assert (released.shown[0, 0], released.left) == (0, {})


def test_of_exact_figures_more_is_hidden_so_that_no_total_tells_a_small_count():
    """Alone, 3 would be 101 less 25 less 73, and also 22 less 8 less 11."""
    released = suppress(read_table(BY_AGE), EXACT)

    assert {cell for cell, why in released.why.items() if why == PRIMARY} == {(2, 2)}
    hidden = set(released.why)
    assert len([c for c in hidden if c[0] == 2]) > 1
    assert len([c for c in hidden if c[1] == 2]) > 1
    assert all(high - low + 1 >= 4 for low, high in released.left.values())


def test_nothing_is_hidden_that_could_be_shown():
    source = read_table(BY_AGE)
    released = suppress(source, EXACT)

    for cell, why in released.why.items():
        if why == SECONDARY:
            left = attack(source, EXACT, set(released.why) - {cell})
            assert min(high - low + 1 for low, high in left.values()) < 4


def test_a_small_total_is_hidden_too():
    released = suppress(table((2, 3), (40, 50)), EXACT)

    assert released.shown[0, TOTAL] is None


def test_rounding_alone_may_leave_enough():
    released = suppress(table((5, 44, 61), (52, 63, 48)), Way())

    assert set(released.why) == {(0, 0)}


# --- The attacker ----------------------------------------------------------------------------


def test_the_attacker_finds_what_a_total_tells():
    left = attack(table((5, 20), (30, 40)), EXACT, {(0, 0)})

    assert left == {(0, 0): (5, 5)}


def test_the_attacker_joins_what_several_totals_tell():
    """Four hidden cells in a square: one unknown, and the small one is 1 to 7."""
    hidden = {(0, 0), (0, 1), (1, 0), (1, 1)}

    left = attack(table((5, 20), (30, 40)), EXACT, hidden)

    assert left == {
        (0, 0): (1, 7),
        (0, 1): (18, 24),
        (1, 0): (28, 34),
        (1, 1): (36, 42),
    }


small_tables = st.lists(
    st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=3
).map(lambda counts: table(*counts))


def _possible(source, way, hidden):
    """Every table that agrees with what is printed, tried one by one."""
    most = source[TOTAL, TOTAL] + 3

    def allowed(cell):
        if cell not in hidden:
            low, high = way.bounds(way.rounded(source[cell]))
        elif way.hides(source[cell]):
            low, high = way.low, way.high
        else:
            low, high = 0, most
        return range(low, high + 1)

    inner = [c for c in source.cells() if TOTAL not in c]
    wide = len(source.columns)
    for values in product(*map(allowed, inner)):
        rows = [values[at : at + wide] for at in range(0, len(values), wide)]
        other = table(*rows)
        if all(other[cell] in allowed(cell) for cell in source.cells()):
            yield other


@settings(max_examples=40, deadline=None)
@given(small_tables, st.sampled_from([1, 3]), st.data())
def test_the_attacker_knows_exactly_what_can_be_known(source, base, data):
    way = Way(low=1, high=2, base=base, candidates=2)
    inner = [c for c in source.cells() if TOTAL not in c]
    hidden = {c for c in source.cells() if way.hides(source[c])}
    hidden |= set(data.draw(st.lists(st.sampled_from(inner), max_size=2)))
    small = [c for c in hidden if TOTAL not in c]

    left = attack(source, way, hidden)

    others = list(_possible(source, way, hidden))
    for cell in small:
        seen = {other[cell] for other in others}
        assert left[cell] == (min(seen), max(seen))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=4
    ),
    st.sampled_from([1, 5]),
)
def test_whatever_is_published_leaves_at_least_four_candidates(counts, base):
    source, way = table(*counts), Way(base=base)

    try:
        released = suppress(source, way)
    except BadFigures:
        assert source[TOTAL, TOTAL] < 30  # so little that all of it would be hidden
        return

    left = attack(source, way, set(released.why))
    assert all(high - low + 1 >= 4 for low, high in left.values())
    assert all(
        released.shown[cell] is None
        for cell in source.cells()
        if way.hides(source[cell])
    )


# --- Beside what was printed before ------------------------------------------------------------


def test_what_was_shown_before_cannot_be_hidden_now():
    source = table((5, 44), (52, 63))

    with pytest.raises(BadFigures) as refused:
        suppress(source, EXACT, [{(0, 1): 44, (0, TOTAL): 49}])

    assert str(refused.value).startswith("row 0, column 0 cannot be hidden safely")


def test_two_releases_that_hide_other_cells_are_attacked_together():
    """Each by itself is safe; the second shows what the first has hidden."""
    source = read_table(BY_AGE)
    first = suppress(source, EXACT)
    (open_, *_) = [c for c, why in first.why.items() if why == SECONDARY]
    shown = dict.fromkeys(source.cells()) | first.shown

    second = suppress(source, EXACT, [shown])
    assert all(high - low + 1 >= 4 for low, high in second.left.values())

    bare = {**shown, open_: source[open_]}
    left = attack(source, EXACT, set(first.why), [bare])
    assert left[open_] == (source[open_], source[open_])


def test_a_release_of_other_figures_is_refused():
    with pytest.raises(BadFigures) as refused:
        attack(table((5, 44), (52, 63)), EXACT, {(0, 0)}, [{(0, 1): 45}])

    assert "was printed before as something else than 44 gives" in str(refused.value)


# --- Files -------------------------------------------------------------------------------------


def test_a_table_is_read_with_its_totals_or_without():
    with_totals = read_table(BY_AGE)
    lines = BY_AGE.splitlines()[:-1]
    without = read_table("\n".join(line.rsplit(",", 1)[0] for line in lines))

    assert with_totals == without
    assert with_totals.columns == ("Neglect", "Emotional", "Physical")
    assert with_totals[TOTAL, TOTAL] == 308


def test_what_is_printed_is_read_as_a_release_before():
    source = read_table("a,x,y\nup,5,44\ndown,52,63\n")
    released = suppress(source, EXACT)
    text = "\n".join(in_lines(released)[:-1]).replace("\t", ",")

    assert read_release(text, source) == released.shown
    assert told(released)["rows"][0]["cells"][0] == "c"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty."),
        ("a,Total\nup,5\n", "The table has no column beside its total."),
        ("a,x,x\nup,5,6\n", "Two columns are called x."),
        ("a,x,\nup,5,6\n", "A column has no name."),
        (
            "a,x,y\nup,5,\n",
            (
                "Row 2, y: '' is not a count. Write 0 where there is nobody; a blank says "
                "nothing."
            ),
        ),
        (
            "a,x,y,Total\nup,5,6,12\n",
            (
                "up, Total says 12, and its parts make 11. Put that right first, or leave "
                "totals out."
            ),
        ),
        ("a,x\nup,5,6\n", "Row 2 has more cells than there are headings."),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(text, said):
    with pytest.raises(BadFigures) as refused:
        read_table(text)

    assert str(refused.value) == said
