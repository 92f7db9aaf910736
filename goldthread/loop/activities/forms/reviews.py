"""What a review is asked about the way in which it is conducted."""

from typing import Any

from django.utils import timezone

from goldthread.base.govuk.forms import prose
from goldthread.base.govuk.pages import Today
from goldthread.loop.activities import queries


class ConductForm(Today):
    """One box for each thing that the framework asks of a review."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        told = [each["how"] for each in self.record.conduct]
        asked = queries.asked_of_a_review(self.record, on=timezone.localdate())
        for number, asks in enumerate(asked):
            how = told[number] if told else ""
            label = f"The review {asks}. How?"
            self.fields[f"how_{number}"] = prose(label, rows=3, required=False)
            self.initial[f"how_{number}"] = how

    def given(self) -> dict[str, Any]:
        given = super().given()
        on = given.pop("on")
        return {"said": list(given.values()), "on": on}
