"""Having a file looked at by a process that may do no harm."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from goldthread.base.archives import Refused
from goldthread.base.uploads import rules

ROOT = Path(__file__).resolve().parents[3]
CHILD = "goldthread.base.uploads.child"


@dataclass(frozen=True)
class Checked:
    """A file that may be kept. Only `check` makes one."""

    name: str
    kind: str
    data: bytes


def check(data: bytes, name: str) -> Checked:
    """Raises Refused with a sentence for whatever may not be kept."""
    name = name.replace("\\", "/").rpartition("/")[2][-rules.LONGEST_NAME :]
    if trouble := rules.trouble_with_name(name):
        raise Refused(f"{trouble} Nothing was saved.")
    if len(data) > rules.MOST_BYTES:
        raise Refused(
            f"“{name}” is larger than {rules.MOST_BYTES // rules.MB} MB. Nothing was "
            "saved. Send a smaller one."
        )
    told, kept = _ask(data, name)
    if "kind" not in told:
        raise Refused(told["refused"])
    if len(kept) > 2 * rules.MOST_BYTES:
        raise Refused(f"“{name}” is too large once it is drawn. Nothing was saved.")
    return Checked(name, told["kind"], kept)


def _ask(data: bytes, name: str) -> tuple[dict[str, str], bytes]:
    try:
        done = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-m", CHILD, name],
            input=data,
            capture_output=True,
            timeout=rules.SECONDS,
            check=False,
            cwd="/",
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        )
    except subprocess.TimeoutExpired:
        return {"refused": _too_much(name)}, b""
    if done.returncode:
        return {"refused": _too_much(name)}, b""
    line, _, kept = done.stdout.partition(b"\n")
    return json.loads(line), kept


def _too_much(name: str) -> str:
    return (
        f"“{name}” takes more memory or time to open than a file should. Nothing was "
        "saved. Send the part that matters, saved anew."
    )
