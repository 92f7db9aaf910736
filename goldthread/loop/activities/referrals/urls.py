"""Where referred cases are found."""

from django.urls import path

from goldthread.base.govuk import pages
from goldthread.base.govuk.openings import openings
from goldthread.loop.activities.referrals import forms, views, workflow

app_name = "referrals"

urlpatterns = [
    path("referrals/", views.index, name="index"),
    path(
        "organisations/<int:pk>/refer_case/",
        pages.ask(
            workflow.refer_case,
            forms.ReferForm,
            done="Referred. You will hear what is decided, and why.",
            lead="For a case that causes concern, where agencies working together could "
            "not respond well enough. It need not meet the criteria of a serious case "
            "review. Only you and those who decide will see it.",
            template="referrals/refer.html",
        ),
    ),
    path("referrals/<int:pk>/", views.show, name="show"),
    path("referrals/<int:pk>/openings/", openings("referrals.referral")),
    path(
        "referrals/<int:pk>/decide/",
        pages.ask(
            workflow.decide,
            forms.DecideForm,
            done="Decided. Whoever referred it has been told.",
        ),
    ),
]
