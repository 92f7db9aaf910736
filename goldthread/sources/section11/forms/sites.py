"""What is asked of an organisation that answers for several sites."""

from typing import Any

from django import forms

from goldthread.base.govuk.forms import prose
from goldthread.base.govuk.pages import Today
from goldthread.base.people.models import Organisation
from goldthread.loop.activities.forms.fields import choose, one
from goldthread.sources.section11 import queries
from goldthread.sources.section11.forms.answers import offer_questions
from goldthread.sources.section11.models import SelfAssessment, SiteDifference


class AddDifferenceForm(Today):
    key = forms.ChoiceField(label="For which question?")
    site = one(Organisation.objects.all(), "Which site differs?", empty_label=None)
    words = prose("What is different there?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer_questions(self)
        choose(self, "site", self.record.sites.order_by("name"))


class RemoveDifferenceForm(Today):
    difference = one(SiteDifference.objects.all(), "Which one?", empty_label=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        found = self.record.site_differences.select_related("site")
        choose(self, "difference", found)


class CopyFromForm(Today):
    other = one(
        SelfAssessment.objects.all(),
        "Which site’s answers?",
        empty_label=None,
        help_text="What is answered here already stays. Evidence is not brought.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        found = queries.copied_from(self.record, self.by)
        choose(self, "other", found.select_related("contribution__organisation"))
