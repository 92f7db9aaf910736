"""What one organisation answers in one cycle."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.people.models import Board, Organisation, User
from goldthread.loop.activities.models import Contribution
from goldthread.loop.findings.models import Finding
from goldthread.sources.section11.models.cycles import Cycle


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
    several = models.BooleanField(
        default=False, editable=False, help_text="more than one board asks for it"
    )
    sites = models.ManyToManyField(
        Organisation, editable=False, related_name="answered_for_by"
    )
    for_sites = models.BooleanField(
        default=False, editable=False, help_text="it answers for several sites"
    )
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

    comes_with = ("contribution__organisation", "cycle__question_set")
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
LATER = (
    State.SUBMITTED,
    State.MODERATING,
    State.PROVISIONAL,
    State.AGREED,
    State.DISPUTED,
    State.FINAL,
)
JUDGED = (State.PROVISIONAL, State.AGREED, State.DISPUTED, State.FINAL)
