"""Where question sets lie, and what is wrong with one beside the version before it."""

from pathlib import Path

from goldthread.base.instruments.rules import QuestionSet, crosswalks
from goldthread.base.instruments.rules.reading import read_file
from goldthread.base.yaml_files import BadFile

SHIPPED = Path(__file__).parents[1] / "sets"


def find(key: str, *folders: Path) -> QuestionSet | None:
    """The set of this key, in these folders first and then among those that come along."""
    files = (folder / f"{key}.yaml" for folder in (*folders, SHIPPED))
    return next((read_file(file) for file in files if file.exists()), None)


def checked(file: Path) -> QuestionSet:
    """Read it, and hold its cross-walk against the version before. Raises BadFile."""
    asked = read_file(file)
    if asked.crosswalk is None:
        return asked
    old = find(asked.crosswalk.old, file.parent)
    if old is None:
        raise BadFile(
            [
                (
                    f"{file.name}: crosswalk.old: there is no set {asked.crosswalk.old!r} "
                    "beside this file or among those that come with the product."
                )
            ]
        )
    if found := crosswalks.problems(asked, old):
        raise BadFile([f"{file.name}: crosswalk: {each}" for each in found])
    return asked
