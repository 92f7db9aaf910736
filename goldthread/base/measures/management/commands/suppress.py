"""goldthread suppress FILE [--hide 1-7] [--round 5] [--candidates 4] [--before FILE] [--json]"""

import argparse
import re
from typing import Any

from goldthread.base.measures.command import Answers, text_of
from goldthread.base.measures.rules import BadFigures
from goldthread.base.measures.rules.suppression import Released, Way, suppress
from goldthread.base.measures.rules.tables import (
    in_lines,
    read_release,
    read_table,
    told,
)


class Command(Answers):
    help = (
        "Hide small counts of a table, and as many more as nobody can work them out, also "
        "beside what was printed before."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--hide", default="1-7", help="counts that are hidden")
        parser.add_argument("--round", type=int, default=5, help="1: not at all")
        parser.add_argument("--candidates", type=int, default=4)
        parser.add_argument(
            "--before",
            action="append",
            default=[],
            help="a release before, hidden as c",
        )

    def answer(self, text: str, **options: Any) -> Any:
        return told(_released(text, **options))

    def in_lines(self, text: str, **options: Any) -> list[str]:
        return in_lines(_released(text, **options))


def _released(
    text: str, *, hide: str, candidates: int, before: list[str], **options: Any
) -> Released:
    said = re.fullmatch(r"(\d{1,6})-(\d{1,6})", hide)
    if not said or int(said[1]) > int(said[2]):
        raise BadFigures(f"--hide {hide!r} is no range of counts. Write it as 1-7.")
    if options["round"] < 1 or candidates < 1:
        raise BadFigures("--round and --candidates must be 1 or more.")
    way = Way(int(said[1]), int(said[2]), options["round"], candidates)
    table = read_table(text)
    return suppress(table, way, [read_release(text_of(f), table) for f in before])
