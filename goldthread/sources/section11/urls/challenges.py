"""Challenge events, and what is asked of each return there."""

from django.urls import path

from goldthread.base.govuk.pages import Today, ask, confirm
from goldthread.sources.section11 import forms, workflow
from goldthread.sources.section11.views import challenges

EVENT, CHALLENGE = "section11/events/<int:pk>/", "section11/challenges/<int:pk>/"

urlpatterns = [
    path(
        "section11/cycles/<int:pk>/plan_challenge/",
        ask(
            workflow.plan_challenge,
            forms.PlanChallengeForm,
            done="Planned. Pair organisations next; their leads are then written to.",
            lead="A panel of peers puts questions on what organisations submitted.",
        ),
    ),
    path(EVENT, challenges.event, name="event"),
    path(
        f"{EVENT}move_event/",
        ask(
            workflow.move_event,
            forms.MoveEventForm,
            done="Moved. If the day is another one, we write to whoever is paired now.",
        ),
    ),
    path(
        f"{EVENT}pair/",
        ask(
            workflow.pair, forms.PairForm, done="Paired. We write to both of them now."
        ),
    ),
    path(
        f"{EVENT}pair_all/",
        confirm(
            workflow.pair_all,
            done="Paired. We write to their leads now.",
            lead="Each organisation challenges one return: of another type, as far as "
            "there are enough of them, and never its own.",
        ),
    ),
    path(
        f"{EVENT}unpair/",
        ask(
            workflow.unpair,
            forms.UnpairForm,
            done="They are not paired. We write to both of them now.",
        ),
    ),
    path(
        f"{EVENT}hold/",
        ask(
            workflow.hold,
            Today,
            done="Noted. Write down what was answered, and the minutes.",
            lead="From now on nobody is paired any more.",
            template="confirm.html",
        ),
    ),
    path(
        f"{EVENT}write_minutes/",
        ask(workflow.write_minutes, forms.MinutesForm, done="Saved."),
    ),
    path(
        f"{EVENT}close_event/",
        confirm(
            workflow.close_event,
            done="Closed. Packs that were shared are closed, too.",
            lead="Nothing of it is changed any more. Organisations keep what concerns them.",
        ),
    ),
    path(CHALLENGE, challenges.challenge, name="challenge"),
    path(f"{CHALLENGE}pack/", challenges.pack, name="pack"),
    path(
        f"{CHALLENGE}put_question/",
        ask(workflow.put_question, forms.PutQuestionForm, done="Put."),
    ),
    path(
        f"{CHALLENGE}pass_over/",
        ask(workflow.pass_over, forms.PassOverForm, done="Noted."),
    ),
    path(
        "section11/questions/<int:pk>/answer_challenge/",
        ask(
            workflow.answer_challenge,
            forms.AnswerChallengeForm,
            done="Saved.",
            template="section11/answer_challenge.html",
        ),
        name="answer_challenge",
    ),
    path(
        f"{CHALLENGE}add_commitment/",
        ask(
            workflow.add_commitment,
            forms.CommitmentForm,
            done="Added. It stands on the organisation’s return, too.",
        ),
    ),
    path(
        f"{CHALLENGE}remove_commitment/",
        ask(workflow.remove_commitment, forms.RemoveCommitmentForm, done="Removed."),
    ),
    path(
        f"{CHALLENGE}agree_to_share/",
        confirm(
            workflow.agree_to_share,
            done="Shared. They read it until the event is closed.",
            lead="The leads of the organisation that challenges you read your answers, and "
            "the titles of your evidence. You can end this at any time.",
        ),
    ),
    path(
        f"{CHALLENGE}stop_sharing/",
        confirm(workflow.stop_sharing, done="It is closed to them."),
    ),
]
