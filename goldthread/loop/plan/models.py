"""The framework a board adopted, its lines, and the year's calendar and priorities."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.people.models import Board, Group, User
from goldthread.loop.plan import rules


class WithBoard(models.Manager):
    """Fetches the board with the record, because every page of it names the board."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().select_related("board")


class WithYear(models.Manager):
    """Fetches the year and its board with the record, as its page names both."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().select_related("year__board")


class WithLine(models.Manager):
    """Fetches the year, its board and the line, as the page names all three."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().select_related("year__board", "line__owner")


class WithFramework(models.Manager):
    """Fetches the framework and the owner with the line."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().select_related("framework", "owner")


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def during(self, board: Board | int, *, starts_on: date, ends_on: date) -> Self:
        """What the board worked by on any of these days, the last adopted first."""
        return self.filter(
            Q(until=None) | Q(until__gte=starts_on), board=board, since__lte=ends_on
        )

    def current(self) -> Self:
        return self.filter(until=None)


class Framework(models.Model):
    """An edition of the statutory framework, adopted by one board or by several."""

    edition = models.CharField(max_length=60)
    boards = models.ManyToManyField(
        Board, through="plan.Adoption", related_name="frameworks"
    )
    offered_to = models.ManyToManyField(
        Board, blank=True, related_name="frameworks_offered"
    )
    adopted_on = models.DateField()

    objects = Records.as_manager()

    class Meta:
        ordering = ("-adopted_on", "-pk")

    def __str__(self) -> str:
        return f"{self.edition}, adopted on {self.adopted_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("plan:framework", args=[self.pk])


class Adoption(models.Model):
    """A board works by a framework, from a day until it adopts another."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="adoptions")
    board = models.ForeignKey(Board, models.PROTECT, related_name="adoptions")
    since = models.DateField(default=date.today)
    until = models.DateField(null=True, blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ("-since", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["board"],
                condition=Q(until=None),
                name="one_framework_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.board}: {self.framework}"


Lines = WithFramework.from_queryset(Records)


class Line(models.Model):
    """One way of learning: method, when, who, and the outcome we expect of it."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="lines")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField("learning and improvement activity", max_length=160)
    way = models.CharField("way of learning", max_length=30, choices=rules.WAYS)
    also = models.JSONField("other ways of learning in it", default=list, blank=True)
    method = models.TextField(blank=True)
    frequency = models.CharField(
        "when", max_length=20, blank=True, choices=rules.FREQUENCIES
    )
    frequency_words = models.CharField("when, in words", max_length=200, blank=True)
    owner_words = models.CharField("who", max_length=200, blank=True)
    owner = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="lines"
    )
    expected_outcome = models.TextField(blank=True)
    note = models.TextField(blank=True)
    scope = models.JSONField(
        "what it covers of the framework's content", default=list, blank=True
    )
    principles = models.JSONField("principles it serves", default=list, blank=True)
    unconfirmed = models.JSONField(
        "statements to be confirmed", default=list, blank=True
    )

    objects = Lines()

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["framework", "key"], name="one_line_of_a_key"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plan:line", args=[self.pk])

    @property
    def ways(self) -> list[str]:
        return [self.way, *self.also]

    @property
    def who(self) -> str:
        return self.owner_words or str(self.owner or "")

    @property
    def when(self) -> str:
        return self.frequency_words or self.get_frequency_display()

    @property
    def gaps(self) -> list[str]:
        """What the line still does not say: owner, frequency, expected outcome."""
        return rules.gaps(
            owner=bool(self.owner_id or self.owner_words),
            frequency=bool(self.frequency),
            outcome=bool(self.expected_outcome),
        )


class LineChange(models.Model):
    """What a line said before a change and after it, and why it was changed."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="changes")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    because = models.TextField()
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.line}: {self.because[:80]}"


WithItsBoard = WithBoard.from_queryset(Records)


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


class Meeting(models.Model):
    """A meeting of the board, or of one of its groups."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="meetings")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True)
    on = models.DateField()

    objects = WithItsBoard()

    class Meta:
        ordering = ("on",)
        constraints = (
            models.UniqueConstraint(
                fields=["board", "group", "on"],
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
