"""What is asked of whoever refers a case, or decides on it."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from goldthread.base.govuk.forms import Govuk, prose
from goldthread.base.govuk.pages import Today
from goldthread.base.people.models import Board
from goldthread.base.vault.queries import search
from goldthread.loop.activities.forms.fields import choose, one
from goldthread.loop.activities.referrals import workflow
from goldthread.loop.activities.referrals.models import Referral

WORDS = ("called", "concern", "working")


class ReferForm(Today):
    """No name of a child: the group reads the records once the case goes forward."""

    board = one(
        Board.objects.all(), "Which board do you refer it to?", empty_label=None
    )
    called = forms.CharField(
        label="What shall it be called?",
        help_text="A reference of your own, such as R-7. No name, and no case number.",
        max_length=60,
    )
    concern = prose(
        "What causes concern?", "Without names, dates of birth or addresses.", rows=6
    )
    working = prose(
        "Why has working together not been enough?",
        "What agencies tried, and what did not work.",
        rows=6,
    )
    checked = forms.BooleanField(
        label="I have checked these words, and nobody can be identified",
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "board", self.record.boards.all())
        typed = [str(self.data.get(name, "")) for name in WORDS] if self.data else []
        self.suspects = workflow.suspects(*typed)
        if not self.suspects:
            del self.fields["checked"]


class ReferralFilters(Govuk, forms.Form):
    q = forms.CharField(
        label="Words", help_text="In what was written about the case.", required=False
    )

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        self.by = by

    def narrow(self, referrals: QuerySet[Referral]) -> QuerySet[Referral]:
        words = self.cleaned_data["q"]
        if not words:
            return referrals
        return referrals.filter(pk__in=search(referrals, words, by=self.by))


class DecideForm(Today):
    forward = forms.TypedChoiceField(
        label="Does the case go forward for review?",
        choices=[("yes", "Yes, it is reviewed"), ("no", "No")],
        coerce=lambda said: said == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    reason = prose("Why?", "Whoever referred it reads this.")
