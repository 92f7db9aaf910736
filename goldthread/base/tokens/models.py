"""A token: which program reads, for whom, what, and until when. Never its secret."""

from datetime import date, datetime
from math import ceil

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.constraints import together
from goldthread.base.people.models import Board, User
from goldthread.base.tokens import rules


class Token(models.Model):
    """One program may read for its holder, once a second person has agreed."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        AGREED = "agreed", "Agreed"
        REVOKED = "revoked", "Revoked"

    board = models.ForeignKey(Board, models.PROTECT, related_name="tokens")
    holder = models.ForeignKey(
        User, models.PROTECT, editable=False, related_name="tokens"
    )
    name = models.CharField("which program, and what for", max_length=200)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name="what it reads")
    made_on = models.DateField(editable=False)
    expires_on = models.DateField("the last day on which it reads", editable=False)
    state = models.CharField(
        max_length=10, choices=State, default=State.WAITING, editable=False
    )
    agreed_on = models.DateField(null=True, editable=False)
    agreed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    digest = models.CharField(max_length=64, blank=True, editable=False)
    used_on = models.DateField("last used on", null=True, editable=False)
    counted = models.PositiveIntegerField(
        default=0, editable=False, help_text="requests since `counted_from`"
    )
    counted_from = models.DateTimeField(null=True, editable=False)

    objects = Records.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            together("agreed_on", "agreed_by", name="token_agreed"),
            models.CheckConstraint(
                name="token_takes_two_people",
                condition=Q(state="waiting", agreed_by=None)
                | Q(state="revoked")
                | Q(agreed_by__isnull=False) & ~Q(agreed_by=F("holder")),
            ),
            models.CheckConstraint(
                name="token_has_a_secret_once_agreed",
                condition=Q(digest="") | Q(agreed_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["digest"],
                condition=~Q(digest=""),
                name="token_has_a_secret_of_its_own",
            ),
            models.CheckConstraint(
                name="token_lasts_a_year_at_most",
                condition=Q(
                    expires_on__gte=F("made_on"),
                    expires_on__lte=F("made_on") + rules.LONGEST,
                ),
            ),
            models.CheckConstraint(
                name="token_reads_something",
                condition=Q(scopes__len__gt=0) & ~Q(name=""),
            ),
        )

    def __str__(self) -> str:
        return f"Token T-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("tokens:show", args=[self.pk])

    @property
    def reads(self) -> str:
        return rules.in_words(self.scopes)

    def expired(self, *, on: date) -> bool:
        return on > self.expires_on

    def wait(self, *, now: datetime) -> int:
        """For how many seconds it has asked too often; 0 if it has not."""
        if self.counted <= rules.MOST or self.counted_from is None:
            return 0
        left = self.counted_from + rules.WITHIN - now
        return max(1, ceil(left.total_seconds()))
