"""Where a finding comes from, as far as its reader may know."""

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from goldthread.base.access.table import condition, opening
from goldthread.base.people.models import Board, User
from goldthread.loop.activities.models import Activity
from goldthread.loop.findings.models import Finding


def _told(user: User) -> QuerySet[Activity]:
    """A finding may be released from a restricted activity. That must not tell of it."""
    hers = condition(Activity, user, "view")
    return Activity.objects.filter(Q(restricted=False) | hers)


def learned_from(user: User) -> Coalesce:
    """The title of each finding's activity; of one that is closed to her, nothing."""
    title = _told(user).filter(pk=OuterRef("activity")).order_by().values("title")
    return Coalesce(Subquery(title), Value(""))


def source_of(finding: Finding, user: User) -> Activity | None:
    """The activity, if its reader may know of it; it says whether its page `opens`."""
    return opening(_told(user), user).filter(pk=finding.activity_id).first()


def unrestricted(board: Board, user: User) -> QuerySet[Finding]:
    """What of a board's findings may leave to a program: nothing that is restricted."""
    found = Finding.objects.visible_to(user).standing()
    return found.filter(board=board, of_restricted=False).prefetch_related("about")
