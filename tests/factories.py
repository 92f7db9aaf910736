"""Records for tests. Each app has its own block; nothing here is random."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone

from goldthread.base.cases.models import CaseFile, Declaration, Grant
from goldthread.base.instruments.workflow import publish_shipped
from goldthread.base.people.models import (
    Appointment,
    Area,
    Board,
    Group,
    Organisation,
    User,
)
from goldthread.base.people.rules import Role, confirmed_until
from goldthread.base.uploads import workflow as uploads
from goldthread.base.uploads.checking import Checked
from goldthread.loop.actions.briefings.models import Briefing
from goldthread.loop.actions.models import (
    Action,
    Evidence,
    Programme,
    Recommendation,
)
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.activities.referrals.models import Referral
from goldthread.loop.activities.rules import Way
from goldthread.loop.findings.models import Finding
from goldthread.loop.impact.assessments.models import Assessment
from goldthread.loop.impact.models import Check
from goldthread.loop.plan.models import (
    Adoption,
    Framework,
    Intention,
    Line,
    Meeting,
    Priority,
    Year,
)
from goldthread.loop.themes.models import Membership, Theme, Verdict
from goldthread.sources.agency_audits.models import AgencyAudit
from goldthread.sources.section11.models import (
    Answer,
    ChallengeEvent,
    Cycle,
    SelfAssessment,
)
from goldthread.sources.section11.models import (
    Evidence as ShownEvidence,
)

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
PASSWORD = "a long enough sentence"

# --- People -----------------------------------------------------------------------------


class AreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Area

    name = factory.Sequence(lambda n: f"Area {n}")


class BoardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Board
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Board {n}")
    slug = factory.Sequence(lambda n: f"board-{n}")

    @factory.post_generation
    def partners(self, create, given):
        self.partners.add(*given or ())


class OrganisationFactory(factory.django.DjangoModelFactory):
    """Works with the boards given: `OrganisationFactory(boards=[board])`."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = "nhs_provider"

    @factory.post_generation
    def boards(self, create, given):
        self.boards.add(*given or ())


class GroupFactory(factory.django.DjangoModelFactory):
    """Of the boards given, or of a board of its own."""

    class Meta:
        model = Group
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Group {n}")
    kind = "qasg"

    @factory.post_generation
    def boards(self, create, given):
        self.boards.add(*given or [BoardFactory()])


class UserFactory(factory.django.DjangoModelFactory):
    """A person who may do nothing yet; with `password=PASSWORD` she can sign in."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")

    @factory.post_generation
    def password(self, create, given):
        self.set_password(given)
        self.save()


def appointed(role, person=None, **where):
    """A new person, or the one given, in this role."""
    person = person or UserFactory()
    until = confirmed_until(timezone.localdate()) if where.get("group") else None
    said = {"role": role, "since": "2015-01-01", "confirmed_until": until}
    Appointment.objects.create(person=person, **(said | where))
    return person


def board_team(board, person=None):
    return appointed(Role.BOARD_TEAM, person, board=board)


def chair(board, person=None):
    return appointed(Role.CHAIR, person, board=board)


def scrutineer(board, person=None):
    return appointed(Role.SCRUTINEER, person, board=board)


def group_member(group, person=None):
    return appointed(Role.GROUP_MEMBER, person, group=group)


def agency_lead(organisation, person=None):
    return appointed(Role.AGENCY_LEAD, person, organisation=organisation)


def contributor(organisation, person=None):
    return appointed(Role.CONTRIBUTOR, person, organisation=organisation)


def practitioner(organisation, person=None):
    return appointed(Role.PRACTITIONER, person, organisation=organisation)


def administrator(person=None):
    return appointed(Role.ADMINISTRATOR, person)


# --- Activities and findings ---------------------------------------------------------------


class CaseFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CaseFile

    board = factory.SubFactory(BoardFactory)
    reference = factory.Sequence(lambda n: f"X-{n}")
    opened_on = date(2026, 11, 2)


def restrict(activity):
    """From now on it has a case file, on which nobody is named yet."""
    activity.case_file = CaseFileFactory(
        board=activity.board, reference=activity.reference
    )
    activity.restricted = True
    activity.save()


def name(activity, *people, declared=True, **more):
    """These people are named on it, and have said that they have no conflict."""
    for person in people:
        since = more.get("since") or timezone.localdate()
        if activity.case_file is None:  # nobody need be named on what all may see
            return
        Grant.objects.get_or_create(
            case_file=activity.case_file,
            person=person,
            ended_at=None,
            defaults={
                "purpose": "Takes part in it",
                "since": since,
                "until": since + timedelta(days=90),
                **more,
            },
        )
        if declared:
            Declaration.objects.get_or_create(
                case_file=activity.case_file, person=person
            )


class ActivityFactory(factory.django.DjangoModelFactory):
    """With `restricted=True` it has a case file, on which its lead is named."""

    class Meta:
        model = Activity
        skip_postgeneration_save = True

    case_file = factory.Maybe(
        "restricted",
        factory.SubFactory(CaseFileFactory, board=factory.SelfAttribute("..board")),
        None,
    )
    restricted = False

    @factory.post_generation
    def case(self, create, given):
        if self.case_file:
            CaseFile.objects.filter(pk=self.case_file.pk).update(
                reference=self.reference
            )
            if self.lead:
                name(self, self.lead)

    board = factory.SubFactory(BoardFactory)
    way = Way.MULTI_AGENCY_AUDIT
    title = factory.Sequence(lambda n: f"Activity {n}")


class ContributionFactory(factory.django.DjangoModelFactory):
    """Asked on 2 November 2026 and due on 2 December; `received=True` came in time."""

    class Meta:
        model = Contribution

    class Params:
        received = factory.Trait(
            state="received", received_on=date(2026, 11, 16), reply="Here it is."
        )

    @classmethod
    def _create(cls, model_class, *args, **said):
        """A reply comes once the row is there; of a case it is sealed for that row."""
        reply = said.pop("reply", "")
        made = super()._create(model_class, *args, **said)
        if reply:
            made.reply = reply
            made.save(update_fields=["reply"])
        return made

    activity = factory.SubFactory(ActivityFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    what = factory.Sequence(lambda n: f"Contribution {n}")
    asked_on = date(2026, 11, 2)
    due_on = date(2026, 12, 2)


class ReferralFactory(factory.django.DjangoModelFactory):
    """A case that an organisation refers, held by a restricted activity."""

    class Meta:
        model = Referral

    activity = factory.SubFactory(ActivityFactory, restricted=True)
    organisation = factory.SubFactory(OrganisationFactory)
    concern = "Visits were missed for months, and nobody asked why."
    working = "Three meetings were called, and two agencies never came."
    referred_on = date(2026, 11, 2)
    referred_by = factory.SubFactory(UserFactory)


def upload(board):
    """A short text that somebody sent."""
    file = Checked("notes.txt", "txt", b"Visits were made.")
    (kept,) = uploads.keep([file], by=UserFactory(), board=board)
    return kept


class FindingFactory(factory.django.DjangoModelFactory):
    """A draft concern; `FindingFactory(released=True)` was agreed and released."""

    class Meta:
        model = Finding
        skip_postgeneration_save = True

    class Params:
        released = factory.Trait(
            state="released",
            agreed_at=NOW,
            agreed_by=factory.SubFactory(UserFactory),
            released_at=NOW,
            released_by=factory.SubFactory(UserFactory),
        )

    activity = factory.SubFactory(ActivityFactory)
    board = factory.SelfAttribute("activity.board")
    kind = "concern"
    text = factory.Sequence(lambda n: f"Finding {n}")

    @factory.post_generation
    def about(self, create, given):
        self.about.set(given or ())


# --- Plan -------------------------------------------------------------------------------


class FrameworkFactory(factory.django.DjangoModelFactory):
    """Adopted on 1 April 2026 by the boards given, or by a board of its own."""

    class Meta:
        model = Framework
        skip_postgeneration_save = True

    edition = "wt2015"
    adopted_on = date(2026, 4, 1)

    @factory.post_generation
    def boards(self, create, given):
        for board in given or [BoardFactory()]:
            Adoption.objects.create(framework=self, board=board, since=self.adopted_on)


class LineFactory(factory.django.DjangoModelFactory):
    """It says all that a line must; `LineFactory(frequency="")` leaves a gap."""

    class Meta:
        model = Line

    framework = factory.SubFactory(FrameworkFactory)
    key = factory.Sequence(lambda n: f"line_{n}")
    position = factory.Sequence(lambda n: n)
    title = factory.Sequence(lambda n: f"Line {n}")
    way = "multi_agency_audit"
    frequency = "quarterly"
    owner_words = "The group that answers for it"
    expected_outcome = "Practice improves."


class YearFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Year

    board = factory.SubFactory(BoardFactory)
    starts_on = date(2026, 4, 1)
    ends_on = date(2027, 3, 31)


class PriorityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Priority
        skip_postgeneration_save = True

    year = factory.SubFactory(YearFactory)
    title = factory.Sequence(lambda n: f"Priority {n}")

    @factory.post_generation
    def lines(self, create, given):
        self.lines.set(given or ())


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    board = factory.SubFactory(BoardFactory)
    on = date(2026, 12, 3)


class IntentionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Intention

    year = factory.SubFactory(YearFactory)
    title = factory.Sequence(lambda n: f"Intention {n}")
    due_on = date(2026, 12, 31)


# --- Themes ---------------------------------------------------------------------------------


class ThemeFactory(factory.django.DjangoModelFactory):
    """With the findings given: `ThemeFactory(board=board, findings=[finding])`."""

    class Meta:
        model = Theme
        skip_postgeneration_save = True

    board = factory.SubFactory(BoardFactory)
    name = factory.Sequence(lambda n: f"Theme {n}")

    @factory.post_generation
    def findings(self, create, given):
        for finding in given or ():
            Membership.objects.create(theme=self, finding=finding)


class VerdictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Verdict

    theme = factory.SubFactory(ThemeFactory)
    verdict = proposed = "corroborated"
    reason = "Two reviews and an audit say so."
    decided_on = date(2026, 11, 1)
    decided_by = factory.SubFactory(UserFactory)


# --- Actions and impact -----------------------------------------------------------------


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    board = factory.SubFactory(BoardFactory)
    name = factory.Sequence(lambda n: f"Programme {n}")


class RecommendationFactory(factory.django.DjangoModelFactory):
    """Because of a theme: `RecommendationFactory(theme=theme)`."""

    class Meta:
        model = Recommendation

    theme = factory.SubFactory(ThemeFactory)
    board = factory.SelfAttribute("theme.board")
    text = factory.Sequence(lambda n: f"Recommendation {n}")
    made_on = date(2026, 11, 2)


class ActionFactory(factory.django.DjangoModelFactory):
    """Of a partner, raised on 2 November 2026 and due on 2 December.

    `begun`, `submitted`, `verified` and `escalated` say how far it has come.
    """

    class Meta:
        model = Action
        skip_postgeneration_save = True

    class Params:
        begun = factory.Trait(state="in_progress")
        submitted = factory.Trait(state="submitted", submitted_on=date(2026, 11, 16))
        verified = factory.Trait(
            state="verified",
            submitted_on=date(2026, 11, 16),
            verified_on=date(2026, 11, 17),
            verified_by=factory.SubFactory(UserFactory),
        )
        escalated = factory.Trait(
            escalation=1, escalated_at=NOW, escalated_because="It is late."
        )

    recommendation = factory.SubFactory(RecommendationFactory)
    board = factory.SelfAttribute("recommendation.board")
    title = factory.Sequence(lambda n: f"Action {n}")
    organisation = factory.SubFactory(OrganisationFactory)
    due_on = date(2026, 12, 2)
    success_measure = "Nine children of ten have a plan within ten days."
    evidence_from = "A dip sample of ten records."
    raised_on = date(2026, 11, 2)

    @factory.post_generation
    def partner(self, create, given):
        self.board.partners.add(self.organisation)


class EvidenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Evidence

    action = factory.SubFactory(ActionFactory, submitted=True)
    text = "We sampled ten records."
    given_on = date(2026, 11, 16)
    given_by = factory.SubFactory(UserFactory)


class CheckFactory(factory.django.DjangoModelFactory):
    """Of an action, due on 2 December 2026; `judgement="embedded", done=True` was made.

    `CheckFactory(action=None, theme=theme)` looks at a theme.
    """

    class Meta:
        model = Check

    class Params:
        done = factory.Trait(
            state="done",
            checked_on=date(2026, 11, 17),
            evidence="Ten records of ten.",
            judgement="embedded",
        )

    action = factory.SubFactory(ActionFactory, verified=True)
    theme = None
    board = factory.LazyAttribute(lambda check: (check.action or check.theme).board)
    checker = factory.SubFactory(UserFactory)
    planned_on = date(2026, 11, 2)
    due_on = date(2026, 12, 2)
    method = "A dip sample of ten records"


class BriefingFactory(factory.django.DjangoModelFactory):
    """A draft of one released finding; `told=True` was told on 9 November 2026."""

    class Meta:
        model = Briefing
        skip_postgeneration_save = True

    class Params:
        told = factory.Trait(state="told", told_on=date(2026, 11, 9))

    activity = factory.SubFactory(ActivityFactory, way=Way.TRAINING)
    means = "briefing"
    text = "Ask who else lives in the home."

    @factory.post_generation
    def findings(self, create, given):
        found = given or [
            FindingFactory(activity__board=self.activity.board, released=True)
        ]
        self.findings.set(found)


class AssessmentFactory(factory.django.DjangoModelFactory):
    """Of early help, on 17 November 2026."""

    class Meta:
        model = Assessment

    year = factory.SubFactory(YearFactory)
    stage = "early_help"
    judgement = "partly"
    evidence = "Of ten families asked, six say that it helped."
    assessed_on = date(2026, 11, 17)
    assessed_by = factory.SubFactory(UserFactory)


# --- Single-agency audits -----------------------------------------------------------------


class AgencyAuditFactory(factory.django.DjangoModelFactory):
    """Asked for, and filled in so that it can be sent: 12 of 40 read, 9 of 12 met it."""

    class Meta:
        model = AgencyAudit

    contribution = factory.SubFactory(
        ContributionFactory,
        activity__way=Way.SINGLE_AGENCY_AUDIT,
        activity__state="under_way",
    )
    state = "notified"
    title = factory.Sequence(lambda n: f"Audit {n}")
    period_from = date(2026, 4, 1)
    period_to = date(2026, 9, 30)
    method = "file_audit"
    population = 40
    sample = 12
    sampling = "random"
    met = 9
    assessed = 12
    concerns = "Plans do not say what changes for the child."
    child_voice = "Children said that visits were too short."
    disclosure = "board"


# --- Section 11 ---------------------------------------------------------------------------


class CycleFactory(factory.django.DjangoModelFactory):
    """Open, on the nine standards of 2015."""

    class Meta:
        model = Cycle

    activity = factory.SubFactory(
        ActivityFactory, way=Way.SECTION_11, state="under_way", title="Section 11"
    )
    slug = factory.Sequence(lambda n: f"section-11-{n}")
    question_set = factory.LazyFunction(
        lambda: publish_shipped("section11_2015", by=None)
    )
    opens_on = date(2026, 10, 19)
    closes_on = date(2026, 12, 18)
    state = "open"


class SelfAssessmentFactory(factory.django.DjangoModelFactory):
    """A return of an organisation that works with the board which asks."""

    class Meta:
        model = SelfAssessment
        skip_postgeneration_save = True

    cycle = factory.SubFactory(CycleFactory)
    contribution = factory.SubFactory(
        ContributionFactory, activity=factory.SelfAttribute("..cycle.activity")
    )
    form = "agency"
    kind = "police"

    @factory.post_generation
    def given(self, create, extracted, **more):
        board = self.cycle.activity.board
        self.boards.add(board)
        if self.sent:
            self.released_to.add(board)


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Answer

    assessment = factory.SubFactory(SelfAssessmentFactory)
    key = "s1.1"
    said = "2"
    words = "As our list says."


class ChallengeEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ChallengeEvent

    cycle = factory.SubFactory(CycleFactory)
    held_on = date(2027, 1, 13)
    where = "Town hall"
    purpose = "Whether it is so."


class ShownFactory(factory.django.DjangoModelFactory):
    """A statement that an organisation keeps as evidence."""

    class Meta:
        model = ShownEvidence

    organisation = factory.SubFactory(OrganisationFactory)
    kind = "statement"
    title = "Our list"
    statement = "It hangs in every office."
    kept_by = factory.SubFactory(UserFactory)
