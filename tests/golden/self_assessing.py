"""The records of section 11 in the small world of docs/permissions.md."""

from goldthread.sources.section11.models import Challenge, Survey
from tests import factories as make
from tests.conftest import TODAY

STATES = ("planned", "closed")  # of the two challenge events


def section_11(held, who):
    """Own is asked; its contributor was given a standard of each return."""
    activity = make.ActivityFactory(
        board=held["Home"],
        way="section_11",
        state="under_way",
        lead_group=held["Home’s QASG"],
    )
    cycle = make.CycleFactory(activity=activity)
    cycle.local_questions.create(board=held["Home"], text="-")

    def returned(**more):
        made = make.SelfAssessmentFactory(
            cycle=cycle,
            contribution__organisation=held["Own"],
            contribution__received=more.get("sent", False),
            **more,
        )
        made.delegations.create(standard="s1", person=who["Contributor"])
        return made

    sent = returned(sent=True, submitted_on=TODAY, state="submitted")
    drafted = returned(state="awaiting_signoff")
    drafted.drafted_by.add(who["Lead"])
    both = returned(sent=True, submitted_on=TODAY, state="submitted", several=True)
    both.boards.add(held["Far"])
    begun = returned(state="in_progress")
    make.AnswerFactory(assessment=begun, carried=True)
    begun.actions.create(key="s1.1", what="-", owner="-", due_on=TODAY)
    site = make.OrganisationFactory(parent=held["Own"], boards=[held["Home"]])
    make.agency_lead(site, who["Lead"])
    whole = returned(state="in_progress", for_sites=True)
    whole.site_differences.create(key="s1.1", site=site, words="-")
    of_site = make.SelfAssessmentFactory(
        cycle=cycle, contribution__organisation=site, state="in_progress"
    )
    asking = returned(state="in_progress")
    asked = Survey.objects.create(
        assessment=asking, opened_on=TODAY, closes_on=TODAY.replace(year=2099)
    )
    shown, kept = (make.ShownFactory(organisation=held["Own"]) for _ in "12")
    make.AnswerFactory(assessment=sent).evidence.add(shown)
    event, over = (make.ChallengeEventFactory(cycle=cycle, state=s) for s in STATES)
    pair = {"challenged": held["Own"], "challenged_by": held["Other"]}
    put = Challenge.objects.create(event=event, assessment=sent, **pair)
    shared = {"shared": True, **pair}
    agreed = Challenge.objects.create(event=event, assessment=both, **shared)
    agreed.commitments.create(what="-", owner="-", due_on=TODAY)
    ended = Challenge.objects.create(event=over, assessment=sent, **shared)
    return {
        "a challenge event about Own": event,
        "a challenge of Own by Other": put,
        "a challenge of Own by Other, shared": agreed,
        "a challenge of Own by Other, shared, of a closed event": ended,
        "a question put to Own": put.questions.create(text="-", put_by=who["Group"]),
        "a question put to Own at a closed event": ended.questions.create(
            text="-", put_by=who["Group"]
        ),
        "a section 11 cycle that asks Own": cycle,
        "a section 11 return of Own": sent,
        "a section 11 return of Own, not submitted": returned(state="in_progress"),
        "a section 11 return of Own that the lead has drafted": drafted,
        "a section 11 return of Own with actions and answers of last time": begun,
        "a section 11 return of Own whose staff are being asked": asking,
        "a section 11 return of Own for its sites": whole,
        "a section 11 return of a site of Own": of_site,
        "the link of a staff survey": asked.link,
        "a link of no staff survey": "none",
        "a section 11 return of Own that Far asks for, too": both,
        "evidence of Own, shown with a submitted return": shown,
        "evidence of Own, shown with nothing submitted": kept,
    }
