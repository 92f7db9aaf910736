"""How people come in, boards share a group, and organisations work with one."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from goldthread.base.access.models import Records
from goldthread.base.people.models import (
    Appointment,
    Board,
    Group,
    Organisation,
    Place,
    User,
)


class InvitationQuerySet(Records["Invitation"]):
    def open(self) -> Self:
        """Sent, not taken up or withdrawn, and not expired."""
        return self.filter(state=Invitation.State.SENT, expires_at__gt=Now())

    def pending(self) -> Self:
        """Open, or waiting for somebody to agree or stand behind it."""
        return self.filter(
            Q(state__in=(Invitation.State.WAITING, Invitation.State.HELD))
            | Q(state=Invitation.State.SENT, expires_at__gt=Now())
        )


class Invitation(models.Model):
    """An emailed link that expires; taking it up makes the person and her role."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        HELD = "held", "On hold"
        TAKEN_UP = "taken_up", "Taken up"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    email = models.EmailField()
    name = models.CharField(max_length=200)
    role = models.CharField(
        max_length=20, choices=Appointment._meta.get_field("role").choices
    )
    board = models.ForeignKey(Board, models.PROTECT, null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True
    )
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True)
    until = models.DateField("role ends on", null=True, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(editable=False)
    agreed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    state = models.CharField(
        max_length=10, choices=State, default=State.SENT, editable=False
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.name} as {self.get_role_display()}"

    def get_absolute_url(self) -> str:
        return reverse("people:invitation", args=[self.pk])

    @property
    def place(self) -> Place | None:
        return self.board or self.group or self.organisation

    @property
    def what(self) -> str:
        """What the person becomes: "agency lead, Kingston Hospital"."""
        role = self.get_role_display().lower()
        return f"{role}, {self.place}" if self.place else role

    @property
    def expired(self) -> bool:
        return self.state == self.State.SENT and self.expires_at <= timezone.now()


class Offer(models.Model):
    """One board offers to share a group of its own; the other board's team agrees."""

    class State(models.TextChoices):
        OFFERED = "offered", "Offered"
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Declined"

    group = models.ForeignKey(Group, models.CASCADE, related_name="offers")
    board = models.ForeignKey(Board, models.PROTECT, related_name="offers")
    offered_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        max_length=10, choices=State, default=State.OFFERED, editable=False
    )

    objects = Records["Offer"].as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                name="offer_once_at_a_time",
                fields=["group", "board"],
                condition=Q(state="offered"),
                violation_error_message="It is already offered to that board.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.group}, offered to {self.board}"

    def get_absolute_url(self) -> str:
        return reverse("groups:offer", args=[self.pk])


class ChiefOfficer(models.Model):
    """Who leads an organisation: written to when it owes something for long.

    She needs no account. Her address stands apart from the organisation, whose name
    everybody may read.
    """

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, primary_key=True, related_name="chief"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField()

    objects = Records["ChiefOfficer"].as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = "chief officer"

    def __str__(self) -> str:
        return f"{self.name} ({self.email})"


class PartnershipQuerySet(Records["Partnership"]):
    def waiting(self) -> Self:
        return self.filter(state=Partnership.State.ASKED)


class Partnership(models.Model):
    """A board asks an organisation that has people of its own to work with it.

    Until its lead agrees, this opens nothing of either to the other (ADR 9).
    """

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    board = models.ForeignKey(Board, models.PROTECT, related_name="partnerships")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partnerships"
    )
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        max_length=10, choices=State, default=State.ASKED, editable=False
    )

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                name="partnership_asked_once_at_a_time",
                fields=["board", "organisation"],
                condition=Q(state="asked"),
                violation_error_message="It is already asked.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}, asked to work with {self.board}"

    def get_absolute_url(self) -> str:
        return reverse("organisations:partnership", args=[self.pk])
