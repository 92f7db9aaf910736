"""Where impact checks are found, planned and made, and themes closed or carried on."""

from django.urls import path

from goldthread.base.govuk import pages
from goldthread.loop.impact import forms, views, workflow

app_name = "impact"

planned = "Planned. We have written to whoever will look."
recorded = "Recorded. It counts from now on."
plan_lead = "Choose who will look, when and how: somebody who does not own it."
record_lead = "You have looked already: say how, what you saw, and what it amounts to."

urlpatterns = [
    path("impact/", views.index, name="index"),
    path("impact/<int:pk>/", views.show, name="show"),
    path(
        "impact/<int:pk>/make_check/",
        pages.ask(
            workflow.make_check,
            forms.MakeForm,
            done=recorded,
            template="impact/make.html",
        ),
    ),
    path(
        "impact/<int:pk>/choose_checker/",
        pages.ask(
            workflow.choose_checker,
            forms.CheckerForm,
            done="Chosen. We have written to them.",
            lead="Somebody of the board or its groups who does not own the action.",
        ),
    ),
    path(
        "impact/<int:pk>/withdraw/",
        pages.ask(workflow.withdraw, forms.WithdrawForm, done="Withdrawn."),
    ),
    path(
        "actions/<int:pk>/plan_check/",
        pages.ask(workflow.plan_check, forms.PlanForm, done=planned, lead=plan_lead),
    ),
    path(
        "themes/<int:pk>/plan_check/",
        pages.ask(
            workflow.plan_check_of_theme, forms.PlanForm, done=planned, lead=plan_lead
        ),
    ),
    path(
        "actions/<int:pk>/record_check/",
        pages.ask(
            workflow.record_check, forms.RecordForm, done=recorded, lead=record_lead
        ),
    ),
    path(
        "themes/<int:pk>/record_check/",
        pages.ask(
            workflow.record_check_of_theme,
            forms.RecordForm,
            done=recorded,
            lead=record_lead,
        ),
    ),
    path(
        "themes/<int:pk>/close/",
        pages.ask(
            workflow.close,
            forms.CloseForm,
            done="Closed: its impact is shown. You can reopen it if it comes back.",
            lead="A theme closes only with impact shown by a check.",
            template="impact/close.html",
        ),
    ),
    path(
        "themes/<int:pk>/carry_forward/",
        pages.ask(
            workflow.carry_forward,
            forms.CarryForm,
            done="Carried forward. It stands in that year’s plan.",
            lead="Its impact is not shown yet, so a later year’s plan looks at it again.",
        ),
    ),
    path(
        "themes/<int:pk>/reopen/",
        pages.ask(workflow.reopen, forms.ReopenForm, done="Reopened."),
    ),
]
