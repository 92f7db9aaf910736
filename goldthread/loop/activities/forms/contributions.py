"""What is asked of whoever asks organisations, replies for one, or answers it."""

from typing import Any

from django import forms

from goldthread.base.govuk.forms import DateField, prose
from goldthread.base.govuk.pages import StepForm, Today
from goldthread.base.people.models import Organisation, User
from goldthread.base.uploads.fields import FilesField
from goldthread.loop.activities import queries
from goldthread.loop.activities.forms.fields import (
    BroughtForm,
    check_due,
    choose,
    one,
    partners_of,
    several,
)


class AskForm(Today):
    """The same thing of several organisations, each with a line of its own."""

    organisations = several(
        Organisation.objects.all(), "Which organisations do you ask?"
    )
    what = forms.CharField(
        label="What do you ask them for?",
        help_text="One line, such as: your audit of 12 children’s records.",
        max_length=200,
    )
    why = prose("Why do you ask?", required=False)
    due_on = DateField(label="By when?", asked="the day it is due")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "organisations", partners_of(self.record.board))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        check_due(self, given.get("due_on"))
        return given


class ReceiveForm(BroughtForm):
    """A reply: the organisation's own, or what the board team was sent by another way."""

    reply = prose("What do you bring?", help_text="Leave out names of children.")
    attached = FilesField(label="Files that belong to it")
    field_order = ("reply", "attached", "on", "told_by", "told_how")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.behalf:
            self.fields["reply"].label = f"What did {self.behalf} bring?"


class AssignForm(Today):
    person = one(User.objects.all(), "Who will do it?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "person", queries.people_for(self.record.organisation_id))


class FeedbackForm(Today):
    feedback = prose("What do you send back?", help_text="The organisation reads this.")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {"feedback": self.record.feedback, **self.initial}


class ExtendForm(StepForm):
    due_on = DateField(label="The new day it is due", asked="the new day it is due")
    reason = prose("Why does it need longer?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {"due_on": self.record.due_on, **self.initial}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        check_due(self, given.get("due_on"))
        return given


class AskAgainForm(Today):
    due_on = DateField(label="By when?", asked="the day it is due")
    reason = prose("What is still missing?")
