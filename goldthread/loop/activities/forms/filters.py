"""The filters of the lists. All are optional, and what is chosen stays in the address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.base.govuk.forms import Govuk
from goldthread.base.people.models import Board, Organisation
from goldthread.loop.activities import queries, rules
from goldthread.loop.activities.models import (
    Activity,
    Contribution,
    ContributionQuerySet,
)


def any_of(choices: Iterable[tuple[str, str]], label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", "All"), *choices], required=False
    )


def referred(words: str, letter: str) -> Q:
    """Those of this reference, such as A-12 from a calendar or a letter."""
    start, _, number = words.strip().upper().partition("-")
    found = start == letter and number.isascii() and number.isdecimal()
    return Q(pk=int(number[:18])) if found else Q(pk__in=())


def searched(words: str) -> SearchQuery:
    return SearchQuery(words, config="english", search_type="websearch")


class ActivityFilters(Govuk, forms.Form):
    q = forms.CharField(label="Words or reference", required=False)
    board = any_of((), "Board")
    way = any_of(rules.WAYS, "Way of learning")
    state = any_of(Activity.State.choices, "State")
    late = forms.BooleanField(label="With late contributions", required=False)

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        self.by = by
        self.fields["board"].choices = queries.choices(by, Board)["board"]  # type: ignore[attr-defined]

    def narrow(self, activities: QuerySet[Activity]) -> QuerySet[Activity]:
        wanted = self.cleaned_data
        if wanted["q"]:
            found = Q(search=searched(wanted["q"])) | referred(wanted["q"], "A")
            activities = activities.filter(found)
        if board := wanted["board"]:
            shared = Activity.shared_with.through.objects.filter(board=board)
            here = Q(board=board) | Q(pk__in=shared.values("activity"))
            activities = activities.filter(here)
        if wanted["late"]:
            hers = Contribution.objects.visible_to(self.by)
            late = hers.late(on=timezone.localdate())
            activities = activities.filter(pk__in=late.values("activity"))
        exact = {name: wanted[name] for name in ("way", "state") if wanted[name]}
        return activities.filter(**exact)


STANDING = (
    ("outstanding", "Asked, not yet received"),
    ("late", "Late"),
    ("received", "Received"),
    ("withdrawn", "No longer asked"),
)


class ContributionFilters(Govuk, forms.Form):
    q = forms.CharField(label="Words or reference", required=False)
    board = any_of((), "Board")
    organisation = any_of((), "Organisation")
    standing = any_of(STANDING, "How it stands")

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        for name, choices in queries.choices(by, Board, Organisation).items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def narrow(self, contributions: ContributionQuerySet) -> ContributionQuerySet:
        wanted = self.cleaned_data
        if words := wanted["q"]:
            contributions = contributions.filter(
                Q(what__icontains=words)
                | Q(activity__search=searched(words))
                | referred(words, "C")
            )
        if wanted["board"]:
            contributions = contributions.filter(activity__board=wanted["board"])
        if wanted["organisation"]:
            contributions = contributions.filter(organisation=wanted["organisation"])
        return self._standing(contributions, wanted["standing"])

    def _standing(
        self, contributions: ContributionQuerySet, standing: str
    ) -> ContributionQuerySet:
        if standing == "late":
            return contributions.late(on=timezone.localdate())
        if standing == "outstanding":
            return contributions.outstanding()
        return contributions.filter(state=standing) if standing else contributions
