"""What a question set asks is no secret: whoever has a role reads it."""

from goldthread.base.access.relations import anywhere
from goldthread.base.access.table import Rule, policy
from goldthread.base.people.rules import Role

policy("instruments.publishedset", Rule("view", tuple(Role), anywhere))
