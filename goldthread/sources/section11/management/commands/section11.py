"""goldthread section11 score|status|export|open"""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from goldthread.base.access.acting import acting, trusted
from goldthread.base.instruments.rules.answers import BadAnswers
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import User
from goldthread.base.states import WrongState
from goldthread.base.yaml_files import BadFile
from goldthread.sources.section11 import queries, rules, workflow
from goldthread.sources.section11.models import Cycle

HELP = {
    "status": "how many were asked and have answered",
    "export": "every return that this person may read, with its codes",
    "open": "ask everybody who was chosen",
}


class Command(BaseCommand):
    help = (
        "Score answers without a database; say how a cycle stands; export or open it."
    )
    requires_system_checks = ()  # scoring needs nothing of this installation

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        does = parser.add_subparsers(dest="does", required=True)
        score = does.add_parser("score", help="what a set and answers come to")
        score.add_argument("file", type=Path)
        score.add_argument("--json", action="store_true")
        for name, words in HELP.items():
            one = does.add_parser(name, help=words)
            one.add_argument("--cycle", required=True, help="its slug")
            one.add_argument("--as", dest="who", required=True, help="whose address")
            one.add_argument("--json", action="store_true")

    def handle(self, *, does: str, **options: Any) -> None:
        try:
            said = self._score(**options) if does == "score" else _of(does, **options)
        except (BadFile, BadAnswers) as bad:
            raise CommandError(str(bad)) from None
        except (Cycle.DoesNotExist, User.DoesNotExist, PermissionDenied):
            raise CommandError("There is no such cycle for this person.") from None
        except WrongState:
            raise CommandError("It is open already, or over.") from None
        except ValidationError as refused:
            raise CommandError("\n".join(refused.messages)) from None
        lines = [] if options["json"] else rules.in_lines(said)
        self.stdout.write("\n".join(lines) if lines else json.dumps(said, indent=2))

    def _score(self, *, file: Path, **options: Any) -> dict[str, Any]:
        try:
            data = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError) as wrong:
            raise CommandError(f"{file.name} cannot be read: {wrong}") from None
        return rules.scored_file(data, beside=file.parent)


def _of(does: str, *, cycle: str, who: str, **options: Any) -> dict[str, Any]:
    today = timezone.localdate()
    with trusted():
        person = User.objects.get(email=who.lower(), is_active=True)
    with acting(person):
        found = Cycle.objects.visible_to(person).get(slug=cycle)
        if does == "open":
            workflow.open_cycle(found, by=person, on=today)
        if does == "export":
            with trusted(person):
                words = "Exported by a command"
                ledger.write(found, by=person, verb="export", words=words)
            return queries.whole_cycle(found, person)
        return queries.status(found, person, on=today)
