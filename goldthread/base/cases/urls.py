"""Case files, grants, exclusions and openings."""

from django.urls import path

from goldthread.base.cases import forms, views, workflow
from goldthread.base.govuk.pages import ask

app_name = "cases"

urlpatterns = [
    path("cases/", views.index, name="index"),
    path("cases/<int:pk>/", views.show, name="show"),
    path("cases/<int:pk>/declare_none/", views.declare_none, name="declare"),
    path("cases/<int:pk>/declare_conflict/", views.declare_conflict),
    path(
        "cases/<int:pk>/name_on_case/",
        ask(
            workflow.name_on_case,
            forms.NameOnCaseForm,
            done="Named, and told by email. Before they open the case we ask them "
            "whether they have a conflict of interest.",
        ),
    ),
    path(
        "cases/<int:pk>/exclude/",
        ask(
            workflow.exclude,
            forms.ExcludeForm,
            done="Recorded. To them the case does not exist any more.",
            lead="A conflict of interest beats everything else: whoever has one sees "
            "nothing of the case, and hears nothing of it.",
        ),
    ),
    path(
        "grants/<int:pk>/extend/",
        ask(workflow.extend, forms.ExtendForm, done="Extended, by a new grant."),
        name="extend",
    ),
    path(
        "grants/<int:pk>/end_grant/",
        ask(workflow.end_grant, forms.WhyForm, done="They no longer see it."),
        name="end_grant",
    ),
    path(
        "exclusions/<int:pk>/lift/",
        ask(
            workflow.lift,
            forms.WhyForm,
            done="Lifted. Name them again if they are to see the case.",
        ),
        name="lift",
    ),
    path(
        "boards/<slug:slug>/open_in_emergency/",
        ask(
            workflow.open_in_emergency,
            forms.EmergencyForm,
            done="You can read the case for 60 minutes. Everybody named on it and the chair "
            "are told.",
            lead="If a child may come to harm while you wait to be named, you can read one "
            "restricted case for 60 minutes, and change nothing. Everybody named on it and "
            "the chair are told at once. Within 3 working days somebody else reviews "
            "whether it was right.",
            key="slug",
        ),
        name="emergency",
    ),
    path("openings/<int:pk>/", views.opening, name="opening"),
    path(
        "openings/<int:pk>/review/",
        ask(workflow.review, forms.ReviewForm, done="Reviewed. It stays on record."),
    ),
]
