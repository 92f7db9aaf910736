"""Activities and the contributions asked for them: the spine that sources stand on."""

from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.cases.models import CaseFile
from goldthread.base.cases.queries import named_on
from goldthread.base.constraints import together
from goldthread.base.people.models import Board, Group, Organisation, User
from goldthread.base.uploads.models import Upload
from goldthread.base.vault.fields import SealedText
from goldthread.loop.activities import rules
from goldthread.loop.plan.models import Intention, Line


class Activity(models.Model):
    """Anything the board does to learn, by any line of its framework."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        UNDER_WAY = "under_way", "Under way"
        REPORTED = "reported", "Reported"
        CLOSED = "closed", "Closed"
        CALLED_OFF = "called_off", "Called off"

    class Outcome(models.TextChoices):
        MET = "met", "Met"
        PARTLY = "partly", "Partly met"
        NOT_MET = "not_met", "Not met"

    board = models.ForeignKey(Board, models.PROTECT, related_name="activities")
    shared_with = models.ManyToManyField(
        Board, blank=True, related_name="shared_activities"
    )
    way = models.CharField("way of learning", max_length=30, choices=rules.WAYS)
    line = models.ForeignKey(
        Line, models.PROTECT, null=True, blank=True, related_name="activities"
    )
    intention = models.ForeignKey(
        Intention, models.SET_NULL, null=True, blank=True, related_name="activities"
    )
    title = models.CharField(max_length=200)
    area = models.CharField("where", max_length=100, blank=True)
    purpose = models.TextField("what we want to learn", blank=True)
    lead_group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="activities"
    )
    lead = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="activities_led"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    restricted = models.BooleanField(default=False)
    case_file = models.OneToOneField(
        CaseFile,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="activity",
        help_text="who is named on it while it is restricted, and who never sees it",
    )
    opened_at = models.DateTimeField(
        null=True, editable=False, help_text="when its restriction was lifted"
    )
    expected_outcome = models.TextField(blank=True)
    outcome = models.CharField(
        max_length=10, choices=Outcome, blank=True, editable=False
    )
    outcome_note = models.TextField(blank=True, editable=False)
    state = models.CharField(
        max_length=10, choices=State, default=State.PLANNED, editable=False
    )
    reported_on = models.DateField(null=True, editable=False)
    reopened_because = models.TextField(blank=True, editable=False)
    called_off_because = models.TextField(blank=True, editable=False)
    conduct = models.JSONField(
        default=list,
        editable=False,
        help_text="how a review is conducted: what the framework asks, and how it is met",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    search = models.GeneratedField(
        expression=SearchVector("title", "area", "purpose", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    confined = Q(restricted=True)
    blind = ("see_unheld", "entrust")  # they show nothing of what is in it
    objects = Records.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name_plural = "activities"
        indexes = (
            models.Index(fields=["board", "-id"], name="activity_board"),
            GinIndex(fields=["search"], name="activity_search"),
        )
        constraints = (
            models.CheckConstraint(
                name="activity_ends_after_it_starts",
                condition=Q(starts_on=None)
                | Q(ends_on=None)
                | Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="The last day cannot be before the first.",
            ),
            models.CheckConstraint(
                name="activity_restricted_by_a_case_file",
                condition=Q(restricted=False) | Q(case_file__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:show", args=[self.pk])

    @property
    def reference(self) -> str:
        """What it is called where its title would say too much."""
        return f"A-{self.pk}"

    @property
    def named(self) -> QuerySet[User]:
        """Those who are named on it now, by a grant that has not ended."""
        return named_on(self.case_file)

    @property
    def is_review(self) -> bool:
        return self.way in rules.REVIEWS

    @property
    def conduct_said(self) -> str:
        """How far a review says how it is conducted: "3 of 5", nothing of no review."""
        return rules.conduct_said(self.conduct) if self.is_review else ""


class ContributionQuerySet(Records["Contribution"]):
    def outstanding(self) -> Self:
        """Asked for and not yet received."""
        return self.filter(state=Contribution.State.ASKED)

    def late(self, *, on: date) -> Self:
        """Outstanding, and the day it was due has passed. Never stored."""
        return self.outstanding().filter(due_on__lt=on)


class Contribution(models.Model):
    """What one organisation was asked to bring to an activity, and what it brought."""

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        RECEIVED = "received", "Received"
        WITHDRAWN = "withdrawn", "No longer asked"

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="contributions")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contributions"
    )
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    what = models.CharField("what is asked", max_length=200)
    why = models.TextField(blank=True)
    asked_on = models.DateField()
    due_on = models.DateField()
    received_on = models.DateField(null=True, editable=False)
    reply = SealedText(
        key="activity.case_file.key", of_case=True, blank=True, editable=False
    )
    files = models.ManyToManyField(
        Upload, blank=True, related_name="contributions", editable=False
    )
    told_by = models.CharField(
        max_length=200,
        blank=True,
        editable=False,
        help_text="who of the organisation told the board team, which entered it",
    )
    told_how = models.CharField(
        max_length=10, choices=list(rules.TOLD_HOW.items()), blank=True, editable=False
    )
    feedback = models.TextField("what the board sent back", blank=True, editable=False)
    feedback_on = models.DateField(null=True, editable=False)
    feedback_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    first_due_on = models.DateField(
        null=True, editable=False, help_text="the day first agreed, if it was extended"
    )
    changed_because = models.TextField(
        "why it was extended, asked again or withdrawn", blank=True, editable=False
    )
    state = models.CharField(
        max_length=10, choices=State, default=State.ASKED, editable=False
    )

    confined = Q(activity__restricted=True)
    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        indexes = (
            models.Index(
                fields=["organisation", "due_on"],
                name="contribution_outstanding",
                condition=Q(state="asked"),
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="contribution_received_when_it_says_so",
                condition=Q(state="received", received_on__isnull=False)
                | (~Q(state="received") & Q(received_on=None)),
            ),
            together("feedback_on", "feedback_by", name="contribution_fed_back"),
            models.CheckConstraint(
                name="contribution_due_after_asked",
                condition=Q(due_on__gte=models.F("asked_on")),
                violation_error_message="It cannot be due before it is asked for.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.what}, {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("activities:contribution", args=[self.pk])

    @property
    def reference(self) -> str:
        return f"C-{self.pk}"

    @property
    def source(self) -> str:
        """How it came, if the board team entered it."""
        how = self.get_told_how_display()
        return f"{how}; the board team entered it on behalf of {self.organisation}"

    def receive(self, *, on: date) -> None:
        """Mark it received; whoever calls saves, in her own step."""
        self.received_on, self.state = on, self.State.RECEIVED

    def reopen(self) -> None:
        """Ask again: the organisation owes it once more."""
        self.received_on, self.state = None, self.State.ASKED


class CalendarFeed(models.Model):
    """A person's secret address for her calendar; only its digest is kept."""

    person = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(revoked_at=None),
                name="one_calendar_address_each",
            ),
        )

    def __str__(self) -> str:
        return f"Calendar of {self.person}"
