"""Where recommendations, actions, programmes and obligations are found."""

from django.urls import path

from goldthread.base.govuk import pages
from goldthread.loop.actions import forms, views, workflow

app_name = "actions"

recommended = "Recommended. Raise an action for each organisation that must act."

urlpatterns = [
    path("actions/", views.index, name="index"),
    path("actions/<int:pk>/", views.show, name="show"),
    path("recommendations/<int:pk>/", views.recommendation, name="recommendation"),
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/<int:pk>/", views.programme, name="programme"),
    path("organisations/<int:pk>/obligations/", views.obligations, name="obligations"),
    path(
        "boards/<slug:slug>/add_programme/",
        pages.ask(
            workflow.add_programme,
            forms.ProgrammeForm,
            done="The programme of work is there. Choose it when you raise an action.",
            lead="A programme groups actions that add up to one sustained change.",
            key="slug",
        ),
    ),
    path(
        "programmes/<int:pk>/edit_programme/",
        pages.ask(workflow.edit_programme, forms.ProgrammeForm, done="Changed."),
    ),
    path(
        "themes/<int:pk>/recommend/",
        pages.ask(workflow.recommend, forms.RecommendForm, done=recommended),
    ),
    path(
        "findings/<int:pk>/recommend/",
        pages.ask(
            workflow.recommend_from_finding,
            forms.RecommendFromFindingForm,
            done=recommended,
        ),
    ),
    path(
        "recommendations/<int:pk>/edit_recommendation/",
        pages.ask(workflow.edit_recommendation, forms.WordsForm, done="Changed."),
    ),
    path(
        "recommendations/<int:pk>/raise_action/",
        pages.ask(
            workflow.raise_action,
            forms.RaiseForm,
            done="Raised. We have written to the organisation.",
            lead="One organisation, one person, a date, and how you will know.",
        ),
    ),
    path(
        "actions/<int:pk>/edit/",
        pages.ask(workflow.edit, forms.EditForm, done="Changed."),
    ),
    path(
        "actions/<int:pk>/assign/",
        pages.ask(
            workflow.assign,
            forms.AssignForm,
            done="Chosen. We have written to them.",
        ),
    ),
    path(
        "actions/<int:pk>/begin/",
        pages.confirm(
            workflow.begin,
            done="Begun. Submit evidence when it is done.",
            lead="Say that the work has begun. The board sees that it is in progress.",
        ),
    ),
    path(
        "actions/<int:pk>/submit_evidence/",
        pages.ask(
            workflow.submit_evidence,
            forms.EvidenceForm,
            done="Submitted. Somebody of another organisation will verify it, and you "
            "will read what they say here.",
            lead="Somebody of another organisation will look at this and decide.",
            template="actions/evidence_form.html",
        ),
    ),
    path(
        "actions/<int:pk>/verify/",
        pages.ask(
            workflow.verify,
            forms.VerifyForm,
            done="Verified complete. Whether it made a difference is the next question: "
            "plan an impact check.",
            lead="You confirm, from another organisation, that this has been done.",
            template="actions/evidence_form.html",
        ),
    ),
    path(
        "actions/<int:pk>/send_back/",
        pages.ask(
            workflow.send_back,
            forms.SendBackForm,
            done="Sent back. We have told the organisation what is missing.",
            template="actions/evidence_form.html",
        ),
    ),
    path(
        "actions/<int:pk>/extend/",
        pages.ask(
            workflow.extend,
            forms.ExtendForm,
            done="Extended. We have told the organisation.",
        ),
    ),
    path(
        "actions/<int:pk>/withdraw/",
        pages.ask(
            workflow.withdraw,
            forms.ReasonForm,
            done="Withdrawn. It leaves every count; you can reopen it.",
        ),
    ),
    path(
        "actions/<int:pk>/reopen/",
        pages.ask(
            workflow.reopen,
            forms.ExtendForm,
            done="Reopened. We have told the organisation.",
            lead="It is owed again, by a new day.",
        ),
    ),
    path(
        "actions/<int:pk>/de_escalate/",
        pages.ask(
            workflow.de_escalate,
            forms.ReasonForm,
            done="The escalation has ended.",
            lead="Say what was agreed. The action goes on as before.",
        ),
    ),
]
