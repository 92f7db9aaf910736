"""What is proposed about a case file, and whether a certificate is still the true one."""

import json
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse

from goldthread.base.access.acting import trusted
from goldthread.base.access.table import visible
from goldthread.base.disposal.models import Disposal
from goldthread.base.disposal.rules import fingerprint
from goldthread.base.govuk.rules import Link, Strand, day
from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import Board, User
from goldthread.base.retention.queries import called
from goldthread.base.vault.keys import OwnKey
from goldthread.base.vault.models import CaseKey

MOST = 25  # records of one kind, on the page of a case file
CERTIFIED = "Certificate "


def sealed_models() -> list[type[models.Model]]:
    """The models whose records have a case file."""
    return [m for m in apps.get_models() if key_of(m)]


def key_of(model: type[models.Model]) -> str:
    fields = model._meta.concrete_fields
    return next((f.attname for f in fields if isinstance(f, OwnKey)), "")


def kept_in(record: models.Model, user: User) -> Strand:
    """From anything sealed to its case file."""
    key = getattr(record, key_of(type(record)))
    found = CaseKey.objects.visible_to(user).filter(pk=key)
    links = [Link(str(k), k.get_absolute_url(), note=k.standing) for k in found]
    return Strand("How it is kept", links)


def what_it_holds(key: CaseKey, user: User) -> Strand:
    """From a case file to those of its records that she may see."""
    found: list[Any] = [
        record
        for model in sealed_models()
        for record in visible(model, user).filter(**{key_of(model): key.pk})[:MOST]
    ]
    return Strand(
        "What it holds", [Link(str(each), each.get_absolute_url()) for each in found]
    )


def link_to_disposals(board: Board) -> tuple[str, str]:
    return "Disposal of case files", reverse("disposal:index")


def disposals_of(key: CaseKey, user: User) -> Strand:
    found = Disposal.objects.visible_to(user).filter(keys=key)
    links = [
        Link(str(each), each.get_absolute_url(), note=each.get_state_display())
        for each in found
    ]
    return Strand("Its disposal", links)


def in_words(disposal: Disposal) -> list[tuple[str, object]]:
    """What its certificate says, for people; nothing before there is one."""
    if not disposal.certificate:
        return []
    said = json.loads(disposal.certificate)
    days = {
        key: day(date.fromisoformat(said[key]))
        for key in ("destroyed_on", "last_backup_expires_on")
    }
    return [
        ("Class of record", called(said["class"])),
        ("Number of case files", said["count"]),
        ("By what authority", said["authority"]),
        ("Proposed by", disposal.proposed_by),
        ("Approved by", disposal.decided_by),
        ("Destroyed on", days["destroyed_on"]),
        ("The last backup of it expires on", days["last_backup_expires_on"]),
        ("Fingerprint of the files’ references", said["ids_sha256"]),
    ]


def verified(disposal: Disposal) -> bool:
    """Whether the certificate is the one whose fingerprint the ledger holds."""
    words = f"{CERTIFIED}{fingerprint(disposal.certificate)}"
    with trusted():
        said = Entry.objects.filter(
            label=disposal._meta.label_lower, record=disposal.pk
        )
        return said.filter(verb="certify", words=words).exists()
