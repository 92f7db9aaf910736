"""Papers for meetings, frozen once issued, and the copies that are published."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.constraints import together
from goldthread.base.people.models import Board, User
from goldthread.loop.plan.models import Meeting


class Paper(models.Model):
    """Everything learned and every action arising since the last meeting."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        ISSUED = "issued", "Issued"

    board = models.ForeignKey(Board, models.PROTECT, related_name="papers")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="papers"
    )
    title = models.CharField(max_length=200)
    since = models.DateField("from")
    until = models.DateField("to")
    narrative = models.JSONField(default=dict, editable=False)
    number = models.PositiveIntegerField(null=True, editable=False)
    frozen = models.JSONField(null=True, editable=False)
    state = models.CharField(
        max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    issued_at = models.DateTimeField(null=True, editable=False)
    issued_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = Records.as_manager()

    class Meta:
        ordering = ("-until", "-pk")
        constraints = (
            together("number", "frozen", "issued_at", "issued_by", name="paper_issued"),
            models.UniqueConstraint(fields=["board", "number"], name="paper_numbered"),
            models.CheckConstraint(
                name="paper_period_in_order",
                condition=Q(until__gte=models.F("since")),
                violation_error_message="The last day cannot be before the first.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:show", args=[self.pk])


class Drawing(models.Model):
    """A paper as a file, kept once it is drawn. `says` tells what the paper said then."""

    ISSUED = "issued"  # it says the same for ever; of a draft, a digest

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="drawings")
    form = models.CharField(max_length=4, choices=Form)
    says = models.CharField(max_length=64)
    content = models.BinaryField()
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["paper", "form"], name="drawing_once"),
        )

    def __str__(self) -> str:
        return f"{self.paper} as {self.get_form_display()}"


class Publication(models.Model):
    """The public copy of an issued paper; all that the role `public_site` may read.

    One person proposes it and another publishes what she proposed.
    """

    paper = models.OneToOneField(Paper, models.PROTECT, related_name="publication")
    title = models.CharField(max_length=200)
    board_name = models.CharField(max_length=200)
    content = models.JSONField()
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+"
    )  # nobody if it was published before two people were needed
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    declined_because = models.TextField(blank=True)

    class Meta:
        ordering = ("-published_at",)
        constraints = (
            together("published_at", "published_by", name="publication_by_somebody"),
            models.CheckConstraint(
                name="publication_by_two_people",
                condition=~Q(published_by=models.F("proposed_by"))
                | Q(published_by=None)
                | Q(proposed_by=None),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:public", args=[self.pk])

    @property
    def waits(self) -> bool:
        """For a second person."""
        return self.published_at is None and self.withdrawn_at is None

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None
