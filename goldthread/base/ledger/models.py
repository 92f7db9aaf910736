"""The ledger: what was done, opened and changed, in one chain, without foreign keys.

An `Entry` is a step that somebody took (ADR 7). A `Trace` is what pages and the database
note by themselves (ADR 12): that something restricted was opened, that rows were written.
The database links both into one chain, which the role `app` can only read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models import Q

from goldthread.base.people.models import User

CLOCK = "Goldthread"  # who acts when no person does: the clock or the operator


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, record: models.Model) -> Self:
        """The history of one record, oldest first."""
        return self.filter(label=record._meta.label_lower, record=record.pk)


@dataclass(frozen=True)
class Story:
    """The entries of a history, and whether there are older ones that it leaves out."""

    entries: "list[Entry]"
    older: bool = False


class Entry(models.Model):
    """Who, what, when and for whom. Never what the record says."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.BigIntegerField(null=True, help_text="the person's key, if a person")
    by_label = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60)
    words = models.CharField(max_length=100)
    label = models.CharField(max_length=60)
    record = models.BigIntegerField()
    from_state = models.CharField(max_length=60, blank=True)
    to_state = models.CharField(max_length=60, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(name="entry_about", fields=["label", "record"]),
            models.Index(name="entry_at", fields=["-at"]),
        )
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.by_label} {self.verb} {self.label} {self.record}"

    @property
    def sentence(self) -> str:
        behalf = f" on behalf of {self.on_behalf_of}" if self.on_behalf_of else ""
        moved = f" ({self.from_state} → {self.to_state})" if self.to_state else ""
        return f"{self.by_label}{behalf}: {self.words}{moved}"


def story(record: models.Model, most: int = 0) -> Story:
    """What was done to it, oldest first, for whoever has been shown the record.

    With `most`, the end of it, however long it is. The database closes the ledger to
    everybody, and tells by this function alone.
    """
    asked = [record._meta.label_lower, record.pk, most + 1 if most else None]
    words = "SELECT * FROM goldthread_about(%s, %s, %s)"
    found = list(Entry.objects.raw(words, asked))
    kept = found[:most] if most else found
    return Story(kept[::-1], older=len(found) > len(kept))


def entry(
    record: models.Model, *, by: User | None, verb: str, words: str, **more: Any
) -> Entry:
    """An unsaved line about `record`, for one or for `bulk_create`."""
    return Entry(
        label=record._meta.label_lower,
        record=record.pk,
        **_said(by=by, verb=verb, words=words),
        **more,
    )


def _said(*, by: User | None, verb: str, words: str) -> dict[str, Any]:
    who = {"by": by.pk if by else None, "by_label": str(by or CLOCK)[:200]}
    return {**who, "verb": verb, "words": words[:100]}


def write(
    record: models.Model, *, by: User | None, verb: str, words: str, **more: Any
) -> None:
    """Write one line in the caller's own transaction."""
    entry(record, by=by, verb=verb, words=words, **more).save()


def write_each(
    records: Iterable[models.Model],
    *,
    by: User | None,
    verb: str,
    words: str,
    **more: Any,
) -> None:
    """The same line about each of these, in one statement: an import has thousands."""
    kinds: dict[type[models.Model], list[int]] = {}
    for record in records:
        kinds.setdefault(type(record), []).append(record.pk)
    for kind, keys in kinds.items():
        write_of(kind, keys, by=by, verb=verb, words=words, **more)


def write_of(
    kind: type[models.Model],
    keys: list[int],
    *,
    by: User | None,
    verb: str,
    words: str,
    **more: Any,
) -> None:
    """The same line about the records of a kind with these keys, in one statement."""
    line = _columns(Entry(**_said(by=by, verb=verb, words=words), **more))
    with connection.cursor() as cursor:
        cursor.execute(EACH, [*line, kind._meta.label_lower, keys])


SAME = ("by", "by_label", "on_behalf_of", "verb", "words", "from_state", "to_state")
EACH = """INSERT INTO ledger_entry
(at, by, by_label, on_behalf_of, verb, words, from_state, to_state, label, record)
SELECT now(), %s, %s, %s, %s, %s, %s, %s, %s, unnest(%s::bigint[])"""


def _columns(line: Entry) -> list[Any]:
    return [getattr(line, name) for name in SAME]


# --- What is noted without anybody's doing ------------------------------------------------


class TraceQuerySet(models.QuerySet["Trace"]):
    def opening(self, record: models.Model) -> Self:
        """Of one record: who opened it."""
        return self.filter(
            what=Trace.What.OPENED,
            label=record._meta.label_lower,
            keys__contains=[record.pk],
        )


class Trace(models.Model):
    """Who opened what is restricted, or which rows were written. Never their content.

    Written by the database alone: `reading.py` asks for the first sort, and triggers on
    every table (`watching.py`) write the second.
    """

    class What(models.TextChoices):
        OPENED = "opened", "Opened"
        CHANGED = "changed", "Changed"

    at = models.DateTimeField()
    by = models.BigIntegerField(null=True, help_text="the person's key, if a person")
    by_label = models.CharField(max_length=200)
    what = models.CharField(max_length=10, choices=What)
    how = models.CharField(max_length=20)
    label = models.CharField(max_length=60)
    keys = ArrayField(models.BigIntegerField(), null=True)
    number = models.BigIntegerField(help_text="of records")
    columns = ArrayField(models.CharField(max_length=63), null=True)

    objects = TraceQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = (
            GinIndex(  # who opened a record; what was done about a person
                name="trace_about",
                fields=["keys"],
                condition=Q(what="opened") | Q(label="people.user"),
            ),
            models.Index(name="trace_by", fields=["by", "-id"]),
        )

    def __str__(self) -> str:
        return f"{self.by_label or CLOCK} {self.how} {self.number} {self.label}"

    @property
    def others(self) -> str:
        """How many more were shown with one of its records."""
        more = self.number - 1
        return "1 other" if more == 1 else f"{more:,} others"


class Link(models.Model):
    """One place in the chain: which line, and the hash of all that came before it."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=5)
    line = models.BigIntegerField()
    prev = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        ordering = ("seq",)
        constraints = (
            models.UniqueConstraint(fields=["line", "kind"], name="linked_once"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.line}"
