"""Impact checks: completed is not the same as made a difference."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.people.models import Board, User
from goldthread.loop.actions.models import Action
from goldthread.loop.impact import rules
from goldthread.loop.plan.models import Intention
from goldthread.loop.themes.models import Theme


class CheckQuerySet(Records["Check"]):
    def planned(self) -> Self:
        return self.filter(state=Check.State.PLANNED)

    def overdue(self, *, on: date) -> Self:
        """Planned, and the day has passed."""
        return self.planned().filter(due_on__lt=on)

    def done(self) -> Self:
        return self.filter(state=Check.State.DONE)


class Check(models.Model):
    """A dated look at whether an action or a theme changed practice."""

    class Judgement(models.TextChoices):
        EMBEDDED = rules.EMBEDDED, "Embedded"
        PARTLY = rules.PARTLY, "Partly"
        NOT_YET = rules.NOT_YET, "Not yet"
        TOO_EARLY = rules.TOO_EARLY, "Too early to say"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        DONE = "done", "Done"
        WITHDRAWN = "withdrawn", "Withdrawn"

    board = models.ForeignKey(Board, models.PROTECT, related_name="checks")
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="checks"
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="checks"
    )
    checker = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="checks",
        help_text="nobody, if whoever was to look has left",
    )
    planned_on = models.DateField(editable=False)
    due_on = models.DateField()
    method = models.CharField("how it will be checked", max_length=200)
    follows = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="followed_by",
        help_text="the check that asked for another look",
    )
    checked_on = models.DateField(null=True, editable=False)
    evidence = models.TextField(blank=True, editable=False)
    judgement = models.CharField(
        max_length=10, choices=Judgement, blank=True, editable=False
    )
    withdrawn_because = models.TextField(blank=True, editable=False)
    state = models.CharField(
        max_length=10, choices=State, default=State.PLANNED, editable=False
    )

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ("-due_on", "-pk")
        indexes = (
            models.Index(fields=["board", "-due_on"], name="check_board"),
            models.Index(
                fields=["due_on"], name="check_planned", condition=Q(state="planned")
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="check_of_an_action_or_a_theme",
                condition=Q(action__isnull=False, theme=None)
                | Q(action=None, theme__isnull=False),
            ),
            models.CheckConstraint(
                name="check_done_says_when_and_what",
                condition=~Q(state="done")
                | (Q(checked_on__isnull=False) & ~Q(judgement="") & ~Q(evidence="")),
            ),
        )

    def __str__(self) -> str:
        return f"Impact check: {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("impact:show", args=[self.pk])

    @property
    def subject(self) -> Action | Theme | None:
        return self.action or self.theme

    @property
    def reference(self) -> str:
        return f"Check {self.pk}"

    @property
    def next(self) -> "Check | None":
        """The look that this one asked for."""
        return getattr(self, "followed_by", None)

    def late(self, *, on: date) -> bool:
        """Planned, and the day has passed."""
        return self.state == self.State.PLANNED and self.due_on < on


class CarriedForward(models.Model):
    """A theme put into a later year's plan, because its impact was not shown."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="carried")
    intention = models.OneToOneField(
        Intention, models.PROTECT, related_name="carried_from"
    )
    reason = models.TextField()
    carried_on = models.DateField()
    carried_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-pk",)
        verbose_name_plural = "carried forward"

    def __str__(self) -> str:
        return f"{self.theme}: carried forward"


class Conclusion(models.Model):
    """What the board concluded of a theme: it changed something, or not after all."""

    class Kind(models.TextChoices):
        CLOSED = "closed", "Closed: impact shown"
        REOPENED = "reopened", "Reopened"

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="conclusions")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField("what changed for children, or why it is open again")
    concluded_on = models.DateField()
    concluded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(name="conclusion_says_why", condition=~Q(text="")),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
