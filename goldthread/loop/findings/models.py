"""One thing learned, put so that someone who was not there can use it."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.constraints import together
from goldthread.base.people.models import Board, Organisation, User
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.rules import WAYS
from goldthread.loop.findings import rules


class FindingQuerySet(Records["Finding"]):
    def standing(self) -> Self:
        """All but the withdrawn."""
        return self.exclude(state=Finding.State.WITHDRAWN)


class Finding(models.Model):
    """A strength or a concern, with its basis and what it means for children."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", "Strength"
        CONCERN = "concern", "Area for improvement"

    class State(models.TextChoices):
        DRAFTED = "drafted", "Drafted"
        AGREED = "agreed", "Agreed"
        RELEASED = "released", "Released"
        WITHDRAWN = "withdrawn", "Withdrawn"

    board = models.ForeignKey(Board, models.PROTECT, related_name="findings")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="findings")
    # What its activity is, kept by the database: who may read a finding depends on it,
    # and whoever reads one that was released may see nothing of a restricted activity.
    way = models.CharField(
        "way of learning",
        max_length=30,
        choices=WAYS,
        db_default="",
        editable=False,
    )
    of_restricted = models.BooleanField(db_default=False, editable=False)
    reference = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField("what was found")
    meaning = models.TextField("what it means for children", blank=True)
    about = models.ManyToManyField(Organisation, blank=True, related_name="findings")
    about_everyone = models.BooleanField("about every agency", default=False)
    method = models.CharField("how we know", max_length=200, blank=True)
    number = models.PositiveIntegerField(
        "how many were looked at", null=True, blank=True
    )
    written = models.CharField("date as written", max_length=60, blank=True)
    earliest = models.DateField(null=True, blank=True)
    latest = models.DateField(null=True, blank=True)
    published = models.TextField("where it is published", blank=True)
    characteristics = ArrayField(
        models.CharField(max_length=40, choices=rules.CHARACTERISTICS),
        default=list,
        blank=True,
        verbose_name="equality characteristics it bears on",
    )
    help_stage = models.CharField(
        "stage of help", max_length=20, blank=True, choices=rules.HELP_STAGES
    )
    state = models.CharField(
        max_length=10, choices=State, default=State.DRAFTED, editable=False
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    drafted_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, editable=False)
    agreed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    released_at = models.DateTimeField(null=True, editable=False)
    released_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    shared_at = models.DateTimeField(null=True, editable=False)
    shared_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    import_key = models.CharField(max_length=80, blank=True, editable=False)
    search = models.GeneratedField(
        expression=SearchVector("reference", "text", "meaning", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    confined = Q(of_restricted=True) & ~Q(state="released")
    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(  # all that a count asks of a finding: the table stays shut
                fields=["board", "-id"],
                include=[
                    "activity",
                    "of_restricted",
                    "state",
                    "shared_at",
                    "about_everyone",
                    "recorded_at",
                ],
                name="finding_board",
            ),
            models.Index(  # the few that partners read, whatever they are about
                fields=["board", "-id"],
                include=["activity", "state"],
                condition=Q(shared_at__isnull=False),
                name="finding_shared_here",
            ),
            models.Index(
                fields=["board", "-id"],
                include=["activity", "state"],
                condition=Q(about_everyone=True),
                name="finding_about_everyone",
            ),
            GinIndex(fields=["search"], name="finding_search"),
        )
        constraints = (
            together("agreed_at", "agreed_by", name="finding_agreed"),
            together("released_at", "released_by", name="finding_released"),
            together("shared_at", "shared_by", name="finding_shared"),
            models.CheckConstraint(
                name="finding_dates_in_order",
                condition=Q(earliest=None, latest=None)
                | Q(latest__gte=models.F("earliest")),
            ),
            models.UniqueConstraint(
                fields=["board", "import_key"],
                condition=~Q(import_key=""),
                name="finding_imported_once",
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("findings:show", args=[self.pk])

    @property
    def characteristic_words(self) -> str:
        """The equality characteristics it bears on, in words."""
        known = (rules.CHARACTERISTICS[key] for key in self.characteristics)
        return ", ".join(known)
