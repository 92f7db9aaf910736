"""What is asked of whoever plans: of the framework, and of the year."""

from goldthread.loop.plan.forms.framework import (
    AdoptForm,
    ChangeLineForm,
    LineForm,
    ReasonForm,
    RetireForm,
    ShareForm,
)
from goldthread.loop.plan.forms.year import (
    IntentionFilters,
    IntentionForm,
    IntentionWordsForm,
    MeetingForm,
    MoveForm,
    PriorityForm,
    PriorityWordsForm,
    ServeForm,
    YearForm,
)

__all__ = [
    "AdoptForm",
    "ChangeLineForm",
    "IntentionFilters",
    "IntentionForm",
    "IntentionWordsForm",
    "LineForm",
    "MeetingForm",
    "MoveForm",
    "PriorityForm",
    "PriorityWordsForm",
    "ReasonForm",
    "RetireForm",
    "ServeForm",
    "ShareForm",
    "YearForm",
]
