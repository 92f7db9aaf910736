"""What is asked of whoever invites, appoints, or changes boards and organisations."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.base.access.table import visible
from goldthread.base.govuk.forms import DateField, Govuk
from goldthread.base.govuk.pages import StepForm
from goldthread.base.joining import queries, rules
from goldthread.base.joining.rules import Guest
from goldthread.base.people.models import Area, Board, Group, Organisation, User
from goldthread.base.people.rules import (
    GROUP_KINDS,
    ORGANISATION_TYPES,
    ROLE_WORDS,
    Role,
)

GUEST = ("name", "email", "role", "until")
ALIKE = 0.45  # of a name and what was typed: "Hosptal" still finds a hospital
LONGEST_AREA = Area._meta.get_field("name").max_length or 0


def _role_choices(roles: Any) -> list[tuple[str, str]]:
    return [(str(r), f"{ROLE_WORDS[r][0]}: {ROLE_WORDS[r][1]}") for r in roles]


# --- Joining ------------------------------------------------------------------------


class GuestForm(StepForm):
    """Whom to invite, and as what."""

    name = forms.CharField(label="What is their name?", max_length=200)
    email = forms.EmailField(
        label="What is their work email address?",
        help_text="The link goes there. It lasts 7 days and works once.",
    )
    role = forms.ChoiceField(label="What will they do?", widget=forms.RadioSelect)
    until = DateField(
        asked="the last day of the role",
        label="When does the role end?",
        help_text="Leave empty if it has no end yet.",
        required=False,
    )

    def guest(self) -> Guest:
        return Guest(**{n: self.cleaned_data[n] for n in GUEST})


class InviteForm(GuestForm):
    """To a board, or to one of its groups."""

    group = forms.ModelChoiceField(
        Group.objects.none(),
        label="If a group member, of which group?",
        required=False,
        empty_label="Not a group member",
    )
    field_order = ("name", "email", "role", "group", "until")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["role"].choices = _role_choices(rules.BOARD_ROLES)  # type: ignore[attr-defined]
        self.fields["group"].queryset = Group.objects.filter(boards=self.record)  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        return {"guest": self.guest(), "group": self.cleaned_data["group"]}


class InviteColleagueForm(GuestForm):
    """To an organisation."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        roles = queries.agency_roles(self.by, self.record)
        self.fields["role"].choices = _role_choices(roles)  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        return {"guest": self.guest()}


class InviteAdministratorForm(Govuk, forms.Form):
    name = forms.CharField(label="What is their name?", max_length=200)
    email = forms.EmailField(label="What is their work email address?")


class JoinForm(Govuk, forms.Form):
    """A name and a password: at least 15 characters of any kind, pasted or typed."""

    name = forms.CharField(
        label="Your name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Choose a password",
        help_text="At least 15 characters. Three or four words together work well. "
        "You can paste it from a password manager.",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, email: str, **more: Any) -> None:
        self.email = email
        super().__init__(data, **more)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email))
        return password


class AppointForm(StepForm):
    post = forms.ChoiceField(label="Which role?")
    until = DateField(
        asked="the last day of the role",
        label="When does the role end?",
        help_text="Leave empty if it has no end yet.",
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.posts = {p.value: p for p in queries.posts_open_to(self.by, self.record)}
        choices = [
            ("", "Choose a role"),
            *((p.value, p.words) for p in self.posts.values()),
        ]
        self.fields["post"].choices = choices  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        post = self.posts[self.cleaned_data["post"]]
        return {
            "role": post.role,
            "place": post.place,
            "on": timezone.localdate(),
            "until": self.cleaned_data["until"],
        }


class EndForm(StepForm):
    on = DateField(asked="the last day of the role", label="What is the last day?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()}, **more)


class ExtendForm(StepForm):
    until = DateField(asked="the new last day", label="What is the new last day?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {"until": self.record.until}

    def given(self) -> dict[str, Any]:
        return self.cleaned_data | {"on": timezone.localdate()}


class LeaveForm(StepForm):
    """The day, and who takes over; `work` is what will move."""

    on = DateField(asked="the last day", label="What is their last day?")
    successor = forms.ModelChoiceField(
        User.objects.none(),
        label="Who takes over their open work?",
        required=False,
        empty_label="Nobody: there is no open work",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()}, **more)
        held = [(each.words, each.count) for each in queries.work_of(self.record)]
        self.work = [(words, count) for words, count in held if count]
        field = self.fields["successor"]
        field.queryset = queries.colleagues_of(self.record)  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        return self.cleaned_data | {"today": timezone.localdate()}


# --- Boards, groups, organisations --------------------------------------------------


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
        held = [(each.words, each.count) for each in queries.work_owed_by(self.record)]
        self.work = [(words, count) for words, count in held if count]
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


# --- Looking for people and organisations -------------------------------------------


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


class PeopleFilters(Govuk, forms.Form):
    q = forms.CharField(label="Name or email", required=False, max_length=200)
    role = forms.ChoiceField(
        label="Role",
        choices=[("", "All"), *((r, ROLE_WORDS[r][0]) for r in Role)],
        required=False,
    )
    gone = forms.BooleanField(label="Show people who have left", required=False)

    def __init__(self, data: Any, *, by: User) -> None:
        self.by = by
        super().__init__(data)

    def narrow(self, people: QuerySet[User]) -> QuerySet[User]:
        wanted = self.cleaned_data
        if not wanted["gone"]:
            people = people.filter(is_active=True)
        if q := wanted["q"]:
            people = people.filter(Q(name__icontains=q) | Q(email__icontains=q))
        if wanted["role"]:
            people = people.filter(
                pk__in=visible(queries.holders_of(wanted["role"]), self.by).values(
                    "person"
                )
            )
        return people
