import pytest
import yaml

from goldthread.base.instruments.rules.reading import read

SCALES = [
    {
        "key": "upwards",
        "name": "Upwards",
        "best": "highest",
        "steps": [{"value": n, "name": f"Step {n}"} for n in range(4)],
    },
    {
        "key": "downwards",
        "name": "Downwards",
        "best": "lowest",
        "steps": [{"value": n, "name": f"Step {n}"} for n in range(1, 5)],
    },
    {"key": "fives", "name": "Fives", "best": "highest", "from": 0, "to": 100, "by": 5},
]


def criterion(key, scale="upwards", **more):
    answer = {"kind": "graded", "scale": scale, **more.pop("answer", {})}
    return {"key": key, "asks": f"Is {key} so?", "answer": answer, **more}


def standard(key, *criteria, **more):
    return {"key": key, "title": f"Standard {key}", "criteria": list(criteria), **more}


def written(*standards, **more):
    """A question set as it stands in its file."""
    said = {
        "key": "small_set",
        "title": "A small set",
        "source": "Us",
        "basis": "None",
        "scales": SCALES,
        "categories": [{"key": "all", "title": "All", "standards": list(standards)}],
        **more,
    }
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False)


@pytest.fixture
def asking():
    """A question set with these standards."""

    def make(*standards, **more):
        key = more.get("key", "small_set")
        return read(written(*standards, **more), file=f"{key}.yaml")

    return make
