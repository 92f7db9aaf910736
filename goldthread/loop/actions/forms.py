"""What is asked of whoever recommends, raises, carries out, verifies or looks for actions."""

from typing import Any

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.base.govuk.forms import DateField, Govuk, prose
from goldthread.base.govuk.pages import StepForm, Today
from goldthread.base.people.models import Organisation, User
from goldthread.base.uploads.fields import FilesField
from goldthread.loop.actions import queries, rules
from goldthread.loop.actions.models import Action, Programme
from goldthread.loop.activities.forms.fields import BroughtForm
from goldthread.loop.activities.queries import people_for
from goldthread.loop.themes.models import Theme


def due_date(label: str, help_text: str = "") -> DateField:
    field = DateField(label=label, help_text=help_text, asked="the due date")
    field.error_messages["required"] = rules.UNDATED
    return field


class ProgrammeForm(StepForm):
    name = forms.CharField(label="Name of the programme of work", max_length=200)
    aim = forms.CharField(
        label="What change it is for",
        help_text="The sustained change for children that its actions add up to.",
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )

    def __init__(self, *args: Any, record: Any, **more: Any) -> None:
        super().__init__(*args, record=record, **more)
        if isinstance(record, Programme):
            self.initial = {"name": record.name, "aim": record.aim}


class WordsForm(StepForm):
    """The words of a recommendation that is there."""

    text = prose("What should change?")

    def __init__(self, *args: Any, record: Any, **more: Any) -> None:
        super().__init__(*args, record=record, **more)
        self.initial = {"text": record.text}


class RecommendForm(Today):
    text = prose(
        "What should change?",
        "The change in practice, not yet who does what. Everyone on the board can read "
        "this, so name no child or family.",
    )


class RecommendFromFindingForm(RecommendForm):
    theme = forms.ModelChoiceField(
        Theme.objects.none(),
        label="Which theme is it part of?",
        help_text="The theme can only be closed once its actions have made a difference.",
        required=False,
        empty_label="None of them",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        themes = self.record.themes.filter(board=self.record.board_id)
        if themes:
            self.fields["theme"].queryset = themes  # type: ignore[attr-defined]
        else:
            del self.fields["theme"]


class PersonChoice(forms.ModelChoiceField):
    """A person with her organisation, where people of several are offered."""

    def label_from_instance(self, person: Any) -> str:
        where = getattr(person, "where", "")
        return f"{person}, {where}" if where else str(person)


class ActionWords(Today):
    """What is to be done and how it will be known."""

    title = forms.CharField(
        label="What will be done?",
        help_text="One thing that can be finished, such as “Every new worker is trained "
        "in the neglect tool within six weeks”.",
        max_length=200,
    )
    success_measure = prose(
        "How will you know it worked?",
        "What will be different for children, and by how much.",
        rows=3,
    )
    evidence_from = prose(
        "Where will the evidence come from?",
        "Such as a dip sample of ten records, or training figures.",
        rows=3,
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label="Programme of work",
        required=False,
        empty_label="None",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        own = Programme.objects.visible_to(self.by).filter(board=self.record.board_id)
        self.fields["programme"].queryset = own  # type: ignore[attr-defined]


class RaiseForm(ActionWords):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Which organisation will do it?",
        help_text="One only. If several must act, raise an action for each.",
        empty_label="Choose an organisation",
    )
    person = PersonChoice(
        User.objects.none(),
        label="Who in it?",
        help_text="You can leave this to the organisation’s lead.",
        required=False,
        empty_label="Its lead will choose",
    )
    due_on = due_date("When is it due?", "For example, 31 3 2027.")
    field_order = ["title", "organisation", "person", "due_on"]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        board = self.record.board
        self.fields["organisation"].queryset = board.partners.filter(replaced_by=None)  # type: ignore[attr-defined]
        self.fields["person"].queryset = queries.people_of_partners(board)  # type: ignore[attr-defined]


class EditForm(ActionWords):
    def __init__(self, *args: Any, record: Action, **more: Any) -> None:
        super().__init__(*args, record=record, **more)
        self.initial = {name: getattr(record, name) for name in self.fields}

    def given(self) -> dict[str, Any]:
        return self.cleaned_data


class AssignForm(Today):
    person = PersonChoice(
        User.objects.none(),
        label="Who will do it?",
        help_text="Somebody not here? Their organisation’s lead can invite them.",
        empty_label="Choose a person",
    )

    def __init__(self, *args: Any, record: Action, **more: Any) -> None:
        super().__init__(*args, record=record, **more)
        own = people_for(record.organisation_id)
        self.fields["person"].queryset = own  # type: ignore[attr-defined]
        self.initial = {"person": record.person_id}


class EvidenceForm(BroughtForm):
    """The organisation's own, or what the board team was told or sent."""

    text = prose(
        "What has been done, and what shows it?",
        "Say what changed for children. Name no child or family.",
        rows=8,
    )
    link = forms.URLField(
        label="Where can it be seen?",
        help_text="The address of a document or page that the board can open.",
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": "Enter a web address, such as https://example.org/audit"
        },
    )
    attached = FilesField(label="Files that show it")
    field_order = ("text", "link", "attached", "on", "told_by", "told_how")


class VerifyForm(Today):
    answer = prose(
        "What did you look at, and why is it enough?",
        "The organisation reads this, and so does anyone who asks how you knew.",
    )


class SendBackForm(Today):
    answer = prose(
        "What is missing?", "Say what would be enough. The organisation reads this."
    )


class ReasonForm(Today):
    reason = prose("Why?", "This is kept with the action.", rows=4)


class ExtendForm(ReasonForm):
    due_on = due_date("What is the new due date?")
    field_order = ["due_on", "reason"]


class ActionFilters(Govuk, forms.Form):
    """All optional; what is chosen stands in the address."""

    q = forms.CharField(label="Words", required=False)
    overdue = forms.BooleanField(label="Overdue", required=False)
    escalated = forms.ChoiceField(
        label="Escalated",
        choices=[("", "All"), ("yes", "Escalated"), ("paper", "Named in the paper")],
        required=False,
    )
    state = forms.ChoiceField(
        label="State", choices=[("", "All"), *Action.State.choices], required=False
    )
    organisation = forms.CharField(
        label="Organisation", help_text="Its name, or part of it.", required=False
    )
    board = forms.TypedChoiceField(label="Board", coerce=int, required=False)
    theme = forms.TypedChoiceField(label="Theme", coerce=int, required=False)
    programme = forms.TypedChoiceField(
        label="Programme of work", coerce=int, required=False
    )

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        for name, choices in queries.choices(by).items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def narrow(self, actions: QuerySet[Action]) -> QuerySet[Action]:
        wanted = self.cleaned_data
        lookups = {
            "state": wanted["state"],
            "organisation__name__icontains": wanted["organisation"],
            "board": wanted["board"],
            "recommendation__theme": wanted["theme"],
            "programme": wanted["programme"],
        }
        if wanted["q"]:
            lookups["search"] = SearchQuery(
                wanted["q"], config="english", search_type="websearch"
            )
        actions = actions.filter(
            **{name: value for name, value in lookups.items() if value}
        )
        return queries.standing(
            actions,
            overdue_on=timezone.localdate() if wanted["overdue"] else None,
            escalated=wanted["escalated"],
        )


class ObligationFilters(Govuk, forms.Form):
    rank = forms.TypedChoiceField(
        label="Standing",
        choices=[("", "All"), *queries.RANKS],
        coerce=int,
        empty_value=None,
        required=False,
    )
    kind = forms.ChoiceField(
        label="What",
        choices=[("", "All"), ("contribution", "Contributions"), ("action", "Actions")],
        required=False,
    )
    board = forms.TypedChoiceField(
        label="Board", coerce=int, empty_value=None, required=False
    )

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        self.fields["board"].choices = queries.board_choices(by)  # type: ignore[attr-defined]
