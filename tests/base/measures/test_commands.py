"""The commands for figures, as they are run: without a database, quickly, in words or JSON."""

import json
import os
import subprocess
import sys

import pytest

SPC = "date,value\n2016-01-01,10\n2016-04-01,12\n2016-10-01,11\n"


@pytest.fixture
def goldthread(tmp_path):
    """Run as on a machine that has nothing of Goldthread yet."""
    nothing = tmp_path / "var"
    surroundings = os.environ | {"GOLDTHREAD_VAR": str(nothing)}
    surroundings.pop("GOLDTHREAD_DATABASE", None)

    def run(*command, given=""):
        done = subprocess.run(
            [sys.executable, "-m", "goldthread", *command],
            input=given,
            capture_output=True,
            text=True,
            env=surroundings,
            check=False,
        )
        assert not (nothing / "postgres").exists()
        return done

    return run


def test_spc_reads_a_file_and_answers_in_json(goldthread, tmp_path):
    (file := tmp_path / "figures.csv").write_text(SPC)

    done = goldthread("spc", str(file), "--json")

    (told,) = json.loads(done.stdout)
    assert (told["series"], told["n"], told["state"]) == ("", 3, "trial_limits")
    assert told["points"][2] == {
        "date": "2016-07-01",
        "value": None,
        "mean": 11.0,
        "lower": 5.68,
        "upper": 16.32,
        "rule": "none",
        "kind": "common_cause",
        "segment": 0,
        "target": None,
    }


def test_spc_reads_standard_input_and_answers_in_words(goldthread):
    done = goldthread("spc", "-", given=SPC)

    assert (done.returncode, done.stdout) == (
        0,
        (
            "The latest figure lies within usual variation; nothing shows a change. Of 3 "
            "figures the limits may still move. 1 figure is missing.\n"
        ),
    )


def test_a_bad_file_ends_with_one_and_a_sentence(goldthread, tmp_path):
    done = goldthread("spc", "-", "--json", given="date,value\n2016-01-01,many\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "CommandError: Row 2, value: 'many' is not a number. Leave the cell empty if there "
        "is none.\n"
    )

    done = goldthread("spc", str(tmp_path / "none.csv"))
    assert (done.returncode, done.stderr) == (
        1,
        "CommandError: none.csv cannot be read: No such file or directory.\n",
    )

    (file := tmp_path / "latin.csv").write_bytes(
        "date,value\n\xe9,1\n".encode("latin-1")
    )
    done = goldthread("spc", str(file))
    assert done.stderr.startswith("CommandError: latin.csv is no text in UTF-8.")


def test_check_figures_answers_rows_and_groups(goldthread):
    figures = "numerator,denominator,printed,group\n8,23,35,a\n15,23,67,a\n"

    done = goldthread("check-figures", "-", "--json", given=figures)

    assert json.loads(done.stdout) == {
        "rows": [
            {
                "row": 2,
                "measure": "",
                "verdict": "ok",
                "expected": 35.0,
                "smallest_base": 17,
                "why": "",
            },
            {
                "row": 3,
                "measure": "",
                "verdict": "wrong",
                "expected": 65.0,
                "smallest_base": 3,
                "why": "It should be 65, and 67 is printed. No whole number of 23 gives that.",
            },
        ],
        "groups": [
            {"group": "a", "verdict": "ok", "sum": 23.0, "expected": 23.0, "why": ""}
        ],
    }


def test_agreement_is_told_at_the_level_that_is_asked(goldthread):
    ratings = "unit,rater,value\n1,a,2\n1,b,2\n2,a,3\n2,b,3\n3,a,1\n3,b,1\n"

    done = goldthread("agreement", "-", "--level", "ordinal", "--json", given=ratings)

    assert json.loads(done.stdout) == {
        "alpha": 1.0,
        "kappa": 1.0,
        "low": 1.0,
        "high": 1.0,
        "units": 3,
        "raters": 2,
        "ratings": 6,
        "why": {},
    }


def test_suppress_hides_and_proves_it_also_beside_a_release_before(
    goldthread, tmp_path
):
    counts = "Age,Girls,Boys\nUnder 5,5,44\n5 and over,52,63\n"

    done = goldthread("suppress", "-", given=counts)
    assert done.stdout.splitlines() == [
        "\tGirls\tBoys\tTotal",
        "Under 5\tc\t45\t50",
        "5 and over\t50\t65\t115",
        "Total\t55\t105\t165",
        "1 cells are hidden (c).",
    ]

    (bare := tmp_path / "before.csv").write_text(counts)
    done = goldthread("suppress", "-", "--before", str(bare), given=counts)
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: Under 5, Girls")

    done = goldthread("suppress", "-", "--hide", "few", given=counts)
    assert done.stderr == (
        "CommandError: --hide 'few' is no range of counts. Write it as 1-7.\n"
    )
