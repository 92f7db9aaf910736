"""The framework a board adopted, its lines, and the year's calendar and priorities."""

from django.db import models
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.people.models import Board, Group, User
from goldthread.loop.plan import rules


class Framework(models.Model):
    """An edition of the statutory framework, adopted by one board or by several."""

    edition = models.CharField(max_length=20)
    boards = models.ManyToManyField(Board, related_name="frameworks")
    adopted_on = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ("-adopted_on", "-pk")

    def __str__(self) -> str:
        return f"{self.edition}, adopted {self.adopted_on}"

    def get_absolute_url(self) -> str:
        return reverse("plan:framework", args=[self.pk])


class Line(models.Model):
    """One way of learning: method, when, who, and the outcome we expect of it."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="lines")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField("learning and improvement activity", max_length=200)
    way = models.CharField("way of learning", max_length=30)
    method = models.TextField(blank=True)
    frequency = models.CharField(
        "when", max_length=20, blank=True, choices=rules.FREQUENCIES
    )
    frequency_words = models.CharField(max_length=200, blank=True)
    owner_words = models.CharField("who", max_length=200, blank=True)
    owner = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="lines"
    )
    expected_outcome = models.TextField(blank=True)
    scope = models.JSONField("what it covers of the framework's scope", default=list)
    principles = models.JSONField("principles it serves", default=list)
    changed_because = models.TextField(blank=True)

    objects = Records.as_manager()

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
    def gaps(self) -> list[str]:
        """What the line still does not say: owner, frequency, expected outcome."""
        return rules.gaps(
            owner=bool(self.owner_id or self.owner_words),
            frequency=bool(self.frequency),
            outcome=bool(self.expected_outcome),
        )


class Year(models.Model):
    """A board's plan year, usually April to March."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="years")
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = Records.as_manager()

    class Meta:
        ordering = ("-starts_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["board", "starts_on"], name="one_year_from_a_day"
            ),
            models.CheckConstraint(
                name="year_ends_after_it_starts",
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                violation_error_message="The year must end after it starts.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.board}, {rules.year_name(self.starts_on, self.ends_on)}"

    def get_absolute_url(self) -> str:
        return reverse("plan:year", args=[self.pk])


class Priority(models.Model):
    """An improvement priority from the board's business plan."""

    year = models.ForeignKey(Year, models.CASCADE, related_name="priorities")
    title = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    lines = models.ManyToManyField(Line, blank=True, related_name="priorities")

    objects = Records.as_manager()

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

    objects = Records.as_manager()

    class Meta:
        ordering = ("on",)
        constraints = (
            models.UniqueConstraint(
                fields=["board", "group", "on"],
                name="one_meeting_a_day",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.group or self.board}, {self.on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("plan:meeting", args=[self.pk])


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
    state = models.CharField(
        max_length=10, choices=State, default=State.PLANNED, editable=False
    )
    dropped_because = models.TextField(blank=True, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = Records.as_manager()

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plan:intention", args=[self.pk])
