"""What a backup says of itself: numbers and names of tables, never what stands in them.

It is open to read, so that whoever has only the folder learns which keys it needs, and
proved by the backup key, so that nobody else can write one.
"""

import hmac
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from goldthread.base.backups.streams import Damaged, Refused, mark_of

FILE = "manifest.json"
FORM = 1


@dataclass(frozen=True)
class Manifest:
    id: str
    made_at: str
    version: str  # of Goldthread
    server: int  # PostgreSQL's version
    owner: str  # the role that owns the tables
    backup_key: str  # its mark
    master_keys: list[int]  # versions that what is sealed needs
    rows: dict[str, int]  # of each table
    ledger_seq: int
    ledger_head: str
    migrations: list[str]
    files: dict[str, int]  # name and bytes

    def write(self, folder: Path, key: bytes) -> None:
        told = {"form": FORM, **asdict(self)}
        told["proof"] = _proof(told, key)
        (folder / FILE).write_text(json.dumps(told, indent=1, sort_keys=True), "utf-8")

    @classmethod
    def read(cls, folder: Path, key: bytes) -> Self:
        told = _read(folder)
        if told.get("backup_key") != mark_of(key):
            raise Refused(
                f"This backup was sealed with the backup key {told.get('backup_key')}; "
                f"this one is {mark_of(key)}. Nothing was changed. Give the right one "
                "with --key or GOLDTHREAD_BACKUP_KEY."
            )
        proof = str(told.pop("proof", ""))
        if not hmac.compare_digest(proof, _proof(told, key)):
            raise Damaged(
                f"{FILE} was altered since the backup was made. Nothing was changed. "
                "Use another copy of this backup."
            )
        if told.pop("form") != FORM:
            raise Refused(
                "This backup has a form that a newer Goldthread writes. Nothing was "
                "changed. Install that version first."
            )
        return cls(**told)


def _read(folder: Path) -> dict[str, Any]:
    try:
        told = json.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError as missing:
        raise Refused(
            f"{folder} holds no {FILE}, so it is not a whole backup. Nothing was changed."
        ) from missing
    except ValueError as broken:
        raise Damaged(
            f"{FILE} is damaged. Nothing was changed. Use another copy of this backup."
        ) from broken
    return dict(told) if isinstance(told, dict) else {}


def _proof(told: dict[str, Any], key: bytes) -> str:
    said = json.dumps(
        {name: value for name, value in told.items() if name != "proof"},
        sort_keys=True,
        separators=(",", ":"),
    )
    return hmac.new(key, b"goldthread manifest\n" + said.encode(), "sha256").hexdigest()
