"""What is asked about work that nobody holds."""

from typing import Any

from goldthread.base.govuk.pages import StepForm
from goldthread.base.people.models import User
from goldthread.loop.activities import queries
from goldthread.loop.activities.forms.fields import choose, one


class EntrustForm(StepForm):
    person = one(
        User.objects.all(),
        "Which colleague?",
        empty_label="Choose a colleague",
        help_text="Somebody else of the board team. They, the chair and everybody "
        "named on it are told.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        team = queries.team_at(self.record.board_id)
        choose(self, "person", team.exclude(pk=self.by.pk))
