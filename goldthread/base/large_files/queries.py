"""How many rows somebody has taken, and which file is open to her."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.large_files import rules
from goldthread.base.large_files.models import LargeFile, Taken
from goldthread.base.large_files.policy import DECIDERS
from goldthread.base.people.models import Appointment, Board, User


def alone() -> int:
    """How many rows one person takes in 24 hours without asking anybody."""
    return int(settings.LARGE_FILE_ROWS)


def one_at_a_time(person: User) -> None:
    """Two files at once are counted one after the other; until the answer is sent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('large_files'), %s)", [person.pk]
        )


def taken_lately(person: User) -> int:
    """The rows that she took alone within 24 hours."""
    since = timezone.now() - rules.WITHIN
    with trusted(person):
        lately = Taken.objects.filter(person=person, under=None, at__gt=since)
        return lately.aggregate(rows=Sum("rows"))["rows"] or 0


def open_to_her(person: User, path: str, query: str) -> LargeFile | None:
    """What was agreed and is being fetched, of exactly this list."""
    with trusted(person):
        found = LargeFile.objects.filter(
            asked_by=person, path=path, open_until__gt=timezone.now()
        ).select_related("key")
        same = (file for file in found if file.sought == rules.sought(query))
        return next(same, None)


def address(file: LargeFile) -> str:
    """Of the list as it was narrowed; for a page whose reader may see the request."""
    with trusted():
        said = LargeFile.objects.select_related("key").get(pk=file.pk).sought
    return f"{file.path}?{said}" if said else file.path


def second_people(file: LargeFile) -> QuerySet[User]:
    """Those of its board who may agree, and are not she who asks."""
    held = Appointment.objects.current().filter(
        person=OuterRef("pk"), board=file.board_id, role__in=DECIDERS
    )
    people = User.objects.filter(Exists(held), is_active=True)
    return people.exclude(pk=file.asked_by_id)


def link_to_large_files(board: Board) -> tuple[str, str]:
    return "Large files", reverse("large_files:index")


def asking(request: HttpRequest, rows: int, title: str) -> dict[str, Any]:
    """What the page that asks is told of the list, signed so that nobody alters it."""
    return {
        "by": request.user.pk,
        "title": title,
        "path": request.path,
        "sought": rules.sought(request.GET.urlencode()),
        "rows": rows,
    }
