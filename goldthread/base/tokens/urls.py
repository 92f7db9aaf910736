"""Where tokens are asked for, agreed to, issued and revoked."""

from django.urls import path

from goldthread.base.govuk.pages import Today, ask, confirm
from goldthread.base.tokens import forms, views, workflow

app_name = "tokens"
ONE = "tokens/<int:pk>/"

urlpatterns = [
    path(
        "boards/<slug:slug>/ask_for_token/",
        ask(
            workflow.ask_for_token,
            forms.AskForm,
            done="Asked. You hear as soon as somebody has answered.",
            lead="A program then reads as if it were you. It reads nothing until somebody "
            "else of the board agrees.",
            key="slug",
        ),
    ),
    path("tokens/", views.index, name="index"),
    path(ONE, views.show, name="show"),
    path(
        f"{ONE}agree_token/",
        ask(
            workflow.agree_token,
            Today,
            done="Agreed. Its holder can issue its secret.",
            lead="The program then reads whatever its holder may see of this, as often as "
            "it likes, without asking again. What it has read, Goldthread cannot call back.",
            template="confirm.html",
        ),
    ),
    path(f"{ONE}issue_token/", views.issue_token, name="issue_token"),
    path(
        f"{ONE}revoke_token/",
        confirm(
            workflow.revoke_token,
            done="Revoked. It reads nothing from now on.",
            lead="The program that uses it is refused at once. This cannot be undone.",
        ),
    ),
]
