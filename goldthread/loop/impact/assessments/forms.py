"""What is asked of whoever assesses the help."""

from django import forms

from goldthread.base.govuk.forms import prose
from goldthread.base.govuk.pages import Today
from goldthread.loop.findings.rules import HELP_STAGES
from goldthread.loop.impact.assessments.models import Assessment


class AssessForm(Today):
    stage = forms.ChoiceField(
        label="At which stage of help?",
        choices=list(HELP_STAGES.items()),
        widget=forms.RadioSelect,
    )
    judgement = forms.ChoiceField(
        label="How effective is it for children and families?",
        choices=Assessment.Judgement.choices,
        widget=forms.RadioSelect,
    )
    evidence = prose(
        "What shows it?",
        "What was found, what the numbers say, and what children and families say. Name "
        "no child or family.",
        rows=6,
    )
    follows = prose("What follows from it?", required=False)
