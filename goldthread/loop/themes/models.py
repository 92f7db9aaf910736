"""The board's own list of themes, which findings join them, and what they say."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.people.models import Board, User
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes import rules


class Theme(models.Model):
    """Something that keeps coming up, on which several sources may agree or not."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CARRIED = "carried", "Carried forward"
        CLOSED = "closed", "Closed: impact shown"

    board = models.ForeignKey(Board, models.PROTECT, related_name="themes")
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    lexicon = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        verbose_name="words that point to it",
    )
    findings = models.ManyToManyField(
        Finding, through="Membership", related_name="themes"
    )
    state = models.CharField(
        max_length=10, choices=State, default=State.OPEN, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                "board",
                models.functions.Lower("name"),
                name="theme_named_once",
                violation_error_message="The board already has a theme of this name.",
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

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["theme", "finding"], name="finding_joins_a_theme_once"
            ),
        )


class Verdict(models.Model):
    """What a person decided the sources say together, on a day, for a reason."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="verdicts")
    verdict = models.CharField(max_length=20, choices=rules.VERDICTS)
    proposed = models.CharField(max_length=20, choices=rules.VERDICTS)
    reason = models.TextField()
    decided_on = models.DateField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = Records.as_manager()

    class Meta:
        ordering = ("-decided_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="verdict_has_a_reason", condition=~Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return self.get_verdict_display()
