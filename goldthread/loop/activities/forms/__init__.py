"""Input to clean values to one call of the workflow."""

from goldthread.loop.activities.forms.activities import (
    ActivityForm,
    AddActivityForm,
    NameForm,
    ReportForm,
    RestrictForm,
    ShareForm,
    StartActivityForm,
    StopSharingForm,
    UnnameForm,
)
from goldthread.loop.activities.forms.contributions import (
    AskAgainForm,
    AskForm,
    AssignForm,
    ExtendForm,
    FeedbackForm,
    ReceiveForm,
)
from goldthread.loop.activities.forms.fields import ReasonForm
from goldthread.loop.activities.forms.filters import (
    ActivityFilters,
    ContributionFilters,
)
from goldthread.loop.activities.forms.reviews import ConductForm
from goldthread.loop.activities.forms.unheld import EntrustForm

__all__ = [
    "ActivityFilters",
    "ActivityForm",
    "AddActivityForm",
    "AskAgainForm",
    "AskForm",
    "AssignForm",
    "ConductForm",
    "ContributionFilters",
    "EntrustForm",
    "ExtendForm",
    "FeedbackForm",
    "NameForm",
    "ReasonForm",
    "ReceiveForm",
    "ReportForm",
    "RestrictForm",
    "ShareForm",
    "StartActivityForm",
    "StopSharingForm",
    "UnnameForm",
]
