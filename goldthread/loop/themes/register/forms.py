"""What is asked about a register: the file, its columns, which changes to make."""

from typing import Any

from django import forms
from django.utils.html import format_html

from goldthread.base.govuk.pages import StepForm
from goldthread.base.tables import FILE_MB, ROWS
from goldthread.loop.findings import imports
from goldthread.loop.themes.register import queries, workflow

SHOWN = 40  # letters of an example


class UploadForm(StepForm):
    file = forms.FileField(
        label="Your register of findings",
        help_text=f"CSV or Excel workbook (.xlsx), {ROWS:,} rows at most. "
        "The first row holds the headings.",
        error_messages={
            "required": "Choose the file that holds your register",
            "empty": "This file is empty. Check that it is the right one",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_MB * 1_000_000:
            raise forms.ValidationError(
                f"{file.name} is larger than {FILE_MB} MB. Split the file"
            )
        return file

    def given(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return {"name": file.name, "data": file.read()}


class MatchForm(StepForm):
    """A column for each thing we can take, as guessed from the headings."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = list(enumerate(self.record.headers))
        for name, field in imports.FIELDS.items():
            guessed = self.record.columns.get(name)
            self.initial[name] = "" if guessed is None else guessed
            self.fields[name] = forms.TypedChoiceField(
                label=field.label,
                help_text=self._example(guessed),
                choices=[("", "Not in this file"), *choices],
                required=field.required,
                coerce=int,
                empty_value=None,
                error_messages={"required": f"Choose the column for: {field.label}"},
            )

    def _example(self, column: int | None) -> str:
        if column is None:
            return ""
        said = next(
            (cells[column] for _, cells in self.record.rows if cells[column]), ""
        )
        more = "…" if len(said) > SHOWN else ""
        return format_html(
            '<span class="govuk-!-text-break-word">For example: {}{}</span>',
            said[:SHOWN],
            more,
        )

    def clean(self) -> None:
        used: dict[int, str] = {}
        for name, column in list(self.cleaned_data.items()):
            if column in used:
                label = imports.FIELDS[used[column]].label
                self.add_error(name, f"This column is already used for: {label}")
            elif column is not None:
                used[column] = name

    def unused(self) -> tuple[str, ...]:
        """Headings whose cells stay behind."""
        return imports.unmatched(self.record.headers, self.record.columns)

    def given(self) -> dict[str, Any]:
        matched = {n: c for n, c in self.cleaned_data.items() if c is not None}
        return {"columns": matched}


class BringInForm(StepForm):
    """Each change of a finding that is already here, with what it was before."""

    changes = forms.MultipleChoiceField(
        label="Which changes should be made?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.preview = queries.preview(
            self.record.board, self.record.table, self.record.columns, by=self.by
        )
        refused = {problem.row for problem in self.preview.problems}
        changed = self.preview.difference.changed
        self.offered = [change for change in changed if change.row.row not in refused]
        keys = [change.row.key for change in self.offered]
        if not self.offered:
            del self.fields["changes"]
            return
        field = self.fields["changes"]
        field.choices = [(c.row.key, _told(c)) for c in self.offered]  # type: ignore[attr-defined]
        field.initial = keys

    def clean(self) -> None:
        super().clean()
        workflow.check_problems(self.preview, self.cleaned_data.get("changes", []))

    def given(self) -> dict[str, Any]:
        return {"changes": self.cleaned_data.get("changes", [])}


def _told(change: imports.Change) -> str:
    fields = "; ".join(
        f"{imports.FIELDS[f.field].label}: "
        f"“{f.before or 'nothing'}” becomes “{f.after or 'nothing'}”"
        for f in change.fields
    )
    return (
        f"Row {change.row.row}, {change.row.ref or change.row.text[:SHOWN]}. {fields}"
    )
