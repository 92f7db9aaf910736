"""Recommendations, the actions that answer them, and the evidence for each."""

from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.constraints import together
from goldthread.base.people.models import Board, Organisation, User
from goldthread.base.uploads.models import Upload
from goldthread.loop.actions import rules
from goldthread.loop.activities.rules import TOLD_HOW
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes.models import Theme


class Programme(models.Model):
    """A programme of work that groups actions towards one sustained change."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="programmes")
    name = models.CharField(max_length=200)
    aim = models.TextField(blank=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("actions:programme", args=[self.pk])


class Recommendation(models.Model):
    """What ought to change, because of a theme or a finding."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="recommendations")
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    text = models.TextField(
        "what should change", error_messages={"blank": "Say what should change."}
    )
    made_on = models.DateField()
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = Records.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="recommendation_has_an_origin",
                condition=Q(theme__isnull=False) | Q(finding__isnull=False),
                violation_error_message="Say which theme or finding it comes from.",
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("actions:recommendation", args=[self.pk])


class ActionQuerySet(Records["Action"]):
    def unfinished(self) -> Self:
        return self.exclude(state__in=(Action.State.VERIFIED, Action.State.WITHDRAWN))

    def overdue(self, *, on: date) -> Self:
        """Not verified complete, and the day has passed."""
        return self.unfinished().filter(due_on__lt=on)

    def owed(self) -> Self:
        """The next move is the owner's: no evidence waits with the board."""
        return self.unfinished().exclude(state=Action.State.SUBMITTED)

    def escalated(self) -> Self:
        """Escalated, and so until verified complete, whatever was sent since."""
        return self.unfinished().exclude(escalation=rules.NOT_ESCALATED)


class Action(models.Model):
    """What one organisation, and one person in it, will do by a day."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        IN_PROGRESS = "in_progress", "In progress"
        SUBMITTED = "submitted", "Evidence submitted"
        SENT_BACK = "sent_back", "Sent back"
        VERIFIED = "verified", "Verified complete"
        WITHDRAWN = "withdrawn", "Withdrawn"

    board = models.ForeignKey(Board, models.PROTECT, related_name="actions")
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="actions"
    )
    programme = models.ForeignKey(
        Programme, models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    title = models.CharField(
        "what will be done",
        max_length=200,
        error_messages={"blank": "Say what will be done."},
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="actions"
    )
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="actions_owned"
    )
    due_on = models.DateField()
    success_measure = models.TextField(
        "how we shall know it worked",
        error_messages={"blank": "Say how you will know that it worked."},
    )
    evidence_from = models.TextField(
        "where the evidence will come from",
        error_messages={"blank": "Say where the evidence will come from."},
    )
    state = models.CharField(
        max_length=20, choices=State, default=State.OPEN, editable=False
    )
    raised_on = models.DateField()
    raised_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_on = models.DateField(
        null=True, editable=False, help_text="when the evidence that counts was given"
    )
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    escalation = models.PositiveSmallIntegerField(
        choices=rules.ESCALATIONS, default=rules.NOT_ESCALATED, editable=False
    )
    escalated_at = models.DateTimeField(null=True, editable=False)
    escalated_because = models.TextField(blank=True, editable=False)
    verified_on = models.DateField(null=True, editable=False)
    verified_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    search = models.GeneratedField(
        expression=SearchVector("title", "success_measure", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        indexes = (
            models.Index(fields=["board", "due_on"], name="action_board"),
            models.Index(fields=["organisation", "due_on"], name="action_owner"),
            models.Index(
                fields=["due_on"],
                name="action_unfinished",
                condition=~Q(state__in=("verified", "withdrawn")),
            ),
            GinIndex(fields=["search"], name="action_search"),
        )
        constraints = (
            together("verified_on", "verified_by", name="action_verified"),
            models.CheckConstraint(
                name="action_verified_when_it_says_so",
                condition=Q(state="verified", verified_on__isnull=False)
                | (~Q(state="verified") & Q(verified_on=None)),
            ),
            models.CheckConstraint(
                name="action_escalated_when_it_says_so",
                condition=Q(escalation=0, escalated_at=None)
                | Q(escalation__gt=0, escalated_at__isnull=False),
            ),
            models.CheckConstraint(
                name="action_says_how_it_is_known",
                condition=~Q(success_measure="") & ~Q(evidence_from=""),
                violation_error_message="Say how you will know it worked, and where "
                "the evidence will come from.",
            ),
            models.CheckConstraint(
                name="action_due_after_raised",
                condition=Q(due_on__gte=models.F("raised_on")),
                violation_error_message="It cannot be due before it is raised.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("actions:show", args=[self.pk])

    @property
    def reference(self) -> str:
        return f"Action {self.pk}"

    @property
    def finished(self) -> bool:
        return self.state in {self.State.VERIFIED, self.State.WITHDRAWN}

    def late(self, *, on: date) -> bool:
        """Not verified complete, and the day has passed."""
        return not self.finished and self.due_on < on


class Evidence(models.Model):
    """What the owner offers to show that an action is done, and what was said of it."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="evidence")
    text = models.TextField(
        "what has been done", error_messages={"blank": "Say what has been done."}
    )
    link = models.URLField("where it can be seen", blank=True)
    files = models.ManyToManyField(
        Upload, blank=True, related_name="evidence", editable=False
    )
    given_on = models.DateField()
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    told_by = models.CharField(
        max_length=200,
        blank=True,
        editable=False,
        help_text="who of the organisation told the board team, which entered it",
    )
    told_how = models.CharField(
        max_length=10, choices=list(TOLD_HOW.items()), blank=True, editable=False
    )
    answer = models.TextField("what the verifier said", blank=True, editable=False)
    answered_on = models.DateField(null=True, editable=False)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "evidence"
        constraints = (
            together("answered_on", "answered_by", name="evidence_answered"),
        )

    def __str__(self) -> str:
        return f"Evidence of {self.given_on}"


class Decision(models.Model):
    """Something the board decided about an action while it ran, and why."""

    class Kind(models.TextChoices):
        EXTENDED = "extended", "Due date extended"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REOPENED = "reopened", "Reopened"
        DE_ESCALATED = "de_escalated", "Escalation ended"

    action = models.ForeignKey(Action, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.TextField()
    due_was = models.DateField(null=True)
    due_on = models.DateField(null=True)
    decided_on = models.DateField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (
            together("due_was", "due_on", name="decision_moves_a_date"),
            models.CheckConstraint(
                name="decision_has_a_reason", condition=~Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
