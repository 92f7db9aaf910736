"""What staff say of the same standards: how often each answer was given, and no more."""

import secrets
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.sources.section11.models.returns import SelfAssessment


def new_link() -> str:
    return secrets.token_urlsafe(24)


class Survey(models.Model):
    """Asked once beside a return, by a link that its lead passes on."""

    assessment = models.OneToOneField(
        SelfAssessment, models.CASCADE, primary_key=True, related_name="survey"
    )
    link = models.CharField(
        max_length=40, unique=True, default=new_link, editable=False
    )
    invited = models.PositiveIntegerField("how many were given the link", null=True)
    opened_on = models.DateField()
    closes_on = models.DateField("the last day on which staff can answer")
    closed = models.BooleanField(default=False, help_text="before that day")

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = "staff survey"
        constraints = (
            models.CheckConstraint(
                name="section11_survey_closes_after_it_opens",
                condition=Q(closes_on__gt=F("opened_on")),
            ),
        )

    def __str__(self) -> str:
        return f"Staff survey beside {self.assessment}"

    def get_absolute_url(self) -> str:
        return reverse("section11:assurance", args=[self.pk])

    def over(self, *, on: date) -> bool:
        """Nobody answers any more, and it never opens again: figures stay as they are."""
        return self.closed or on > self.closes_on


class StaffTally(models.Model):
    """How often one answer was given. One without a key counts the sheets.

    All are made at nought when the survey opens, so that not even the order in which they
    were made tells what somebody answered. Nothing here joins two answers of one person.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="tallies")
    key = models.CharField(max_length=100, blank=True)
    said = models.CharField(max_length=100, blank=True)
    number = models.PositiveIntegerField(default=0)

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "staff tallies"
        constraints = (
            models.UniqueConstraint(
                fields=["survey", "key", "said"], name="section11_one_tally_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.said}".strip()
