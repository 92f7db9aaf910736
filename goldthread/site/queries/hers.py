"""What waits for a person, what changed since she was last here, and what she seeks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import (
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Concat

from goldthread.base.access.acting import trusted
from goldthread.base.access.table import may_ever, visible
from goldthread.base.cases.models import Opening
from goldthread.base.disposal.models import Disposal
from goldthread.base.joining.queries import groups_for
from goldthread.base.large_files.models import LargeFile
from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import Organisation, User
from goldthread.base.tokens.models import Token
from goldthread.loop.actions.briefings.models import Briefing
from goldthread.loop.actions.models import Action
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.findings.models import Finding
from goldthread.loop.impact.models import Check
from goldthread.loop.reports.models import Paper
from goldthread.loop.themes.models import Theme


@dataclass(frozen=True)
class Task:
    """One thing that waits for her, with the day it is due."""

    words: str
    record: Any
    due_on: date | None
    late: bool

    @property
    def url(self) -> str:
        return str(self.record.get_absolute_url())


MANY = 50


def tasks(user: User, *, on: date) -> list[Task]:
    """What waits for this person or for her organisation, soonest first."""
    found = [
        *_asked(user, on),
        *_actions(user, on),
        *_to_check(user, on),
        *_to_read(user),
        *_to_decide(user, on),
    ]
    return sorted(found, key=lambda task: (task.due_on or date.max, task.words))


def _asked(user: User, on: date) -> Iterator[Task]:
    asked = visible(Contribution, user).filter(
        Q(person=None) | Q(person=user),
        state=Contribution.State.ASKED,
        organisation__appointments__in=user.appointments.current(),
    )
    yield from _tasks("Contribution", asked.select_related("organisation"), on)


def _actions(user: User, on: date) -> Iterator[Task]:
    """What her organisation has to do, and evidence that she may verify."""
    doing = (Action.State.OPEN, Action.State.IN_PROGRESS, Action.State.SENT_BACK)
    owed = visible(Action, user, "submit_evidence").filter(
        state__in=doing, organisation__appointments__in=user.appointments.current()
    )
    submitted = visible(Action, user, "verify").filter(state=Action.State.SUBMITTED)
    both = (_soonest(each) for each in (owed, submitted))
    for action in next(both).union(*both, all=True):
        sent = action.state == Action.State.SUBMITTED
        yield _task("Evidence to verify" if sent else "Action", action, on)


def _to_check(user: User, on: date) -> Iterator[Task]:
    planned = visible(Check, user, "make_check").filter(state=Check.State.PLANNED)
    yield from _tasks("Impact check", planned.select_related("action", "theme"), on)


def _to_read(user: User) -> Iterator[Task]:
    told = visible(Briefing, user, "read").select_related("activity")
    for briefing in told.order_by("told_on", "pk")[:MANY]:
        yield Task("Briefing to read", briefing, None, late=False)


def _to_decide(user: User, on: date) -> Iterator[Task]:
    """What waits for a second person: only what it is called is read, in one statement."""
    opened = visible(Opening, user, "review").filter(state=Opening.State.MADE)
    proposed = visible(Disposal, user, "approve").filter(state=Disposal.State.PROPOSED)
    never = Cast(Value(None), DateField())
    waiting: dict[str, tuple[QuerySet[Any], Any, Any]] = {
        "Public copy to read and publish": (
            visible(Paper, user, "publish"),
            F("title"),
            never,
        ),
        "Large file to answer": (visible(LargeFile, user, "agree"), F("title"), never),
        "Large file to fetch": (visible(LargeFile, user, "fetch"), F("title"), never),
        "Token to answer": (visible(Token, user, "agree_token"), F("name"), never),
        "Token to issue": (
            visible(Token, user, "issue_token").filter(digest=""),
            F("name"),
            never,
        ),
        "Members to confirm": (groups_for(user, on=on), F("name"), F("lapses_on")),
        "Emergency opening to review": (
            opened,
            F("case_file__reference"),
            F("review_by"),
        ),
        "Disposal to approve or decline": (
            proposed,
            Concat(Value("Disposal D-"), "pk", output_field=CharField()),
            never,
        ),
    }
    first, *others = (
        records.order_by()
        .annotate(called=name, what=Value(words), due=due)
        .values_list("pk", "called", "what", "due")[:MANY]
        for words, (records, name, due) in waiting.items()
    )
    for key, called, words, due in first.union(*others, all=True):
        record = waiting[words][0].model(pk=key)
        yield Task(words, Called(called, record), due, late=bool(due and due < on))


@dataclass(frozen=True)
class Called:
    """A record of which only what it is called was read."""

    name: str
    record: Any

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return str(self.record.get_absolute_url())


def _tasks(words: str, records: QuerySet[Any], on: date) -> Iterator[Task]:
    return (_task(words, record, on) for record in _soonest(records))


def _soonest(records: QuerySet[Any]) -> QuerySet[Any]:
    return records.order_by("due_on", "pk").distinct()[:MANY]


def _task(words: str, record: Any, on: date) -> Task:
    return Task(words, record, record.due_on, record.due_on < on)


def places(user: User) -> dict[str, Any]:
    """Where her own work stands, besides what waits."""
    return {
        "organisations": organisations(user),
        "cases": may_ever(user, "view", "cases.casefile"),
    }


def organisations(user: User) -> QuerySet[Organisation]:
    """Those she acts for, and whose page of obligations she reads."""
    hers = visible(Organisation, user, "obligations")
    return hers.filter(pk__in=user.appointments.values("organisation"))


# --- What changed ------------------------------------------------------------------------

NEWEST = 1000  # steps looked through
CHANGING: tuple[type[Model], ...] = (Activity, Finding, Theme, Action, Check, Paper)


@dataclass(frozen=True)
class Change:
    """What somebody did on a day, to one record or to many of a kind."""

    words: str
    on: date
    about: str
    url: str  # of the record, if it was one


def changed(user: User, *, since: datetime | None, most: int = 10) -> list[Change]:
    """What others did, since then, to records that she may see; newest first.

    Looked for among everybody's newest steps on such records, for the ledger only
    grows: what came before a thousand of them is not told.
    """
    seen = Q(pk__in=())
    for model in CHANGING:
        record = visible(model, user).order_by().filter(pk=OuterRef("record"))
        seen |= Q(Exists(record), label=model._meta.label_lower)
    labels = [model._meta.label_lower for model in CHANGING]
    entries = Entry.objects.exclude(by=user.pk).filter(label__in=labels)
    entries = entries.order_by("-at", "-pk")
    if since:
        entries = entries.filter(at__gt=since)
    found = Entry.objects.filter(seen, pk__in=entries.values("pk")[:NEWEST])
    alike = found.order_by().values("by_label", "words", "label", "at__date")
    groups = alike.annotate(n=Count("record", distinct=True), one=Max("record"))
    newest = groups.annotate(last=Max("pk")).order_by("-at__date", "-last")[:most]
    with trusted(user):  # `seen` has asked the policy about each record
        return [_change(group) for group in newest]


def _change(group: dict[str, Any]) -> Change:
    model = apps.get_model(group["label"])
    one = group["n"] == 1
    names = model._meta.verbose_name if one else model._meta.verbose_name_plural
    return Change(
        words=f"{group['by_label']}: {group['words']}",
        on=group["at__date"],
        about=f"{group['n']} {names}",
        url=model(pk=group["one"]).get_absolute_url() if one else "",
    )


# --- Search ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hit:
    """Something found, with what kind of record it is."""

    kind: str
    words: str
    url: str


EACH = 10


def search(user: User, words: str) -> list[Hit]:
    """The best of each kind of record that she may see; one statement a kind."""
    query = SearchQuery(words, config="english", search_type="websearch")
    hits: list[Hit] = []
    for model in (Finding, Activity, Action):
        ranked = visible(model, user).filter(search=query)
        hits += _hits(ranked.order_by(-SearchRank(F("search"), query), "-pk"))
    for named in (Theme, Organisation):
        hits += _hits(visible(named, user).filter(name__icontains=words))
    return hits


def _hits(records: QuerySet[Any]) -> list[Hit]:
    kind = str(records.model._meta.verbose_name).capitalize()
    return [Hit(kind, str(r), r.get_absolute_url()) for r in records[:EACH]]
