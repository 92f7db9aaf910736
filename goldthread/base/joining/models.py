"""Invitations: how a person first comes in."""

from django.db import models
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.people.models import Board, Group, Organisation, User
from goldthread.base.people.models import Appointment


class Invitation(models.Model):
    """An emailed link that expires; taking it up makes the person and her role."""

    class State(models.TextChoices):
        SENT = "sent", "Sent"
        TAKEN_UP = "taken_up", "Taken up"
        WITHDRAWN = "withdrawn", "Withdrawn"

    email = models.EmailField()
    name = models.CharField(max_length=200)
    role = models.CharField(
        max_length=20, choices=Appointment._meta.get_field("role").choices
    )
    board = models.ForeignKey(Board, models.PROTECT, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True)
    until = models.DateField("role ends on", null=True, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(editable=False)
    state = models.CharField(
        max_length=10, choices=State, default=State.SENT, editable=False
    )

    objects = Records.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.name} as {self.get_role_display()}"

    def get_absolute_url(self) -> str:
        return reverse("people:invitation", args=[self.pk])
