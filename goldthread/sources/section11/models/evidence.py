"""What an organisation can show, kept once and used for many answers."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.people.models import Organisation, User
from goldthread.base.uploads.models import Upload


class EvidenceQuerySet(Records["Evidence"]):
    def expired(self, *, on: date) -> Self:
        return self.filter(valid_until__lt=on)


class Evidence(models.Model):
    """A file, a link or a statement of an organisation. Renewed once, it is everywhere."""

    class Kind(models.TextChoices):
        FILE = "file", "File"
        LINK = "link", "Link"
        STATEMENT = "statement", "Statement"

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="section11_evidence"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    upload = models.ForeignKey(
        Upload,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="section11_evidence",
    )
    link = models.URLField(blank=True, max_length=500)
    statement = models.TextField(blank=True)
    owner = models.CharField("who keeps it up to date", max_length=200, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    renewed_on = models.DateField(null=True, editable=False)
    kept_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    withdrawn = models.BooleanField(default=False, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")
        verbose_name = "piece of evidence"
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(
                name="section11_evidence_is_what_it_says",
                condition=Q(kind="file", upload__isnull=False)
                | Q(kind="link") & ~Q(link="")
                | Q(kind="statement") & ~Q(statement=""),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("section11:evidence", args=[self.pk])

    def expired(self, *, on: date) -> bool:
        return self.valid_until is not None and self.valid_until < on
