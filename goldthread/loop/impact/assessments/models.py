"""How effective the help for children is, as the board judges it once a year."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.people.models import User
from goldthread.loop.findings.rules import HELP_STAGES
from goldthread.loop.plan.models import Year


class Assessment(models.Model):
    """Of one stage of help in a year, on a day. A later one replaces it."""

    class Judgement(models.TextChoices):
        EFFECTIVE = "effective", "Effective"
        PARTLY = "partly", "Partly effective"
        NOT_EFFECTIVE = "not_effective", "Not effective"
        UNKNOWN = "unknown", "We cannot say"

    year = models.ForeignKey(Year, models.PROTECT, related_name="assessments")
    stage = models.CharField(
        "stage of help", max_length=20, choices=list(HELP_STAGES.items())
    )
    judgement = models.CharField(max_length=15, choices=Judgement)
    evidence = models.TextField("what shows it")
    follows = models.TextField("what follows from it", blank=True)
    assessed_on = models.DateField()
    assessed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = Records.as_manager()

    class Meta:
        ordering = ("-assessed_on", "-pk")
        verbose_name = "assessment of help"
        verbose_name_plural = "assessments of help"
        constraints = (
            models.CheckConstraint(
                name="assessment_says_what_shows_it", condition=~Q(evidence="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.get_judgement_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:show", args=[self.pk])
