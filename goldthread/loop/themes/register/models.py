"""A register as one file, and what each of its rows became."""

from datetime import date, timedelta
from functools import cached_property
from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from goldthread.base.access.models import Records
from goldthread.base.people.models import Board, User
from goldthread.base.tables import Row, Table
from goldthread.loop.findings.models import Finding

KEPT = timedelta(days=30)  # rows hold what nobody has looked at yet


class UploadQuerySet(Records["Upload"]):
    def waiting(self) -> Self:
        """Neither imported nor left: their rows are kept."""
        return self.filter(state__in=(Upload.State.UPLOADED, Upload.State.MATCHED))


class Upload(models.Model):
    """A file that somebody brought; its rows are kept until it is imported or left."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Uploaded"
        MATCHED = "matched", "Columns matched"
        IMPORTED = "imported", "Imported"
        ABANDONED = "abandoned", "Abandoned"

    board = models.ForeignKey(Board, models.PROTECT, related_name="uploads")
    name = models.CharField("file", max_length=200)
    sha256 = models.CharField(max_length=64, editable=False)
    encoding = models.CharField(max_length=20, editable=False)
    sheet = models.CharField(max_length=200, blank=True, editable=False)
    headers = models.JSONField(default=list, editable=False)
    rows = models.JSONField(default=list, editable=False)
    columns = models.JSONField(default=dict, editable=False)
    counts = models.JSONField(default=dict, editable=False, encoder=DjangoJSONEncoder)
    state = models.CharField(
        max_length=10, choices=State, default=State.UPLOADED, editable=False
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    imported_at = models.DateTimeField(null=True, editable=False)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="upload_keeps_no_rows_when_it_is_over",
                condition=Q(state__in=("uploaded", "matched")) | Q(rows=[]),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("register:show", args=[self.pk])

    @property
    def kept_until(self) -> date:
        """The last day on which its rows are kept if nobody imports it."""
        return timezone.localdate(self.uploaded_at) + KEPT

    @cached_property
    def table(self) -> Table:
        rows = tuple(Row(number, tuple(cells)) for number, cells in self.rows)
        return Table(tuple(self.headers), rows, self.encoding, self.sheet or None)


class Origin(models.Model):
    """Which row of which file a finding came from, and what the row said.

    What the row said is compared with the next file, so that words which the board has
    since improved in Goldthread are not taken for a change of the file.
    """

    finding = models.OneToOneField(
        Finding, models.CASCADE, primary_key=True, related_name="origin"
    )
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="origins")
    row = models.PositiveIntegerField()
    said = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"row {self.row} of {self.upload}"
