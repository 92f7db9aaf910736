"""The queryset of every record that is read through the table."""

from typing import Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models

from goldthread.base.access import ways
from goldthread.base.access.table import condition
from goldthread.base.people.models import User

M = TypeVar("M", bound=models.Model)


class Records(models.QuerySet[M]):
    """Records are fetched for somebody: `Finding.objects.visible_to(user)`."""

    def visible_to(self, user: User | AnonymousUser, action: str = "view") -> Self:
        return ways.seen(self, condition(self.model, user, action))

    def count(self) -> int:
        found = ways.number(self) if self._result_cache is None else None
        return super().count() if found is None else found
