"""The ledger: one line for every step taken, without foreign keys (ADR 7)."""

from dataclasses import dataclass
from typing import Any, Self

from django.db import models

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
        by=by.pk if by else None,
        by_label=str(by or CLOCK)[:200],
        verb=verb,
        words=words[:100],
        label=record._meta.label_lower,
        record=record.pk,
        **more,
    )


def write(
    record: models.Model, *, by: User | None, verb: str, words: str, **more: Any
) -> None:
    """Write one line in the caller's own transaction."""
    entry(record, by=by, verb=verb, words=words, **more).save()
