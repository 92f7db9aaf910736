"""Where case files and their disposal are found."""

from django.urls import path

from goldthread.base.disposal import forms, views, workflow
from goldthread.base.govuk import pages

app_name = "disposal"

urlpatterns = [
    path("disposals/", views.index, name="index"),
    path("disposals/<int:pk>/", views.show, name="show"),
    path(
        "disposals/<int:pk>/approve/",
        pages.ask(
            workflow.approve,
            forms.ApproveForm,
            template="disposal/approve.html",
            danger=True,
            done="Destroyed. The certificate is on this page and in the ledger.",
            lead="This destroys the keys of these case files. What they sealed cannot be "
            "read again by anybody, and no backup brings it back once the keys’ own "
            "copies have expired. There is no way to undo it.",
        ),
    ),
    path(
        "disposals/<int:pk>/decline/",
        pages.ask(workflow.decline, forms.DeclineForm, done="It is kept."),
    ),
    path("case-files/<uuid:reference>/", views.case_file, name="case_file"),
    path(
        "case-files/<uuid:reference>/propose_disposal/",
        pages.ask(
            workflow.propose_disposal,
            forms.ProposeForm,
            done="Proposed. It waits on the home page of the chair, and of the rest of "
            "the board team who may see it. Nothing is destroyed until one of them "
            "approves it.",
            lead="Nothing happens until a second person approves it.",
            template="disposal/propose.html",
            key="reference",
        ),
    ),
    path(
        "case-files/<uuid:reference>/hold/",
        pages.ask(
            workflow.hold,
            forms.HoldForm,
            done="Held. Nobody can destroy it while the hold stands.",
            key="reference",
        ),
    ),
    path(
        "case-files/<uuid:reference>/lift_hold/",
        pages.confirm(
            workflow.lift_hold,
            done="Lifted. Its usual time applies again.",
            lead="It may be destroyed again once its time is over.",
            key="reference",
        ),
    ),
]
