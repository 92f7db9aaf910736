"""Questions that one of several boards asks by itself, and their answers."""

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.base.govuk.forms import prose
from goldthread.base.govuk.pages import StepForm
from goldthread.base.people.models import Board
from goldthread.loop.activities.forms.fields import choose, one
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import LocalQuestion


class AddLocalForm(StepForm):
    board = one(Board.objects.all(), "Which board asks it?", empty_label=None)
    text = forms.CharField(
        label="What do you ask?",
        help_text="Answered in words. It counts towards no grade, so that what all boards "
        "ask stays comparable.",
        max_length=300,
    )
    guidance = prose("What would a good answer say?", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "board", queries.asking_for(self.record, self.by))


class RemoveLocalForm(StepForm):
    question = one(LocalQuestion.objects.all(), "Which is not asked?", empty_label=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        hers = queries.asking_for(self.record, self.by)
        asked = self.record.local_questions.filter(board__in=hers)
        choose(self, "question", asked)


class AnswerLocalForm(StepForm):
    """A box for each question; what is half done is kept."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        asked = queries.local_questions(self.record).select_related("board")
        said = dict(self.record.local_answers.values_list("question", "words"))
        for question in asked:
            name = f"question_{question.pk}"
            hint = f"{question.board} asks this, and no other board reads it. "
            self.fields[name] = prose(
                question.text, f"{hint}{question.guidance}", required=False
            )
            self.suggest(**{name: said.get(question.pk, "")})

    def given(self) -> dict[str, Any]:
        answers = {
            int(name.removeprefix("question_")): words
            for name, words in self.cleaned_data.items()
            if name.startswith("question_")
        }
        return {"answers": answers, "on": timezone.localdate()}
