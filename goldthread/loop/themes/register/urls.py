"""Where a register is brought in."""

from django.urls import path

from goldthread.base.govuk import pages
from goldthread.loop.themes.register import views, workflow
from goldthread.loop.themes.register.forms import BringInForm, MatchForm, UploadForm

app_name = "register"

urlpatterns = [
    path(
        "boards/<slug:slug>/import_register/",
        pages.ask(
            workflow.import_register,
            UploadForm,
            done="The file is read. Nothing is imported yet.",
            lead="Bring the spreadsheet of findings that your board keeps. You see "
            "what will be made before anything is.",
            template="register/upload.html",
            key="slug",
        ),
    ),
    path("registers/<int:pk>/", views.show, name="show"),
    path("registers/<int:pk>/bad_rows/", views.bad_rows, name="bad_rows"),
    path(
        "registers/<int:pk>/match/",
        pages.ask(
            workflow.match,
            MatchForm,
            done="The columns are matched. Look at what will be made.",
            lead="We have guessed from the headings. Check each one.",
            template="register/match.html",
        ),
        name="match",
    ),
    path(
        "registers/<int:pk>/bring_in/",
        pages.ask(
            workflow.bring_in_later,
            BringInForm,
            template="register/bring_in.html",
        ),
    ),
    path(
        "registers/<int:pk>/abandon/",
        pages.confirm(
            workflow.abandon,
            done="Nothing was imported, and the rows of the file are not kept.",
        ),
    ),
]
