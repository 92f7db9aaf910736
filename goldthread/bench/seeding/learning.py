"""Activities, what was asked for them, findings, and the themes they join."""

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from goldthread.base.cases.models import CaseFile, Grant
from goldthread.base.cases.workflow import seal_what_it_holds
from goldthread.base.people.models import Board
from goldthread.bench.seeding.filling import (
    CONTRIBUTOR,
    MEMBER_OF_TEAM,
    PARTNER,
    THEME,
    fill,
    one_of,
    pick,
)
from goldthread.bench.seeding.words import MEANING, THEMES, sentences
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.activities.rules import Way
from goldthread.loop.findings.models import Finding
from goldthread.loop.findings.rules import CHARACTERISTICS, HELP_STAGES
from goldthread.loop.themes.models import Membership, Theme, Verdict

DAYS = 3 * 365


def activities(many: int, *, on: date) -> None:
    """Spread over the boards, the ways and three years; one in twenty is restricted."""
    numbered = "SELECT id, row_number() OVER (ORDER BY id) - 1 AS i FROM people_board"
    boards = Board.objects.count()
    fill(
        Activity,
        f"generate_series(0, %s - 1) AS n JOIN ({numbered}) board ON board.i = n %% {boards} "
        f"JOIN {MEMBER_OF_TEAM} ON team.of_board = board.id AND team.i = n %% team.many "
        f"CROSS JOIN LATERAL (SELECT %s::date - (n * {DAYS} / %s)::int AS began) AS of_n",
        many,
        on,
        many,
        board_id="board.id",
        way=one_of("n", 1, list(Way)),
        title="'Bench activity ' || n",
        area="'Bench area ' || n %% 7",
        purpose="'To learn how well children are helped, question ' || n %% 90",
        lead_id="team.member",
        starts_on="began",
        ends_on="began + 30",
        state=f"CASE WHEN n %% 50 = 0 THEN 'planned' WHEN n * 8 < {many} THEN 'under_way' "
        f"WHEN n * 4 < {many} THEN 'reported' ELSE 'closed' END",
        created_at="began::timestamptz",
    )
    _name_people()
    _ask(on)


def _name_people() -> None:
    """Whoever leads a restricted activity is named on it; the first two boards share."""
    first, second = Board.objects.order_by("pk")[:2]
    twentieth = f"{pick('id', 2, 20)} = 0"
    restricted = list(Activity.objects.extra(where=[twentieth]).order_by("pk"))  # noqa: S610  # ours
    files = CaseFile.objects.bulk_create(_file_of(each) for each in restricted)
    for activity, file in zip(restricted, files, strict=True):
        activity.restricted, activity.case_file = True, file
    Activity.objects.bulk_update(restricted, ["restricted", "case_file"])
    today = timezone.localdate()
    Grant.objects.bulk_create(
        Grant(
            case_file=each.case_file,
            person_id=each.lead_id,
            purpose="Leads it",
            since=today,
            until=today + timedelta(days=180),
        )
        for each in restricted
        if each.lead_id and each.state != Activity.State.CLOSED
    )
    _run(
        "INSERT INTO activities_activity_shared_with (activity_id, board_id) "
        "SELECT id, %s FROM activities_activity WHERE board_id = %s AND id %% 20 = 0",
        second.pk,
        first.pk,
    )


def _file_of(activity: Activity) -> CaseFile:
    closed = activity.state == Activity.State.CLOSED
    return CaseFile(
        board_id=activity.board_id,
        reference=f"A-{activity.pk}",
        state=CaseFile.State.CLOSED if closed else CaseFile.State.OPEN,
        opened_on=activity.starts_on or timezone.localdate(),
        closed_on=activity.ends_on if closed else None,
    )


def _ask(on: date) -> None:
    """Four partners of each activity's board; all but a few have answered."""
    received = f"due < %s AND {pick('a.id * 4 + n', 5, 12)} > 0"
    fill(
        Contribution,
        f"activities_activity a CROSS JOIN generate_series(0, 3) AS n "
        f"JOIN {PARTNER} ON of_board = a.board_id AND partner.i = (a.id + n) %% partner.many "
        f"LEFT JOIN {CONTRIBUTOR} ON of_body = partner AND staff.i = a.id %% 3 "
        f"CROSS JOIN LATERAL (SELECT a.starts_on + 28 AS due) AS until "
        f"CROSS JOIN LATERAL (SELECT {received} AS came) AS answered",
        on,
        activity_id="a.id",
        organisation_id="partner",
        person_id="contributor",
        what="'Contribution ' || n || ' to ' || a.title",
        why="'Because ' || a.purpose",
        asked_on="a.starts_on",
        due_on="due",
        state="CASE WHEN came THEN 'received' ELSE 'asked' END",
        received_on="CASE WHEN came THEN due - 3 END",
        reply="CASE WHEN came THEN '\\x00'::bytea || 'Here is what we found.'::bytea END",
    )
    for file in CaseFile.objects.all():
        seal_what_it_holds(file)


def findings(many: int) -> None:
    """Of all kinds and states, each about one or two partners of its board."""
    said = sentences()
    meaning, stages = one_of("n", 12, list(MEANING)), ["", *HELP_STAGES]
    numbered = (
        "SELECT *, row_number() OVER (ORDER BY id) - 1 AS i FROM activities_activity"
    )
    draw = pick("n", 10, 100)
    fill(
        Finding,
        f"generate_series(0, %s - 1) AS n JOIN ({numbered}) a ON a.i = n %% {Activity.objects.count()} "
        f"JOIN unnest(%s::text[]) WITH ORDINALITY AS said(text, at) "
        f"  ON said.at = 1 + {pick('n', 11, len(said))} "
        f"JOIN {MEMBER_OF_TEAM} ON of_board = a.board_id AND team.i = n %% team.many "
        f"CROSS JOIN LATERAL (SELECT {draw} AS draw, a.starts_on + 20 + {pick('n', 13, 30)} AS day, "
        f"{pick('n', 14, 10)} < 7 AS bad) AS of_n",
        many,
        said,
        board_id="a.board_id",
        activity_id="a.id",
        reference="'B-' || n",
        kind="CASE WHEN bad THEN 'concern' ELSE 'strength' END",
        text="said.text || ' (' || n || ')'",
        meaning=meaning,
        about_everyone="draw %% 33 = 0",
        method="CASE WHEN draw %% 5 < 3 THEN 'Records read' ELSE '' END",
        number=f"CASE WHEN draw %% 5 < 3 THEN 1 + {pick('n', 15, 40)} END",
        written="CASE WHEN draw %% 30 > 0 THEN to_char(day, 'DD/MM/YYYY') ELSE '' END",
        earliest="CASE WHEN draw %% 30 > 0 THEN day END",
        latest="CASE WHEN draw %% 30 > 0 THEN day END",
        characteristics=f"CASE WHEN draw %% 5 = 0 THEN ARRAY[{one_of('n', 16, [str(c) for c in CHARACTERISTICS])}] "
        "ELSE '{}'::text[] END",
        help_stage=one_of("n", 17, [str(stage) for stage in stages]),
        state="CASE WHEN draw < 10 THEN 'drafted' WHEN draw < 45 THEN 'agreed' "
        "WHEN draw < 97 THEN 'released' ELSE 'withdrawn' END",
        recorded_at="day::timestamptz + interval '10 hours'",
        drafted_by_id="team.member",
        agreed_at="CASE WHEN draw BETWEEN 10 AND 96 THEN day::timestamptz + interval '5 days' END",
        agreed_by_id="CASE WHEN draw BETWEEN 10 AND 96 THEN team.member END",
        released_at="CASE WHEN draw BETWEEN 45 AND 96 THEN day::timestamptz + interval '9 days' END",
        released_by_id="CASE WHEN draw BETWEEN 45 AND 96 THEN team.member END",
        shared_at="CASE WHEN draw BETWEEN 90 AND 96 AND NOT bad THEN day::timestamptz + interval '12 days' END",
        shared_by_id="CASE WHEN draw BETWEEN 90 AND 96 AND NOT bad THEN team.member END",
    )
    _run(
        "INSERT INTO findings_finding_about (finding_id, organisation_id) "
        f"SELECT f.id, partner FROM findings_finding f CROSS JOIN generate_series(0, 1) AS n "
        f"JOIN {PARTNER} ON of_board = f.board_id "
        f"AND partner.i = (f.id * 7 + n) %% partner.many WHERE n = 0 OR f.id %% 3 = 0"
    )


def themes(many: int, *, on: date) -> None:
    """The same words at every board; most findings join one theme, some two."""
    known = list(THEMES.items())[:many]
    boards = list(Board.objects.order_by("pk"))
    Theme.objects.bulk_create(
        Theme(board=board, name=name, lexicon=words)
        for board in boards
        for name, words in known
    )
    fill(
        Membership,
        "findings_finding f CROSS JOIN generate_series(0, 1) AS n "
        f"JOIN {THEME} ON of_board = f.board_id AND theme.i = {pick('f.id * 2 + n', 20, 'theme.many')} "
        "WHERE f.state IN ('agreed', 'released') "
        f"AND {pick('f.id * 2 + n', 21, 100)} < CASE n WHEN 0 THEN 85 ELSE 25 END",
        theme_id="theme",
        finding_id="f.id",
        joined_at="f.recorded_at + interval '20 days'",
        joined_by_id="f.agreed_by_id",
    )
    fill(
        Verdict,
        f"themes_theme t JOIN {MEMBER_OF_TEAM} ON of_board = t.board_id AND team.i = 0 "
        "CROSS JOIN LATERAL (SELECT %s::date - 30 AS day) AS decided WHERE t.id %% 3 > 0",
        on,
        theme_id="t.id",
        verdict="'corroborated'",
        proposed="'corroborated'",
        reason="'Several ways of learning say so.'",
        decided_on="day",
        decided_at="day::timestamptz",
        decided_by_id="team.member",
    )


def _run(statement: str, *given: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
