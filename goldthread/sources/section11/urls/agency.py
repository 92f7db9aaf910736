"""Steps of the organisation that answers."""

from functools import partial

from django.urls import path

from goldthread.base.govuk.pages import ask, confirm
from goldthread.sources.section11 import forms, imports, workflow
from goldthread.sources.section11.views import records
from goldthread.sources.section11.views.workbook import workbook

RETURN = "section11/<int:pk>/"

urlpatterns = [
    path(
        f"{RETURN}confirm_lead/",
        ask(
            workflow.confirm_lead,
            forms.ConfirmLeadForm,
            done="You lead it. What you answered last time is there to be confirmed.",
            lead="You lead this return. Somebody else, more senior, signs it.",
        ),
    ),
    path(
        f"{RETURN}hand_over/",
        ask(
            workflow.hand_over, forms.HandOverForm, done="Handed over, and written to."
        ),
    ),
    path(
        f"{RETURN}delegate/",
        ask(workflow.delegate, forms.DelegateForm, done="Given. We write to them now."),
    ),
    path(f"{RETURN}fill/", records.fill),
    path(
        f"{RETURN}fill/<str:standard>/",
        ask(
            workflow.fill,
            forms.StandardForm,
            done="Saved.",
            template="section11/standard.html",
        ),
        name="fill",
    ),
    path(f"{RETURN}workbook/", workbook, name="workbook"),
    path(
        f"{RETURN}bring_back/",
        ask(
            workflow.bring_back,
            partial(forms.BringBackForm, reads=imports.read),
            done="Saved. Look through what is still to do.",
            template="section11/bring_back.html",
        ),
        name="bring_back",
    ),
    path(
        f"{RETURN}fill/<str:standard>/<str:question>/",
        ask(
            workflow.fill,
            forms.StandardForm,
            done="Saved.",
            template="section11/standard.html",
        ),
        name="answer",
    ),
    path(
        f"{RETURN}answer_local/",
        ask(
            workflow.answer_local,
            forms.AnswerLocalForm,
            done="Saved.",
            lead="Your boards ask this each for itself. It counts towards no grade.",
        ),
        name="answer_local",
    ),
    path(
        f"{RETURN}confirm_carried/",
        ask(
            workflow.confirm_carried,
            forms.CarriedForm,
            done="Confirmed. The board sees that these have not changed.",
            lead="From your last return or another site. Tick what holds; change the rest.",
            template="section11/carried.html",
        ),
    ),
    path(
        f"{RETURN}add_action/",
        ask(workflow.add_action, forms.ActionForm, done="Added."),
    ),
    path(
        f"{RETURN}remove_action/",
        ask(workflow.remove_action, forms.RemoveActionForm, done="Removed."),
    ),
    path(
        f"{RETURN}add_difference/",
        ask(
            workflow.add_difference,
            forms.AddDifferenceForm,
            done="Added. The board reads it beside the answer.",
            lead="Your answer stands for all your sites. Say here where one is otherwise.",
        ),
        name="add_difference",
    ),
    path(
        f"{RETURN}remove_difference/",
        ask(workflow.remove_difference, forms.RemoveDifferenceForm, done="Removed."),
    ),
    path(
        f"{RETURN}copy_from/",
        ask(
            workflow.copy_from,
            forms.CopyFromForm,
            done="Brought. Confirm or change each of these answers for this site.",
            lead="What another of your sites answered is put where this one has no answer "
            "yet. You then confirm or change it.",
        ),
    ),
    path(
        f"{RETURN}ask_to_sign/",
        ask(
            workflow.ask_to_sign,
            forms.AskToSignForm,
            done="Sent for signature. We write to whoever signs it now.",
            lead="Nothing is submitted before somebody else has signed it.",
            template="section11/check.html",
        ),
    ),
    path(
        f"{RETURN}take_back/",
        confirm(
            workflow.take_back,
            done="Taken back. Ask for the signature again when it is right.",
            lead="You can change it again. Signatures given so far are void.",
        ),
    ),
    path(
        f"{RETURN}sign/",
        ask(
            workflow.sign,
            forms.SignForm,
            done="Signed.",
            lead="You stand behind this return, and wrote none of it yourself.",
        ),
    ),
    path(
        f"{RETURN}answer_question/",
        ask(
            workflow.answer_question,
            forms.AnswerQuestionForm,
            done="Sent to the board.",
            lead="Put the return itself right first, if the question shows that it needs it.",
            template="section11/exchange.html",
        ),
    ),
    path(
        f"{RETURN}agree_grades/",
        confirm(workflow.agree_grades, done="Agreed. The board makes them final."),
    ),
    path(
        f"{RETURN}dispute/",
        ask(workflow.dispute, forms.DisputeForm, done="Sent to the board."),
    ),
    path(
        f"{RETURN}release/",
        ask(workflow.release, forms.ReleaseForm, done="That board reads it, too."),
    ),
    path(
        f"{RETURN}add_addendum/",
        ask(
            workflow.add_addendum,
            forms.AddendumForm,
            done="Added. What you submitted stands as it was.",
        ),
    ),
    path(
        f"{RETURN}open_survey/",
        ask(
            workflow.open_survey,
            forms.OpenSurveyForm,
            done="Open. Pass the link on to your staff.",
            lead="Staff answer without signing in, and nobody can tell who said what. Of "
            "fewer than 10 people nothing is shown to anybody: if you have fewer, do not ask.",
        ),
    ),
    path(
        f"{RETURN}close_survey/",
        confirm(
            workflow.close_survey,
            done="Closed. Nobody can answer any more.",
            lead="Nobody can answer any more, and it cannot be opened again. You see what "
            "staff said, and the board does once you have submitted.",
        ),
    ),
]
