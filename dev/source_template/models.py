"""What one organisation brings to it, on the contribution it was asked for."""

from typing import Self

from django.db import models
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.loop.activities.models import Contribution
from goldthread.loop.findings.models import Finding


class SourceTemplateQuerySet(Records["SourceTemplate"]):
    def returned(self) -> Self:
        """Those that the organisation has sent."""
        return self.filter(state=SourceTemplate.State.RETURNED)


class SourceTemplate(models.Model):
    """One organisation's part."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        RETURNED = "returned", "Returned"

    contribution = models.OneToOneField(
        Contribution, models.PROTECT, primary_key=True, related_name="source_template"
    )
    state = models.CharField(
        max_length=10, choices=State, default=State.OPEN, editable=False
    )
    answer = models.TextField("What did you find?", blank=True, max_length=10_000)
    findings = models.ManyToManyField(
        Finding, blank=True, editable=False, related_name="source_template"
    )

    objects = SourceTemplateQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "source template"

    def __str__(self) -> str:
        return str(self.contribution.what)

    def get_absolute_url(self) -> str:
        return reverse("source_template:show", args=[self.pk])

    @property
    def board_id(self) -> int:
        return self.contribution.activity.board_id
