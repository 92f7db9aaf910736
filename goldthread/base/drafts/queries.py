"""The drafts that a page offers, and what one of them says."""

from django.db.models import Exists, OuterRef
from django.http import QueryDict

from goldthread.base.access.acting import trusted
from goldthread.base.drafts.models import Draft, Sending
from goldthread.base.people.models import User


def offered(person: User, path: str) -> Draft | None:
    """The newest that she began here and has not sent; what it says is not read yet."""
    sent = Sending.objects.filter(person=person, token=OuterRef("token"))
    begun = Draft.objects.visible_to(person).filter(person=person, path=path)
    return begun.exclude(Exists(sent)).defer("typed").first()


def opened(person: User, path: str, token: str) -> QueryDict | None:
    """What she typed, as the form would have sent it."""
    with trusted(person):  # its key is nobody's to see
        mine = Draft.objects.visible_to(person).select_related("key")
        found = mine.filter(person=person, path=path, token=token).first()
        return QueryDict(found.typed) if found else None
