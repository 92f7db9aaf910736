from goldthread.base.large_files.rules import most, sought


def test_the_same_rows_are_sought_however_the_list_is_sorted_and_paged():
    asked = sought("theme=3&q=a+b&sort=-due_on&page=4&format=csv")

    assert asked == "q=a+b&theme=3"
    assert asked == sought("q=a%20b&theme=3")


def test_what_narrows_nothing_is_not_sought():
    assert sought("q=&theme=&sort=text") == ""


def test_a_list_may_grow_by_a_tenth_while_somebody_decides():
    assert [most(rows) for rows in (500, 501, 1, 10_000)] == [550, 552, 2, 11_000]
