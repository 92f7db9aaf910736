"""A draft is hers alone and sealed; a sending remembers where a form that was sent led."""

from django.db import models

from goldthread.base.access.models import Records
from goldthread.base.drafts.rules import LONGEST_PATH
from goldthread.base.people.models import User
from goldthread.base.vault.fields import SealedText
from goldthread.base.vault.keys import Key
from goldthread.base.vault.models import CaseKey


class Draft(models.Model):
    """What somebody typed into one form and has not saved. Its key goes with it."""

    id = Key(primary_key=True)
    person = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    path = models.CharField("the page of the form", max_length=LONGEST_PATH)
    token = models.CharField("which form of that page", max_length=32)
    key = models.ForeignKey(CaseKey, models.PROTECT, related_name="drafts")
    typed = SealedText("what was typed")
    begun_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ("-changed_at", "-pk")
        verbose_name = "draft of a form"
        verbose_name_plural = "drafts of forms"
        constraints = (
            models.UniqueConstraint(
                fields=["person", "path", "token"], name="draft_once"
            ),
        )
        indexes = (models.Index(fields=["changed_at"], name="draft_changed"),)

    def __str__(self) -> str:
        return f"Draft D-{self.pk}"


class Sending(models.Model):
    """A form that was sent, and where it led: sent again, it leads there again."""

    key = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    token = models.CharField(max_length=32)
    led_to = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = Records.as_manager()

    class Meta:
        verbose_name = "form that was sent"
        verbose_name_plural = "forms that were sent"
        indexes = (
            models.Index(fields=["person", "token"], name="sending_of_form"),
            models.Index(fields=["at"], name="sending_at"),
        )

    def __str__(self) -> str:
        return f"Sending {self.pk}"
