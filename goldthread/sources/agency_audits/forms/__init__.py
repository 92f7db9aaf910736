"""Input to clean values to one call of the workflow."""

from goldthread.loop.activities.forms import ReasonForm
from goldthread.sources.agency_audits.forms.filters import (
    AuditFilters,
)
from goldthread.sources.agency_audits.forms.returns import (
    ActionForm,
    AnnounceForm,
    AnswerForm,
    AskForAuditsForm,
    DueForm,
    NotDoneForm,
    NotifyForm,
    RemoveActionForm,
    SectionForm,
    SendForm,
    ShareForm,
    StopSharingForm,
    section_form,
)
from goldthread.sources.agency_audits.forms.scrutiny import (
    AcceptForm,
    ClarifyForm,
    FeedbackForm,
    RaiseFindingForm,
    ReportForm,
    ThemeForm,
    TriageForm,
    TriangulateForm,
)

__all__ = [
    "AcceptForm",
    "ActionForm",
    "AnnounceForm",
    "AnswerForm",
    "AskForAuditsForm",
    "AuditFilters",
    "ClarifyForm",
    "DueForm",
    "FeedbackForm",
    "NotDoneForm",
    "NotifyForm",
    "RaiseFindingForm",
    "ReasonForm",
    "RemoveActionForm",
    "ReportForm",
    "SectionForm",
    "SendForm",
    "ShareForm",
    "StopSharingForm",
    "ThemeForm",
    "TriageForm",
    "TriangulateForm",
    "section_form",
]
