import csv
import io
from pathlib import Path

import pytest

from tests.factories import BoardFactory, board_team

REGISTER = Path(__file__).parents[3] / "data" / "findings-register.csv"


@pytest.fixture
def board():
    return BoardFactory(name="Kingston", slug="kingston")


@pytest.fixture
def amira(board):
    return board_team(board)


@pytest.fixture
def register():
    """The real register's bytes."""
    return REGISTER.read_bytes()


@pytest.fixture
def edited(register):
    """The register with cells changed: `edited({("F-001", "Title"): "New"})`."""

    def with_(changes):
        rows = list(csv.DictReader(io.StringIO(register.decode("utf-8-sig"))))
        for row in rows:
            for (ref, column), value in changes.items():
                if row["Ref"] == ref:
                    row[column] = value
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode()

    return with_
