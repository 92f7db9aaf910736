"""Write docs/rules.md and docs/states.md from the table and the workflows."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from goldthread.site import printed


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        docs = settings.ROOT / "docs"
        (docs / "rules.md").write_text(printed.permissions())
        (docs / "states.md").write_text(printed.states())
        self.stdout.write("docs/rules.md and docs/states.md are printed.")
