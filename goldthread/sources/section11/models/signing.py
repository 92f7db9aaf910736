"""Who stands behind a return, what was submitted, and what was added since."""

from django.db import models

from goldthread.base.access.models import Records
from goldthread.base.people.models import User
from goldthread.sources.section11.models.returns import SelfAssessment


class Signature(models.Model):
    """Somebody senior, who wrote none of it, stands behind the return."""

    class Capacity(models.TextChoices):
        SENIOR = "senior", "Senior leader"
        HEAD = "head", "Head teacher or principal"
        GOVERNOR = "governor", "Safeguarding governor"

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="signatures"
    )
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=10, choices=Capacity)
    signed_at = models.DateTimeField(auto_now_add=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["assessment", "person"], name="section11_signs_once"
            ),
            models.UniqueConstraint(
                fields=["assessment", "capacity"], name="section11_one_of_each_capacity"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.get_capacity_display()}"


class Snapshot(models.Model):
    """What was answered when it was submitted. It stays as it was."""

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="snapshots"
    )
    submitted_on = models.DateField()
    answers = models.JSONField(help_text="by the key of the criterion")

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.submitted_on}"


class Addendum(models.Model):
    """What the organisation adds after it has submitted. What was sent stands."""

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="addenda"
    )
    words = models.TextField("what is added")
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "addenda"

    def __str__(self) -> str:
        return self.words[:80]
