"""Steps of the board that reads a return."""

from django.urls import path

from goldthread.base.govuk.pages import Today, ask, confirm
from goldthread.sources.section11 import forms, workflow
from goldthread.sources.section11.views import records

RETURN = "section11/<int:pk>/"

urlpatterns = [
    path(
        f"{RETURN}extend_return/",
        ask(workflow.extend_return, forms.ExtendForm, done="It has longer."),
    ),
    path(
        f"{RETURN}exempt/",
        ask(workflow.exempt, forms.ExemptForm, done="Nothing is asked of it."),
    ),
    path(
        f"{RETURN}stop_asking/",
        ask(
            workflow.stop_asking,
            forms.StopAskingForm,
            done="Your board no longer asks for it. The organisation is told.",
            lead="Other boards still ask for it. Yours does not see it any more.",
            danger=True,
        ),
    ),
    path(
        f"{RETURN}ask_each_site/",
        ask(
            workflow.ask_each_site,
            Today,
            done="Each of its sites is asked. We write to their leads now.",
            lead="Each of its sites is asked by itself from now on. What was written here "
            "stays, and is for this organisation alone.",
        ),
    ),
    path(
        f"{RETURN}ask_after_all/",
        ask(workflow.ask_after_all, forms.LaterForm, done="Asked again."),
    ),
    path(
        f"{RETURN}ask_about/",
        ask(
            workflow.ask_about, forms.AskAboutForm, done="Asked. We write to them now."
        ),
    ),
    path(f"{RETURN}moderate/", records.moderate),
    path(
        f"{RETURN}moderate/<str:question>/",
        ask(
            workflow.moderate,
            forms.ModerateForm,
            done="Saved beside the organisation’s own grade.",
            template="section11/moderate.html",
        ),
        name="moderate",
    ),
    path(
        f"{RETURN}finish_moderation/",
        confirm(
            workflow.finish_moderation,
            done="Finished. The organisation reads your grades, and agrees or disputes.",
            lead="Where you gave no grade of your own, theirs stands.",
        ),
    ),
    path(f"{RETURN}settle/", confirm(workflow.settle, done="Final.")),
    path(
        f"{RETURN}write_back/",
        ask(
            workflow.write_back,
            forms.FeedbackForm,
            done="Sent to the organisation.",
            lead="Drafted from what was recorded. Finish it in your own words.",
        ),
    ),
    path(
        f"{RETURN}raise_section11_finding/",
        ask(
            workflow.raise_section11_finding,
            forms.FindingForm,
            done="The finding is drafted. Agree it when its words are right.",
            lead="One thing learned, put so that someone who was not there can use it.",
        ),
    ),
]
