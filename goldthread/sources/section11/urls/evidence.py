"""What an organisation can show."""

from django.urls import path

from goldthread.base.govuk.pages import ask, confirm
from goldthread.sources.section11 import forms, workflow
from goldthread.sources.section11.views import records

EVIDENCE = "section11/evidence/<int:pk>/"

urlpatterns = [
    path(
        "organisations/<int:pk>/keep_evidence/",
        ask(
            workflow.keep_evidence,
            forms.KeepEvidenceForm,
            done="Kept. Show it with as many answers as it serves.",
            lead="A file, a link or a statement: one of the three.",
        ),
    ),
    path(EVIDENCE, records.evidence, name="evidence"),
    path(
        f"{EVIDENCE}renew/",
        ask(
            workflow.renew,
            forms.RenewForm,
            done="Renewed, wherever it is shown.",
        ),
    ),
    path(
        f"{EVIDENCE}withdraw_evidence/",
        confirm(
            workflow.withdraw_evidence,
            done="It is offered no more.",
            lead="What was submitted with it keeps it.",
        ),
    ),
]
