"""Whom a cycle asks, who answers for them, and what is still owed to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from django.db import connection
from django.db.models import Q, QuerySet

from goldthread.base.people.models import Appointment, Board, Organisation, User
from goldthread.base.people.rules import Role
from goldthread.base.post.models import Letter
from goldthread.loop.activities.models import Contribution
from goldthread.loop.activities.rules import Way, remindable, reminder
from goldthread.sources.section11 import rules
from goldthread.sources.section11.models import Cycle, SelfAssessment
from goldthread.sources.section11.queries.sites import answered_for

State = SelfAssessment.State


def last_cycle(board: Board) -> Cycle | None:
    """The one before: what was answered then is there to be confirmed."""
    return Cycle.objects.filter(activity__board=board.pk).order_by("-opens_on").first()


def boards_of(cycle: Cycle) -> QuerySet[Board]:
    """The board that leads it, and those that ask together with it."""
    return Board.objects.filter(
        Q(pk=cycle.activity.board_id) | Q(shared_activities=cycle.activity)
    ).distinct()


def to_assign(
    cycle: Cycle, kinds: Sequence[str], chosen: Sequence[int]
) -> list[Organisation]:
    """Partners of its boards of these types or among these, that it does not ask yet."""
    found = not_asked_yet(cycle)
    return list(found.filter(Q(kind__in=kinds) | Q(pk__in=chosen)))


def not_asked_yet(cycle: Cycle) -> QuerySet[Organisation]:
    """Partners of its boards that it could ask; not what became part of another."""
    partner = Board.partners.through.objects.filter(board__in=boards_of(cycle))
    return (
        Organisation.objects.filter(
            pk__in=partner.values("organisation"), replaced_by=None
        )
        .exclude(pk__in=cycle.assignments.values("organisation"))
        .exclude(answered_for(cycle))
    )


GIVE = """
INSERT INTO section11_selfassessment_boards (selfassessment_id, board_id)
SELECT DISTINCT whose.id, partner.board_id
FROM (
    SELECT id, organisation_id FROM activities_contribution WHERE id = ANY(%(asked)s)
    UNION ALL
    SELECT selfassessment_id, organisation_id FROM section11_selfassessment_sites
    WHERE selfassessment_id = ANY(%(asked)s)
) whose
JOIN people_board_partners partner USING (organisation_id)
WHERE partner.board_id = ANY(%(boards)s)
ON CONFLICT DO NOTHING
"""


# A site that is no partner of any board is asked through the organisation it is part of.
GIVE_OF_SITES = """
INSERT INTO section11_selfassessment_boards (selfassessment_id, board_id)
SELECT asked.id, partner.board_id
FROM activities_contribution asked
JOIN people_organisation site ON site.id = asked.organisation_id
JOIN people_board_partners partner ON partner.organisation_id = site.parent_id
WHERE asked.id = ANY(%(asked)s) AND partner.board_id = ANY(%(boards)s)
    AND NOT EXISTS (SELECT FROM section11_selfassessment_boards given
        WHERE given.selfassessment_id = asked.id)
ON CONFLICT DO NOTHING
"""


SEVERAL = """
UPDATE section11_selfassessment SET several = true WHERE contribution_id IN (
    SELECT selfassessment_id FROM section11_selfassessment_boards
    WHERE selfassessment_id = ANY(%(asked)s) GROUP BY 1 HAVING count(*) > 1)
"""


def give_to_boards(cycle: Cycle, keys: Sequence[int]) -> None:
    """Each return goes to those of its boards that its organisation or a site that it
    answers for works with."""
    boards = list(boards_of(cycle).values_list("pk", flat=True))
    given = {"asked": list(keys), "boards": boards}
    with connection.cursor() as cursor:
        for statement in (GIVE, GIVE_OF_SITES, SEVERAL):
            cursor.execute(statement, given)


def leads_of(
    keys: Sequence[int],
) -> Iterator[tuple[SelfAssessment, str, User]]:
    """Each return with its organisation’s name and each of its leads; two statements."""
    asked = SelfAssessment.objects.filter(pk__in=keys).select_related(
        "contribution__organisation"
    )
    of: dict[int, SelfAssessment] = {a.contribution.organisation_id: a for a in asked}
    leads = (
        Appointment.objects.current()
        .filter(
            role=Role.AGENCY_LEAD, organisation__in=list(of), person__is_active=True
        )
        .select_related("person")
    )
    for lead in leads:
        assessment = of[lead.organisation_id or 0]
        yield assessment, str(assessment.contribution.organisation), lead.person


def to_escalate(on: date) -> list[tuple[SelfAssessment, str, int]]:
    """Late returns, where to write to the chief officer of each, and how late it is.

    Those who were written to of this already are left out; two statements.
    """
    owed = SelfAssessment.objects.filter(
        pk__in=Contribution.objects.outstanding().values("pk"),
        contribution__due_on__in=remindable(on),
        contribution__organisation__chief__isnull=False,
    ).select_related("contribution__organisation__chief", "cycle__activity__board")
    late = {}
    for each in owed:
        asked = each.contribution
        after = reminder(
            asked_on=asked.asked_on, due_on=asked.due_on, on=on, way=Way.SECTION_11
        )
        if after in rules.TO_CHIEF:
            key = rules.chief_key(each.pk, asked.due_on, after)
            late[key] = (each, asked.organisation.chief.email, after)
    known = Letter.objects.filter(key__in=late).values_list("key", flat=True)
    return [late[key] for key in late.keys() - set(known)]


# --- What is still owed to them -------------------------------------------------------------


def unjudged(cycle: Cycle) -> int:
    """Submitted, and without the board's grades."""
    waiting = (State.SUBMITTED, State.CLARIFICATION, State.MODERATING)
    return cycle.returns.filter(state__in=waiting).count()


@dataclass(frozen=True)
class Turnaround:
    """How soon the board answers: of how many returns, and the middle of the days."""

    answered: int
    submitted: int
    days: int | None

    @property
    def words(self) -> str:
        """Its own scorecard, in a sentence."""
        if not self.submitted:
            return "Nothing has been submitted yet"
        share = f"{rules.of(self.answered, self.submitted)} have had feedback"
        if self.days is None:
            return share
        return f"{share}; half of them within {self.days} day{'' if self.days == 1 else 's'}"


def turnaround(cycle: Cycle, user: User) -> Turnaround:
    """The board’s own, over the submitted returns that she may see."""
    came = SelfAssessment.objects.visible_to(user).filter(cycle=cycle.pk).came()
    days = came.values_list("submitted_on", "contribution__feedback_on")
    took = [(back - sent).days for sent, back in days if back and sent]
    return Turnaround(len(took), len(days), median_low(took) if took else None)


def without_feedback(cycle: Cycle) -> int:
    """Submitted, and never answered."""
    return cycle.returns.came().filter(contribution__feedback_on=None).count()
