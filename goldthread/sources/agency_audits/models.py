"""A member organisation's own audit: what was planned, returned, asked and learned."""

from dataclasses import fields
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.constraints import together
from goldthread.base.people.models import Board, User
from goldthread.loop.activities.models import Contribution
from goldthread.loop.findings.models import Finding
from goldthread.sources.agency_audits import rules


class AgencyAuditQuerySet(Records["AgencyAudit"]):
    def owed(self) -> Self:
        """Planned or asked for, and what was sent does not stand."""
        return self.filter(state__in=OWED)

    def overdue(self, *, on: date) -> Self:
        """Owed, and the day it was due has passed. Never stored."""
        return self.owed().filter(contribution__due_on__lt=on)

    def accepted(self) -> Self:
        """Those whose return the board took as it stands."""
        return self.filter(accepted_on__isnull=False)

    def stale(self, *, on: date) -> Self:
        """The period ended so long ago that it may no longer hold."""
        return self.filter(period_to__lt=rules.months_before(on, rules.STALE_AFTER))


class AgencyAudit(models.Model):
    """An audit by one organisation, and the return it makes of it to the board.

    The words of its questions stand here alone: forms and pages take them from here.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        NOTIFIED = "notified", "Asked for"
        RETURNED = "returned", "Returned"
        TRIAGED = "triaged", "Triaged"
        CLARIFY = "clarify", "Question asked"
        ACCEPTED = "accepted", "Accepted"
        THEMED = "themed", "Themed"
        TRIANGULATED = "triangulated", "Triangulated"
        REPORTED = "reported", "Reported"
        CLOSED = "closed", "Closed"
        NOT_DONE = "not_done", "Not done"

    contribution = models.OneToOneField(
        Contribution, models.PROTECT, primary_key=True, related_name="agency_audit"
    )
    state = models.CharField(
        max_length=12, choices=State, default=State.PLANNED, editable=False
    )
    shared_with = models.ManyToManyField(
        Board, blank=True, related_name="shared_agency_audits"
    )
    # The board team writes down what the agency says, or sends on paper; whoever wrote
    # any of it down does not judge it.
    entered_for_agency = models.BooleanField(default=False, editable=False)
    entered_by = models.ManyToManyField(
        User, blank=True, editable=False, related_name="+"
    )
    twin = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="the same audit, already with another board",
    )

    title = models.CharField("What is the audit called?", max_length=200)
    rationale = models.TextField(
        "Why is it done?",
        blank=True,
        max_length=10_000,
        help_text="For example: a priority of your own, or something that went wrong.",
    )
    period_from = models.DateField(
        "The period looked at: first day", null=True, blank=True
    )
    period_to = models.DateField(
        "The period looked at: last day", null=True, blank=True
    )

    method = models.CharField(
        "How was it done?",
        max_length=20,
        blank=True,
        choices=list(rules.METHODS.items()),
    )
    population = models.PositiveIntegerField(
        "How many could have been looked at?",
        null=True,
        blank=True,
        help_text="For example, all children with a plan in that period.",
    )
    sample = models.PositiveIntegerField(
        "How many were looked at?",
        null=True,
        blank=True,
        help_text="Records read, people asked or visits observed.",
    )
    sampling = models.CharField(
        "How were these chosen?",
        max_length=20,
        blank=True,
        choices=list(rules.SAMPLINGS.items()),
    )

    standard = models.CharField(
        "Which standard did you audit against?",
        max_length=200,
        blank=True,
        help_text="For example: your supervision policy, or the London procedures.",
    )
    met = models.PositiveIntegerField(
        "How many met the standard?", null=True, blank=True
    )
    assessed = models.PositiveIntegerField(
        "Out of how many?",
        null=True,
        blank=True,
        help_text="Those to whom the standard applied.",
    )
    outstanding = models.PositiveIntegerField(
        "Graded outstanding", null=True, blank=True
    )
    good = models.PositiveIntegerField("Graded good", null=True, blank=True)
    requires_improvement = models.PositiveIntegerField(
        "Graded requires improvement", null=True, blank=True
    )
    inadequate = models.PositiveIntegerField("Graded inadequate", null=True, blank=True)
    not_enough_evidence = models.PositiveIntegerField(
        "Not enough evidence to grade", null=True, blank=True
    )

    strengths = models.TextField("What was strong?", blank=True, max_length=10_000)
    concerns = models.TextField("What needs to improve?", blank=True, max_length=10_000)
    child_voice = models.TextField(
        "What did children and families say?",
        blank=True,
        max_length=10_000,
        help_text="If they were not asked, say so.",
    )
    last_found = models.TextField(
        "What did your last audit of this find?", blank=True, max_length=10_000
    )
    impact = models.TextField(
        "What difference has been made since?", blank=True, max_length=10_000
    )
    disclosure = models.CharField(
        "Who may read this return?",
        max_length=10,
        blank=True,
        choices=list(rules.DISCLOSURES.items()),
    )

    findings = models.ManyToManyField(
        Finding, blank=True, editable=False, related_name="agency_audits"
    )
    triage_note = models.TextField("What the triage made of it", blank=True)
    accepted_on = models.DateField(null=True, editable=False)
    accepted_although = models.TextField(blank=True, editable=False)
    nothing_new = models.TextField("Why nothing was raised from it", blank=True)
    triangulation = models.TextField("What the other sources say", blank=True)
    reported_on = models.DateField(null=True, editable=False)
    reported_to = models.CharField(max_length=200, blank=True, editable=False)
    not_done_on = models.DateField(null=True, editable=False)
    because = models.TextField(
        "why it was not done, or was reopened", blank=True, editable=False
    )

    objects = AgencyAuditQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "single-agency audit"
        constraints = (
            models.CheckConstraint(
                name="agency_audit_period_in_order",
                condition=Q(period_from=None)
                | Q(period_to=None)
                | Q(period_to__gte=F("period_from")),
            ),
            models.CheckConstraint(
                name="agency_audit_met_among_assessed",
                condition=Q(met=None, assessed=None) | Q(met__lte=F("assessed")),
            ),
            models.CheckConstraint(
                name="agency_audit_not_done_says_why",
                condition=Q(state="not_done", not_done_on__isnull=False)
                & ~Q(because="")
                | ~Q(state="not_done") & Q(not_done_on=None),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agency_audits:show", args=[self.pk])

    @property
    def reference(self) -> str:
        """What it is called where its title would say too much."""
        return f"AA-{self.pk}"

    @property
    def board_id(self) -> int:
        return self.contribution.activity.board_id

    @property
    def sent(self) -> bool:
        """Whether the agency has let the board read it."""
        return self.state not in UNSENT

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by the name of the question."""
        names = [name for section in rules.SECTIONS for name in section.fields]
        return {name: getattr(self, name) for name in names}

    @property
    def begun(self) -> bool:
        """Whether the agency has answered more than what was planned."""
        planned = {"title", "rationale", "period_from", "period_to", "method"}
        answers = self.answers.items()
        said = any(v not in {None, ""} for name, v in answers if name not in planned)
        return said or self.actions.exists()

    @property
    def compliance(self) -> str:
        return rules.compliance(self.met, self.assessed)

    @property
    def grades(self) -> tuple[int | None, ...]:
        return tuple(getattr(self, name) for name in rules.GRADES)

    def account(self, *, owners: tuple[str, ...] = ()) -> rules.Account:
        """What the rules look at; `owners` are those of its actions."""
        names = {each.name for each in fields(rules.Account)} - {"grades", "owners"}
        said = {name: getattr(self, name) for name in names}
        return rules.Account(**said, grades=self.grades, owners=owners)


State = AgencyAudit.State
UNSENT = frozenset({State.PLANNED, State.NOTIFIED, State.NOT_DONE})
OWED = (State.PLANNED, State.NOTIFIED, State.CLARIFY)


class AuditAction(models.Model):
    """What the agency itself does about what it found. An action has an owner."""

    audit = models.ForeignKey(AgencyAudit, models.CASCADE, related_name="actions")
    what = models.CharField("what is done", max_length=300)
    owner = models.CharField("who does it", max_length=120)
    due_on = models.DateField("by when", null=True, blank=True)
    finished = models.BooleanField("already done", default=False)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="audit_action_has_an_owner", condition=~Q(owner="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} ({self.owner})"


class Question(models.Model):
    """Something the board asks about a return, and what the agency answers."""

    audit = models.ForeignKey(AgencyAudit, models.CASCADE, related_name="questions")
    text = models.TextField("what is asked")
    asked_on = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (
            together("answered_on", "answered_by", name="audit_question_answered"),
        )

    def __str__(self) -> str:
        return self.text[:80]
