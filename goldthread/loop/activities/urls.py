"""Where activities, contributions and calendars are found."""

from django.urls import path

from goldthread.base.govuk.openings import openings
from goldthread.base.govuk.pages import ask, confirm
from goldthread.loop.activities import forms, views, workflow

app_name = "activities"

ADDED = "Added. Ask organisations to contribute, or begin."

on_board = [
    path(
        "boards/<slug:slug>/add_activity/",
        ask(
            workflow.add_activity,
            forms.AddActivityForm,
            done=ADDED,
            lead="Anything the board does to learn: an audit, a review, a survey.",
            key="slug",
        ),
    ),
    path(
        "intentions/<int:pk>/start_activity/",
        ask(
            workflow.start_activity,
            forms.StartActivityForm,
            done="Started. Ask organisations to contribute, or begin.",
            lead="What the plan says of it is filled in. Change what has changed.",
        ),
    ),
]

on_activity = [
    path(
        "activities/<int:pk>/edit/",
        ask(workflow.edit, forms.ActivityForm, done="Changed."),
    ),
    path(
        "activities/<int:pk>/begin/",
        confirm(workflow.begin, done="Begun.", lead="The work has started."),
    ),
    path(
        "activities/<int:pk>/ask_for/",
        ask(
            workflow.ask_for,
            forms.AskForm,
            done="Asked. We write to their leads now, and remind them 14 and 3 days "
            "before it is due.",
        ),
    ),
    path(
        "activities/<int:pk>/report/",
        ask(
            workflow.report,
            forms.ReportForm,
            done="Reported. Close it when nothing more is to come.",
            lead="Say what came of it. Its findings are added one by one.",
        ),
    ),
    path(
        "activities/<int:pk>/close/",
        confirm(
            workflow.close,
            done="Closed. You can reopen it, with a reason.",
            lead="Nothing more is to come, and no organisation owes anything. Once it is "
            "closed nobody reads it if it is restricted, until it is reopened.",
        ),
    ),
    path(
        "activities/<int:pk>/call_off/",
        ask(
            workflow.call_off,
            forms.ReasonForm,
            done="Called off. It can still be done after all.",
            lead="It will not be done. What the year planned is to be done another way.",
        ),
    ),
    path(
        "activities/<int:pk>/plan_again/",
        confirm(workflow.plan_again, done="It is planned again."),
    ),
    path(
        "activities/<int:pk>/conduct/",
        ask(
            workflow.conduct,
            forms.ConductForm,
            done="It is written down how the review is conducted.",
            lead="What the framework asks of every review. Leave a box empty if there is "
            "nothing to say yet. Leave out names of children and families.",
        ),
    ),
    path(
        "activities/<int:pk>/reopen/",
        ask(
            workflow.reopen,
            forms.ReasonForm,
            done="Reopened. Report it again when the work is done.",
            lead="Whether its outcome was met is to be judged again.",
        ),
    ),
    path(
        "activities/<int:pk>/share_with/",
        ask(
            workflow.share_with,
            forms.ShareForm,
            done="Shared. That board reads it and works on it too.",
            lead="Two boards can do an activity together. If it is restricted, people "
            "of the other board see it once you name them.",
        ),
    ),
    path(
        "activities/<int:pk>/stop_sharing/",
        ask(
            workflow.stop_sharing,
            forms.StopSharingForm,
            done="That board no longer sees it.",
        ),
    ),
    path(
        "activities/<int:pk>/restrict/",
        ask(
            workflow.restrict,
            forms.RestrictForm,
            done="Restricted. Only the people named see it.",
            lead="Only the people named will see it, or anything asked for it. An "
            "organisation that owes something must have somebody named to reply.",
        ),
    ),
    path(
        "activities/<int:pk>/name_people/",
        ask(workflow.name_people, forms.NameForm, done="Named. They see it now."),
    ),
    path(
        "activities/<int:pk>/unname/",
        ask(workflow.unname, forms.UnnameForm, done="They no longer see it."),
    ),
    path(
        "activities/<int:pk>/unrestrict/",
        confirm(
            workflow.unrestrict,
            done="No longer restricted.",
            lead="Everybody who reads the activities of this board will see it.",
        ),
    ),
]

on_contribution = [
    path(
        "contributions/<int:pk>/receive/",
        ask(
            workflow.receive,
            forms.ReceiveForm,
            done="Received. The board reads it, and may send feedback.",
        ),
    ),
    path(
        "contributions/<int:pk>/assign/",
        ask(
            workflow.assign,
            forms.AssignForm,
            done="Given. We write to tell them, and remind them from now on.",
            lead="Choose who in your organisation does it. You can still reply yourself.",
        ),
    ),
    path(
        "contributions/<int:pk>/give_feedback/",
        ask(
            workflow.give_feedback, forms.FeedbackForm, done="Sent to the organisation."
        ),
    ),
    path(
        "contributions/<int:pk>/extend/",
        ask(
            workflow.extend,
            forms.ExtendForm,
            done="Extended. We write to tell the organisation.",
            lead="The day first agreed stays on record.",
        ),
    ),
    path(
        "contributions/<int:pk>/ask_again/",
        ask(
            workflow.ask_again,
            forms.AskAgainForm,
            done="Asked again. We write to tell the organisation.",
            lead="The organisation owes it once more. What it sent stays on record.",
        ),
    ),
    path(
        "contributions/<int:pk>/withdraw/",
        ask(
            workflow.withdraw,
            forms.ReasonForm,
            done="Withdrawn. We write to tell the organisation.",
            lead="The organisation owes nothing any more. You can ask again later.",
        ),
    ),
]

urlpatterns = [
    path("activities/", views.index, name="index"),
    path("activities/unheld/", views.unheld, name="unheld"),
    path("activities/<int:pk>/", views.show, name="show"),
    path("activities/<int:pk>/openings/", openings("activities.activity")),
    path("activities/<int:pk>/entrust/", views.entrust, name="entrust"),
    path("boards/<slug:slug>/year_ahead/", views.year_ahead, name="year_ahead"),
    path("contributions/", views.contributions, name="contributions"),
    path("contributions/<int:pk>/", views.contribution, name="contribution"),
    path("contributions/<int:pk>/openings/", openings("activities.contribution")),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/make/", views.make_calendar, name="make_calendar"),
    path("calendar/revoke/", views.revoke_calendar, name="revoke_calendar"),
    path("calendar/<str:secret>.ics", views.feed, name="feed"),
    *on_board,
    *on_activity,
    *on_contribution,
]
