"""What one of several boards asks besides the questions they all ask."""

from django.db import models

from goldthread.base.access.models import Records
from goldthread.base.people.models import Board
from goldthread.sources.section11.models.cycles import Cycle
from goldthread.sources.section11.models.returns import SelfAssessment


class LocalQuestion(models.Model):
    """Asked of the organisations that work with this board. It is answered in words and
    counts towards no grade, so that the common core stays comparable."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="local_questions")
    board = models.ForeignKey(Board, models.PROTECT, related_name="+")
    text = models.CharField("what it asks", max_length=300)
    guidance = models.TextField(blank=True)

    comes_with = ("board",)
    objects = Records.as_manager()

    class Meta:
        ordering = ("board__name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["cycle", "board", "text"],
                name="section11_local_asked_once",
                violation_error_message="Your board asks this already.",
            ),
        )

    def __str__(self) -> str:
        return self.text


class LocalAnswer(models.Model):
    """Read by the board that asked, once the return was submitted and released to it."""

    question = models.ForeignKey(
        LocalQuestion, models.PROTECT, related_name="local_answers"
    )
    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="local_answers"
    )
    words = models.TextField()
    released = models.BooleanField(default=False, editable=False)

    comes_with = ("question",)
    objects = Records.as_manager()

    class Meta:
        ordering = ("question", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["question", "assessment"], name="section11_local_answered_once"
            ),
        )

    def __str__(self) -> str:
        return self.words[:80]
