"""Who asked for many rows, who agreed, and every file that left."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from goldthread.base.access.models import Records
from goldthread.base.constraints import together
from goldthread.base.large_files import rules
from goldthread.base.people.models import Board, User
from goldthread.base.vault.fields import SealedText
from goldthread.base.vault.keys import Key
from goldthread.base.vault.models import CaseKey


class LargeFile(models.Model):
    """More rows of a list than one person takes alone, and a second person's answer."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        AGREED = "agreed", "Agreed"
        FETCHED = "fetched", "Fetched"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"
        LAPSED = "lapsed", "Lapsed"

    id = Key(primary_key=True)
    board = models.ForeignKey(
        Board,
        models.PROTECT,
        related_name="large_files",
        help_text="The second person is of this board.",
    )
    title = models.CharField("the list", max_length=200, editable=False)
    path = models.CharField("its address", max_length=200, editable=False)
    key = models.ForeignKey(
        CaseKey, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    sought = SealedText("what narrows the list", blank=True, editable=False)
    rows = models.PositiveIntegerField("rows when it was asked for", editable=False)
    reason = models.TextField("what it is for")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(
        max_length=10, choices=State, default=State.WAITING, editable=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    declined_because = models.TextField(blank=True, editable=False)
    open_until = models.DateTimeField(null=True, editable=False)

    objects = Records.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "large file"
        constraints = (
            together("decided_at", "decided_by", name="large_file_decided"),
            models.CheckConstraint(
                name="large_file_takes_two_people",
                condition=Q(state="waiting", decided_by=None)
                | Q(state__in=("declined", "withdrawn"))
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="large_file_opens_when_fetched",
                condition=Q(open_until=None) | Q(state="fetched"),
            ),
            models.CheckConstraint(
                name="large_file_has_a_reason",
                condition=~Q(reason="") & Q(rows__gt=0),
            ),
        )

    def __str__(self) -> str:
        return f"Large file L-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("large_files:show", args=[self.pk])

    @property
    def most(self) -> int:
        return rules.most(self.rows)

    @property
    def until(self) -> datetime | None:
        """When an agreement lapses that nobody used."""
        return self.decided_at and self.decided_at + rules.HOLDS

    @property
    def lapsed(self) -> bool:
        over = self.until is not None and self.until < timezone.now()
        return self.state == self.State.LAPSED or (
            self.state == self.State.AGREED and over
        )

    @property
    def is_open(self) -> bool:
        """Whether its rows may leave now."""
        return self.open_until is not None and self.open_until > timezone.now()


class Taken(models.Model):
    """Rows that left as a file. What somebody takes alone is added up from these."""

    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    title = models.CharField("the list", max_length=200)
    rows = models.PositiveIntegerField()
    under = models.ForeignKey(
        LargeFile, models.PROTECT, null=True, related_name="taken"
    )

    objects = Records.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "file that was taken"
        verbose_name_plural = "files that were taken"
        indexes = (models.Index(fields=["person", "at"], name="taken_by"),)

    def __str__(self) -> str:
        return f"{self.rows} rows of {self.title}"
