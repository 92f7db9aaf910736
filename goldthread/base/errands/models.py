"""What somebody asked for, how far it is, and where it led."""

from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from goldthread.base.access.models import Records
from goldthread.base.errands import rules
from goldthread.base.people.models import Board, User


class Errand(models.Model):
    """One piece of long work, for one person."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to start"
        RUNNING = "running", "Under way"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=100, editable=False)
    record = models.BigIntegerField(help_text="the key of what it is about")
    given = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    title = models.CharField(max_length=300)
    board = models.ForeignKey(Board, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="errands")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    doing = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    leads_to = models.CharField(
        max_length=300, help_text="what it is about; its result"
    )
    ready = models.CharField(max_length=300, help_text="what is said when it is done")
    file = models.BooleanField(default=False, help_text="leads to a download")
    trouble = models.TextField(blank=True, help_text="why it failed, in sentences")
    task = models.UUIDField(null=True, help_text="its row of the queue")

    objects = Records.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "long piece of work"
        constraints = (
            models.CheckConstraint(
                name="errand_has_ended_or_not",
                condition=Q(ended_at=None, state__in=("waiting", "running"))
                | Q(ended_at__isnull=False, state__in=("done", "failed")),
            ),
        )
        indexes = (
            models.Index(
                name="errand_unfinished", fields=["id"], condition=Q(ended_at=None)
            ),
            models.Index(name="errand_about", fields=["record", "asked_by"]),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("errands:show", args=[self.pk])

    @property
    def waited(self) -> timedelta:
        return timezone.now() - self.asked_at

    @property
    def told(self) -> str:
        """How far it is, in words."""
        if self.state != self.State.RUNNING or not self.doing:
            return str(self.get_state_display())
        return rules.told(self.doing, self.done, self.total)
