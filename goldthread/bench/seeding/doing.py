"""Recommendations, actions and their evidence, impact checks, papers and the ledger."""

from datetime import date

from goldthread.base.ledger.models import Entry
from goldthread.bench.seeding.filling import (
    CONTRIBUTOR,
    MEMBER_OF_TEAM,
    PARTNER,
    THEME,
    fill,
    one_of,
    pick,
)
from goldthread.loop.actions.models import Action, Evidence, Recommendation
from goldthread.loop.impact.models import Check
from goldthread.loop.reports.models import Paper

DAYS = 3 * 365
QUARTERS = 12


def actions(many: int, *, on: date) -> None:
    """Two for each recommendation; the older they are, the likelier they are verified."""
    _recommendations(many // 2, on=on)
    late = "due < %(on)s::date".replace("%(on)s", f"'{on}'")
    recommended = (
        "SELECT *, row_number() OVER (ORDER BY id) - 1 AS i FROM actions_recommendation"
    )
    fill(
        Action,
        f"({recommended}) r CROSS JOIN generate_series(0, 1) AS n "
        f"JOIN {PARTNER} ON partner.of_board = r.board_id "
        f"AND partner.i = (r.i * 2 + n) %% partner.many "
        f"JOIN {MEMBER_OF_TEAM} ON team.of_board = r.board_id AND team.i = r.id %% team.many "
        f"LEFT JOIN {CONTRIBUTOR} ON of_body = partner AND staff.i = r.id %% 3 "
        "CROSS JOIN LATERAL (SELECT r.made_on + 90 AS due) AS until "
        f"CROSS JOIN LATERAL (SELECT {late} AS late, {pick('r.id * 2 + n', 30, 100)} AS draw) AS drawn "
        "CROSS JOIN LATERAL (SELECT CASE WHEN draw < 3 THEN 'withdrawn' "
        "  WHEN late AND draw < 90 THEN 'verified' WHEN late AND draw < 94 THEN 'submitted' "
        "  WHEN draw > 96 THEN 'sent_back' WHEN draw %% 2 = 0 THEN 'in_progress' ELSE 'open' "
        "  END AS so, "
        f" CASE WHEN '{on}'::date - due > 56 THEN 2 WHEN '{on}'::date - due > 28 THEN 1 ELSE 0 END AS far"
        ") AS stands "
        "CROSS JOIN LATERAL (SELECT so = 'verified' AS done, "
        "  CASE WHEN so IN ('verified', 'withdrawn') THEN 0 ELSE far END AS high) AS ends",
        board_id="r.board_id",
        recommendation_id="r.id",
        title="'Bench action ' || r.i * 2 + n",
        organisation_id="partner",
        person_id="contributor",
        due_on="due",
        success_measure="'Nine children of ten have a plan within ten days.'",
        evidence_from="'A dip sample of ten records.'",
        state="so",
        raised_on="r.made_on",
        raised_by_id="team.member",
        submitted_on="CASE WHEN so IN ('verified', 'submitted') THEN due - 9 END",
        verified_on="CASE WHEN done THEN due - 2 END",
        verified_by_id="CASE WHEN done THEN team.member END",
        escalation="high",
        escalated_at="CASE WHEN high > 0 THEN due::timestamptz + interval '29 days' END",
        escalated_because="CASE WHEN high > 0 THEN 'It is late.' ELSE '' END",
    )
    _evidence()


def _recommendations(many: int, *, on: date) -> None:
    """Half from a theme, half from one finding."""
    numbered = "SELECT id, row_number() OVER (ORDER BY id) - 1 AS i FROM people_board"
    found = (
        "SELECT id, board_id AS at, row_number() OVER (PARTITION BY board_id ORDER BY id) AS i "
        "FROM findings_finding WHERE state = 'released'"
    )
    fill(
        Recommendation,
        f"generate_series(0, %s - 1) AS n JOIN (SELECT count(*) AS boards FROM people_board) c ON true "
        f"JOIN ({numbered}) board ON board.i = n %% boards "
        f"JOIN {THEME} ON theme.of_board = board.id AND theme.i = n / boards %% theme.many "
        f"LEFT JOIN ({found}) f ON f.at = board.id AND f.i = 1 + n / boards AND n %% 2 = 0 ",
        many,
        board_id="board.id",
        theme_id="CASE WHEN f.id IS NULL THEN theme END",
        finding_id="f.id",
        text="'Agencies should change what recommendation ' || n || ' says.'",
        made_on=f"'{on}'::date - (n * {DAYS} / {many})::int",
    )


def _evidence() -> None:
    fill(
        Evidence,
        f"actions_action a JOIN {MEMBER_OF_TEAM} ON of_board = a.board_id AND team.i = 0 "
        "CROSS JOIN generate_series(0, 1) AS n "
        "WHERE a.state IN ('submitted', 'verified', 'sent_back') AND (n = 1 OR a.id %% 3 = 0)",
        action_id="a.id",
        text="'We sampled ten records, and nine had a plan.'",
        given_on="a.due_on - 10",
        given_by_id="coalesce(a.person_id, team.member)",
        answer="CASE WHEN a.state <> 'submitted' THEN 'Thank you. We read it.' ELSE '' END",
        answered_on="CASE WHEN a.state <> 'submitted' THEN a.due_on - 2 END",
        answered_by_id="CASE WHEN a.state <> 'submitted' THEN team.member END",
    )


def checks(*, on: date) -> None:
    """Of every fourth verified action and of every theme, half a year on."""
    judgement = one_of("a.id", 40, ["embedded", "embedded", "partly", "not_yet"])
    fill(
        Check,
        "(SELECT id, board_id, due_on + 150 AS due, id AS action, NULL::bigint AS theme "
        " FROM actions_action WHERE state = 'verified' AND id %% 4 = 0 "
        " UNION ALL SELECT id, board_id, %s::date + 60 - (id %% 200)::int, NULL, id "
        " FROM themes_theme) a "
        f"JOIN {MEMBER_OF_TEAM} ON of_board = a.board_id AND team.i = a.id %% team.many "
        "CROSS JOIN LATERAL (SELECT due < %s - 20 AS done) AS past",
        on,
        on,
        board_id="a.board_id",
        action_id="action",
        theme_id="theme",
        checker_id="team.member",
        planned_on="due - 100",
        due_on="due",
        method="'A dip sample of ten records'",
        checked_on="CASE WHEN done THEN due - 3 END",
        evidence="CASE WHEN done THEN 'Ten records of ten.' ELSE '' END",
        judgement=f"CASE WHEN done THEN {judgement} ELSE '' END",
        state="CASE WHEN done THEN 'done' ELSE 'planned' END",
    )


def papers(*, on: date) -> None:
    """Three years of issued papers, and the draft of the last ninety days."""
    issued = "n > 0"
    fill(
        Paper,
        f"people_board b CROSS JOIN generate_series(0, {QUARTERS}) AS n "
        f"JOIN {MEMBER_OF_TEAM} ON of_board = b.id AND team.i = 0 "
        "CROSS JOIN LATERAL (SELECT %s::date - n * 90 AS ends) AS period",
        on,
        board_id="b.id",
        title="'Paper of the quarter to ' || ends",
        since="ends - 89",
        until="ends",
        number=f"CASE WHEN {issued} THEN {QUARTERS} + 1 - n END",
        frozen=f'CASE WHEN {issued} THEN \'{{"facts": {{}}, "document": []}}\'::jsonb END',
        state=f"CASE WHEN {issued} THEN 'issued' ELSE 'draft' END",
        issued_at=f"CASE WHEN {issued} THEN ends::timestamptz END",
        issued_by_id=f"CASE WHEN {issued} THEN team.member END",
    )


def ledger() -> None:
    """Every finding was added, agreed and released; every action raised and verified."""
    for label, table, began, verbs in (
        (
            "findings.finding",
            "findings_finding",
            "recorded_at",
            ("add", "agree", "release"),
        ),
        ("actions.action", "actions_action", "raised_on", ("raise", "verify")),
        ("activities.activity", "activities_activity", "created_at", ("add", "report")),
        ("impact.check", "impact_check", "planned_on", ("plan_check",)),
    ):
        fill(
            Entry,
            f"{table} r JOIN {MEMBER_OF_TEAM} ON of_board = r.board_id AND team.i = 0 "
            f"CROSS JOIN unnest(%s::text[]) WITH ORDINALITY AS step(verb, turn) ORDER BY {began}, turn",
            list(verbs),
            at=f"{began}::timestamptz + turn * interval '3 days'",
            by="team.member",
            by_label="'Bench person'",
            verb="step.verb",
            words="step.verb",
            label=f"'{label}'",
            record="r.id",
        )
