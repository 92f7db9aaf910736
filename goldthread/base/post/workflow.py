"""Writing letters in the caller's transaction, and sending them after it.

A letter is written with what caused it, or not at all. It is tried as soon as that is
committed; `goldthread tick` sends whatever could not be sent then.
"""

import logging
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from smtplib import SMTPException
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Model
from django.urls import Resolver404, resolve
from django.utils import timezone
from django_tasks import task

from goldthread.base.access.acting import trusted
from goldthread.base.access.confined import excludes
from goldthread.base.access.table import model_of, visible
from goldthread.base.people.models import User
from goldthread.base.post import rules
from goldthread.base.post.models import Letter

logger = logging.getLogger(__name__)

CANNOT_STOP = (
    "This asks for something that only you can do, so it cannot be turned off. "
    "If it is no longer yours to do, tell the board team."
)
WITHHELD = "Withheld: what it told of was closed to them before it was sent."
WIPED = "This letter held a link that lets somebody in. It was wiped once sent."


def write_to(  # noqa: PLR0913 (a letter's parts, each by its name)
    to: User | str,
    *,
    subject: str,
    body: str,
    link: str,
    why: str,
    key: str,
    after: datetime | None = None,
    stop: str = CANNOT_STOP,
    secret: bool = False,
    about: Model | None = None,
) -> Letter:
    """Write to a person or an address: what to do first, one link, why, how to stop it.

    The subject says what and by when, and never the title of a case or an activity.
    A second letter with the same key is silently the first one. `about` is the record
    it tells of, where the link does not lead to that: when it is sent, nobody is told of
    what was closed to them meanwhile.
    """
    about, action = (about, "view") if about else _behind(link)
    address = link if "://" in link else f"{settings.SITE_ADDRESS}{link}"
    return put(
        to,
        subject=subject,
        text=_text(body, address, why, stop),
        key=key,
        after=after,
        secret=secret,
        about=about,
        action=action if about and _may(to, action, about) else "",
    )


def _text(body: str, address: str, why: str, stop: str = CANNOT_STOP) -> str:
    why = why.strip().rstrip(".")
    return f"{body.strip()}\n\n{address}\n\nWhy you got this: {why}.\n{stop}\n"


def _behind(link: str) -> tuple[Model | None, str]:
    """The record whose page a link leads to, of which only the key is known, and its row."""
    try:
        found = resolve(urlsplit(link).path)
    except Resolver404:
        return None, ""
    label, action = getattr(found.func, "guarded", ("", ""))
    key = found.kwargs.get("pk")
    return (model_of(label)(pk=key), action) if label and key else (None, "")


def _may(person: User | str | None, action: str, about: Model) -> bool:
    """Whether she may do it to that record now, by the table."""
    if not isinstance(person, User):
        return False
    with trusted(person):
        return visible(type(about), person, action).filter(pk=about.pk).exists()


def put(  # noqa: PLR0913 (a letter's parts, each by its name)
    to: User | str,
    *,
    subject: str,
    text: str,
    key: str,
    after: datetime | None = None,
    secret: bool = False,
    about: Model | None = None,
    action: str = "",
) -> Letter:
    """Put a letter whose text is finished into the outbox."""
    letter = Letter(
        **_addressed(to),
        subject=" ".join(subject.split())[:150],
        body=text,
        secret=secret,
        label=about._meta.label_lower if about else "",
        record=about.pk if about else None,
        action=action,
        key=key,
        send_after=after or timezone.now(),
    )
    with trusted():
        Letter.objects.bulk_create([letter], ignore_conflicts=True)
        written = Letter.objects.get(key=key)
    if after is None:
        transaction.on_commit(partial(send_letter, written.pk), robust=True)
    return written


def _addressed(to: User | str) -> dict[str, Any]:
    """A person by her account, anybody else by the address alone."""
    if isinstance(to, User):
        return {"to": to, "address": to.email}
    return {"to": None, "address": to}


class Told(NamedTuple):
    """One of many who are written to at once, of a record; a person may see it still."""

    to: User | str
    record: Model
    link: str
    key: str
    why: str


def write_each(told: Iterable[Told], *, subject: str, body: str) -> int:
    """Write to many of records of their own, in one statement for each thousand.

    They wait for `goldthread tick`, which asks again whether each may still see hers.
    """
    now = timezone.now()
    letters = [
        Letter(
            **_addressed(each.to),
            subject=" ".join(subject.split())[:150],
            body=_text(body, f"{settings.SITE_ADDRESS}{each.link}", each.why),
            label=each.record._meta.label_lower,
            record=each.record.pk,
            action="view",
            key=each.key,
            send_after=now,
        )
        for each in told
    ]
    with trusted():
        Letter.objects.bulk_create(letters, batch_size=1000, ignore_conflicts=True)
    return len(letters)


class Sent(NamedTuple):
    """How many letters went, and how many could not."""

    sent: int = 0
    failed: int = 0


def send_letter(pk: int) -> bool | None:
    """Try this letter now; None if somebody else has it, or it is not to be sent."""
    with transaction.atomic(), trusted():
        free = Letter.objects.due().select_for_update(skip_locked=True, of=("self",))
        letter = free.filter(pk=pk).first()
        if letter and _closed_to_her(letter):
            letter.tries, letter.trouble = (
                rules.MOST_TRIES,
                "Not theirs to know any more.",
            )
            letter.body = letter.subject = WITHHELD
            letter.save()
            return None
        return _try(letter) if letter else None


@task()
def send_aside(key: str) -> None:
    """Have a worker try this letter, so that nobody waits while it is sent."""
    with trusted():
        letter = Letter.objects.filter(key=key).first()
    if letter:
        send_letter(letter.pk)


def _closed_to_her(letter: Letter) -> bool:
    """A case excludes her, or she could open it when this was written and cannot now."""
    if not (letter.to and letter.label):
        return False
    about = model_of(letter.label)(pk=letter.record)
    lost = letter.action and not _may(letter.to, letter.action, about)
    return bool(lost) or excludes(about, letter.to)


def send_waiting(limit: int = 500) -> Sent:
    """Send what is due, oldest first, each in its own transaction."""
    with trusted():
        due = list(Letter.objects.due().values_list("pk", flat=True)[:limit])
    tried = [send_letter(pk) for pk in due]
    return Sent(sent=tried.count(True), failed=tried.count(False))


def _try(letter: Letter) -> bool:
    letter.tries += 1
    try:
        EmailMessage(letter.subject, letter.body, to=[letter.address]).send()
    except (OSError, SMTPException, ValueError) as trouble:
        letter.trouble = f"{type(trouble).__name__}: {trouble}"[:500]
        letter.send_after = timezone.now() + rules.wait_after(letter.tries)
    else:
        letter.trouble = ""
        letter.sent_at = timezone.now()
    if letter.secret and (letter.sent_at or letter.tries >= rules.MOST_TRIES):
        letter.body = WIPED
    letter.save()
    return letter.sent_at is not None


def write_what_is_due(on: date) -> tuple[int, list[str]]:
    """Ask every stage what falls due on this day: how much was done, and who failed.

    Each works in its own transaction, so one that fails stops nobody else.
    """
    done, failed = 0, []
    for due in rules.DUE:
        name = f"{due.__module__}.{due.__name__}"
        try:
            with transaction.atomic(), trusted():
                done += due(on)
        except Exception:
            logger.exception("%s failed on %s", name, on)
            failed.append(name)
    return done, failed
