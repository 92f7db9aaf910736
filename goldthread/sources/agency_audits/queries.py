"""Reads that span tables: one audit whole, its twin, earlier ones, what others say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from goldthread.base.access.table import model_of, visible
from goldthread.base.people.models import Board, Organisation, User
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.activities.rules import WAY_WORDS, Way
from goldthread.loop.findings.models import Finding
from goldthread.sources.agency_audits import rules
from goldthread.sources.agency_audits.models import (
    UNSENT,
    AgencyAudit,
    AgencyAuditQuerySet,
    AuditAction,
    Question,
)

UNDER_WAY = (Activity.State.PLANNED, Activity.State.UNDER_WAY)
DAYS = ("due_on", "asked_on", "answered_on")
RECENT = 5  # earlier returns that a new one is compared with


# --- One audit --------------------------------------------------------------------------


def whole(audit: AgencyAudit, user: User) -> Any:
    """The audit with all that its page says to this person, in one statement.

    `listed`, `asked` and `raised` are its actions, questions and the findings raised
    from it that she may see; `hers` says that she may fill it in.
    """
    me = {"pk": OuterRef("pk")}
    raised = Finding.objects.visible_to(user).filter(agency_audits=OuterRef("pk"))
    found: Any = (
        AgencyAudit.objects.select_related(
            "contribution__organisation",
            "contribution__activity__board",
            "twin__contribution__activity__board",
        )
        .annotate(
            sees_activity=_opens(Activity, user, "contribution__activity"),
            sees_contribution=_opens(Contribution, user, "contribution"),
            hers=Exists(AgencyAudit.objects.visible_to(user, "fill").filter(**me)),
            boards_too=ArraySubquery(
                Board.objects.filter(shared_agency_audits=OuterRef("pk")).values("name")
            ),
            writers=ArraySubquery(
                AgencyAudit.entered_by.through.objects.filter(
                    agencyaudit=OuterRef("pk")
                ).values("user__name")
            ),
            listed=_rows(
                AuditAction.objects.filter(audit=OuterRef("pk")),
                *("what", "owner", "due_on", "finished"),
            ),
            asked=_rows(
                Question.objects.filter(audit=OuterRef("pk")),
                *("text", "asked_on", "answer", "answered_on"),
            ),
            raised=_rows(raised, "text", "kind"),
        )
        .get(pk=audit.pk)
    )
    for row in (*found.listed, *found.asked):
        row |= {day: _day(row[day]) for day in DAYS if day in row}
    return found


def _opens(model: type[Model], user: User, path: str) -> Exists:
    """Whether what this leads to is hers to read: a return may be shared without it."""
    return Exists(visible(model, user).filter(pk=OuterRef(path)))


def _rows(records: QuerySet[Any], *fields: str) -> ArraySubquery:
    named = {name: F(name) for name in ("pk", *fields)}
    return ArraySubquery(records.order_by("pk").values(row=JSONObject(**named)))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def account(audit: AgencyAudit) -> rules.Account:
    """What the rules look at, with the owners of its actions."""
    return audit.account(owners=tuple(audit.actions.values_list("owner", flat=True)))


def doubts(audit: AgencyAudit, *, on: date) -> tuple[rules.Doubt, ...]:
    """What whoever triages it should ask about."""
    before = copied_from(audit)
    named = _named(before, beside=audit) if before else ""
    return rules.doubts(account(audit), copied_from=named, on=on)


def _named(before: AgencyAudit, *, beside: AgencyAudit) -> str:
    """An earlier return by its title, for the board that was sent that one too."""
    activity, ours = before.contribution.activity, beside.contribution.activity
    if activity.restricted or activity.board_id != ours.board_id:
        return rules.ANOTHER
    return f"“{before}”"


def grave(audit: AgencyAudit, *, on: date) -> list[str]:
    """What must be asked about before it is accepted, or accepted with a reason."""
    return [doubt.words for doubt in doubts(audit, on=on) if doubt.grave]


# --- Its answers, for whoever checks or reads them --------------------------------------


@dataclass(frozen=True)
class Answered:
    """One section of a return: how far it is, and its questions with their answers."""

    section: rules.Section
    done: str
    rows: list[tuple[str, object]]


def answered(audit: AgencyAudit) -> list[Answered]:
    answers = audit.answers
    return [
        Answered(section, rules.done(section, answers), list(_said(audit, section)))
        for section in rules.SECTIONS
    ]


def _said(audit: AgencyAudit, section: rules.Section) -> Iterable[tuple[str, object]]:
    counted = {"met", "assessed", *rules.GRADES}
    for name in section.fields:
        if name not in counted:
            yield question(name), _shown(audit, name)
    if counted & set(section.fields):
        yield "How many met it", audit.compliance
        grades = [f"{words}: {n}" for words, n in rules.mix(audit.grades)]
        yield "How they were graded", "\n".join(grades)


def question(name: str) -> str:
    return str(AgencyAudit._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _shown(audit: AgencyAudit, name: str) -> object:
    display = getattr(audit, f"get_{name}_display", None)
    return display() if display else getattr(audit, name)


# --- The same audit elsewhere, and the ones before --------------------------------------


def twin_of(audit: AgencyAudit, organisation: Organisation) -> AgencyAudit | None:
    """The same audit, sent or promised to a board already: organisation, title, period."""
    if not (audit.period_from and audit.period_to):
        return None
    same = AgencyAudit.objects.filter(
        contribution__organisation=organisation,
        period_from=audit.period_from,
        period_to=audit.period_to,
    ).exclude(Q(state=AgencyAudit.State.NOT_DONE) | Q(pk=audit.pk))
    others = same.select_related("contribution__activity__board").order_by("pk")
    sought = rules.plain(audit.title)
    return next((each for each in others if rules.plain(each.title) == sought), None)


def earlier(audit: AgencyAudit) -> AgencyAuditQuerySet:
    """The organisation's returns of periods before this one, newest first."""
    contribution = audit.contribution
    mine = AgencyAudit.objects.filter(
        contribution__organisation=contribution.organisation_id
    )
    sent = mine.exclude(state__in=UNSENT).exclude(pk=audit.pk)
    if audit.period_to:
        sent = sent.filter(period_to__lt=audit.period_to)
    return sent.order_by("-period_to", "-pk")


def copied_from(audit: AgencyAudit) -> AgencyAudit | None:
    """The earlier return whose findings this one repeats word for word, if any."""
    now = audit.account()
    before = earlier(audit).select_related("contribution__activity")[:RECENT]
    return next((each for each in before if rules.copied(now, each.account())), None)


def standing_activity(board: Board) -> Activity | None:
    """The board's open activity that an announced audit joins."""
    ours = Activity.objects.filter(
        board=board, way=Way.SINGLE_AGENCY_AUDIT, restricted=False, state__in=UNDER_WAY
    )
    return ours.order_by("-pk").first()


# --- From findings to themes ------------------------------------------------------------
# Sources may not import themes. Django knows what points at a finding, by its name.


def unthemed(audit: AgencyAudit) -> int:
    """How many of the findings raised from it stand and have joined no theme."""
    return audit.findings.standing().filter(themes__isnull=True).count()


@dataclass(frozen=True)
class Elsewhere:
    """What the other ways of learning say on a theme that this audit bears on."""

    theme: str
    ways: Mapping[str, int]

    @property
    def words(self) -> str:
        said = [f"{way}: {number}" for way, number in self.ways.items()]
        return ", ".join(said) or "Nothing: this audit is the only source"


def elsewhere(audit: AgencyAudit, user: User) -> list[Elsewhere]:
    """For each theme of its findings, how many findings of other ways join it."""
    hers = visible(model_of("themes.theme"), user)
    themes = dict(
        audit.findings.filter(themes__in=hers).values_list("themes", "themes__name")
    )
    counted = (
        Finding.objects.standing()
        .visible_to(user)
        .filter(themes__in=themes)
        .exclude(way=Way.SINGLE_AGENCY_AUDIT)
        .order_by()
        .values_list("themes", "way")
        .annotate(Count("pk", distinct=True))
    )
    ways: dict[int, dict[str, int]] = {theme: {} for theme in themes}
    for theme, way, number in counted:
        ways[theme][WAY_WORDS[Way(way)]] = number
    return [
        Elsewhere(name, ways[theme])
        for theme, name in sorted(themes.items(), key=lambda item: item[1])
    ]
