"""What she types is seen by herself, whatever her roles, and by nobody else."""

from django.db.models import Q

from goldthread.base.access.relations import Relation
from goldthread.base.access.table import Rule, policy
from goldthread.base.people.rules import Role

hers = Relation("of her own", lambda user, roles: Q(person=user.pk), ("person",))

policy("drafts.draft", Rule("view", tuple(Role), hers))
policy("drafts.sending", Rule("view", tuple(Role), hers))
