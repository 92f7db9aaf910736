"""Who does it, and what an organisation can show."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.base.govuk.forms import DateField, Govuk, prose
from goldthread.base.govuk.pages import StepForm, Today
from goldthread.base.people.models import User
from goldthread.base.people.rules import Role
from goldthread.base.uploads.fields import FilesField
from goldthread.loop.activities.forms.fields import choose, one
from goldthread.loop.activities.forms.filters import any_of
from goldthread.loop.activities.queries import people_for
from goldthread.sources.section11.models import Evidence


class ConfirmLeadForm(StepForm):
    senior = one(
        User.objects.all(),
        "Who will sign it?",
        help_text="Somebody senior, who writes none of it. A school names one of two here.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.leads = people_for(
            self.record.contribution.organisation_id, Role.AGENCY_LEAD
        )
        choose(self, "senior", self.leads.exclude(pk=self.by.pk))


class HandOverForm(ConfirmLeadForm):
    lead = one(User.objects.all(), "Who leads it from now on?")
    field_order = ("lead", "senior")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "lead", self.leads)
        choose(self, "senior", self.leads)
        self.initial = {"lead": self.record.lead_id, "senior": self.record.senior_id}


class DelegateForm(StepForm):
    standard = forms.ChoiceField(label="Which standard?")
    person = one(
        User.objects.all(),
        "Who answers it?",
        required=False,
        empty_label="Nobody else: whoever leads it",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [(s.key, s.title) for s in self.record.cycle.asked.standards]
        self.fields["standard"].choices = offered  # type: ignore[attr-defined]
        choose(self, "person", people_for(self.record.contribution.organisation_id))


# --- Evidence -----------------------------------------------------------------------------


class KeepEvidenceForm(StepForm):
    title = forms.CharField(label="What is it called?", max_length=200)
    attached = FilesField(label="A file", help_text="One file.")
    link = forms.URLField(
        label="Or a link", required=False, max_length=500, assume_scheme="https"
    )
    statement = prose("Or a statement", required=False)
    owner = forms.CharField(
        label="Who keeps it up to date?", max_length=200, required=False
    )
    valid_until = DateField(
        label="Until when does it hold?", asked="the day", required=False
    )


class RenewForm(Today):
    valid_until = DateField(
        label="Until when does it hold now?",
        asked="the day",
        required=False,
        help_text="Leave it empty if it has no end.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {"valid_until": self.record.valid_until}


class EvidenceFilters(Govuk, forms.Form):
    q = forms.CharField(label="Words in the title", required=False)
    kind = any_of(Evidence.Kind.choices, "Kind")
    expired = forms.BooleanField(label="Out of date", required=False)

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)

    def narrow(self, evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
        wanted = self.cleaned_data
        lookups = {"title__icontains": wanted["q"], "kind": wanted["kind"]}
        found = evidence.filter(**{n: said for n, said in lookups.items() if said})
        if wanted["expired"]:
            found = found.filter(valid_until__lt=timezone.localdate())
        return found
