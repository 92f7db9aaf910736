"""What is asked of whoever holds a case file back, proposes to destroy it, or declines."""

from typing import Any

from django import forms

from goldthread.base.govuk.forms import prose
from goldthread.base.govuk.pages import Today
from goldthread.base.retention.queries import authority, early


class HoldForm(Today):
    reason = forms.CharField(
        label="Who needs it kept, and why?",
        help_text="Such as: the coroner’s inquiry. Name no child or family.",
        max_length=300,
    )


class ProposeForm(Today):
    authority = forms.CharField(
        label="By what authority is it destroyed?",
        help_text="The line of your retention schedule, or who decided it and when. Name "
        "no child or family.",
        max_length=300,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["authority"].initial = authority(self.record)
        self.early = [said] if (said := early(self.record)) else []


class ApproveForm(Today):
    """Asks for nothing; shows what is about to be destroyed, and whether it is early."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.case_files = list(self.record.keys.order_by("pk"))
        self.early = [said for file in self.case_files if (said := early(file))]


class DeclineForm(Today):
    reason = prose("Why is it kept?", rows=3)
