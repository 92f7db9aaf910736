"""What is proposed for disposal, who approved it, and the certificate."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.constraints import together
from goldthread.base.people.models import Board, User
from goldthread.base.vault.models import CaseKey


class Disposal(models.Model):
    """Case files of one class and board that are destroyed together, or not at all."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        DESTROYED = "destroyed", "Destroyed"
        DECLINED = "declined", "Declined"

    board = models.ForeignKey(Board, models.PROTECT, related_name="disposals")
    kind = models.CharField("class of record", max_length=100, editable=False)
    keys = models.ManyToManyField(CaseKey, related_name="disposals")
    authority = models.CharField("by what authority", max_length=300)
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=State, default=State.PROPOSED, editable=False
    )
    decided_on = models.DateField(null=True, editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    reason = models.TextField("why it was declined", blank=True, editable=False)
    certificate = models.TextField(blank=True, editable=False)

    objects = Records.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            together("decided_on", "decided_by", name="disposal_decided"),
            models.CheckConstraint(
                name="disposal_takes_two_people",
                condition=Q(decided_by=None)
                | Q(state="declined")
                | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="disposal_destroyed_with_a_certificate",
                condition=Q(state="destroyed", decided_on__isnull=False)
                & ~Q(certificate="")
                | ~Q(state="destroyed") & Q(certificate=""),
            ),
        )

    def __str__(self) -> str:
        return f"Disposal D-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("disposal:show", args=[self.pk])
