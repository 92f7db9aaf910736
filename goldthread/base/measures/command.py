"""Commands that answer a small file of figures; they need no database and start none."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from goldthread.base.measures.rules import BadFigures

LARGEST = 20_000_000  # bytes


class Answers(BaseCommand):
    """Reads FILE, or standard input if it is `-`, and answers in words or as JSON."""

    requires_system_checks = ()  # it needs nothing of this installation

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", help="a CSV; - reads standard input")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, file: str, **options: Any) -> None:
        as_json = options.pop("json")
        try:
            text = text_of(file)
            if as_json:
                said = json.dumps(self.answer(text, **options), allow_nan=False)
            else:
                said = "\n".join(self.in_lines(text, **options))
        except BadFigures as bad:
            raise CommandError(str(bad)) from None
        self.stdout.write(said)

    def answer(self, text: str, **options: Any) -> Any:
        """What JSON can hold."""
        raise NotImplementedError

    def in_lines(self, text: str, **options: Any) -> list[str]:
        """The same for a person."""
        raise NotImplementedError


def text_of(file: str) -> str:
    """What it holds; raises BadFigures in a sentence if that cannot be read."""
    name = "Standard input" if file == "-" else Path(file).name
    try:
        raw = (
            sys.stdin.buffer.read(LARGEST + 1)
            if file == "-"
            else Path(file).read_bytes()
        )
        if len(raw) > LARGEST:
            raise BadFigures(f"{name} is larger than {LARGEST // 10**6} MB.")
        return raw.decode("utf-8-sig")
    except OSError as wrong:
        raise BadFigures(f"{name} cannot be read: {wrong.strerror}.") from None
    except UnicodeDecodeError:
        raise BadFigures(
            f"{name} is no text in UTF-8. Save it as “CSV UTF-8” and try again."
        ) from None
