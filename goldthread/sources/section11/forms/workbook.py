"""A workbook is brought back: the file first, then every difference, then it is saved."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone

from goldthread.base.archives import Refused
from goldthread.base.govuk.pages import StepForm
from goldthread.base.tables import FILE_MB
from goldthread.sources.section11 import queries
from goldthread.sources.section11.columns import Brought, Change
from goldthread.sources.section11.models import SelfAssessment

Read = Callable[[bytes, str, SelfAssessment, Sequence[str]], Brought]

READ = "read"
AGAIN = "What stands online has changed since. Nothing was saved. Look at it again"
LOST = "The page did not send the whole workbook. Nothing was saved. Choose it again"
WRONG = "Nothing was saved. Put right what stands below, and choose the workbook again"


class BringBackForm(StepForm):
    """Its second page carries, signed, what the file said and what stood beside it."""

    file = forms.FileField(
        label="Your workbook",
        help_text="The Excel workbook (.xlsx) that you downloaded from this return.",
        error_messages={
            "required": "Choose the workbook that you filled in",
            "empty": "This file is empty. Check that it is the right one",
        },
    )
    take = forms.MultipleChoiceField(
        label="Changed online meanwhile: where is the workbook’s answer to stand?",
        help_text="What you do not tick stays as it is online.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, reads: Read, **more: Any) -> None:
        super().__init__(*args, **more)
        self.brought, self.found = Brought(), list[queries.Difference]()
        self.refused, self.looking = "", False
        self.salt = f"section11.bring_back.{self.record.pk}.{self.by.pk}"
        sent = self.files.get("file")
        if sent and sent.size:
            self._open(sent, reads)
        elif not sent and self.data.get(READ):
            self._go_on(self.data[READ])
        self._ask()

    def _open(self, sent: Any, reads: Read) -> None:
        hers = [
            criterion.key
            for standard in queries.standards_of(self.record, self.by)
            for criterion in standard.criteria
        ]
        try:
            data = sent.read(FILE_MB * 1_000_000 + 1)
            self.brought = reads(data, sent.name, self.record, hers)
        except Refused as why:
            self.refused = str(why)
            return
        if self.brought.problems:
            self.refused = WRONG
            return
        self.looking = True
        self._compare()

    def _go_on(self, read: str) -> None:
        """She has seen the differences; they are shown anew if they are others by now."""
        try:
            told = signing.loads(read, salt=self.salt)
        except signing.BadSignature:
            self.refused = LOST
            return
        changes = tuple(Change(**each) for each in told["changes"])
        self.brought = Brought(changes, notes=tuple(told["notes"]))
        self._compare()
        self.looking = told["seen"] != self._seen()
        if self.looking:
            self.refused = AGAIN

    def _compare(self) -> None:
        self.found = queries.differences(self.record, self.brought.changes)

    def _seen(self) -> list[list[str]]:
        return [[each.at, each.now] for each in self.found]

    def _ask(self) -> None:
        """The file; or, once it is read, what of it is to stand."""
        if self.found:
            del self.fields["file"]
        elif self.refused:
            self.fields["file"].required = False
        take: Any = self.fields["take"]
        take.choices = [
            (each.at, f"{each.change.key}: {each.what}")
            for each in self.found
            if each.meanwhile
        ]
        if not take.choices:
            del self.fields["take"]

    def carries(self) -> dict[str, str]:
        if not self.found:
            return super().carries()
        told = {
            "changes": [asdict(each) for each in self.brought.changes],
            "notes": self.brought.notes,
            "seen": self._seen(),
        }
        return super().carries() | {
            READ: signing.dumps(told, salt=self.salt, compress=True)
        }

    @property
    def same(self) -> bool:
        """Whether the workbook was read, and says nothing else than what stands."""
        return self.looking and not self.found

    def is_valid(self) -> bool:
        return super().is_valid() and not self.looking

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.refused:
            self.add_error("file" if "file" in self.fields else None, self.refused)
        return given

    def given(self) -> dict[str, Any]:
        taken = self.cleaned_data.get("take", [])
        answers: dict[str, dict[str, Any]] = {}
        for each in self.found:
            if not each.meanwhile or each.at in taken:
                change = each.change
                answers.setdefault(change.key, {})[change.field] = change.value
        return {"answers": answers, "on": timezone.localdate()}
