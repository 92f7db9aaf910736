"""The whole demo, chapter by chapter, all of it or nothing."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from goldthread.base.access.acting import trusted
from goldthread.base.people.models import Board, User
from goldthread.base.post.models import Letter
from goldthread.demo import (
    acting,
    boards,
    finding,
    judging,
    learning,
    passing_on,
    planning,
    richmond,
    taking,
    telling,
    theming,
)
from goldthread.demo.calendar import happening
from goldthread.demo.mark import is_demo, put_mark
from goldthread.demo.personas import DOMAIN
from goldthread.demo.story import Story

Say = Callable[[str], None]

NOT_HERE = (
    "The demo is loaded into its own embedded database only, and this is not it. Run it "
    "without DATABASE_URL, APP_DATABASE_URL and GOLDTHREAD_DEMO=0."
)
NOT_EMPTY = (
    "This database holds people who are not of the demo, so nothing was loaded. Choose "
    "another folder for the demo with GOLDTHREAD_VAR."
)


def load(today: date, say: Say) -> bool:
    """Load the demo unless it is here already; False then. Refused anywhere else."""
    if not (settings.DEMO and settings.EMBEDDED):
        raise ValidationError(NOT_HERE)
    if is_demo() and Board.objects.exists():
        return False
    if User.objects.exists():
        raise ValidationError(NOT_EMPTY)
    put_mark()  # first: a mark on an empty database misleads nobody
    build(today, say)
    return True


@transaction.atomic
@trusted()
def build(today: date, say: Say) -> Story:
    """Run the workflows, as told from this day."""
    story = Story(today)
    say("Two boards, their groups, organisations and people")
    boards.begin(story)
    say("One framework for both, and the years’ plans")
    planning.plan(story)
    say("What was done to learn, and who was asked")
    activities = learning.learn(story)
    say("What was found")
    finding.find(story, activities)
    say("What it says together")
    theming.theme(story)
    say("Who does what about it")
    acting.begin(story)
    telling.issue(story)
    acting.go_on(story)
    say("Whether it changed anything")
    judging.judge(story)
    say("What was passed on, and cases that were referred")
    passing_on.pass_on(story)
    _sources(story, say)
    say("The register that Richmond kept before")
    richmond.bring(story)
    say("The paper for the next meeting")
    telling.draft(story)
    taking.ask(story)
    # A year of letters that nobody was there to read.
    Letter.objects.filter(address__endswith=DOMAIN).delete()
    return story


def _sources(story: Story, say: Say) -> None:
    """Each source that has something to show builds it itself."""
    for source in settings.SOURCES:
        if find_spec(f"{source}.demo"):
            say(f"What {source.rpartition('.')[2].replace('_', ' ')} brought")
            with happening(story.today):
                import_module(f"{source}.demo").build_demo(
                    story.kingston, team=story.manager, on=story.today
                )
