"""What one organisation answers in one cycle."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.people.models import Board, User
from goldthread.loop.activities.models import Contribution
from goldthread.loop.findings.models import Finding
from goldthread.sources.section11.models.cycles import Cycle
from goldthread.sources.section11.models.evidence import Evidence


class SelfAssessmentQuerySet(Records["SelfAssessment"]):
    def owed(self) -> Self:
        """Asked for, and not with the board."""
        return self.filter(state__in=WITH_AGENCY)

    def overdue(self, *, on: date) -> Self:
        return self.owed().filter(contribution__due_on__lt=on)

    def came(self) -> Self:
        """Submitted at least once."""
        return self.filter(submitted_on__isnull=False)


class SelfAssessment(models.Model):
    """The return of one organisation. One return serves every board that asks for it."""

    class State(models.TextChoices):
        INVITED = "invited", "Invited"
        LEAD_CONFIRMED = "lead_confirmed", "Lead confirmed"
        IN_PROGRESS = "in_progress", "In progress"
        AWAITING_SIGNOFF = "awaiting_signoff", "Awaiting sign-off"
        SUBMITTED = "submitted", "Submitted"
        CLARIFICATION = "clarification", "Question asked"
        MODERATING = "moderating", "Being moderated"
        PROVISIONAL = "provisional", "Provisional"
        AGREED = "agreed", "Agreed"
        DISPUTED = "disputed", "Disputed"
        FINAL = "final", "Final"
        EXEMPT = "exempt", "Exempt"

    contribution = models.OneToOneField(
        Contribution, models.PROTECT, primary_key=True, related_name="self_assessment"
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="returns")
    boards = models.ManyToManyField(Board, related_name="+")
    released_to = models.ManyToManyField(Board, blank=True, related_name="+")
    form = models.CharField(max_length=100, blank=True)
    kind = models.CharField("type of organisation", max_length=30)
    size = models.CharField(max_length=10, blank=True)
    state = models.CharField(
        max_length=16, choices=State, default=State.INVITED, editable=False
    )
    sent = models.BooleanField(
        default=False, editable=False, help_text="a board may read what was answered"
    )
    lead = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    senior = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="who stands behind it, and hears when it is late",
    )
    drafted_by = models.ManyToManyField(User, editable=False, related_name="+")
    submitted_on = models.DateField(null=True, editable=False)
    governors_on = models.DateField(
        "when it went to the governing body", null=True, editable=False
    )
    because = models.TextField(
        "why it is exempt or disputed", blank=True, editable=False
    )
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    percent = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, editable=False
    )
    moderated_percent = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, editable=False
    )
    findings = models.ManyToManyField(
        Finding, blank=True, editable=False, related_name="self_assessments"
    )

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "section 11 return"
        constraints = (
            models.CheckConstraint(
                name="section11_return_exempt_with_a_reason",
                condition=~Q(state__in=("exempt", "disputed")) | ~Q(because=""),
            ),
            models.CheckConstraint(
                name="section11_return_submitted_when_it_was_sent",
                condition=Q(sent=False) | Q(submitted_on__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["cycle", "state"], name="section11_return_state"),
        )

    def __str__(self) -> str:
        return f"{self.contribution.what}, {self.contribution.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("section11:show", args=[self.pk])

    @property
    def reference(self) -> str:
        return f"SR-{self.pk}"

    @property
    def board_id(self) -> int:
        return self.contribution.activity.board_id

    @property
    def of_school(self) -> bool:
        """Its head and a safeguarding governor both sign."""
        return self.kind.startswith("school_")

    @property
    def asks(self) -> list[str]:
        """The keys of what it is asked, in order."""
        return list(self.cycle.asked.asked(self.form, self.kind, self.size))


State = SelfAssessment.State
WITH_AGENCY = (
    State.INVITED,
    State.LEAD_CONFIRMED,
    State.IN_PROGRESS,
    State.AWAITING_SIGNOFF,
    State.CLARIFICATION,
)
WRITING = (State.LEAD_CONFIRMED, State.IN_PROGRESS, State.CLARIFICATION)
JUDGED = (State.PROVISIONAL, State.AGREED, State.DISPUTED, State.FINAL)


class Answer(models.Model):
    """What was answered to one criterion, and what shows it."""

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="answers"
    )
    key = models.CharField(max_length=100)
    said = models.JSONField(
        null=True, help_text="a grade, a word, or why it does not apply"
    )
    words = models.TextField("how you know", blank=True)
    impact = models.TextField("what difference it makes to children", blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="answers")
    carried = models.BooleanField(
        default=False, help_text="from the last cycle, and not yet confirmed"
    )
    unchanged = models.BooleanField(
        default=False, help_text="the same words as in the last cycle"
    )
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["assessment", "key"], name="section11_one_answer_each"
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def answered(self) -> bool:
        return self.said not in (None, "", {})

    @property
    def grade(self) -> Any:
        """What was said, as the scoring reads it."""
        return self.said


class Delegation(models.Model):
    """A colleague answers one standard."""

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="delegations"
    )
    standard = models.CharField(max_length=100)
    person = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["assessment", "standard"], name="section11_one_colleague_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.standard}: {self.person}"


class OwnAction(models.Model):
    """What the organisation itself does where it is not there yet."""

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="actions"
    )
    key = models.CharField(max_length=100)
    what = models.CharField("what is done", max_length=300)
    owner = models.CharField("who does it", max_length=120)
    due_on = models.DateField("by when")

    objects = Records.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="section11_action_has_an_owner", condition=~Q(owner="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} ({self.owner})"


class Signature(models.Model):
    """Somebody senior, who wrote none of it, stands behind the return."""

    class Capacity(models.TextChoices):
        SENIOR = "senior", "Senior leader"
        HEAD = "head", "Head teacher or principal"
        GOVERNOR = "governor", "Safeguarding governor"

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="signatures"
    )
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=10, choices=Capacity)
    signed_at = models.DateTimeField(auto_now_add=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["assessment", "person"], name="section11_signs_once"
            ),
            models.UniqueConstraint(
                fields=["assessment", "capacity"], name="section11_one_of_each_capacity"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.get_capacity_display()}"


class Snapshot(models.Model):
    """What was answered when it was submitted. It stays as it was."""

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="snapshots"
    )
    submitted_on = models.DateField()
    answers = models.JSONField(help_text="by the key of the criterion")

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.submitted_on}"


class Addendum(models.Model):
    """What the organisation adds after it has submitted. What was sent stands."""

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="addenda"
    )
    words = models.TextField("what is added")
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "addenda"

    def __str__(self) -> str:
        return self.words[:80]
