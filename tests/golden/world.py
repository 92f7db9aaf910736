"""The small world of docs/permissions.md: each record by the words that stand there.

A record is made by a function of the people, by the name of their columns. One that is
another record for each person is a function of her.
"""

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.utils import timezone

from goldthread.base.cases.models import Exclusion, Grant, Opening
from goldthread.base.disposal.models import Disposal
from goldthread.base.errands.models import Errand
from goldthread.base.joining.models import Invitation, Offer, Partnership
from goldthread.base.joining.rules import digest
from goldthread.base.large_files import workflow as files
from goldthread.base.people.models import Appointment
from goldthread.base.tokens import workflow as tokens
from goldthread.base.vault.models import CaseKey
from goldthread.loop.activities.models import CalendarFeed
from goldthread.loop.activities.queries import calendars
from goldthread.loop.activities.rules import Way
from goldthread.loop.reports import workflow as reports
from goldthread.loop.reports.models import Drawing, Paper
from goldthread.loop.themes.register import workflow as registers
from goldthread.sources.agency_audits.models import AuditAction
from tests import factories as make
from tests.golden.people import NAMED, people
from tests.golden.self_assessing import section_11

ON = date(2026, 11, 18)
REGISTER = b"Finding,Type\nVisits were missed.,nonsense\n"


def places():
    """Home works with Own and with Other; Far with an organisation of its own."""
    home, far = make.BoardFactory(name="Home"), make.BoardFactory(name="Far")
    make.OrganisationFactory(boards=[far])
    return {
        "Home": home,
        "Far": far,
        "Own": make.OrganisationFactory(name="Own", boards=[home]),
        "Other": make.OrganisationFactory(name="Other", boards=[home]),
        "Home’s QASG": make.GroupFactory(boards=[home]),
        "Home’s Case Review Group": make.GroupFactory(
            boards=[home], kind="case_review"
        ),
    }


def world():
    """The people, and every record that a row of the matrix speaks of."""
    held = places()
    who = people(held)
    for part in (
        _people,
        _sharing,
        _invited,
        _plan,
        _activities,
        _asked,
        _cases,
        _named_on,
        _findings,
        _themes,
        _actions,
        _briefings,
        _checks,
        _audits,
        section_11,
        _papers,
        _large_files,
        _tokens,
        _hers,
    ):
        held |= part(held, who)
    return who, held


def _named(activity, who, names=NAMED):
    """They are named on its case; one only until yesterday, and one is excluded."""
    over, excluded = who["Grant over"], who["Excluded"]
    make.name(activity, *(who[name] for name in names))
    if names == NAMED:
        make.name(activity, over, since=timezone.localdate() - timedelta(days=91))
        make.name(activity, excluded)
        Exclusion.objects.create(
            case_file=activity.case_file,
            person=excluded,
            reason="Her sister",
            made_by=who["Named, team"],
        )
    return activity


# --- People, boards and groups --------------------------------------------------------------


def _people(held, who):
    reviews, own = held["Home’s Case Review Group"], held["Own"]
    colleague = make.contributor(own)
    sits = make.group_member(held["Home’s QASG"])
    leads = make.agency_lead(own)
    reviewing = make.group_member(reviews)
    one = {"until": date(2027, 3, 31)}
    Appointment.objects.filter(person__in=(colleague, leads, reviewing)).update(**one)
    return {
        "the passkey of somebody else": Authenticator.objects.create(
            user=colleague, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"}
        ),
        "a contributor of Own": colleague,
        "a member of Home’s QASG": sits,
        "the role of a contributor of Own": colleague.appointments.get(),
        "the role of another lead of Own": leads.appointments.get(),
        "a membership of Home’s Case Review Group": reviewing.appointments.get(),
    }


def _sharing(held, who):
    home, far = held["Home"], held["Far"]
    return {
        "Home’s QASG, offered to Far": Offer.objects.create(
            group=held["Home’s QASG"], board=far
        ),
        "Far’s question to Own": Partnership.objects.create(
            board=far, organisation=held["Own"]
        ),
        "long work that somebody else asked for": Errand.objects.create(
            asked_by=make.board_team(home), board=home, record=home.pk, title="Drawing"
        ),
    }


def _invited(held, who):
    def invitation(token, role, **more):
        return Invitation.objects.create(
            email=f"{token}@example.org",
            name="Nia",
            role=role,
            organisation=held["Own"],
            digest=digest(token),
            expires_at=timezone.now() + timedelta(days=7),
            **more,
        )

    secret = "secret-of-a-calendar"
    CalendarFeed.objects.create(person=make.UserFactory(), digest=_digest(secret))
    return {
        "an invitation to Own, as a contributor": invitation(
            "nia", "agency_contributor"
        ),
        "an invitation to lead Own, which waits for its consent": invitation(
            "may", "agency_lead", state="waiting", invited_by=who["Board team"]
        ),
        "the link of an invitation": "nia",
        "a link of no invitation": "none",
        "the secret address of a calendar": secret,
        "an address of no calendar": "none",
    }


def _digest(secret):
    return calendars.digest(secret)


# --- The plan -------------------------------------------------------------------------------


def _plan(held, who):
    home = held["Home"]
    framework = make.FrameworkFactory(boards=[home])
    year = make.YearFactory(board=home)
    return {
        "Home’s framework": framework,
        "a line of Home’s framework": make.LineFactory(framework=framework),
        "a year of Home": year,
        "a priority of Home": make.PriorityFactory(year=year),
        "a meeting of Home": make.MeetingFactory(board=home),
        "an intention of Home": make.IntentionFactory(year=year),
        "an assessment of help of Home": make.AssessmentFactory(year=year),
    }


# --- Activities, and what was asked for -----------------------------------------------------


def _activities(held, who):
    home = held["Home"]
    lead = who["Named, review group"]
    restricted = make.ActivityFactory(
        board=home, restricted=True, lead=lead, state="under_way"
    )
    unheld = make.ActivityFactory(board=home, restricted=True)
    shared = make.ActivityFactory(board=home)
    shared.shared_with.add(held["Far"])
    single = {"board": home, "way": Way.SINGLE_AGENCY_AUDIT}
    return {
        "an open activity": make.ActivityFactory(board=home, state="under_way"),
        "an open activity, shared with Far": shared,
        "an open case review": make.ActivityFactory(board=home, way=Way.CASE_REVIEW),
        "a restricted activity": _named(restricted, who),
        "a restricted activity that names nobody of the board team": _named(
            unheld, who, ["Named, review group", "Ended", "Suspended"]
        ),
        "an open activity of single-agency audits": make.ActivityFactory(**single),
        "a restricted activity of single-agency audits": _named(
            make.ActivityFactory(**single, restricted=True), who
        ),
    }


def _asked(held, who):
    hers = {"organisation": held["Own"], "person": who["Contributor"]}
    of_open = make.ContributionFactory(activity=held["an open activity"], **hers)
    of_restricted = make.ContributionFactory(
        activity=held["a restricted activity"], **hers
    )
    files = [make.upload(held["Home"]) for _ in range(2)]
    for asked, file in zip((of_open, of_restricted), files, strict=True):
        asked.files.add(file)
    return {
        "what Own was asked for, of an open activity": of_open,
        "what Own was asked for, of a restricted activity": of_restricted,
        "what Own was asked for, of an activity shared with Far": (
            make.ContributionFactory(
                activity=held["an open activity, shared with Far"], **hers
            )
        ),
        "a file of what Own brought, of an open activity": files[0],
        "a file of what Own brought, of a restricted activity": files[1],
        "the case file of a file, of an open activity": _key(files[0]),
        "the case file of a file, of a restricted activity": _key(files[1]),
    }


def _key(file):
    return CaseKey.objects.get(uploads=file)


def _cases(held, who):
    def referred():
        activity = make.ActivityFactory(
            board=held["Home"],
            restricted=True,
            way=Way.CASE_REVIEW,
            lead_group=held["Home’s Case Review Group"],
        )
        return make.ReferralFactory(
            activity=_named(activity, who), organisation=held["Own"]
        )

    case, under_hold = referred(), referred()
    hold = {"held_on": ON, "held_by": make.UserFactory(), "held_because": "Inquiry"}
    CaseKey.objects.filter(pk=under_hold.key_id).update(**hold)
    under_hold.key.refresh_from_db()

    def proposed(by, key):
        made = Disposal.objects.create(
            board=held["Home"],
            kind=key.kind,
            authority="-",
            proposed_on=ON,
            proposed_by=by,
        )
        made.keys.add(key)
        return made

    return {
        "a case that Own referred": case,
        "the activity of a case that Own referred": case.activity,
        "the case file of a referred case": case.key,
        "the case file of a referred case, under legal hold": under_hold.key,
        "a disposal that somebody else proposed": proposed(
            make.board_team(held["Home"]), referred().key
        ),
        "a disposal that “Board team” proposed": proposed(
            who["Board team"], referred().key
        ),
    }


# --- Findings, themes, actions --------------------------------------------------------------


def _named_on(held, who):
    case = held["a restricted activity"].case_file
    now = timezone.now()
    return {
        "the case of a restricted activity": case,
        "the case file of a restricted activity": case.key,
        "a name on the case of a restricted activity": Grant.objects.get(
            case_file=case, person=who["Named, practitioner"]
        ),
        "an exclusion from the case of a restricted activity": Exclusion.objects.get(
            case_file=case
        ),
        "an emergency in which somebody else opened the case": Opening.objects.create(
            case_file=case,
            person=make.board_team(held["Home"]),
            reason="A child is in hospital",
            at=now,
            until=now + timedelta(hours=1),
            review_by=now.date() + timedelta(days=3),
        ),
    }


def _findings(held, who):
    about = [held["Own"]]
    of_open = {"activity": held["an open activity"]}
    of_restricted = {"activity": held["a restricted activity"]}
    good = {"kind": "strength", "released": True, **of_open}
    sharing = {"shared_at": make.NOW, "shared_by": make.UserFactory()}
    return {
        "a finding of an open activity, about Own, drafted": make.FindingFactory(
            **of_open, about=about
        ),
        "a finding of an open activity, about Own, released": make.FindingFactory(
            **of_open, about=about, released=True
        ),
        "a finding of an open activity, about all, released": make.FindingFactory(
            **of_open, about_everyone=True, released=True
        ),
        "a finding of a restricted activity, about Own, drafted": (
            make.FindingFactory(**of_restricted, about=about)
        ),
        "a finding of a restricted activity, about Own, released": (
            make.FindingFactory(**of_restricted, about=about, released=True)
        ),
        "a finding of an activity shared with Far, drafted": make.FindingFactory(
            activity=held["an open activity, shared with Far"]
        ),
        "a strength of an open activity, released": make.FindingFactory(**good),
        "good practice, shared with the workforce": make.FindingFactory(
            **good, **sharing
        ),
    }


def _themes(held, who):
    home = held["Home"]
    finding = make.FindingFactory(activity=held["an open activity"], released=True)
    register = registers.import_register(
        home, by=who["Board team"], name="register.csv", data=REGISTER
    )
    return {
        "a theme of Home": make.ThemeFactory(board=home, findings=[finding]),
        "a finding that is in a theme": finding,
        "a register that Home brought": register,
    }


def _actions(held, who):
    hers = {"organisation": held["Own"], "person": who["Contributor"]}
    programme = make.ProgrammeFactory(board=held["Home"])
    theme = held["a theme of Home"]
    action = make.ActionFactory(
        recommendation__theme=make.ThemeFactory(board=held["Home"]),
        programme=programme,
        submitted=True,
        **hers,
    )
    file = make.upload(held["Home"])
    make.EvidenceFactory(action=action).files.add(file)
    return {
        "an action of Own": action,
        "an action of Own, escalated": make.ActionFactory(
            recommendation__theme=theme, escalated=True, **hers
        ),
        "the recommendation of an action of Own": action.recommendation,
        "the programme of an action of Own": programme,
        "a file that shows what Own did": file,
        "the case file of a file that shows what Own did": _key(file),
    }


# --- Briefings and impact -------------------------------------------------------------------


def _briefings(held, who):
    def briefing(*, restricted=False, **more):
        activity = make.ActivityFactory(
            board=held["Home"], way=Way.TRAINING, restricted=restricted
        )
        return make.BriefingFactory(activity=activity, **more)

    told = briefing(told=True)
    return {
        "a briefing, drafted": briefing(),
        "a briefing, told": told,
        "what Own was asked to pass on": make.ContributionFactory(
            activity=told.activity,
            organisation=held["Own"],
            person=who["Contributor"],
        ),
    }


def _checks(held, who):
    def of_own(**more):
        return make.CheckFactory(
            action__recommendation__theme=make.ThemeFactory(board=held["Home"]),
            action__organisation=held["Own"],
            action__person=who["Contributor"],
            **more,
        )

    hers = {name: of_own(checker=person) for name, person in who.items() if person}
    return {
        "a check of an action of Own": of_own(),
        "a check of an action of Own that is hers to make": hers.get,
    }


# --- Single-agency audits -------------------------------------------------------------------


def _audits(held, who):
    far = held["Far"]

    def audit(*, restricted=False, **more):
        activity = make.ActivityFactory(
            board=held["Home"],
            way=Way.SINGLE_AGENCY_AUDIT,
            state="under_way",
            restricted=restricted,
            lead_group=held["Home’s QASG"],
        )
        if restricted:
            _named(activity, who)
        made = make.AgencyAuditFactory(
            contribution__activity=activity,
            contribution__organisation=held["Own"],
            contribution__person=who["Contributor"],
            **more,
        )
        AuditAction.objects.create(audit=made, what="-", owner="-")
        return made

    plain, shared = audit(), audit()
    shared.shared_with.add(far)
    return {
        "an audit of Own": plain,
        "what an audit of Own was asked for": plain.contribution,
        "an audit of Own, of a restricted activity": audit(restricted=True),
        "an audit of Own, kept to the board team and its groups": audit(
            disclosure="group"
        ),
        "an audit of Own that the board team enters": audit(entered_for_agency=True),
        "an audit of Own, shared with Far": shared,
        "an audit of Own that Far has already": audit(twin=shared),
    }


# --- Papers ---------------------------------------------------------------------------------


def _papers(held, who):
    team, colleague = who["Board team"], make.board_team(held["Home"])

    def paper():
        return Paper.objects.create(
            board=held["Home"],
            title="Paper",
            since=date(2026, 4, 1),
            until=date(2026, 9, 30),
        )

    def issued():
        made = paper()
        reports.issue(made, by=colleague, on=ON)
        return made

    def proposed(by):
        made = issued()
        reports.propose_publication(made, by=by, checked=True)
        return made

    published = proposed(colleague)
    reports.publish(published, by=team, checked=True)
    first = issued()
    Drawing.objects.create(
        paper=first, form="pdf", says="issued", content=b"%PDF", drawn_at=make.NOW
    )
    waits = proposed(colleague)
    return {
        "a paper, drafted": paper(),
        "a paper, issued": first,
        "a paper that somebody else proposed to publish": waits,
        "a paper that “Board team” proposed to publish": proposed(team),
        "a paper, published": published,
        "its public copy": published.publication,
        "a public copy that is not published yet": waits.publication,
    }


# --- Many rows as one file --------------------------------------------------------------


def _large_files(held, who):
    team, hers = who["Board team"], who["Contributor"]

    def asked(by):
        told = {"title": "Findings", "path": "/findings/", "sought": "", "rows": 501}
        return files.ask_for_file(
            held["Home"], by=by, asked=told, reason="For a report."
        )

    agreed = asked(hers)
    files.agree(agreed, by=make.board_team(held["Home"]))
    return {
        "a large file that “Contributor” asked Home for": asked(hers),
        "a large file that “Board team” asked Home for": asked(team),
        "a large file that “Contributor” asked Home for, agreed": agreed,
    }


def _tokens(held, who):
    on, asked = timezone.localdate(), {"name": "A program", "scopes": ["findings"]}

    def asked_by(holder):
        return tokens.ask_for_token(held["Home"], by=holder, on=on, days=30, **asked)

    hers, over = who["Board team"], asked_by(who["Board team"])
    agreed = asked_by(hers)
    tokens.agree_token(agreed, by=who["Chair"], on=on)
    tokens.revoke_token(over, by=hers)
    return {
        "a token that “Board team” asked Home for": asked_by(hers),
        "a token that “Board team” asked Home for, agreed": agreed,
        "a token of Home, revoked": over,
    }


# --- What is another record for each person -------------------------------------------------


def _hers(held, who):
    works = {
        name: Errand.objects.create(asked_by=person, record=0, title="Drawing")
        for name, person in who.items()
        if person
    }

    def role(name):
        return Appointment.objects.filter(person=who[name]).first()

    return {
        "she herself": who.get,
        "her own role": role,
        "long work that she asked for": works.get,
    }
