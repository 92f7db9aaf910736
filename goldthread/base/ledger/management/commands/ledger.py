"""goldthread ledger verify | anchor | export | key"""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from goldthread.base.ledger import chain, exports, signing


class Command(BaseCommand):
    help = "Verify the ledger, sign its head, or write it all to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        does = parser.add_subparsers(dest="does", required=True, metavar="WHAT")
        verify = does.add_parser(
            "verify", help="is it as it was written? (exit 0 or 1)"
        )
        verify.add_argument(
            "--anchor", type=Path, help="anchors that were kept elsewhere"
        )
        verify.add_argument("--key", default="", help="public key, if not this one’s")
        anchor = does.add_parser(
            "anchor", help="sign the newest entry, to keep elsewhere"
        )
        anchor.add_argument("--out", type=Path, help="add it to this file")
        export = does.add_parser("export", help="all of it as signed lines of JSON")
        export.add_argument("--out", type=Path, required=True)
        does.add_parser("key", help="the public key that anchors are checked with")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['does']}")(**options)

    def _verify(self, anchor: Path | None, key: str, **rest: Any) -> None:
        try:
            if fault := chain.verify(self._anchors(anchor, key)):
                raise CommandError(fault.words)
        except signing.NotSigned as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"All {chain.last()} entries are as they were written.")

    def _anchors(self, file: Path | None, key: str) -> Iterable[signing.Head]:
        if file is None:
            return ()
        lines = file.read_text("utf-8").splitlines()
        return list(signing.signed(lines, key=key or signing.public_key()))

    def _anchor(self, out: Path | None, **rest: Any) -> None:
        if out is None:
            self.stdout.write(exports.anchor())
        else:
            with out.open("a", encoding="utf-8") as file:
                file.write(f"{exports.anchor()}\n")

    def _export(self, out: Path, **rest: Any) -> None:
        with out.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in exports.lines())
        self.stdout.write(
            f"Written. Verify it anywhere: python3 verify_export.py {out}"
        )

    def _key(self, **rest: Any) -> None:
        self.stdout.write(signing.public_key())
