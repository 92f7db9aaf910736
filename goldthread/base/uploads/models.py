"""A file that somebody sent: what is known of it, and apart from that its bytes, sealed."""

from uuid import uuid4

from django.db import models
from django.urls import reverse

from goldthread.base.access.models import Records
from goldthread.base.people.models import Board, User
from goldthread.base.uploads.rules import KINDS, NOBODY, said_size
from goldthread.base.vault.fields import SealedBytes, SealedText
from goldthread.base.vault.keys import Key, OwnKey


class Upload(models.Model):
    """Its address and the name it is downloaded under are random; its own is sealed."""

    class State(models.TextChoices):
        QUARANTINED = "quarantined", "Waits to be scanned"
        CLEAN = "clean", "Ready"
        BLOCKED = "blocked", "Blocked"

    id = Key(primary_key=True)
    reference = models.UUIDField(unique=True, default=uuid4, editable=False)
    board = models.ForeignKey(Board, models.PROTECT, null=True, related_name="+")
    key = OwnKey(board="board", related_name="uploads")
    name = SealedText("what it was called")
    kind = models.CharField(
        max_length=10, choices=[(name, kind.words) for name, kind in KINDS.items()]
    )
    size = models.PositiveIntegerField()
    state = models.CharField(
        max_length=12, choices=State, default=State.QUARANTINED, editable=False
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    scanned_by = models.CharField(max_length=40, blank=True, editable=False)
    found = models.CharField(
        "what was found", max_length=100, blank=True, editable=False
    )

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = "uploaded file"
        indexes = (
            models.Index(
                name="upload_waiting",
                fields=["id"],
                condition=models.Q(state="quarantined"),
            ),
        )

    def __str__(self) -> str:
        return f"File {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("uploads:file", args=[self.reference])

    @property
    def filename(self) -> str:
        return f"{self.reference}.{self.kind}"

    @property
    def shown(self) -> bool:
        """Whether a browser may show it in its own window."""
        return KINDS[self.kind].shown

    @property
    def told(self) -> str:
        """What stands beside its name."""
        if self.state == self.State.QUARANTINED:
            return "Nobody can open it until it has been scanned for malware"
        if self.state == self.State.BLOCKED:
            return "Blocked: malware was found in it, and nobody can open it"
        kind = self.get_kind_display().partition(" ")[2]
        unscanned = ". Not scanned for malware: this is a demo"
        return f"{kind}, {said_size(self.size)}{'' if self.scanned else unscanned}"

    @property
    def scanned(self) -> bool:
        return not self.scanned_by.startswith(NOBODY)


class Content(models.Model):
    """The bytes, apart, so that a list of files reads none of them."""

    upload = models.OneToOneField(
        Upload, models.CASCADE, primary_key=True, related_name="content"
    )
    data = SealedBytes(key="upload.key")

    def __str__(self) -> str:
        return f"Content of {self.upload}"
