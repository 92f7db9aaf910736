"""Where briefings are found."""

from django.urls import path

from goldthread.base.govuk import pages
from goldthread.loop.actions.briefings import forms, views, workflow
from goldthread.loop.activities.forms import ReasonForm

app_name = "briefings"

urlpatterns = [
    path("briefings/", views.index, name="index"),
    path(
        "boards/<slug:slug>/write_briefing/",
        pages.ask(
            workflow.write_briefing,
            forms.WriteForm,
            done="The briefing is drafted. Tell practitioners when its words are right.",
            lead="Put what was learned so that practitioners can use it. Only released "
            "findings can be told.",
            key="slug",
        ),
    ),
    path("briefings/<int:pk>/", views.show, name="show"),
    path(
        "briefings/<int:pk>/edit/",
        pages.ask(workflow.edit, forms.WordsForm, done="The draft is changed."),
    ),
    path(
        "briefings/<int:pk>/tell/",
        pages.ask(
            workflow.tell,
            forms.TellForm,
            done="Told. Practitioners can read it, and the organisations are asked to "
            "pass it on.",
            lead="Everyone who works for your partners can read it from now on.",
            template="briefings/tell.html",
        ),
    ),
    path(
        "briefings/<int:pk>/take_back/",
        pages.ask(
            workflow.take_back,
            ReasonForm,
            done="Taken back. Practitioners no longer see it; you can write it anew.",
            lead="Practitioners no longer read it, and no organisation is asked to pass "
            "it on.",
        ),
    ),
    path(
        "briefings/<int:pk>/reopen/",
        pages.confirm(workflow.reopen, done="It is a draft again."),
    ),
    path(
        "briefings/<int:pk>/read/",
        pages.ask(
            workflow.read,
            pages.Today,
            done="Thank you. It is counted.",
            lead="It is counted, and your name is kept in the history of the briefing.",
            template="confirm.html",
        ),
    ),
    path(
        "contributions/<int:pk>/pass_on/",
        pages.ask(
            workflow.pass_on,
            forms.PassOnForm,
            done="Sent to the board team.",
            lead="So that the board knows that what was learned reaches practitioners.",
        ),
    ),
]
