"""Where the help of a year is assessed."""

from django.urls import path

from goldthread.base.govuk import pages
from goldthread.loop.impact.assessments import views, workflow
from goldthread.loop.impact.assessments.forms import AssessForm

app_name = "assessments"

urlpatterns = [
    path("years/<int:pk>/help/", views.help_in_year, name="help"),
    path(
        "years/<int:pk>/assess_help/",
        pages.ask(
            workflow.assess_help,
            AssessForm,
            done="Assessed. The next paper tells it.",
            lead="The board says each year how effective the help for children and "
            "families is, from early help on. A later assessment replaces this one.",
        ),
    ),
    path("assessments/<int:pk>/", views.show, name="show"),
]
