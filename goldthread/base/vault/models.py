"""The key of each case: whoever has it can open what the case's records seal."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.constraints import together
from goldthread.base.people.models import Board, User


class CaseKeyQuerySet(Records["CaseKey"]):
    def whole(self) -> Self:
        """Not destroyed."""
        return self.exclude(wrapped=None)

    def behind(self, version: int) -> Self:
        """Wrapped under an older master key than this."""
        return self.whole().filter(version__lt=version)


class CaseKey(models.Model):
    """A data key, wrapped under a master key. Without it the case can't be read again.

    Triggers refuse to destroy or delete it while a legal hold stands on it, and to give
    a destroyed one another key.
    """

    reference = models.UUIDField(unique=True, default=uuid4, editable=False)
    kind = models.CharField("class of record", max_length=100, editable=False)
    board = models.ForeignKey(
        Board, models.PROTECT, null=True, related_name="+", editable=False
    )
    made_on = models.DateField(auto_now_add=True)
    version = models.PositiveIntegerField(
        editable=False, help_text="of the master key that it is wrapped under"
    )
    wrapped = models.BinaryField(null=True)
    destroyed_on = models.DateField(null=True, editable=False)
    held_on = models.DateField("legal hold since", null=True, editable=False)
    held_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    held_because = models.CharField(max_length=300, blank=True, editable=False)

    objects = CaseKeyQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "case file"
        indexes = (
            models.Index(
                fields=["version", "id"],
                name="casekey_version",
                condition=Q(wrapped__isnull=False),
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="casekey_is_whole_or_destroyed",
                condition=Q(wrapped__isnull=False, destroyed_on=None)
                | Q(wrapped=None, destroyed_on__isnull=False),
            ),
            together("held_on", "held_by", name="casekey_held"),
        )

    def __str__(self) -> str:
        return f"Case file K-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("disposal:case_file", args=[self.reference])

    @property
    def standing(self) -> str:
        if self.destroyed_on:
            return "Destroyed"
        return "Under legal hold" if self.held_on else "Kept"
