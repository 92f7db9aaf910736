"""Who works with whom, what is in whose hands, who must agree, which links still open."""

from goldthread.base.joining.queries.confirming import (
    confirmable,
    confirming,
    groups_for,
    groups_to_confirm,
    members_of,
)
from goldthread.base.joining.queries.giving import (
    acting,
    administers,
    agency_roles,
    consenting,
    inviting_to,
    leads_of,
    needs_consent,
    peopled,
    posts_open_to,
    team_of,
    why_consenting,
)
from goldthread.base.joining.queries.places import (
    account,
    at_a_glance,
    holders_of,
    kin_of,
    recent,
    roles_seen_by,
    usable,
)
from goldthread.base.joining.queries.work import (
    Held,
    colleagues_of,
    counted,
    work_of,
    work_owed_by,
)

__all__ = [
    "Held",
    "account",
    "acting",
    "administers",
    "agency_roles",
    "at_a_glance",
    "colleagues_of",
    "confirmable",
    "confirming",
    "consenting",
    "counted",
    "groups_for",
    "groups_to_confirm",
    "holders_of",
    "inviting_to",
    "kin_of",
    "leads_of",
    "members_of",
    "needs_consent",
    "peopled",
    "posts_open_to",
    "recent",
    "roles_seen_by",
    "team_of",
    "usable",
    "why_consenting",
    "work_of",
    "work_owed_by",
]
