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
    check_walk(asked, file.parent, of=file.name)
    return asked


def check_walk(
    asked: QuestionSet, *folders: Path, of: str, before: QuestionSet | None = None
) -> None:
    """Refuse a cross-walk with a hole, or one from a version that nobody has.

    `before` is the version that it comes from, if somebody has published it.
    """
    if asked.crosswalk is None:
        return
    old = before or find(asked.crosswalk.old, *folders)
    if old is None:
        raise BadFile(
            [
                (
                    f"{of}: crosswalk.old: there is no set {asked.crosswalk.old!r} "
                    "beside this file or among those that come with the product."
                )
            ]
        )
    if found := crosswalks.problems(asked, old):
        raise BadFile([f"{of}: crosswalk: {each}" for each in found])


def shipped() -> dict[str, str]:
    """The titles of those that come along, by key."""
    files = sorted(SHIPPED.glob("*.yaml"))
    return {file.stem: read_file(file).title for file in files}
