"""Where large files are asked for, answered and fetched."""

from django.urls import path

from goldthread.base.govuk.pages import ask, confirm
from goldthread.base.large_files import forms, views, workflow

app_name = "large_files"

urlpatterns = [
    path("large-files/", views.index, name="index"),
    path("large-files/ask/", views.ask, name="ask"),
    path("large-files/<int:pk>/", views.show, name="show"),
    path(
        "large-files/<int:pk>/agree/",
        confirm(
            workflow.agree,
            done="Agreed. They have 7 days to fetch it.",
            lead="Once it is fetched, what is in the file is in their hands: Goldthread "
            "cannot call it back.",
        ),
    ),
    path(
        "large-files/<int:pk>/decline/",
        ask(workflow.decline, forms.DeclineForm, done="Declined. They are told why."),
    ),
    path(
        "large-files/<int:pk>/withdraw/",
        confirm(
            workflow.withdraw,
            done="Withdrawn. No row leaves.",
            lead="You can ask again from the list.",
        ),
    ),
    path(
        "large-files/<int:pk>/fetch/",
        confirm(
            workflow.fetch,
            done="The file is open to you for 10 minutes. Download it from this page.",
            lead="For 10 minutes you can download it. It holds what you may see now, which "
            "may be less than when you asked. It is noted, and whoever agreed is told.",
        ),
    ),
]
