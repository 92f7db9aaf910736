"""What an organisation writes in its return: answers, and what it does itself."""

from django.db import models
from django.db.models import Q

from goldthread.base.access.models import Records
from goldthread.base.people.models import User
from goldthread.sources.section11.models.evidence import Evidence
from goldthread.sources.section11.models.returns import SelfAssessment


class Answer(models.Model):
    """What was answered to one criterion, and what shows it."""

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="answers"
    )
    key = models.CharField(max_length=100)
    said = models.JSONField(
        null=True, help_text="a grade, a word, or why it does not apply"
    )
    words = models.TextField("how you know", blank=True)
    impact = models.TextField("what difference it makes to children", blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="answers")
    carried = models.BooleanField(
        default=False, help_text="from the last cycle, and not yet confirmed"
    )
    unchanged = models.BooleanField(
        default=False, help_text="the same words as in the last cycle"
    )
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["assessment", "key"], name="section11_one_answer_each"
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def answered(self) -> bool:
        return self.said not in (None, "", {})


class Delegation(models.Model):
    """A colleague answers one standard."""

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="delegations"
    )
    standard = models.CharField(max_length=100)
    person = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["assessment", "standard"], name="section11_one_colleague_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.standard}: {self.person}"


class OwnAction(models.Model):
    """What the organisation itself does where it is not there yet."""

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="actions"
    )
    key = models.CharField(max_length=100)
    what = models.CharField("what is done", max_length=300)
    owner = models.CharField("who does it", max_length=120)
    due_on = models.DateField("by when")

    objects = Records.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="section11_action_has_an_owner", condition=~Q(owner="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} ({self.owner})"
