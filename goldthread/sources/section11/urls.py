"""Where section 11 is found."""

from django.urls import path

from goldthread.base.govuk.pages import Today, ask, confirm
from goldthread.sources.section11 import forms, workflow
from goldthread.sources.section11.views import lists, records

app_name = "section11"
RETURN, CYCLE = "section11/<int:pk>/", "section11/cycles/<int:pk>/"

of_cycles = [
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
        f"{CYCLE}pilot/",
        ask(workflow.pilot, forms.PilotForm, done="Noted. Open it when it is ready."),
    ),
    path(
        f"{CYCLE}open_cycle/",
        ask(
            workflow.open_cycle,
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

of_agency = [
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
    path(
        f"{RETURN}confirm_carried/",
        ask(
            workflow.confirm_carried,
            forms.CarriedForm,
            done="Confirmed. The board sees that these have not changed.",
            lead="From your last return. Tick what still holds; change the rest.",
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
]

of_board = [
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

of_evidence = [
    path(
        "organisations/<int:pk>/keep_evidence/",
        ask(
            workflow.keep_evidence,
            forms.KeepEvidenceForm,
            done="Kept. Show it with as many answers as it serves.",
            lead="A file, a link or a statement: one of the three.",
        ),
    ),
    path("section11/evidence/<int:pk>/", records.evidence, name="evidence"),
    path(
        "section11/evidence/<int:pk>/renew/",
        ask(
            workflow.renew,
            forms.RenewForm,
            done="Renewed, wherever it is shown.",
        ),
    ),
    path(
        "section11/evidence/<int:pk>/withdraw_evidence/",
        confirm(
            workflow.withdraw_evidence,
            done="It is offered no more.",
            lead="What was submitted with it keeps it.",
        ),
    ),
]

urlpatterns = [
    path("section11/", lists.index, name="index"),
    path("section11/cycles/", lists.cycles, name="cycles"),
    path("section11/evidence/", lists.vault, name="vault"),
    path(CYCLE, records.cycle, name="cycle"),
    path(f"{CYCLE}grid/", records.grid, name="grid"),
    path(RETURN, records.show, name="show"),
    path(f"{RETURN}change/", records.change, name="change"),
    *of_cycles,
    *of_agency,
    *of_board,
    *of_evidence,
]
