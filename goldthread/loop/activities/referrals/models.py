"""A case that causes concern, as an agency refers it for review."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.constraints import together
from goldthread.base.people.models import Organisation, User
from goldthread.base.vault.fields import SealedText
from goldthread.base.vault.keys import OwnKey
from goldthread.loop.activities.models import Activity


class Referral(models.Model):
    """Why a case should be reviewed, and whether it goes forward.

    It is held by a restricted activity, so nobody sees it whom that does not name. What
    it says of the case is sealed with a key of its own.
    """

    activity = models.OneToOneField(
        Activity, models.PROTECT, primary_key=True, related_name="referral"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="referrals"
    )
    key = OwnKey(board="activity.board", related_name="referrals")
    concern = SealedText("what causes concern")
    working = SealedText("why working together has not been enough")
    referred_on = models.DateField()
    referred_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    forward = models.BooleanField("goes forward for review", null=True, editable=False)
    reason = SealedText("why it was decided so", blank=True, editable=False)
    decided_on = models.DateField(null=True, editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )

    confined = Q(activity__restricted=True)
    objects = Records.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            together("forward", "decided_on", "decided_by", name="referral_decided"),
            models.CheckConstraint(
                name="referral_decided_with_a_reason",
                condition=Q(forward=None) | Q(reason__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        return reverse("referrals:show", args=[self.pk])

    @property
    def standing(self) -> str:
        if self.forward is None:
            return "Not decided yet"
        return "Goes forward" if self.forward else "Does not go forward"
