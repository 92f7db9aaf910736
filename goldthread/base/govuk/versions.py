"""Two editors: what a form showed, what is there now, and what somebody made of it.

A form that edits says in `initial` what its record holds. It carries a digest of each of
those answers, as they stood when it was drawn. So it notices whatever changed them, by a
page, in bulk or in SQL, and what two people changed apart is joined without asking.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from goldthread.base.drafts.rules import SEEN
from goldthread.base.govuk.forms import PARTS, DateField

KEEP, MINE = "_keep-", "_mine-"  # which is to stand; and hers, if it does
MINE_STANDS, THEIRS_STANDS, JOINED = "mine", "theirs", "joined"
CHOOSE = "Somebody else saved another answer meanwhile. Choose which is to stand"
Said = list[str]


@dataclass(frozen=True)
class Meanwhile:
    """One question that two people answered differently."""

    hers: str
    theirs: str
    mine: str  # hers again, as a page carries it
    joined: str  # both, for her to edit; empty where two answers make no third


@dataclass(frozen=True)
class Seen:
    """What a form showed: when, and a digest of each answer."""

    at: datetime | None = None
    digests: dict[str, str] | None = None


# --- What a question is answered with ---------------------------------------------------


def said(field: forms.Field, value: Any) -> Said:
    """An answer in one form, whether the record holds it or a browser sent it."""
    if not isinstance(field, forms.ModelChoiceField):
        with suppress(ValidationError, TypeError, ValueError):  # else as it was typed
            value = field.to_python(value)
    if isinstance(field, forms.BooleanField):
        return ["on"] if value else []
    if isinstance(value, date):
        return [value.isoformat()]
    value = field.prepare_value(value)
    if isinstance(value, list | tuple | set):
        found = [_plain(each) for each in value]
        return sorted(found) if any(found) else []
    return [text] if (text := _plain(value)) else []


def _plain(value: Any) -> str:
    value = getattr(value, "pk", value)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def digest(answer: Said) -> str:
    return sha256(json.dumps(answer).encode()).hexdigest()[:16]


def _theirs(form: forms.BaseForm, name: str) -> Said:
    field = form.fields[name]
    return said(field, form.get_initial_for_field(field, name))


def _hers(form: forms.BaseForm, name: str) -> Said:
    return said(form.fields[name], form[name].data)


def _edited(form: forms.BaseForm) -> list[str]:
    """The questions whose answers its record holds."""
    return [
        name
        for name in form.initial
        if name in form.fields and not isinstance(form.fields[name], forms.FileField)
    ]


# --- Carried by the page ----------------------------------------------------------------


def shown(form: forms.BaseForm) -> str:
    """For the page to carry: nothing, if the form edits nothing that is there."""
    names = _edited(form)
    if not names:
        return ""
    digests = {name: digest(_theirs(form, name)) for name in names}
    return json.dumps({"at": timezone.now().timestamp(), "shown": digests})


def carried(given: str | None) -> Seen:
    """What a page brought back; of what is not in that form, nothing."""
    try:
        told = json.loads(given or "{}")
        at = datetime.fromtimestamp(
            float(told["at"]), tz=timezone.get_current_timezone()
        )
        return Seen(at, {str(k): str(v) for k, v in told["shown"].items()})
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError):
        return Seen()


# --- Joined -----------------------------------------------------------------------------


def merge(form: Any) -> None:
    """Settle what two people changed, in the form's own data, before it is looked at.

    What only she changed stands, and so does what only somebody else changed. What both
    changed becomes one of `form.conflicts`, unless she has said which is to stand.
    """
    data: QueryDict = form.data.copy()
    seen = carried(data.get(SEEN))
    if seen.digests is None:
        return
    form.data, form.seen = data, seen
    for name in _edited(form):
        undecided = _decide(form, name, seen.digests)
        theirs, hers = _theirs(form, name), _hers(form, name)
        if hers == theirs and not undecided:
            continue
        known = seen.digests.get(name)
        if undecided or known not in {digest(theirs), digest(hers)}:
            form.conflicts[name] = _meanwhile(form, name, hers, theirs)
        elif known == digest(hers):
            _put(data, form, name, theirs)
            form.joined.append(name)


def _decide(form: Any, name: str, digests: dict[str, str]) -> bool:
    """Do as she chose on the page that showed both; whether she has still to choose."""
    data, mine = form.data, form.data.get(MINE + name)
    if mine is None:
        return False
    chosen = data.get(KEEP + name)
    if chosen == THEIRS_STANDS:
        theirs = _theirs(form, name)
        if digests.get(name) == digest(theirs):
            _put(data, form, name, theirs)
            return False
    if chosen == JOINED:
        return False
    _put_back(data, form, name, mine)
    return bool(chosen != MINE_STANDS)


def _names(form: forms.BaseForm, name: str) -> list[str]:
    """What a browser calls the answer's parts."""
    field = form.add_prefix(name)
    dated = isinstance(form.fields[name], DateField)
    return [field, *(f"{field}_{part}" for part in PARTS if dated)]


def _put(data: QueryDict, form: forms.BaseForm, name: str, answer: Said) -> None:
    for each in _names(form, name):
        data.pop(each, None)
    data.setlist(form.add_prefix(name), answer)


def _put_back(data: QueryDict, form: forms.BaseForm, name: str, mine: str) -> None:
    kept = QueryDict(mine)
    for each in _names(form, name):
        data.pop(each, None)
        if each in kept:
            data.setlist(each, kept.getlist(each))


def _meanwhile(form: Any, name: str, hers: Said, theirs: Said) -> Meanwhile:
    field, kept = form.fields[name], QueryDict(mutable=True)
    for each in _names(form, name):
        if each in form.data:
            kept.setlist(each, form.data.getlist(each))
    joined = ""
    if isinstance(field.widget, forms.Textarea):
        joined = "\n\n".join([*hers, *theirs])
    return Meanwhile(words(field, hers), words(field, theirs), kept.urlencode(), joined)


def words(field: forms.Field, answer: Said) -> str:
    """An answer as a person reads it."""
    if isinstance(field, forms.BooleanField):
        return "Yes" if answer else "No"
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        known = dict(_flat(cast("Any", field.choices)))
        answer = [known.get(each, "One that is not offered to you") for each in answer]
    elif isinstance(field, DateField):
        answer = [_day(each) for each in answer]
    return "\n".join(answer) or "Nothing"


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)


def _day(answer: str) -> str:
    try:
        on = date.fromisoformat(answer)
    except ValueError:
        return answer
    return f"{on.day} {on:%B %Y}"
