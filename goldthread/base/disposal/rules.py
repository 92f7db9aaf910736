"""The certificate of a disposal: what was destroyed, by whose authority, until when."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256

BACKUPS_KEPT = timedelta(days=90)  # to be agreed locally; the last backup that holds it


def hash_of_ids(references: Iterable[str]) -> str:
    """One hash of all of them, whatever their order."""
    return sha256("\n".join(sorted(references)).encode()).hexdigest()


def backups_until(destroyed_on: date) -> date:
    return destroyed_on + BACKUPS_KEPT


def certificate(said: Mapping[str, object]) -> str:
    """The same facts give the same words, so that anybody can compare their hash."""
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(certificate: str) -> str:
    return sha256(certificate.encode()).hexdigest()
