"""What the agency is asked, and whoever asks it: plan, return, actions, sharing."""

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.base.govuk.forms import DateField, prose
from goldthread.base.govuk.pages import StepForm, Today
from goldthread.base.people.models import Board, Organisation
from goldthread.loop.activities.forms.fields import (
    BroughtForm,
    check_due,
    choose,
    one,
    partners_of,
    several,
)
from goldthread.sources.agency_audits import queries, rules, workflow
from goldthread.sources.agency_audits.forms.fields import asking, made
from goldthread.sources.agency_audits.models import AgencyAudit, AuditAction

PERIOD = ("period_from", "period_to")

# --- Planning ---------------------------------------------------------------------------


Plan: Any = asking("title", "rationale", *PERIOD, "method", needed=PERIOD)
Wanted: Any = asking("title", *PERIOD, "method")


class AnnounceForm(Today, Plan):  # type: ignore[misc]  # made of the model's questions
    """A plan; it asks about sharing only if another board has the same audit."""

    board = one(Board.objects.all(), "Which board do you tell?", empty_label=None)
    due_on = DateField(
        label="When will you send the return?", asked="the day you will send the return"
    )
    share = forms.BooleanField(
        label="Share the return that another board has already", required=False
    )
    field_order = ("share", "board", "title")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "board", self.record.boards.all())
        self.fields["method"].label = "How will it be done?"
        if not self.is_bound:
            del self.fields["share"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        check_due(self, given.get("due_on"))
        plan = AgencyAudit(**{name: given.get(name) for name in ("title", *PERIOD)})
        if not (given.get("title") and queries.twin_of(plan, self.record)):
            del self.fields["share"]
            given.pop("share")
        return given


class AskForAuditsForm(Today, Wanted):  # type: ignore[misc]  # likewise
    organisations = several(
        Organisation.objects.all(), "Which organisations do you ask?"
    )
    why = prose("Why do you ask?", required=False)
    due_on = DateField(label="By when?", asked="the day it is due")
    field_order = ("organisations", "title")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "organisations", partners_of(self.record.board))
        self.fields["method"].label = "How is it to be done?"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        check_due(self, given.get("due_on"))
        return given


class NotifyForm(Today):
    due_on = DateField(label="By when?", asked="the day it is due")
    why = prose("Why do you want it?", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        contribution = self.record.contribution
        self.initial = {"due_on": contribution.due_on, "why": contribution.why}


class DueForm(Today):
    due_on = DateField(
        label="When will you send the return?", asked="the day you will send the return"
    )


class NotDoneForm(Today):
    reason = prose("Why will it not be done?")


# --- The return -------------------------------------------------------------------------


class SectionForm(StepForm):
    """One section of the return, with what was answered so far."""

    section: rules.Section

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        answers = self.record.answers
        self.initial = {name: answers[name] for name in self.fields}
        if "last_found" in self.fields and not self.initial["last_found"]:
            before = queries.earlier(self.record).visible_to(self.by).first()
            del self.initial["last_found"]
            self.suggest(last_found=before.concerns if before else "")


def section_form(section: rules.Section) -> type[SectionForm]:
    asked = asking(*section.fields, needed=section.needed)
    name = f"{section.slug.title()}Form"
    return made(name, (SectionForm, asked), {"section": section})  # type: ignore[no-any-return]


class ActionForm(StepForm):
    what = forms.CharField(label="What do you do about it?", max_length=300)
    owner = forms.CharField(
        label="Who does it?",
        max_length=120,
        help_text="A post, such as: head of the midwifery service.",
    )
    due_on = DateField(label="By when?", asked="the day by when", required=False)
    finished = forms.BooleanField(label="It is done already", required=False)


class RemoveActionForm(StepForm):
    action = one(AuditAction.objects.all(), "Which action?", empty_label=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "action", self.record.actions.all())


class ReturnForm(BroughtForm):
    """A return, or an answer about one, of the agency itself or entered for it."""

    def whose(self) -> Organisation:
        organisation: Organisation = self.record.contribution.organisation
        return organisation


class SendForm(ReturnForm):
    """Check your answers: the page shows what is said, and what is missing."""

    agree = forms.BooleanField(label="This is a fair account of our audit")
    field_order = ("on", "told_by", "told_how", "agree")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.sections = queries.answered(self.record)
        self.actions = self.record.actions.all()
        self.unready = workflow.unready(self.record, on=timezone.localdate())
        if self.behalf:
            self.fields["agree"].label = f"This is what {self.behalf} told us"

    def given(self) -> dict[str, Any]:
        return {name: v for name, v in super().given().items() if name != "agree"}


class AnswerForm(ReturnForm):
    answer = prose("What do you answer?", help_text="Leave out names of children.")
    field_order = ("answer",)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.questions = self.record.questions.filter(answered_on=None)
        if self.behalf:
            self.fields["answer"].label = f"What did {self.behalf} answer?"


# --- Sharing ----------------------------------------------------------------------------


class ShareForm(StepForm):
    board = one(Board.objects.all(), "With which board?", empty_label=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        boards = self.record.contribution.organisation.boards.all()
        choose(self, "board", boards.exclude(pk=self.record.board_id))


class StopSharingForm(StepForm):
    board = one(Board.objects.all(), "Which board?", empty_label=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "board", self.record.shared_with.all())
