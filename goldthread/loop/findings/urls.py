"""Where findings are found."""

from django.urls import path

from goldthread.base.govuk import pages
from goldthread.base.govuk.openings import openings
from goldthread.loop.findings import views, workflow
from goldthread.loop.findings.forms import FindingForm, ReleaseForm

app_name = "findings"

urlpatterns = [
    path("findings/", views.index, name="index"),
    path("findings/agree_all/", views.agree_all, name="agree_all"),
    path(
        "activities/<int:pk>/add_finding/",
        pages.ask(
            workflow.add_finding,
            FindingForm,
            done="The finding is drafted. Agree it when its words are right.",
            lead="One thing learned, put so that someone who was not there can use it.",
        ),
    ),
    path("findings/<int:pk>/", views.show, name="show"),
    path("findings/<int:pk>/openings/", openings("findings.finding")),
    path(
        "findings/<int:pk>/edit/",
        pages.ask(workflow.edit, FindingForm, done="The draft is changed."),
    ),
    path(
        "findings/<int:pk>/agree/",
        pages.confirm(
            workflow.agree,
            done="Agreed. It can now be released to the organisations.",
            lead="The board will stand behind this as what was learned.",
        ),
    ),
    path(
        "findings/<int:pk>/release/",
        pages.ask(
            workflow.release,
            ReleaseForm,
            done="Released. The organisations it is about can read it.",
            template="findings/release.html",
        ),
    ),
    path(
        "findings/<int:pk>/share/",
        pages.confirm(
            workflow.share,
            done="Shared. Practitioners of every partner organisation can read it.",
            lead="Everyone who works for the board’s partners will be able to read it.",
        ),
    ),
    path(
        "findings/<int:pk>/unshare/",
        pages.confirm(workflow.unshare, done="No longer shared."),
    ),
    path(
        "findings/<int:pk>/reopen/",
        pages.confirm(
            workflow.reopen,
            done="Reopened as a draft. Nobody outside the board team reads it now.",
            lead="It becomes a draft again, and organisations no longer see it.",
        ),
    ),
    path(
        "findings/<int:pk>/withdraw/",
        pages.confirm(
            workflow.withdraw,
            done="Withdrawn. It leaves every count; you can reopen it.",
            lead="It leaves the matrix and every count. You can reopen it later.",
        ),
    ),
]
