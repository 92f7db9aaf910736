"""`python -m goldthread.base.uploads.child NAME`: look at what comes on standard input.

It may use little memory and little time, open no new file to write, and knows none of
our secrets. It answers with one line of JSON and then what is to be kept.
"""

import json
import resource
import sys

from goldthread.base.archives import Refused
from goldthread.base.uploads.looking import look
from goldthread.base.uploads.rules import MEMORY, SECONDS


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS - 5, SECONDS - 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    limit()
    kept = b""
    try:
        kind, kept = look(sys.stdin.buffer.read(), sys.argv[1])
        told = {"kind": kind}
    except Refused as why:
        told = {"refused": str(why)}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + kept)


if __name__ == "__main__":
    main()
