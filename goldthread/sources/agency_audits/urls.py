"""Where single-agency audits are found."""

from django.urls import path

from goldthread.base.govuk.pages import Today, ask, confirm
from goldthread.sources.agency_audits import forms, views, workflow

app_name = "agency_audits"

on_earlier_stages = [
    path(
        "organisations/<int:pk>/announce_audit/",
        ask(
            workflow.announce_audit,
            forms.AnnounceForm,
            done="The board knows of it. Fill in the return once the audit is done.",
            lead="Tell a board what you plan to audit, so that nobody audits it twice "
            "and the board knows when to expect what you find.",
        ),
    ),
    path(
        "activities/<int:pk>/ask_for_audits/",
        ask(
            workflow.ask_for_audits,
            forms.AskForAuditsForm,
            done="Asked. We write to their leads now, and remind them before it is due.",
            lead="Each organisation returns its own audit, on the same form.",
        ),
    ),
]

of_agency = [
    path("agency_audits/<int:pk>/fill/", views.fill),
    path(
        "agency_audits/<int:pk>/fill/<slug:section>/", views.fill_section, name="fill"
    ),
    path(
        "agency_audits/<int:pk>/add_action/",
        ask(
            workflow.add_action,
            forms.ActionForm,
            done="Added.",
            lead="What your organisation itself does about what it found.",
        ),
    ),
    path(
        "agency_audits/<int:pk>/remove_action/",
        ask(workflow.remove_action, forms.RemoveActionForm, done="Removed."),
    ),
    path(
        "agency_audits/<int:pk>/send/",
        ask(
            workflow.send,
            forms.SendForm,
            done="Sent. The board’s group reads it next, and you will have feedback.",
            lead="Check your answers. Once sent, the board can read them.",
            template="agency_audits/check.html",
        ),
    ),
    path(
        "agency_audits/<int:pk>/answer/",
        ask(
            workflow.answer,
            forms.AnswerForm,
            done="Sent again, with your answer.",
            lead="Put the return itself right first, if the question shows that it needs it.",
            template="agency_audits/answer.html",
        ),
    ),
    path(
        "agency_audits/<int:pk>/enter_for/",
        confirm(
            workflow.enter_for,
            done="You can fill it in now. Say who told you, and how, when you send it.",
            lead="For an agency that answers by telephone or on paper. Until it is sent, "
            "the board team reads what is entered. Whoever enters it cannot judge it.",
        ),
    ),
    path(
        "agency_audits/<int:pk>/hand_back/",
        confirm(
            workflow.hand_back,
            done="Handed back. The agency fills it in, and the board reads it once sent.",
            lead="The agency fills it in itself, beginning from what is there.",
        ),
    ),
    path(
        "agency_audits/<int:pk>/not_done/",
        ask(
            workflow.not_done,
            forms.NotDoneForm,
            done="Recorded. Nothing is owed for it any more.",
            lead="No return will come of it. You can plan it again later.",
        ),
    ),
    path(
        "agency_audits/<int:pk>/plan_again/",
        ask(workflow.plan_again, forms.DueForm, done="Planned again."),
    ),
    path(
        "agency_audits/<int:pk>/share_with/",
        ask(
            workflow.share_with,
            forms.ShareForm,
            done="Shared. That board reads this return too.",
            lead="One return serves several boards. Each reads the same one.",
        ),
    ),
    path(
        "agency_audits/<int:pk>/stop_sharing/",
        ask(
            workflow.stop_sharing,
            forms.StopSharingForm,
            done="That board no longer reads it.",
        ),
    ),
    path(
        "agency_audits/<int:pk>/share_twin/",
        ask(
            workflow.share_twin,
            Today,
            done="Shared. This board reads the return you sent to the other one.",
            lead="Another board has the same audit: the same title and period. Share "
            "that return with this board, and owe nothing here.",
            template="confirm.html",
        ),
    ),
]

of_board = [
    path(
        "agency_audits/<int:pk>/notify/",
        ask(
            workflow.notify,
            forms.NotifyForm,
            done="Asked. We write to the organisation’s leads now.",
        ),
    ),
    path(
        "agency_audits/<int:pk>/triage/",
        ask(
            workflow.triage,
            forms.TriageForm,
            done="Triaged. Accept it next, or ask the agency.",
            lead="Say what this return is worth to the board.",
            template="agency_audits/doubts.html",
        ),
    ),
    path(
        "agency_audits/<int:pk>/accept/",
        ask(
            workflow.accept,
            forms.AcceptForm,
            done="Accepted. Raise what it found as findings.",
            lead="The board takes the return as it stands.",
            template="agency_audits/doubts.html",
        ),
    ),
    path(
        "agency_audits/<int:pk>/clarify/",
        ask(
            workflow.clarify,
            forms.ClarifyForm,
            done="Asked. We write to the organisation now.",
            lead="The agency can answer, and put its return right.",
        ),
    ),
    path(
        "agency_audits/<int:pk>/raise_finding/",
        ask(
            workflow.raise_finding,
            forms.RaiseFindingForm,
            done="The finding is drafted. Agree it when its words are right.",
            lead="One thing the board takes from this audit.",
            template="agency_audits/raise.html",
        ),
    ),
    path(
        "agency_audits/<int:pk>/theme/",
        ask(
            workflow.theme,
            forms.ThemeForm,
            done="Themed. Weigh it against the other sources next.",
            template="agency_audits/theme.html",
        ),
    ),
    path(
        "agency_audits/<int:pk>/triangulate/",
        ask(
            workflow.triangulate,
            forms.TriangulateForm,
            done="Triangulated. Report it to a meeting next.",
            lead="An audit by one agency of itself is one source. See what others say.",
            template="agency_audits/elsewhere.html",
        ),
    ),
    path(
        "agency_audits/<int:pk>/report/",
        ask(
            workflow.report,
            forms.ReportForm,
            done="Reported. Close it once the agency has had feedback.",
        ),
    ),
    path(
        "agency_audits/<int:pk>/give_feedback/",
        ask(
            workflow.give_feedback,
            forms.FeedbackForm,
            done="Sent to the organisation.",
            lead="Every return is answered. Say what was of use, and what comes of it.",
        ),
    ),
    path(
        "agency_audits/<int:pk>/close/",
        confirm(
            workflow.close,
            done="Closed. You can reopen it, with a reason.",
            lead="Nothing more is to come of it, and the agency has had feedback.",
        ),
    ),
    path(
        "agency_audits/<int:pk>/reopen/",
        ask(
            workflow.reopen,
            forms.ReasonForm,
            done="Reopened. Accept it again, or ask the agency.",
            lead="The findings raised from it stay as they are.",
        ),
    ),
]

urlpatterns = [
    path("agency_audits/", views.index, name="index"),
    path("agency_audits/audited/", views.audited, name="audited"),
    path("agency_audits/<int:pk>/", views.show, name="show"),
    *on_earlier_stages,
    *of_agency,
    *of_board,
]
