"""goldthread agreement FILE --level nominal|ordinal|interval [--json]"""

import argparse
from typing import Any

from goldthread.base.measures.command import Answers
from goldthread.base.measures.rules.agreement import LEVELS, agreement, read_ratings


class Command(Answers):
    help = "Say how far raters agree beyond chance, from rows of unit, rater and value."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--level", choices=LEVELS, required=True)

    def answer(self, text: str, *, level: str = "", **options: Any) -> Any:
        return vars(agreement(read_ratings(text, level), level))

    def in_lines(self, text: str, *, level: str = "", **options: Any) -> list[str]:
        found = agreement(read_ratings(text, level), level)
        told = [
            f"{found.units} units, {found.raters} raters, {found.ratings} ratings",
            f"alpha: {found.alpha} ({found.low} to {found.high})",
            f"kappa: {found.kappa}",
        ]
        return [*told, *(f"{name}: {why}" for name, why in found.why.items())]
