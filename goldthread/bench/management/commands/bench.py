"""goldthread bench [WHAT …] [--fresh] [--json FILE] [--out FILE] | drill | kills | recovery"""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from goldthread.bench import drill, measuring, rules, sources, trust
from goldthread.bench.kills import recovery
from goldthread.bench.kills import rounds as kills
from goldthread.bench.serving import Broken


class Command(BaseCommand):
    help = "Measure the pages and commands on a made-up region of twelve boards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what",
            nargs="*",
            help="names of pages, commands or sources, trust, drill, kills or recovery",
        )
        parser.add_argument("--fresh", action="store_true", help="make the data again")
        parser.add_argument("--json", type=Path, metavar="FILE", help="and write JSON")
        parser.add_argument("--out", type=Path, metavar="FILE", help="and add Markdown")

        parser.add_argument(
            "--rounds", type=int, default=kills.ROUNDS, help="of kills, each"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["what"] == ["kills"]:
                for sentence in kills.sentences(options["rounds"]):
                    self.stdout.write(sentence)
            elif options["what"] == ["recovery"]:
                for sentence in recovery.sentences():
                    self.stdout.write(sentence)
            elif path := sources.named("".join(options["what"][:1])):
                sizes, say = options["what"][1:], self.stdout.write
                self._show(sources.measure(path, sizes, say), **options)
            else:
                self._measure(**options)
        except Broken as broken:
            raise CommandError(str(broken)) from broken

    def _measure(self, **options: Any) -> None:
        say = self.stdout.write
        bench = measuring.prepare(say, fresh=options["fresh"])
        if options["what"] == ["drill"]:
            say("\n".join(drill.sentences(bench)))
            return
        what = [each for each in options["what"] if each != "trust"]
        of_trust = trust.COMMANDS if "trust" in options["what"] else ()
        told = trust.sentences(bench) if of_trust else ()
        self._show(measuring.measure(bench, [*what, *of_trust]), told, **options)

    def _show(
        self,
        measured: Iterable[rules.Figures],
        told: Iterable[str] = (),
        **options: Any,
    ) -> None:
        found: list[rules.Figures] = []
        self.stdout.write(rules.line(rules.HEADINGS))
        for figures in measured:
            found.append(figures)
            self.stdout.write(rules.line(rules.row(figures)))
        said = list(told)
        self.stdout.write("\n".join(said))
        if options["json"]:
            each = [figures.told() for figures in found]
            options["json"].write_text(json.dumps(each, indent=2), "utf-8")
        if options["out"]:
            table = rules.markdown(map(rules.row, found), of=measuring.machine())
            with options["out"].open("a", encoding="utf-8") as file:
                file.write("\n".join(("", table, *(f"- {each}" for each in said))))
