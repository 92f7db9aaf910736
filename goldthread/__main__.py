"""The command `goldthread`: Django's management commands and our own."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.site.settings")
    # A command may have a hyphen in its name; its file has none.
    said = [each.replace("-", "_") for each in sys.argv[1:2] if each[:1] != "-"]
    execute_from_command_line([*sys.argv[:1], *(said or sys.argv[1:2]), *sys.argv[2:]])


if __name__ == "__main__":
    main()
