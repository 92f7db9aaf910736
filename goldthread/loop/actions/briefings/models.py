"""What practitioners are told, and whom of them it reached."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.people.models import User
from goldthread.loop.actions.briefings import rules
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.findings.models import Finding


class Briefing(models.Model):
    """Released findings put so that practitioners can use them, and by which means.

    It is an activity of its own: organisations are asked to pass it on, and answer.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        TOLD = "told", "Told"
        TAKEN_BACK = "taken_back", "Taken back"

    activity = models.OneToOneField(
        Activity, models.PROTECT, primary_key=True, related_name="briefing"
    )
    means = models.CharField(
        "by which means", max_length=30, choices=list(rules.MEANS.items())
    )
    text = models.TextField("what practitioners are told")
    findings = models.ManyToManyField(Finding, related_name="briefings")
    state = models.CharField(
        max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    told_on = models.DateField(null=True, editable=False)
    taken_back_because = models.TextField(blank=True, editable=False)

    objects = Records.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="briefing_told_on_a_day",
                condition=Q(state="draft") | Q(told_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        return reverse("briefings:show", args=[self.pk])


class Reach(models.Model):
    """How many practitioners an organisation passed a briefing on to."""

    contribution = models.OneToOneField(
        Contribution, models.CASCADE, primary_key=True, related_name="reach"
    )
    reached = models.PositiveIntegerField("how many practitioners it reached")
    among = models.PositiveIntegerField("out of how many", null=True, blank=True)

    class Meta:
        verbose_name_plural = "reach"
        constraints = (
            models.CheckConstraint(
                name="reach_among_its_practitioners",
                condition=Q(among=None) | Q(reached__lte=F("among")),
                violation_error_message="It cannot have reached more practitioners "
                "than there are. Check which of the two is wrong.",
            ),
        )

    def __str__(self) -> str:
        return rules.said(self.reached, self.among)


class Reading(models.Model):
    """Somebody says that she has read a briefing."""

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="readings")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["briefing", "person"], name="briefing_read_once_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.briefing}, {self.read_on}"
