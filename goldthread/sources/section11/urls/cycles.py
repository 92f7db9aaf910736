"""Steps of a cycle, from its plan to the archive."""

from django.urls import path

from goldthread.base.govuk.pages import Today, ask, confirm
from goldthread.sources.section11 import forms, workflow

CYCLE = "section11/cycles/<int:pk>/"

urlpatterns = [
    path(
        "boards/<slug:slug>/plan_cycle/",
        ask(
            workflow.plan_cycle,
            forms.PlanCycleForm,
            done="Drafted. Choose whom it asks next; nobody is written to before it opens.",
            lead="One round of self-assessment. You can try the questions before it opens.",
            key="slug",
        ),
    ),
    path(
        f"{CYCLE}assign/",
        ask(
            workflow.assign,
            forms.AssignForm,
            done="Chosen. Each gets the form of its type.",
            lead="Every partner of these types is asked, and those that you name.",
        ),
    ),
    path(
        f"{CYCLE}unassign/",
        ask(workflow.unassign, forms.UnassignForm, done="It is not asked."),
    ),
    path(
        f"{CYCLE}add_local_question/",
        ask(
            workflow.add_local_question,
            forms.AddLocalForm,
            done="Added. It is asked of the organisations that work with that board.",
            lead="Besides the questions that every board of this cycle asks.",
        ),
    ),
    path(
        f"{CYCLE}remove_local_question/",
        ask(
            workflow.remove_local_question,
            forms.RemoveLocalForm,
            done="It is not asked.",
        ),
    ),
    path(
        f"{CYCLE}pilot/",
        ask(workflow.pilot, forms.PilotForm, done="Noted. Open it when it is ready."),
    ),
    path(
        f"{CYCLE}open_cycle/",
        ask(
            workflow.open_in_time,
            Today,
            done="Opened. We write to the lead of every organisation now.",
            lead="Every organisation that you chose is asked, and its leads are written to.",
            template="confirm.html",
        ),
    ),
    path(
        f"{CYCLE}close_cycle/",
        confirm(
            workflow.close_cycle,
            done="Closed. Whoever has longer can still submit.",
            lead="Nothing more is taken. What organisations wrote stays theirs.",
        ),
    ),
    path(
        f"{CYCLE}reopen_cycle/",
        ask(workflow.reopen_cycle, forms.CloseLaterForm, done="Open again."),
    ),
    path(
        f"{CYCLE}begin_moderation/",
        confirm(workflow.begin_moderation, done="Moderation has begun."),
    ),
    path(
        f"{CYCLE}report_cycle/",
        ask(
            workflow.report_cycle,
            Today,
            done="Approved. The board team takes it to the board.",
            template="confirm.html",
        ),
    ),
    path(
        f"{CYCLE}archive/",
        confirm(workflow.archive, done="Archived. Everybody can still read it."),
    ),
]
