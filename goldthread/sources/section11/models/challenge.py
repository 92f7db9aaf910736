"""A challenge event: organisations are paired, and peers put questions on their returns."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.govuk.rules import day
from goldthread.base.people.models import Organisation, User
from goldthread.sources.section11.models.cycles import Cycle
from goldthread.sources.section11.models.evidence import Evidence
from goldthread.sources.section11.models.returns import SelfAssessment


class ChallengeEvent(models.Model):
    """A day on which a panel of peers looks at the returns of a cycle."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        CLOSED = "closed", "Closed"

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="challenge_events")
    held_on = models.DateField("day")
    where = models.CharField(max_length=200)
    purpose = models.TextField("what it is to find out")
    panel = models.TextField("who sits on the panel", blank=True)
    state = models.CharField(
        max_length=8, choices=State, default=State.PLANNED, editable=False
    )

    comes_with = ("cycle__activity",)
    objects = Records.as_manager()

    class Meta:
        ordering = ("-held_on", "-pk")
        verbose_name = "challenge event"

    def __str__(self) -> str:
        return f"Challenge event of {day(self.held_on)}"

    def get_absolute_url(self) -> str:
        return reverse("section11:event", args=[self.pk])

    @property
    def board_id(self) -> int:
        return self.cycle.activity.board_id


State = ChallengeEvent.State
GOING_ON = (State.PLANNED, State.HELD)


class Minutes(models.Model):
    """What was said at an event, of all its returns: for the board that holds it."""

    event = models.OneToOneField(
        ChallengeEvent, models.CASCADE, primary_key=True, related_name="minutes"
    )
    text = models.TextField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = Records.as_manager()

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"Minutes of the {str(self.event).lower()}"


class Challenge(models.Model):
    """A return that is looked at, and the organisation that was paired with it.

    Whose return it is stands here too: whoever challenges it is told that, and reaches
    the return itself only if its lead agreed.
    """

    event = models.ForeignKey(ChallengeEvent, models.CASCADE, related_name="challenges")
    assessment = models.ForeignKey(
        SelfAssessment, models.PROTECT, related_name="challenges"
    )
    challenged = models.ForeignKey(
        Organisation, models.PROTECT, editable=False, related_name="+"
    )
    challenged_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="section11_challenges"
    )
    shared = models.BooleanField(
        default=False,
        editable=False,
        help_text="its lead agreed that who challenges it reads it",
    )
    because = models.TextField("why nothing was asked", blank=True, editable=False)

    comes_with = ("event__cycle__activity", "challenged", "challenged_by")
    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["event", "assessment"], name="section11_challenged_once"
            ),
            models.CheckConstraint(
                name="section11_nobody_challenges_herself",
                condition=~Q(challenged=F("challenged_by")),
            ),
        )

    def __str__(self) -> str:
        return f"Challenge of {self.challenged}"

    def get_absolute_url(self) -> str:
        return reverse("section11:challenge", args=[self.pk])

    @property
    def board_id(self) -> int:
        return self.event.board_id


class Question(models.Model):
    """Something that was asked of a return, and what was answered to it."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="questions")
    key = models.CharField("of which question of the form", max_length=100, blank=True)
    text = models.TextField("what is asked")
    put_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.TextField("what was answered", blank=True)
    looked_at = models.ManyToManyField(
        Evidence, blank=True, related_name="section11_questions"
    )
    showed = models.TextField("what the evidence showed", blank=True)

    comes_with = ("challenge__challenged",)
    objects = Records.as_manager()

    # What a page says of it to whoever reads it; none of it is kept.
    about, graded, hers = "", False, False

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="section11_question_has_words", condition=~Q(text="")
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("section11:challenge", args=[self.challenge_id])


class Commitment(models.Model):
    """What an organisation said at the event that it will do, who does it, and by when."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="commitments")
    what = models.CharField("what is done", max_length=300)
    owner = models.CharField("who does it", max_length=120)
    due_on = models.DateField("by when")

    objects = Records.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="section11_commitment_has_an_owner", condition=~Q(owner="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} ({self.owner})"

    def get_absolute_url(self) -> str:
        at = reverse("section11:challenge", args=[self.challenge_id])
        return f"{at}#commitments"
