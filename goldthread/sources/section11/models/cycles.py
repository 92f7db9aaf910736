"""One round of self-assessment, which boards call a tranche."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.instruments.models import PublishedSet
from goldthread.base.instruments.rules import QuestionSet
from goldthread.base.people.models import Organisation
from goldthread.loop.activities.models import Activity


class CycleQuerySet(Records["Cycle"]):
    def live(self) -> Self:
        """Those that organisations are answering now."""
        return self.filter(state=Cycle.State.OPEN)


class Cycle(models.Model):
    """A set is asked of many organisations by one day, for one board or several."""

    class State(models.TextChoices):
        DRAFTED = "drafted", "Drafted"
        PILOTED = "piloted", "Piloted"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        MODERATION = "moderation", "Moderation"
        REPORTED = "reported", "Reported"
        ARCHIVED = "archived", "Archived"

    activity = models.OneToOneField(
        Activity, models.PROTECT, primary_key=True, related_name="section11_cycle"
    )
    slug = models.SlugField(unique=True, help_text="its name in addresses and commands")
    question_set = models.ForeignKey(
        PublishedSet, models.PROTECT, related_name="section11_cycles"
    )
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )
    opens_on = models.DateField()
    closes_on = models.DateField()
    state = models.CharField(
        max_length=12, choices=State, default=State.DRAFTED, editable=False
    )
    piloted_with = models.TextField("what the pilot showed", blank=True, editable=False)
    reported_on = models.DateField(null=True, editable=False)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ("-opens_on", "-pk")
        verbose_name = "section 11 cycle"
        constraints = (
            models.CheckConstraint(
                name="section11_cycle_closes_after_it_opens",
                condition=Q(closes_on__gt=F("opens_on")),
                violation_error_message="It must close after it opens.",
            ),
        )

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        return reverse("section11:cycle", args=[self.pk])

    @property
    def reference(self) -> str:
        return f"S11-{self.pk}"

    @property
    def board_id(self) -> int:
        return self.activity.board_id

    @property
    def asked(self) -> QuestionSet:
        """What it asks."""
        return self.question_set.asked

    def ended(self, *, on: date) -> bool:
        return on > self.closes_on


State = Cycle.State
ASSIGNING = (State.DRAFTED, State.PILOTED, State.OPEN)


class Assignment(models.Model):
    """An organisation that a cycle asks, and in which form."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="assignments")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="section11_assignments"
    )
    form = models.CharField(max_length=100, blank=True)
    size = models.CharField(max_length=10, blank=True)
    for_sites = models.BooleanField(
        default=False, help_text="it answers once for all its sites"
    )

    class Meta:
        ordering = ("organisation__name",)
        constraints = (
            models.UniqueConstraint(
                fields=["cycle", "organisation"], name="section11_assigned_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}{', for all its sites' if self.for_sites else ''}"
