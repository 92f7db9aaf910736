"""Letters that must not be lost, sent by `goldthread tick`."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goldthread.base.people.models import User
from goldthread.base.post import rules


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> Self:
        """Not sent, not given up, and to nobody who has left."""
        return self.filter(Q(to=None) | Q(to__is_active=True)).filter(
            sent_at=None, tries__lt=rules.MOST_TRIES
        )

    def due(self) -> Self:
        """Waiting, and its time has come."""
        return self.waiting().filter(send_after__lte=Now())


class Letter(models.Model):
    """One mail to one person; the key keeps the same reason from writing twice."""

    to = models.ForeignKey(User, models.CASCADE, null=True, related_name="letters")
    address = models.EmailField(help_text="where it goes: hers, or an invited one")
    subject = models.CharField(max_length=150)
    body = models.TextField()
    secret = models.BooleanField(
        default=False, help_text="holds a link that lets somebody in: wiped once sent"
    )
    key = models.CharField(max_length=200, unique=True)
    written_at = models.DateTimeField(auto_now_add=True)
    send_after = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(blank=True)
    label = models.CharField(
        max_length=60, blank=True, db_default="", help_text="what it is about"
    )
    record = models.BigIntegerField(null=True, help_text="the key of that")
    action = models.CharField(
        max_length=60,
        blank=True,
        db_default="",
        help_text="what she could do to it when this was written, and must still when it "
        "is sent",
    )
    sent_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=["send_after"], name="letter_waiting", condition=Q(sent_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"
