"""In a process of its own: `python -m goldthread.bench.kills.apart NAME NUMBER…`."""

import json
import os
import sys
from importlib import import_module

import django


def main() -> None:
    """Print what `main` of this neighbour answers, once Django is set up for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.site.settings")
    django.setup()
    name, *numbers = sys.argv[1:]
    neighbour = import_module(f"goldthread.bench.kills.{name}")
    sys.stdout.write(json.dumps(neighbour.main(*map(int, numbers))))


if __name__ == "__main__":
    main()
