"""Case files, who was named on them, who never sees them, and who opened one in haste."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now, TruncDate
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.cases import rules
from goldthread.base.constraints import together
from goldthread.base.people.models import Board, User
from goldthread.base.vault.fields import SealedText, says_something
from goldthread.base.vault.keys import Key, OwnKey


class CaseFile(models.Model):
    """What a confined record points to; it says nothing but what it is called."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        LIFTED = "lifted", "No longer restricted"

    board = models.ForeignKey(Board, models.PROTECT, related_name="case_files")
    key = OwnKey(board="board", related_name="cases")
    reference = models.CharField(max_length=30, unique=True)
    state = models.CharField(
        max_length=10, choices=State, default=State.OPEN, editable=False
    )
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, editable=False)

    objects = Records.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="case_file_closed_when_it_says_so",
                condition=Q(state="closed", closed_on__isnull=False)
                | (~Q(state="closed") & Q(closed_on=None)),
            ),
        )

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("cases:show", args=[self.pk])


class Later(Func):
    """A day so many months after another: the same day, or the last of a shorter month."""

    output_field = models.DateField()

    def __init__(self, field: str, months: int) -> None:
        super().__init__(
            F(field), template=f"(%(expressions)s + interval '{months} months')::date"
        )


class GrantQuerySet(Records["Grant"]):
    def standing(self) -> Self:
        """Not ended by anybody, whatever the day."""
        return self.filter(ended_at=None)

    def current(self) -> Self:
        """What opens a case now, by the database's own day."""
        today = TruncDate(Now())
        return self.standing().filter(
            case_file__state="open", since__lte=today, until__gte=today
        )


class Grant(models.Model):
    """One person, named on one case file, for a purpose, until a day."""

    id = Key(primary_key=True)
    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="grants")
    person = models.ForeignKey(User, models.PROTECT, related_name="grants")
    purpose = SealedText(key="case_file.key")
    outsider = models.BooleanField(default=False, editable=False)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    since = models.DateField()
    until = models.DateField("last day")
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_because = SealedText(key="case_file.key", blank=True, editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ("until", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["case_file", "person"],
                condition=Q(ended_at=None),
                name="one_standing_grant_each",
            ),
            models.CheckConstraint(
                name="grant_ends_after_it_begins",
                condition=Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="grant_of_12_months_at_most",
                condition=Q(until__lte=Later("since", rules.MOST_MONTHS)),
            ),
            models.CheckConstraint(
                name="grant_of_6_months_at_most_outside",
                condition=Q(outsider=False)
                | Q(until__lte=Later("since", rules.MOST_MONTHS_OUTSIDE)),
            ),
            says_something("grant_says_what_for", "purpose"),
            models.CheckConstraint(
                name="grant_ended_with_a_reason",
                condition=Q(ended_at=None) | Q(ended_because__isnull=False),
            ),
        )
        indexes = (
            models.Index(
                fields=["person"], name="grant_standing", condition=Q(ended_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} on {self.case_file}"

    def get_absolute_url(self) -> str:
        return self.case_file.get_absolute_url()

    def ends_soon(self, *, on: date) -> bool:
        return self.until <= on + rules.ENDS_SOON


class Exclusion(models.Model):
    """To this person the case does not exist, whatever else she was given."""

    id = Key(primary_key=True)
    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="exclusions")
    person = models.ForeignKey(User, models.PROTECT, related_name="exclusions")
    reason = SealedText(key="case_file.key")
    declared = models.BooleanField("declared by herself", default=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True, editable=False)
    lifted_because = SealedText(key="case_file.key", blank=True, editable=False)

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["case_file", "person"],
                condition=Q(lifted_at=None),
                name="excluded_once",
            ),
            models.CheckConstraint(
                name="exclusion_lifted_with_a_reason",
                condition=Q(lifted_at=None) | Q(lifted_because__isnull=False),
            ),
            says_something("exclusion_has_a_reason", "reason"),
        )
        indexes = (
            models.Index(
                fields=["person"], name="exclusion_now", condition=Q(lifted_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} on {self.case_file}"

    def get_absolute_url(self) -> str:
        return self.case_file.get_absolute_url()


class Declaration(models.Model):
    """She said, before she opened it, that she has no conflict of interest."""

    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="declarations")
    person = models.ForeignKey(User, models.PROTECT, related_name="declarations")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["case_file", "person"], name="declared_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} on {self.case_file}"


class Opening(models.Model):
    """A case opened in an emergency by somebody it does not name, for an hour, to read."""

    class State(models.TextChoices):
        MADE = "made", "To be reviewed"
        REVIEWED = "reviewed", "Reviewed"

    id = Key(primary_key=True)
    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="openings")
    person = models.ForeignKey(User, models.PROTECT, related_name="openings")
    reason = SealedText(key="case_file.key")
    at = models.DateTimeField()
    until = models.DateTimeField()
    review_by = models.DateField()
    state = models.CharField(
        max_length=10, choices=State, default=State.MADE, editable=False
    )
    justified = models.BooleanField(null=True, editable=False)
    review = SealedText(key="case_file.key", blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)

    objects = Records.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            together(
                "justified", "reviewed_by", "reviewed_at", name="opening_reviewed"
            ),
            models.CheckConstraint(
                name="opening_reviewed_by_somebody_else",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("person")),
            ),
            says_something("opening_has_a_reason", "reason"),
            models.CheckConstraint(
                name="opening_of_an_hour",
                condition=Q(until__gt=F("at"))
                & Q(
                    until__lte=Func(
                        F("at"),
                        template="(%(expressions)s + interval '60 minutes')",
                        output_field=models.DateTimeField(),
                    )
                ),
            ),
        )
        indexes = (models.Index(fields=["person", "until"], name="opening_of"),)

    def __str__(self) -> str:
        return f"{self.case_file}, opened by {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("cases:opening", args=[self.pk])

    @property
    def due_on(self) -> date:
        return self.review_by
