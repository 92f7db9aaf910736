"""Every route, asked as everybody by every method, against `docs/permissions.md`.

The tests hold the walk; here it is taken whole, in two processes, and counted.
"""

import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WALK = ROOT / "tests/contract/test_golden.py"
TOLD = "GOLDTHREAD_WALK_TOLD"  # where each process writes how many requests it made
MINUTES = 5  # security.md h24


def sentence() -> str:
    if not WALK.exists() or find_spec("xdist") is None:
        return (
            "The route walk was not taken: it needs the tests and what they need, which "
            "`python3 dev.py test` fetches."
        )
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told"
        began = time.monotonic()
        walked = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "2", str(WALK)],
            cwd=ROOT,
            env=os.environ | {"GOLDTHREAD_WALK": "all", TOLD: str(told)},
            capture_output=True,
            text=True,
            check=False,
        )
        took = time.monotonic() - began
        requests = (
            sum(map(int, told.read_text("utf-8").split())) if told.exists() else 0
        )
    differ = (
        "no answer differs from" if walked.returncode == 0 else "ANSWERS DIFFER from"
    )
    return (
        f"The route walk: {requests:,} requests in {took:.0f} s "
        f"(≤ {MINUTES * 60} s), two processes; {differ} docs/permissions.md."
    )
