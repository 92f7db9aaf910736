"""Cycles and their answers, made up in bulk: of one board, and of a whole country."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.db import connection

from goldthread.base.errands.rules import silent
from goldthread.base.people.models import Board, User
from goldthread.base.people.rules import ORGANISATION_TYPES, Role
from goldthread.sources.section11 import workflow
from goldthread.sources.section11.models import Cycle

PLACES = range(1, 10)  # nine standards of nine questions
BEFORE, OPEN_FOR = timedelta(days=30), timedelta(days=60)


class Size(NamedTuple):
    """Boards and their organisations, each a partner of one; cycles, the last is live."""

    boards: int
    organisations: int
    kinds: tuple[str, ...]
    cycles: int
    opens_within: float  # seconds, the last cycle


SIZES = {
    "board": Size(1, 40, tuple(ORGANISATION_TYPES), 4, 5),
    "national": Size(150, 24_000, ("school_academy",), 1, 60),
}


def prepare(size: Size, *, on: date) -> Iterator[tuple[str, float, Callable[[], Any]]]:
    """Fill the region; what of it is measured: its name, the most seconds, and how."""
    boards = list(Board.objects.order_by("pk"))
    team = User.objects.filter(
        appointments__board=boards[0], appointments__role=Role.BOARD_TEAM
    ).order_by("pk")[0]
    for number in reversed(range(size.cycles)):
        cycle = _planned(boards, team, on - timedelta(days=365 * number), size)
        opening = partial(
            workflow.open_cycle, cycle, by=team, on=cycle.opens_on, tell=silent
        )
        if number:
            opening()
        else:
            name = f"open a cycle of {size.organisations:,}"
            yield name, size.opens_within, opening
        _answer(cycle, every_one=bool(number))


def _planned(boards: list[Board], team: User, on: date, size: Size) -> Cycle:
    cycle: Cycle = workflow.plan_cycle(
        boards[0],
        by=team,
        title=f"Section 11, {on.year}",
        asks=question_set(),
        opens_on=on - BEFORE,
        closes_on=on + OPEN_FOR,
        together_with=boards[1:],
    )
    workflow.assign(cycle, by=team, kinds=size.kinds, on=on - BEFORE)
    return cycle


def question_set() -> str:
    """Nine standards of nine questions, on one scale."""
    lines = [
        "key: bench_nine",
        "title: Nine times nine",
        "source: Made up.",
        "basis: Children Act 2004, section 11",
        "from: 2015-01-01",
        "scales:",
        "  - key: in_place",
        "    name: In place",
        "    best: highest",
        "    steps:",
        *(f"      - {{value: {n}, name: Step {n}}}" for n in range(4)),
        "bands:",
        "  - {name: Green, at_least: 80, colour: green}",
        "  - {name: Amber, at_least: 50, colour: orange}",
        "  - {name: Red, at_least: 0, colour: red}",
        "categories:",
        "  - key: all",
        "    title: All of it",
        "    standards:",
    ]
    for s in PLACES:
        lines += [
            f"      - key: s{s}",
            f"        title: What standard {s} says of an organisation",
            "        criteria:",
        ]
        for c in PLACES:
            lines += [
                f"          - key: s{s}.{c}",
                f"            asks: Do you do what question {c} of standard {s} says?",
                "            answer: {kind: graded, scale: in_place}",
                "            guidance: Looked at in the last year, and written down.",
            ]
    return "\n".join(lines) + "\n"


# --- Answers, each in one statement ---------------------------------------------------------

KEYS = [f"s{s}.{c}" for s in PLACES for c in PLACES]
LED = """
UPDATE section11_selfassessment SET state = 'in_progress', lead_id = lead.person_id
FROM activities_contribution asked
JOIN people_appointment lead ON lead.organisation_id = asked.organisation_id
    AND lead.role = %(lead)s
WHERE asked.id = contribution_id AND cycle_id = %(cycle)s
"""
ANSWERED = """
INSERT INTO section11_answer (assessment_id, key, said, words, impact, carried,
    unchanged, changed_at, changed_by_id)
SELECT contribution_id, key, to_jsonb((hashint8(contribution_id * 81 + place) & 3)::text),
    'Looked at in spring; ten of twelve files showed it, and two led to an action.',
    'Children told the advocate that somebody listens.', false, false, now(), lead_id
FROM section11_selfassessment
CROSS JOIN unnest(%(keys)s::text[]) WITH ORDINALITY AS k (key, place)
WHERE cycle_id = %(cycle)s ORDER BY contribution_id, place
"""
KEPT = """
INSERT INTO section11_evidence (organisation_id, kind, title, link, statement, owner,
    kept_by_id, withdrawn)
SELECT asked.organisation_id, 'link', 'Safeguarding policy', 'https://example.org/', '',
    'Head of safeguarding', lead_id, false
FROM section11_selfassessment JOIN activities_contribution asked ON asked.id = contribution_id
WHERE cycle_id = %(cycle)s
"""
SHOWN = """
INSERT INTO section11_answer_evidence (answer_id, evidence_id)
SELECT answer.id, evidence.id FROM section11_answer answer
JOIN section11_selfassessment ON contribution_id = assessment_id
JOIN activities_contribution asked ON asked.id = contribution_id
JOIN section11_evidence evidence USING (organisation_id)
WHERE cycle_id = %(cycle)s AND answer.key LIKE '%%.1' ON CONFLICT DO NOTHING
"""
SENT = """
UPDATE section11_selfassessment SET state = 'submitted', sent = true,
    submitted_on = current_date, percent = 60
WHERE cycle_id = %(cycle)s AND (%(every)s OR contribution_id %% 4 > 0)
"""
GRADED = """
INSERT INTO section11_grade (assessment_id, standard, percent, band, answered, missing,
    not_applicable, moderated_band)
SELECT assessment_id, standard, round(share, 2), CASE WHEN share >= 80 THEN 'Green'
    WHEN share >= 50 THEN 'Amber' ELSE 'Red' END, 9, 0, 0, ''
FROM (
    SELECT assessment_id, split_part(key, '.', 1) AS standard,
        avg((said #>> '{}')::numeric) * 100 / 3 AS share
    FROM section11_answer JOIN section11_selfassessment ON contribution_id = assessment_id
    WHERE cycle_id = %(cycle)s AND sent GROUP BY 1, 2
) AS graded
"""
RELEASED = """
INSERT INTO section11_selfassessment_released_to (selfassessment_id, board_id)
SELECT selfassessment_id, board_id FROM section11_selfassessment_boards
JOIN section11_selfassessment ON contribution_id = selfassessment_id
WHERE cycle_id = %(cycle)s AND sent
"""


def _answer(cycle: Cycle, *, every_one: bool) -> None:
    """All questions of all returns; three of four returns of the live cycle are sent."""
    given = {
        "cycle": cycle.pk,
        "keys": KEYS,
        "every": every_one,
        "lead": Role.AGENCY_LEAD,
    }
    with connection.cursor() as cursor:
        for statement in (LED, ANSWERED, KEPT, SHOWN, SENT, GRADED, RELEASED):
            cursor.execute(statement, given)
