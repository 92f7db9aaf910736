"""Where it is found."""

from django.urls import path

from goldthread.base.govuk.pages import ask
from goldthread.sources.source_template import forms, views, workflow

app_name = "source_template"

urlpatterns = [
    path("source_template/", views.index, name="index"),
    path("source_template/<int:pk>/", views.show, name="show"),
    path(
        "activities/<int:pk>/ask_for_source_template/",
        ask(
            workflow.ask_for_source_template,
            forms.AskForm,
            done="Asked. We write to their leads now, and remind them before it is due.",
        ),
    ),
    path(
        "source_template/<int:pk>/submit/",
        ask(
            workflow.submit,
            forms.SubmitForm,
            done="Sent. The board team reads it next.",
        ),
    ),
    path(
        "source_template/<int:pk>/send_back/",
        ask(
            workflow.send_back, forms.SendBackForm, done="Sent back, with your reason."
        ),
    ),
    path(
        "source_template/<int:pk>/raise_finding/",
        ask(
            workflow.raise_finding,
            forms.FindingForm,
            done="The finding is drafted. Agree it when its words are right.",
            lead="One thing learned, put so that someone who was not there can use it.",
        ),
    ),
]
