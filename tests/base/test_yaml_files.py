import pytest

from goldthread.base.yaml_files import BadFile, Reader


def read(text):
    return Reader(text, file="set.yaml")


def problem(text):
    with pytest.raises(BadFile) as refused:
        read(text)
    return str(refused.value)


def test_a_problem_names_the_file_the_line_and_the_path():
    reader = read("name: A set\nparts:\n  - title: One\n  - title: 7\n")
    reader.text(reader.data["parts"][1]["title"], "parts[2].title")

    assert reader.problems == ["set.yaml, line 4: parts[2].title: must say something."]


def test_what_is_missing_is_told_where_it_would_stand():
    reader = read("name: A set\nparts:\n  - title: One\n")
    reader.text(None, "parts[1].key")

    assert reader.problems == ["set.yaml, line 3: parts[1].key: must say something."]


def test_a_key_that_stands_there_twice_is_told():
    assert read("name: A\nname: B\n").problems == [
        "set.yaml, line 2: name: is there twice."
    ]


def test_several_words_are_each_one_of_those_known():
    reader = read("forms: [small, huge]")

    assert reader.some_of(None, "forms", ("small",)) == ()
    assert reader.some_of(reader.data["forms"], "forms", ("small",)) == ("small", "")
    assert reader.problems == [
        "set.yaml, line 1: forms[2]: must be one of small; it says 'huge'."
    ]


def test_a_day_that_there_is_not_is_told():
    assert problem("from: 2015-02-31") == (
        "set.yaml: holds a date that there is not, or is nested too deeply."
    )


def test_a_nest_without_end_is_told():
    assert problem("[" * 5000) == (
        "set.yaml: holds a date that there is not, or is nested too deeply."
    )


def test_what_is_not_yaml_is_told_with_its_place():
    assert "is not YAML" in problem("name: [")
    assert "line 1" in problem("name: [")


def test_done_raises_all_that_was_wrong():
    reader = read("name: A")
    reader.done()
    reader.wrong("name", "is too short.")
    with pytest.raises(BadFile, match=r"set\.yaml, line 1: name: is too short\."):
        reader.done()
