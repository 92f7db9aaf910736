"""Where the plan is found."""

from django.urls import path

from goldthread.base.govuk import pages
from goldthread.loop.plan import forms, views, workflow

app_name = "plan"

urlpatterns = [
    path("plan/", views.index, name="index"),
    path("boards/<slug:slug>/plan/", views.plan, name="plan"),
    path(
        "boards/<slug:slug>/adopt_framework/",
        pages.ask(
            workflow.adopt_framework,
            forms.AdoptForm,
            done="Adopted. Its lines are yours to change; those with gaps come first.",
            lead="The board gets the edition’s lines as its own. What it worked by until "
            "now stays on record.",
            key="slug",
        ),
    ),
    path(
        "boards/<slug:slug>/open_year/",
        pages.ask(
            workflow.open_year,
            forms.YearForm,
            done="The year is open. Add its meetings and priorities, then make its calendar.",
            lead="A plan year usually runs from April to March.",
            key="slug",
        ),
    ),
    path(
        "boards/<slug:slug>/add_meeting/",
        pages.ask(
            workflow.add_meeting,
            forms.MeetingForm,
            done="The meeting is in the calendar. Make the year’s calendar again to plan "
            "what is due at it.",
            key="slug",
        ),
    ),
    # --- The framework ---
    path("frameworks/", views.frameworks, name="frameworks"),
    path("frameworks/<int:pk>/", views.framework, name="framework"),
    path(
        "frameworks/<int:pk>/share_framework/",
        pages.ask(
            workflow.share_framework,
            forms.ShareForm,
            done="Offered. The other board’s team can adopt it from its own plan.",
            lead="Two boards can work by one framework.",
        ),
    ),
    path(
        "frameworks/<int:pk>/add_line/",
        pages.ask(
            workflow.add_line,
            forms.LineForm,
            done="The line is added.",
            lead="A way of learning that the edition does not have.",
        ),
    ),
    path("lines/<int:pk>/", views.line, name="line"),
    path(
        "lines/<int:pk>/change_line/",
        pages.ask(
            workflow.change_line,
            forms.ChangeLineForm,
            done="Changed. What the line said before is kept below.",
            lead="The framework is the board’s own. Change what a line says, and say why.",
        ),
    ),
    path(
        "lines/<int:pk>/retire_line/",
        pages.ask(
            workflow.retire_line,
            forms.RetireForm,
            done="Retired. Nothing is planned from it any more; you can take it up again.",
            lead="The board learns in this way no longer. What is planned from the line "
            "and not started is dropped; what was done stays. Every board that works by "
            "the framework loses it.",
        ),
    ),
    path(
        "lines/<int:pk>/restore_line/",
        pages.ask(
            workflow.restore_line,
            forms.ReasonForm,
            done="It is in the framework again, with what was planned from it.",
        ),
    ),
    # --- The year ---
    path("years/<int:pk>/", views.year, name="year"),
    path("years/<int:pk>/coverage/", views.coverage, name="coverage"),
    path(
        "years/<int:pk>/add_priority/",
        pages.ask(
            workflow.add_priority,
            forms.PriorityForm,
            done="The priority is in the plan.",
            lead="An improvement priority from the board’s business plan.",
        ),
    ),
    path(
        "years/<int:pk>/make_calendar/",
        pages.confirm(
            workflow.make_calendar,
            done="The calendar is made: each line is planned as often as it is due.",
            lead="Plans what each line’s frequency asks for. What is planned already stays "
            "as it is, and what was dropped stays dropped.",
        ),
    ),
    path(
        "years/<int:pk>/add_intention/",
        pages.ask(
            workflow.add_intention,
            forms.IntentionForm,
            done="It is in the plan.",
            lead="Something that the framework’s frequencies do not ask for.",
        ),
    ),
    path("priorities/<int:pk>/", views.priority, name="priority"),
    path(
        "priorities/<int:pk>/edit_priority/",
        pages.ask(
            workflow.edit_priority,
            forms.PriorityWordsForm,
            done="The priority is changed.",
        ),
    ),
    path(
        "priorities/<int:pk>/serve/",
        pages.ask(workflow.serve, forms.ServeForm, done="The lines are chosen."),
    ),
    path(
        "priorities/<int:pk>/remove_priority/",
        pages.ask(
            workflow.remove_priority,
            forms.ReasonForm,
            done="Taken out of the plan. It stays on record.",
        ),
    ),
    path(
        "priorities/<int:pk>/restore_priority/",
        pages.confirm(workflow.restore_priority, done="It is a priority again."),
    ),
    path("meetings/<int:pk>/", views.meeting, name="meeting"),
    path(
        "meetings/<int:pk>/move_meeting/",
        pages.ask(
            workflow.move_meeting,
            forms.MoveForm,
            done="Moved, and what was planned for it with it.",
            lead="What is planned for the meeting moves with it, unless it leaves the year.",
        ),
    ),
    path(
        "meetings/<int:pk>/call_off/",
        pages.ask(
            workflow.call_off,
            forms.ReasonForm,
            done="Called off. Nothing is due at it any more; it can still be held.",
            lead="What is planned for the meeting, and not started, is dropped with it.",
        ),
    ),
    path(
        "meetings/<int:pk>/hold/",
        pages.confirm(
            workflow.hold,
            done="It is in the calendar again, with what was planned for it.",
        ),
    ),
    # --- What is planned ---
    path("intentions/", views.intentions, name="intentions"),
    path("intentions/<int:pk>/", views.intention, name="intention"),
    path(
        "intentions/<int:pk>/edit_intention/",
        pages.ask(
            workflow.edit_intention,
            forms.IntentionWordsForm,
            done="The plan is changed.",
        ),
    ),
    path(
        "intentions/<int:pk>/start/",
        pages.confirm(
            workflow.start,
            done="Marked as started.",
            lead="For something that begins without an activity of its own.",
        ),
    ),
    path(
        "intentions/<int:pk>/drop/",
        pages.ask(
            workflow.drop,
            forms.ReasonForm,
            done="Dropped. You can put it back into the plan.",
            lead="The board will not do it this year. Say why: it stays on record.",
        ),
    ),
    path(
        "intentions/<int:pk>/reinstate/",
        pages.confirm(workflow.reinstate, done="It is in the plan again."),
    ),
]
