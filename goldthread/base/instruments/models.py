"""Question sets as they were published: a copy of the file, which nothing changes."""

from functools import lru_cache
from hashlib import sha256

from django.db import models

from goldthread.base.instruments.rules import QuestionSet
from goldthread.base.instruments.rules.reading import read
from goldthread.base.people.models import User


class PublishedSet(models.Model):
    """One version of a question set, word for word. The database lets nobody change it."""

    key = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    text = models.TextField("the file")
    digest = models.CharField(max_length=64, unique=True)
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-pk",)
        verbose_name = "question set"

    def __str__(self) -> str:
        return self.title

    @property
    def asked(self) -> QuestionSet:
        """What it asks; read once by each process."""
        return _read(self.digest, self.text, self.key)


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@lru_cache(maxsize=64)
def _read(digest: str, text: str, key: str) -> QuestionSet:
    return read(text, file=f"{key}.yaml")
