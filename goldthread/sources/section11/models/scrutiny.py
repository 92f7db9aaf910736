"""What the board makes of a return, beside what the organisation said of itself."""

from django.db import models
from django.db.models import Q

from goldthread.base.access.models import Records
from goldthread.base.constraints import together
from goldthread.base.people.models import User
from goldthread.sources.section11.models.returns import SelfAssessment


class Moderation(models.Model):
    """The board's own grade of one criterion. It never replaces the organisation's."""

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="moderations"
    )
    key = models.CharField(max_length=100)
    said = models.JSONField()
    because = models.TextField("why")
    moderated_at = models.DateTimeField(auto_now=True)
    moderated_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["assessment", "key"], name="section11_one_moderation_each"
            ),
            models.CheckConstraint(
                name="section11_moderated_with_a_reason", condition=~Q(because="")
            ),
        )

    def __str__(self) -> str:
        return self.key


class Exchange(models.Model):
    """Something the board asks about a return, and what the organisation answers."""

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="exchanges"
    )
    text = models.TextField("what is asked")
    asked_on = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            together("answered_on", "answered_by", name="section11_question_answered"),
        )

    def __str__(self) -> str:
        return self.text[:80]


class Grade(models.Model):
    """What the answers to one standard come to: kept when they are submitted or moderated.

    Pictures of many returns read these, and count nothing anew. Percentages of 100, None
    where nothing of it applies or something is missing.
    """

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="grades"
    )
    standard = models.CharField(max_length=100)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    band = models.CharField(max_length=40, blank=True)
    answered = models.PositiveSmallIntegerField()
    missing = models.PositiveSmallIntegerField()
    not_applicable = models.PositiveSmallIntegerField()
    moderated_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    moderated_band = models.CharField(max_length=40, blank=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["assessment", "standard"], name="section11_one_grade_each"
            ),
        )

    def __str__(self) -> str:
        return self.standard
