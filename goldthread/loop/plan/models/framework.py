"""The framework that boards adopt, and its lines."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.people.models import Board, Group, User
from goldthread.loop.plan import rules


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


class LineQuerySet(Records["Line"]):
    def kept(self, *, on: date) -> Self:
        """All but those that the board had given up by a day."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=on))


Lines = WithFramework.from_queryset(LineQuerySet)


class Line(models.Model):
    """One way of learning: method, when, who, and the outcome we expect of it."""

    class State(models.TextChoices):
        KEPT = "kept", "In the framework"
        RETIRED = "retired", "Retired"

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

    state = models.CharField(
        max_length=10, choices=State, default=State.KEPT, editable=False
    )
    retired_on = models.DateField(null=True, editable=False)
    retired_because = models.TextField(blank=True, editable=False)

    objects = Lines()

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="line_retired_on_a_day",
                condition=Q(state="retired", retired_on__isnull=False)
                | Q(state="kept", retired_on=None),
            ),
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
