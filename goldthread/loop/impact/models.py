"""Impact checks: completed is not the same as made a difference."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.people.models import Board, User
from goldthread.loop.actions.models import Action
from goldthread.loop.plan.models import Intention
from goldthread.loop.themes.models import Theme


class Check(models.Model):
    """A dated look at whether an action or a theme changed practice."""

    class Judgement(models.TextChoices):
        EMBEDDED = "embedded", "Embedded"
        PARTLY = "partly", "Partly"
        NOT_YET = "not_yet", "Not yet"
        TOO_EARLY = "too_early", "Too early to say"

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
    checker = models.ForeignKey(User, models.PROTECT, related_name="checks")
    due_on = models.DateField()
    method = models.CharField("how it will be checked", max_length=200)
    checked_on = models.DateField(null=True, editable=False)
    evidence = models.TextField(blank=True, editable=False)
    judgement = models.CharField(
        max_length=10, choices=Judgement, blank=True, editable=False
    )
    state = models.CharField(
        max_length=10, choices=State, default=State.PLANNED, editable=False
    )

    objects = Records.as_manager()

    class Meta:
        ordering = ("-due_on", "-pk")
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
        return f"Impact check: {self.action or self.theme}"

    def get_absolute_url(self) -> str:
        return reverse("impact:show", args=[self.pk])


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
