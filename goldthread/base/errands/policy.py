"""A piece of long work is seen by whoever asked for it, and by nobody else."""

from django.db.models import Q

from goldthread.base.access.relations import Relation
from goldthread.base.access.table import Rule, policy
from goldthread.base.people.rules import Role

hers = Relation(
    "that she asked for", lambda user, roles: Q(asked_by=user.pk), ("asked_by",)
)

policy("errands.errand", Rule("view", tuple(Role), hers))
