"""Records that only named people open, and people who never do: `base/cases` keeps both.

A confined record leads to a case file. A grant on that file opens it, for as long as the
grant is current; an exclusion closes it, whatever any row of the table says. The first is
a relation like others. The second is no relation: it is set against every row of a
confined model at once, here and in the database, so no row can forget it.

What a person holds is answered by functions of the database, as in `relations`. A list
of it is looked up once in a statement.
"""

from functools import cache, reduce
from typing import Any, cast

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.constants import LOOKUP_SEP

from goldthread.base.access.compiled import Her, looked_up
from goldthread.base.access.relations import (
    TODAY,
    Relation,
    Roles,
    Said,
    _among,
    _holds,
)
from goldthread.base.people.models import User
from goldthread.base.people.rules import Role

NO_ROLES: Roles = frozenset()
EXCLUDED, GRANTED, FROZEN, OPENED, MANAGED = (
    f"goldthread_{name}"
    for name in ("excluded", "granted", "frozen", "opened", "managed")
)
_GRANTS = (
    "FROM cases_grant given JOIN cases_casefile file ON file.id = given.case_file_id"
)
_CURRENT = (
    f"given.ended_at IS NULL AND file.state = 'open' "
    f"AND given.since <= {TODAY} AND given.until >= {TODAY}"
)
_HERS = "SELECT ARRAY(SELECT given.case_file_id"
_OUT = "FROM cases_exclusion kept WHERE kept.lifted_at IS NULL AND kept.person_id ="
_SHUT = f"EXISTS (SELECT {_OUT} her AND kept.case_file_id ="
ANSWERS = {  # case files, by what a person is to them
    EXCLUDED: f"SELECT ARRAY(SELECT kept.case_file_id {_OUT} her)",
    GRANTED: f"""{_HERS} {_GRANTS} WHERE given.person_id = her AND {_CURRENT}
AND NOT {_SHUT} file.id))""",
    FROZEN: f"""{_HERS} {_GRANTS} WHERE given.person_id = her AND file.state = 'closed'
AND given.ended_at IS NULL AND given.until >= file.closed_on
AND NOT {_SHUT} file.id))""",
    OPENED: f"""SELECT ARRAY(SELECT made.case_file_id FROM cases_opening made
WHERE made.person_id = her AND made.until > statement_timestamp()
AND made.at <= statement_timestamp() AND NOT {_SHUT} made.case_file_id))""",  # noqa: S608  # our names
    MANAGED: f"""SELECT ARRAY(SELECT DISTINCT file.id {_GRANTS}
JOIN people_user person ON person.id = given.person_id AND person.is_active
JOIN people_appointment held ON held.person_id = person.id AND held.board_id = file.board_id
WHERE {_CURRENT} AND held.role = ANY(roles)
AND held.since <= {TODAY} AND (held.until IS NULL OR held.until >= {TODAY})
AND NOT EXISTS (SELECT {_OUT} person.id AND kept.case_file_id = file.id))""",
}

CONFINED: dict[str, tuple[str, ...]] = {}  # by label, the paths to the case file


def confined(label: str, *, case: str) -> None:
    """Records of this model belong to a case file: whoever it excludes sees none of them.

    What may belong to several, such as a file that came with replies, is shut with any.
    """
    CONFINED[label] = (*CONFINED.get(label, ()), case)


# --- Relations: what opens a confined record ----------------------------------------------


@cache
def granted(path: str) -> Relation:
    """She holds a grant on the case file now, and the file is open."""
    return Relation(
        "that she was named on, until a day that has not passed",
        lambda user, roles: _among(path, GRANTED, user, roles) & _holds(user, roles),
        (path,),
    )


@cache
def frozen(path: str) -> Relation:
    """She held a grant when the case was closed. It opens nothing but the reopening."""
    return Relation(
        "closed, that she was named on when it was closed",
        lambda user, roles: _among(path, FROZEN, user, roles) & _holds(user, roles),
        (path,),
    )


@cache
def opened(path: str) -> Relation:
    """She opened this one case in an emergency, and the hour has not passed."""
    return Relation(
        "that she opened in an emergency, for 60 minutes",
        lambda user, roles: _among(path, OPENED, user, roles),
        (path,),
    )


@cache
def unmanaged(path: str) -> Relation:
    """Nobody of the board team of its board is named on it now, or all are excluded."""
    team = frozenset({Role.BOARD_TEAM})
    return Relation(
        "that nobody of its board team is named on",
        lambda user, roles: ~_among(path, MANAGED, user, team),
        (path,),
    )


# --- Exclusion: set against every row -----------------------------------------------------


@cache
def _shut(label: str, path: str) -> tuple[str, str]:
    """The function that returns the keys which are closed to a person, and its words."""
    model: Any = apps.get_model(label)
    closed = _among(path, EXCLUDED, cast("User", Her()), NO_ROLES)
    return looked_up(model._base_manager.filter(closed).order_by().values("pk"))


def functions() -> dict[str, str]:
    """What answers which records are closed to her, by its name."""
    return dict(
        _shut(label, path) for label, paths in CONFINED.items() for path in paths
    )


def outside(model: type[models.Model], user: User) -> Q:
    """Not of a case that excludes her; nothing is asked of what is not confined."""
    label = model._meta.label_lower
    kept = Q()
    for path in CONFINED.get(label, ()):
        name, _ = _shut(label, path)
        shut = Said(f"(ARRAY(SELECT {name}(%s)))", (user.pk,))
        kept &= ~Q(pk__among=shut)
    return kept


def excludes(record: models.Model, person: User) -> bool:
    """Whether this record does not exist for her."""
    kept = outside(type(record), person)
    if not kept:
        return False
    return not type(record)._base_manager.filter(kept, pk=record.pk).exists()


def case_of(record: models.Model) -> Any:
    """The case file that a confined record leads to, if it has one."""
    path, *_ = CONFINED[record._meta.label_lower]
    if path == "pk":
        return record
    return reduce(
        lambda at, name: at and getattr(at, name), path.split(LOOKUP_SEP), record
    )
