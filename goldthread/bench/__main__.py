"""`python -m goldthread.bench COMMAND`: a command on the bench's database, counted."""

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.site.settings")

import django
from django.core.management import execute_from_command_line

from goldthread.bench.counting import NOTE, counted
from goldthread.bench.database import turn_as_told


def main() -> None:
    django.setup()
    turn_as_told()
    with counted() as count:
        try:
            execute_from_command_line(["goldthread", *sys.argv[1:]])
        finally:
            Path(os.environ[NOTE]).write_text(str(count.statements), "utf-8")


if __name__ == "__main__":
    main()
