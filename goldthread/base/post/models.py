"""Letters that must not be lost, sent by `goldthread tick`."""

from django.db import models
from django.db.models import Q

from goldthread.base.people.models import User


class Letter(models.Model):
    """One mail to one person; the key keeps the same reason from writing twice."""

    to = models.ForeignKey(User, models.CASCADE, null=True, related_name="letters")
    address = models.EmailField(help_text="where it goes: hers, or an invited one")
    subject = models.CharField(max_length=150)
    body = models.TextField()
    key = models.CharField(max_length=200, unique=True)
    written_at = models.DateTimeField(auto_now_add=True)
    send_after = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=["send_after"], name="letter_waiting", condition=Q(sent_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"
