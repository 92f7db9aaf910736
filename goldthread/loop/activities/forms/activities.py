"""What is asked of whoever plans, reports, shares or restricts an activity."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from goldthread.base.cases.forms import (
    PURPOSE,
    PersonField,
    until_field,
    usual_until,
)
from goldthread.base.cases.queries import excluded_from, suggested
from goldthread.base.govuk.forms import DateField, prose
from goldthread.base.govuk.pages import StepForm, Today
from goldthread.base.people.models import Board, Group, Organisation, User
from goldthread.loop.activities import queries, rules
from goldthread.loop.activities.forms.fields import (
    check_due,
    choose,
    one,
    partners_of,
    several,
)
from goldthread.loop.activities.models import Activity
from goldthread.loop.plan.models import Intention, Line

# --- An activity ------------------------------------------------------------------------


class ActivityForm(StepForm):
    """What an activity is; the same questions for a new one and a changed one."""

    title = forms.CharField(
        label="What is it called?",
        help_text="A name everyone may read: leave out names of children and families.",
        max_length=200,
    )
    line = one(
        Line.objects.all(),
        "Line of the framework",
        empty_label="No line",
        required=False,
    )
    way = forms.ChoiceField(
        label="Way of learning",
        help_text="Choose one if no line fits, or if the line has several.",
        choices=[("", "As the line says"), *rules.WAYS],
        required=False,
    )
    purpose = prose("What do you want to learn?", required=False)
    expected_outcome = prose(
        "What outcome do you expect?",
        help_text="If you leave it empty we take the outcome that the line expects.",
        required=False,
    )
    area = forms.CharField(
        label="Where",
        help_text="For example, a borough or a school.",
        max_length=100,
        required=False,
    )
    lead_group = one(
        Group.objects.all(),
        "Which group leads it?",
        empty_label="None",
        required=False,
    )
    lead = one(
        User.objects.all(),
        "Who leads it?",
        empty_label="Nobody yet",
        required=False,
    )
    starts_on = forms.DateField(label="First day", required=False)
    ends_on = forms.DateField(label="Last day", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        board = self.board()
        current = {
            "framework__adoptions__board": board,
            "framework__adoptions__until": None,
        }
        line = self.so_far().get("line")
        own = line.pk if isinstance(line, Line) else line
        kept = Q(state=Line.State.KEPT) | Q(pk=own)
        choose(self, "line", Line.objects.filter(kept, **current))
        choose(self, "lead_group", Group.objects.filter(boards=board))
        choose(self, "lead", queries.people_of(board))
        self.fill_in(self.so_far())

    def board(self) -> Board:
        return self.record.board  # type: ignore[no-any-return]

    def so_far(self) -> dict[str, Any]:
        return forms.model_to_dict(self.record, fields=list(self.fields))

    def fill_in(self, so_far: dict[str, Any]) -> None:
        self.initial = {**so_far, **self.initial}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day cannot be before the first")
        if "line" in given and not (given["line"] or given.get("way")):
            self.add_error(
                "way", "Choose a way of learning, or a line of the framework"
            )
        return given


TAKES_PART = "Takes part in it"
ASKING = ("organisations", "what", "due_on")


class AddActivityForm(ActivityForm):
    """A new activity on a board; it can ask organisations in the same go."""

    restricted = forms.BooleanField(
        label="Only people I name may see it",
        help_text="You, whoever leads it and the people you tick next. Nobody else, "
        "whatever their role.",
        required=False,
    )
    named = several(User.objects.all(), "If so, who else may see it?", required=False)
    organisations = several(
        Organisation.objects.all(),
        "Which organisations do you ask to contribute?",
        help_text="You can also do this later.",
        required=False,
    )
    what = forms.CharField(
        label="What do you ask them for?", max_length=200, required=False
    )
    due_on = DateField(label="By when?", asked="the day it is due", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "named", queries.board_people(self.board()).exclude(pk=self.by.pk))
        choose(self, "organisations", partners_of(self.board()))

    def board(self) -> Board:
        return self.record  # type: ignore[no-any-return]

    def so_far(self) -> dict[str, Any]:
        return {}

    def fill_in(self, so_far: dict[str, Any]) -> None:
        self.suggest(**so_far)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if any(given.get(name) for name in ASKING):
            for name, missing in (
                ("organisations", "Choose the organisations you ask"),
                ("what", "Enter what you ask them for"),
                ("due_on", "Enter the day it is due"),
            ):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, missing)
        check_due(self, given.get("due_on"))
        return given

    def given(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        asking = {name: given.pop(name) for name in ASKING}
        if asking["organisations"]:
            given["asking"] = asking | {"on": timezone.localdate()}
        return given


class StartActivityForm(AddActivityForm):
    """An activity that does what the year's plan meant to do."""

    record: Intention

    def board(self) -> Board:
        return self.record.year.board

    def so_far(self) -> dict[str, Any]:
        intention, line = self.record, self.record.line
        return {
            "title": intention.title,
            "purpose": intention.why,
            "line": line,
            "way": line.way if line else "",
            "expected_outcome": line.expected_outcome if line else "",
            "lead_group": line.owner if line else None,
            "ends_on": intention.due_on,
        }


class ReportForm(Today):
    outcome = forms.ChoiceField(
        label="Was the expected outcome met?",
        choices=Activity.Outcome.choices,
        widget=forms.RadioSelect,
    )
    note = prose(
        "How do you know?", help_text="What shows it, and what is still missing."
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {"note": self.record.outcome_note, **self.initial}
        if self.record.expected_outcome:
            self.fields[
                "outcome"
            ].help_text = f"Expected: {self.record.expected_outcome}"


class ShareForm(StepForm):
    board = one(Board.objects.all(), "Which board?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        mine = Q(pk=self.record.board_id) | Q(shared_activities=self.record.pk)
        choose(self, "board", Board.objects.exclude(mine))


class StopSharingForm(StepForm):
    board = one(Board.objects.all(), "Which board?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "board", self.record.shared_with.all())


class RestrictForm(StepForm):
    people = several(
        User.objects.all(),
        "Who else may see it?",
        help_text="You and whoever leads it are always named. You can name people of "
        "partner organisations afterwards.",
        required=False,
    )
    purpose = forms.CharField(
        label="What do they do in it?", max_length=200, initial=TAKES_PART
    )
    until = until_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        others = queries.board_people(self.record.board).exclude(pk=self.by.pk)
        choose(self, "people", others)
        self.initial = {"until": usual_until(), **self.initial}


class NameForm(StepForm):
    """One at a time: the people of every partner organisation are too many to tick."""

    person = PersonField(label="Who else may see it?", empty_label="Choose somebody")
    purpose = PURPOSE
    until = until_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        named = self.record.named.values("pk")
        people = queries.people_of(self.record.board).exclude(pk__in=named)
        barred = excluded_from(self.record.case_file).values("person")
        people = people.exclude(pk__in=barred)
        choose(self, "person", people)
        field: Any = self.fields["person"]
        field.beside = suggested(self.record.case_file, people)
        self.initial = {"until": usual_until(), **self.initial}

    def given(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"people": [given.pop("person")]}


class UnnameForm(StepForm):
    person = one(User.objects.all(), "Whose name do you remove?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "person", self.record.named.exclude(pk=self.by.pk))
