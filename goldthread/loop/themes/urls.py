"""Where themes are found, and the matrix of each board."""

from django.urls import path

from goldthread.base.govuk import pages
from goldthread.loop.themes import views, workflow
from goldthread.loop.themes.forms import (
    DecideForm,
    JoinForm,
    LeaveForm,
    MergeForm,
    ThemeForm,
)

app_name = "themes"

urlpatterns = [
    path("themes/", views.index, name="index"),
    path("themes/<int:pk>/", views.show, name="show"),
    path("boards/<slug:slug>/matrix/", views.matrix, name="matrix"),
    path(
        "boards/<slug:slug>/add_theme/",
        pages.ask(
            workflow.add_theme,
            ThemeForm,
            done="The theme is on your board’s list. Findings can now join it.",
            lead="Something that keeps coming up, whichever way you learn.",
            key="slug",
        ),
    ),
    path(
        "boards/<slug:slug>/join_findings/", views.join_findings, name="join_findings"
    ),
    path(
        "themes/<int:pk>/edit/",
        pages.ask(workflow.edit, ThemeForm, done="The theme is changed."),
    ),
    path(
        "themes/<int:pk>/merge/",
        pages.ask(
            workflow.merge,
            MergeForm,
            done="Merged. Its findings have joined the other theme; you can undo this.",
            lead="Its findings join the other theme and it leaves the matrix. "
            "Its history, actions and impact checks stay with it.",
        ),
    ),
    path(
        "themes/<int:pk>/part/",
        pages.confirm(
            workflow.part,
            done="It is a theme of its own again.",
            lead="It returns to the matrix and takes back the findings it brought.",
        ),
    ),
    path(
        "themes/<int:pk>/decide/",
        pages.ask(
            workflow.decide,
            DecideForm,
            done="Your verdict is recorded. The matrix shows it from now on.",
            template="themes/decide.html",
        ),
    ),
    path(
        "findings/<int:pk>/theme/",
        pages.ask(
            workflow.theme,
            JoinForm,
            done="The finding has joined. It counts in the matrix.",
            lead="A finding can belong to several themes.",
        ),
    ),
    path(
        "findings/<int:pk>/leave/",
        pages.ask(workflow.leave, LeaveForm, done="The finding has left."),
    ),
]
