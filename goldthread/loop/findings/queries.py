"""Where a finding comes from, as far as its reader may know."""

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from goldthread.base.people.models import User
from goldthread.loop.activities.models import Activity


def opens_activity(user: User) -> Exists:
    """Whether she may read the activity behind each finding."""
    return Exists(Activity.objects.visible_to(user).filter(pk=OuterRef("activity")))


def learned_from(user: User) -> Case:
    """The title of each finding's activity; of one that is closed to her, nothing.

    A finding may be released from a restricted activity. That must not tell of it.
    """
    told = Q(activity__restricted=False) | Q(opens_activity(user))
    return Case(When(told, then=F("activity__title")), default=Value(""))
