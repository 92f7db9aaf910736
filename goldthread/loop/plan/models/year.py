"""A board's plan year: priorities, meetings, and what it means to look at."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.people.models import Board, Group, User
from goldthread.loop.plan import rules
from goldthread.loop.plan.models.framework import Line


class WithBoard(models.Manager):
    """Fetches the board with the record, because every page of it names the board."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().select_related("board")


WithItsBoard = WithBoard.from_queryset(Records)


class WithYear(models.Manager):
    """Fetches the year and its board with the record, as its page names both."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().select_related("year__board")


class WithLine(models.Manager):
    """Fetches the year, its board and the line, as the page names all three."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().select_related("year__board", "line__owner")


class Year(models.Model):
    """A board's plan year, usually April to March."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="years")
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = WithItsBoard()

    class Meta:
        ordering = ("-starts_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["board", "starts_on"], name="one_year_from_a_day"
            ),
            models.CheckConstraint(
                name="year_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="The year must end after it starts.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.board}, {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("plan:year", args=[self.pk])

    @property
    def name(self) -> str:
        return rules.year_name(self.starts_on, self.ends_on)


class PriorityQuerySet(Records["Priority"]):
    def standing(self) -> Self:
        """All but those taken out of the plan."""
        return self.exclude(state=Priority.State.REMOVED)


Priorities = WithYear.from_queryset(PriorityQuerySet)


class Priority(models.Model):
    """An improvement priority from the board's business plan."""

    class State(models.TextChoices):
        SET = "set", "In the plan"
        REMOVED = "removed", "Taken out"

    year = models.ForeignKey(Year, models.CASCADE, related_name="priorities")
    title = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    lines = models.ManyToManyField(Line, blank=True, related_name="priorities")
    state = models.CharField(
        max_length=10, choices=State, default=State.SET, editable=False
    )
    removed_because = models.TextField(blank=True, editable=False)

    objects = Priorities()

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "priorities"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plan:priority", args=[self.pk])


class MeetingQuerySet(Records["Meeting"]):
    def held(self) -> Self:
        """All but those called off."""
        return self.exclude(state=Meeting.State.CALLED_OFF)


Meetings = WithBoard.from_queryset(MeetingQuerySet)


class Meeting(models.Model):
    """A meeting of the board, or of one of its groups."""

    class State(models.TextChoices):
        SET = "set", "In the calendar"
        CALLED_OFF = "called_off", "Called off"

    board = models.ForeignKey(Board, models.PROTECT, related_name="meetings")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True)
    on = models.DateField()
    state = models.CharField(
        max_length=10, choices=State, default=State.SET, editable=False
    )
    called_off_because = models.TextField(blank=True, editable=False)

    objects = Meetings()

    class Meta:
        ordering = ("on",)
        constraints = (
            models.UniqueConstraint(
                fields=["board", "group", "on"],
                condition=Q(state="set"),
                name="one_meeting_a_day",
                nulls_distinct=False,
                violation_error_message="This meeting is already in the calendar "
                "for that day.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.group or self.board}, {self.on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("plan:meeting", args=[self.pk])


class IntentionQuerySet(Records["Intention"]):
    def standing(self) -> Self:
        """All but the dropped."""
        return self.exclude(state=Intention.State.DROPPED)


Intentions = WithLine.from_queryset(IntentionQuerySet)


class Intention(models.Model):
    """Something the year's plan means to look at; made from a frequency or by hand."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        STARTED = "started", "Started"
        DROPPED = "dropped", "Dropped"

    year = models.ForeignKey(Year, models.CASCADE, related_name="intentions")
    line = models.ForeignKey(
        Line, models.PROTECT, null=True, blank=True, related_name="intentions"
    )
    title = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="intentions",
    )
    slot = models.CharField(
        max_length=40,
        blank=True,
        editable=False,
        help_text="which place in the calendar it fills; blank if added by hand",
    )
    state = models.CharField(
        max_length=10, choices=State, default=State.PLANNED, editable=False
    )
    dropped_because = models.TextField(blank=True, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = Intentions()

    class Meta:
        ordering = ("due_on", "pk")  # PostgreSQL puts those without a day last
        indexes = (models.Index(fields=["year", "due_on"], name="intention_due"),)
        constraints = (
            models.UniqueConstraint(
                fields=["year", "line", "slot"],
                condition=~Q(slot=""),
                name="one_intention_a_slot",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plan:intention", args=[self.pk])
