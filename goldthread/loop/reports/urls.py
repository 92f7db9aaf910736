"""Where papers are found, and where the public reads."""

from django.urls import path

from goldthread.base.govuk import pages
from goldthread.loop.reports import views, workflow
from goldthread.loop.reports.forms import (
    DeclineForm,
    NarrateForm,
    PaperForm,
    PublishForm,
)

app_name = "reports"

urlpatterns = [
    path("reports/", views.index, name="index"),
    path("reports/<int:pk>/", views.show, name="show"),
    path("reports/<int:pk>/download/<slug:form>/", views.download, name="download"),
    path("reports/<int:pk>/drawn/<slug:form>/", views.drawn, name="drawn"),
    path(
        "boards/<slug:slug>/draft_paper/",
        pages.ask(
            workflow.draft_paper,
            PaperForm,
            key="slug",
            done="The paper is drafted from the loop. Add your words, then issue it.",
            lead="We fill it from the loop: everything learned and every action "
            "arising in the period. Until you issue it, it follows the loop.",
        ),
    ),
    path(
        "reports/<int:pk>/edit/",
        pages.ask(workflow.edit, PaperForm, done="Changed."),
    ),
    path(
        "reports/<int:pk>/narrate/",
        pages.ask(
            workflow.narrate,
            NarrateForm,
            done="Your words are in the paper.",
            lead="Say what the figures don’t. Leave a box empty if they say enough. "
            "Start a line with - for a list, and put ** round words to stress them.",
        ),
    ),
    path(
        "reports/<int:pk>/issue/",
        pages.ask(
            workflow.issue,
            pages.Today,
            template="confirm.html",
            done="Issued. It has its number, and from now on says what it said.",
            lead="It gets its number and is frozen. What happens in the loop later "
            "does not change it; say it in the next paper.",
        ),
    ),
    path(
        "reports/<int:pk>/publish/",
        pages.ask(
            workflow.publish,
            PublishForm,
            done="Published. Anybody can read the public copy.",
            template="reports/publish.html",
            lead="Somebody else has proposed this copy. Once you publish it, anybody can "
            "read it. You can take it down again, and not take back what was read.",
        ),
    ),
    path(
        "reports/<int:pk>/propose_publication/",
        pages.ask(
            workflow.propose_publication,
            PublishForm,
            done="Proposed. Nobody outside reads it until somebody else of the board "
            "team, or the chair, has read and published it.",
            template="reports/publish.html",
            lead="Read the copy and tick. Somebody else of the board team, or the chair, "
            "then reads it too, and publishes it.",
        ),
    ),
    path(
        "reports/<int:pk>/decline_publication/",
        pages.ask(
            workflow.decline_publication,
            DeclineForm,
            done="Not published. The paper can be proposed again.",
        ),
    ),
    path(
        "reports/<int:pk>/withdraw_publication/",
        pages.confirm(
            workflow.withdraw_publication,
            done="The public copy is taken down. It can be proposed again.",
            lead="From then on nobody outside can read it here. What was read or copied "
            "cannot be taken back. To show it again takes two people, as before.",
        ),
    ),
    path("published/", views.published, name="published"),
    path("published/<int:pk>/", views.public_paper, name="public"),
]
