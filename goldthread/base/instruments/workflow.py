"""Publishing a question set: it is copied word for word, and never changes again."""

from pathlib import Path

from goldthread.base.instruments.models import PublishedSet, digest_of
from goldthread.base.instruments.rules import QuestionSet
from goldthread.base.instruments.rules.reading import key_of, read
from goldthread.base.instruments.rules.shelf import SHIPPED, check_walk, checked
from goldthread.base.people.models import User


def publish(text: str, *, by: User | None) -> PublishedSet:
    """The same words are the same version. Raises BadFile with all that is wrong.

    A browser sends what is pasted with line ends of its own: they are no other words.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    asked = read(text, file=f"{key_of(text)}.yaml")
    check_walk(asked, of=f"{asked.key}.yaml", before=_published(asked))
    made, _ = PublishedSet.objects.get_or_create(
        digest=digest_of(text),
        defaults={
            "key": asked.key,
            "title": asked.title,
            "text": text,
            "published_by": by,
        },
    )
    return made


def _published(asked: QuestionSet) -> QuestionSet | None:
    """The version that its cross-walk comes from, as it was last published."""
    if asked.crosswalk is None:
        return None
    known = PublishedSet.objects.filter(key=asked.crosswalk.old).order_by("-pk").first()
    return known.asked if known else None


def publish_shipped(key: str, *, by: User | None) -> PublishedSet:
    """One of those that come with the product, with its cross-walk checked."""
    file = SHIPPED / f"{Path(key).name}.yaml"
    checked(file)
    return publish(file.read_text(encoding="utf-8"), by=by)
