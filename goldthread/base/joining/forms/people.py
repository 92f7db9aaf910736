"""What is asked about people: who joins, as what, and who leaves."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.base.access.table import visible
from goldthread.base.govuk.forms import DateField, Govuk
from goldthread.base.govuk.pages import StepForm
from goldthread.base.joining import queries, rules
from goldthread.base.joining.rules import Guest
from goldthread.base.people.models import Group, User
from goldthread.base.people.rules import (
    ROLE_WORDS,
    Role,
)

GUEST = ("name", "email", "role", "until")


def _role_choices(roles: Any) -> list[tuple[str, str]]:
    return [(str(r), f"{ROLE_WORDS[r][0]}: {ROLE_WORDS[r][1]}") for r in roles]


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


AGREED_FIRST = (
    "A lead is invited once the organisation’s own lead has agreed, or an administrator "
    "if it has none."
)


class InviteColleagueForm(GuestForm):
    """To an organisation."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        roles = queries.agency_roles(self.by, self.record)
        self.fields["role"].choices = _role_choices(roles)  # type: ignore[attr-defined]
        if Role.AGENCY_LEAD in roles and queries.needs_consent(self.record, self.by):
            self.fields["role"].help_text = AGREED_FIRST

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


class ExtendForm(StepForm):
    until = DateField(asked="the new last day", label="What is the new last day?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {"until": self.record.until}

    def given(self) -> dict[str, Any]:
        return self.cleaned_data | {"on": timezone.localdate()}


NO_COLLEAGUE = (
    "Nobody else holds a role in the same place yet. Invite somebody first, and come "
    "back when they have joined, or leave the work with nobody."
)


class LeaveForm(StepForm):
    """The day, and who takes over; `work` is what of it the recorder can see.

    The question is asked of everybody alike, so that it tells nothing of the rest.
    """

    on = DateField(asked="the last day", label="What is the last day?")
    successor = forms.ModelChoiceField(
        User.objects.none(),
        label="Who takes over their open work?",
        help_text="Restricted work goes only to somebody already named on it.",
        required=False,
        empty_label="Choose a colleague",
    )
    unheld = forms.BooleanField(
        label="Leave with nobody what this person may not take over",
        help_text="Those who can give it to somebody are told.",
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.suggest(on=timezone.localdate())
        person, without = self.whose()
        held = queries.work_of(person, without=without)
        self.work = queries.counted(held, self.by)
        colleagues = queries.colleagues_of(person, self.by)
        self.fields["successor"].queryset = colleagues  # type: ignore[attr-defined]
        if not colleagues.exists():
            self.fields["successor"].help_text = NO_COLLEAGUE

    def whose(self) -> tuple[User, Any]:
        """Whose work it is, and the one role that ends, if only one does."""
        return self.record, None

    def given(self) -> dict[str, Any]:
        return self.cleaned_data | {"today": timezone.localdate()}


class EndForm(LeaveForm):
    def whose(self) -> tuple[User, Any]:
        return self.record.person, self.record


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
