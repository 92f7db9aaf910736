"""What an organisation owes to whom, by when, why, and what it has had back."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse

from goldthread.base.people.models import Board, Organisation, User
from goldthread.loop.actions.models import (
    Action,
    Evidence,
)
from goldthread.loop.activities.models import Contribution
from goldthread.loop.activities.rules import by_when

Rows = QuerySet[Any, dict[str, Any]]

# --- What an organisation owes ----------------------------------------------------------

LATE, DUE, WAITING, ANSWERED = range(4)  # the order on the page
RANKS: list[tuple[int, str]] = [
    (LATE, "Late"),
    (DUE, "Still to do"),
    (WAITING, "Waiting for the board"),
    (ANSWERED, "Done"),
]


@dataclass(frozen=True)
class Obligation:
    """One thing an organisation owes a board, and what it has had back for it."""

    kind: str
    what: str
    board: str
    due_on: date
    why: str
    state: str
    state_word: str
    rank: int
    standing: str
    had_back: str
    url: str

    @property
    def late(self) -> bool:
        return self.rank == LATE

    @property
    def tag(self) -> tuple[str, str]:
        return self.state, self.state_word


STATES: dict[str, dict[str, str]] = {
    "contribution": dict(Contribution.State.choices),
    "action": dict(Action.State.choices),
}
PLACES = {"contribution": "activities:contribution", "action": "actions:show"}


def obligation(row: dict[str, Any], *, on: date) -> Obligation:
    """One row as it stands on this day."""
    kind, state = row["kind"], row["state_"]
    owing = row["rank"] in {LATE, DUE}
    return Obligation(
        kind=kind,
        what=row["asked"],
        board=row["whom"],
        due_on=row["day"],
        why=row["reason"] or "",
        state=state,
        state_word=str(STATES[kind][state]),
        rank=row["rank"],
        standing=by_when(row["day"], on=on) if owing else dict(RANKS)[row["rank"]],
        had_back=row["had_back"] or "",
        url=reverse(PLACES[kind], args=[row["record"]]),
    )


def obligations(
    organisation: Organisation, user: User, on: date, **narrowed: Any
) -> list[Obligation]:
    """All that it owes, late first, as far as she may see it."""
    rows = owed_rows(organisation, user, on, **narrowed)
    return [obligation(row, on=on) for row in rows]


def owed_rows(
    organisation: Organisation,
    user: User,
    on: date,
    *,
    board: int | None = None,
    rank: int | None = None,
    kind: str = "",
) -> Rows:
    """Contributions and actions as one list of like rows: `obligation` reads each.

    It counts and slices in SQL, so a page of it costs two statements.
    """
    asked = [
        rows.filter(**_wanted(rank=rank, board_id_=board))
        for rows in (
            _contributions(organisation, user, on),
            _actions(organisation, user, on),
        )
        if not kind or rows.model._meta.model_name == kind
    ]
    first, *others = [rows.order_by().values(*_FIELDS) for rows in asked]
    every: Rows = first.union(*others, all=True).order_by(
        "rank", "order", "kind", "record"
    )
    return every


_FIELDS = (
    "kind",
    "record",
    "asked",
    "whom",
    "day",
    "reason",
    "state_",
    "rank",
    "had_back",
    "order",
)


def _wanted(**lookups: Any) -> dict[str, Any]:
    return {name: value for name, value in lookups.items() if value is not None}


def _contributions(organisation: Organisation, user: User, on: date) -> Any:
    standing = Contribution.State
    mine = Contribution.objects.visible_to(user).filter(organisation=organisation)
    ranked = Case(
        When(~Q(state=standing.ASKED), then=Value(ANSWERED)),
        When(due_on__lt=on, then=Value(LATE)),
        default=Value(DUE),
    )
    return _like_rows(
        mine.exclude(state=standing.WITHDRAWN),
        kind="contribution",
        asked="what",
        board="activity__board",
        ranked=ranked,
        reason=Coalesce(NullIf("why", Value("")), "activity__purpose"),
        had_back=F("feedback"),
    )


def _actions(organisation: Organisation, user: User, on: date) -> Any:
    standing = Action.State
    mine = Action.objects.visible_to(user).filter(organisation=organisation)
    ranked = Case(
        When(state=standing.VERIFIED, then=Value(ANSWERED)),
        When(state=standing.SUBMITTED, then=Value(WAITING)),
        When(due_on__lt=on, then=Value(LATE)),
        default=Value(DUE),
    )
    answers = Evidence.objects.filter(action=OuterRef("pk")).exclude(answer="")
    return _like_rows(
        mine.exclude(state=standing.WITHDRAWN),
        kind="action",
        asked="title",
        board="board",
        ranked=ranked,
        reason=F("recommendation__text"),
        had_back=Subquery(answers.order_by("-pk").values("answer")[:1]),
    )


_EPOCH = Value(date(2000, 1, 1))


def _days(expression: Any) -> ExpressionWrapper:
    return ExpressionWrapper(expression, output_field=DurationField())


def _like_rows(
    records: Any, *, kind: str, asked: str, board: str, ranked: Case, **texts: Any
) -> Any:
    """Give both kinds the same columns; what is done comes latest first."""
    return records.annotate(
        kind=Value(kind, output_field=CharField()),
        record=F("pk"),
        asked=F(asked),
        whom=F(f"{board}__name"),
        board_id_=F(f"{board}_id" if board == "board" else board),
        day=F("due_on"),
        state_=F("state"),
        rank=Cast(ranked, IntegerField()),
        **{name: Cast(text, TextField()) for name, text in texts.items()},
    ).annotate(
        order=Case(
            When(rank=ANSWERED, then=_days(_EPOCH - F("due_on"))),
            default=_days(F("due_on") - _EPOCH),
        )
    )


# --- What every organisation owed, for the report ---------------------------------------


class Owed(TypedDict):
    """One organisation's count for a period: of what fell due, what was met in time."""

    organisation: str
    owed: int
    on_time: int
    late: int
    overdue: int


_SUMMARY = """
WITH due AS (
    SELECT c.organisation_id, c.due_on, c.received_on AS met_on
    FROM activities_contribution c JOIN activities_activity a ON a.id = c.activity_id
    WHERE c.due_on BETWEEN %(since)s AND %(until)s AND c.state <> 'withdrawn'
      AND NOT a.restricted
      AND (a.board_id = %(board)s OR a.id IN (
          SELECT activity_id FROM activities_activity_shared_with
          WHERE board_id = %(board)s))
    UNION ALL
    SELECT organisation_id, due_on, submitted_on
    FROM actions_action
    WHERE due_on BETWEEN %(since)s AND %(until)s AND state <> 'withdrawn'
      AND board_id = %(board)s
)
SELECT o.name, count(*),
       count(*) FILTER (WHERE met_on <= due_on),
       count(*) FILTER (WHERE met_on > due_on),
       count(*) FILTER (WHERE met_on IS NULL AND due_on < %(on)s)
FROM due JOIN people_organisation o ON o.id = due.organisation_id
GROUP BY o.name ORDER BY o.name
"""


def obligations_summary(
    board: Board, since: date, until: date, *, on: date | None = None
) -> list[Owed]:
    """What each organisation was to give the board by a day of the period, and did.

    An action is met by the evidence that stands: sent back, it is owed again. What is
    due on the last day itself, or `on` a day before it or later, and not yet here is
    owed, and not overdue. Restricted activities are left out: a count would tell that
    they exist.
    """
    asked: dict[str, Any] = {"board": board.pk, "since": since, "until": until}
    asked["on"] = on or until
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY, asked)
        return [
            Owed(organisation=name, owed=owed, on_time=on_time, late=late, overdue=over)
            for name, owed, on_time, late, over in cursor.fetchall()
        ]


def link_to_obligations(organisation: Organisation) -> tuple[str, str]:
    """For the organisation's own page."""
    return "What it owes", reverse("actions:obligations", args=[organisation.pk])
