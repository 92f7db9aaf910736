"""The board's own list of themes, which findings join them, and what they say."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone

from goldthread.base.access.models import Records
from goldthread.base.people.models import Board, User
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes import rules


def points_to(path: str = "") -> SearchQuery:
    """What is looked for in a finding: all the name's words, or one of the lexicon.

    `path` leads to the theme ("board__themes__"). Reads as people search the web:
    neglect or "home conditions" or "dental decay".
    """
    text: models.Field = models.TextField()
    name = Func(
        F(f"{path}name"),
        Value(r"[^[:alnum:]]+"),
        Value(" "),
        Value("g"),
        function="regexp_replace",
    )
    words = Func(
        F(f"{path}lexicon"),
        Value('" or "'),
        function="array_to_string",
        output_field=text,
    )
    sought = Concat(name, Value(' or "'), words, Value('"'), output_field=text)
    return SearchQuery(sought, config="english", search_type="websearch")


class ThemeQuerySet(Records["Theme"]):
    def standing(self) -> Self:
        """All but those that went into another."""
        return self.exclude(state=Theme.State.MERGED)


class Theme(models.Model):
    """Something that keeps coming up, on which several sources may agree or not."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CARRIED = "carried", "Carried forward"
        CLOSED = "closed", "Closed: impact shown"
        MERGED = "merged", "Merged into another"

    board = models.ForeignKey(Board, models.PROTECT, related_name="themes")
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    lexicon = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        verbose_name="words that point to it",
    )
    findings: "models.ManyToManyField[Finding, Membership]" = models.ManyToManyField(
        Finding,
        through="Membership",
        through_fields=("theme", "finding"),
        related_name="themes",
    )
    state = models.CharField(
        max_length=10, choices=State, default=State.OPEN, editable=False
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_here",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                "board",
                models.functions.Lower("name"),
                name="theme_named_once",
                violation_error_message="The board already has a theme of this name.",
            ),
            models.CheckConstraint(
                name="theme_merged_says_into_which",
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("themes:show", args=[self.pk])


class Membership(models.Model):
    """A person's decision that a finding belongs to a theme."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="memberships")
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField(auto_now_add=True)
    joined_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    from_register = models.BooleanField(default=False)
    came_with = models.ForeignKey(
        Theme,
        models.CASCADE,
        null=True,
        related_name="+",
        help_text="the theme that brought it when it was merged into this one",
    )

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["theme", "finding"], name="finding_joins_a_theme_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.finding} in {self.theme}"


class Verdict(models.Model):
    """What a person decided the sources say together, on a day, for a reason."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="verdicts")
    verdict = models.CharField(max_length=20, choices=rules.VERDICTS)
    proposed = models.CharField(max_length=20, choices=rules.VERDICTS)
    reason = models.TextField()
    decided_on = models.DateField()
    decided_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = Records.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="verdict_has_a_reason", condition=~Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return self.get_verdict_display()
