"""The filters of the lists. All are optional."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.base.govuk.forms import Govuk
from goldthread.base.people.models import Board, Organisation
from goldthread.loop.activities import queries as activities
from goldthread.loop.activities.forms.filters import any_of
from goldthread.sources.agency_audits import rules
from goldthread.sources.agency_audits.models import AgencyAudit, AgencyAuditQuerySet


class AuditFilters(Govuk, forms.Form):
    q = forms.CharField(label="Words in the title", required=False)
    board = any_of((), "Board")
    organisation = any_of((), "Organisation")
    state = any_of(AgencyAudit.State.choices, "State")
    method = any_of(rules.METHODS.items(), "Method")
    overdue = forms.BooleanField(label="Overdue", required=False)
    recent = forms.BooleanField(label="Not stale", required=False)

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        for name, choices in activities.choices(by, Board, Organisation).items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def narrow(self, audits: AgencyAuditQuerySet) -> QuerySet[AgencyAudit]:
        wanted, on = self.cleaned_data, timezone.localdate()
        lookups = {
            "title__icontains": wanted["q"],
            "contribution__activity__board": wanted["board"],
            "contribution__organisation": wanted["organisation"],
            "state": wanted["state"],
            "method": wanted["method"],
        }
        audits = audits.filter(**{name: said for name, said in lookups.items() if said})
        if wanted["overdue"]:
            audits = audits.overdue(on=on)
        if wanted["recent"]:
            audits = audits.exclude(pk__in=audits.stale(on=on).values("pk"))
        return audits
