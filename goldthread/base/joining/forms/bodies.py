"""What is asked about boards, groups and organisations."""

from typing import Any

from django import forms
from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.base.access.table import visible
from goldthread.base.govuk.forms import DateField, Govuk
from goldthread.base.govuk.pages import StepForm, Today
from goldthread.base.joining import queries
from goldthread.base.joining.models import ChiefOfficer
from goldthread.base.people.models import (
    Appointment,
    Area,
    Board,
    Group,
    Organisation,
    User,
)
from goldthread.base.people.rules import (
    GROUP_KINDS,
    ORGANISATION_TYPES,
)

ALIKE = 0.45  # of a name and what was typed: "Hosptal" still finds a hospital
LONGEST_AREA = Area._meta.get_field("name").max_length or 0


class AreasField(forms.CharField):
    """Names of places, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> list[str]:
        names = [line.strip() for line in super().clean(value).splitlines()]
        if any(len(name) > LONGEST_AREA for name in names):
            raise ValidationError(
                f"Keep each area to {LONGEST_AREA} characters, one a line."
            )
        return list(dict.fromkeys(name for name in names if name))


def _areas_of(record: Board | Organisation) -> str:
    return "\n".join(area.name for area in record.areas.all())


class BoardForm(Govuk, forms.Form):
    name = forms.CharField(label="What is the board called?", max_length=200)
    areas = AreasField(
        label="Which areas does it serve?", help_text="One a line.", required=False
    )


class ConfigureForm(BoardForm, StepForm):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {"name": self.record.name, "areas": _areas_of(self.record)}


class PartnersForm(StepForm):
    """Which organisations to add; `partners=` in the address narrows the choice."""

    partners = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label="Which organisations?",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["partners"].queryset = self.choice()  # type: ignore[attr-defined]

    def choice(self) -> QuerySet[Organisation]:
        still_there = Organisation.objects.filter(replaced_by=None)
        return still_there.exclude(boards=self.record)


class RemovePartnersForm(PartnersForm):
    def choice(self) -> QuerySet[Organisation]:
        return Organisation.objects.filter(boards=self.record)


class Members(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        day = obj.confirmed_until
        until = f"confirmed until {day.day} {day:%B %Y}" if day else "not yet confirmed"
        return f"{obj.person}, {until}"


class MembersForm(Today):
    """Who still belongs to the group: those whom this person may confirm."""

    members = Members(
        Appointment.objects.none(),
        label="Who still belongs to the group?",
        help_text="You cannot confirm yourself, nor somebody whom you let into a case "
        "review group or a child death panel: somebody else must.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one person, or change nothing."},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        hers = queries.confirmable(self.record, self.by)
        self.fields["members"].queryset = hers  # type: ignore[attr-defined]


class OrganisationForm(StepForm):
    """The same questions for a new organisation and a changed one."""

    name = forms.CharField(label="What is it called?", max_length=200)
    kind = forms.ChoiceField(
        label="What type of organisation is it?",
        choices=[("", "Choose a type"), *ORGANISATION_TYPES.items()],
    )
    parent = forms.ModelChoiceField(
        Organisation.objects.filter(replaced_by=None),
        label="Which organisation is it part of?",
        required=False,
        empty_label="None",
    )
    areas = AreasField(
        label="Which areas does it serve?", help_text="One a line.", required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if isinstance(self.record, Organisation):
            known = {n: getattr(self.record, n) for n in ("name", "kind", "parent")}
            self.initial = known | {"areas": _areas_of(self.record)}


class ChiefForm(StepForm):
    name = forms.CharField(label="What is her name?", max_length=200, required=False)
    email = forms.EmailField(
        label="Where do we write to?",
        help_text="She needs no account. Leave both empty if nobody is to be written to.",
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if known := ChiefOfficer.objects.filter(organisation=self.record).first():
            self.initial = {"name": known.name, "email": known.email}


class ReplaceForm(StepForm):
    """Who takes its place and since when; `work` is what will move."""

    successor = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Which organisation takes its place?",
        empty_label="Choose an organisation",
    )
    on = DateField(asked="the day of the merger", label="When did it happen?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.work = queries.counted(queries.work_owed_by(self.record), self.by)
        others = Organisation.objects.filter(replaced_by=None).exclude(
            pk=self.record.pk
        )
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        return self.cleaned_data | {"today": timezone.localdate()}


class GroupForm(StepForm):
    """The same questions for a new group and a changed one."""

    name = forms.CharField(label="What is the group called?", max_length=200)
    kind = forms.ChoiceField(
        label="What kind of group is it?",
        choices=list(GROUP_KINDS.items()),
        widget=forms.RadioSelect,
    )
    purpose = forms.CharField(
        label="What is it for?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if isinstance(self.record, Group):
            known = ("name", "kind", "purpose")
            self.initial = {name: getattr(self.record, name) for name in known}


class OfferForm(StepForm):
    board = forms.ModelChoiceField(
        Board.objects.none(), label="With which board?", empty_label="Choose a board"
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        others = Board.objects.exclude(groups=self.record)
        self.fields["board"].queryset = others  # type: ignore[attr-defined]


class OrganisationFilters(Govuk, forms.Form):
    """All optional; a name may be misspelt."""

    q = forms.CharField(label="Name", required=False, max_length=200)
    kind = forms.ChoiceField(
        label="Type", choices=[("", "All"), *ORGANISATION_TYPES.items()], required=False
    )
    board = forms.ModelChoiceField(
        Board.objects.none(), label="Works with", required=False, empty_label="All"
    )
    area = forms.ModelChoiceField(
        Area.objects.all(), label="Serves", required=False, empty_label="All"
    )

    def __init__(self, data: Any, *, by: User) -> None:
        super().__init__(data)
        self.fields["board"].queryset = visible(Board, by)  # type: ignore[attr-defined]

    def narrow(self, organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
        wanted = self.cleaned_data
        if q := wanted["q"]:
            organisations = (
                organisations.annotate(alike=TrigramWordSimilarity(q, "name"))
                .filter(Q(name__icontains=q) | Q(alike__gt=ALIKE))
                .order_by("-alike", "name")
            )
        for name in ("kind", "board", "area"):
            if value := wanted[name]:
                lookup = {"board": "boards", "area": "areas"}.get(name, name)
                organisations = organisations.filter(**{lookup: value})
        return organisations
