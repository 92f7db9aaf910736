"""Keeping what is typed, letting it go, and taking each form once."""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from goldthread.base.access.acting import trusted
from goldthread.base.drafts import rules
from goldthread.base.drafts.models import Draft, Sending
from goldthread.base.people.models import User
from goldthread.base.vault.keys import make_key
from goldthread.base.vault.models import CaseKey

logger = logging.getLogger(__name__)

# --- Drafts -----------------------------------------------------------------------------


def keep(person: User, request: HttpRequest) -> datetime | None:
    """Keep what this form would send, sealed; None if there is nothing to be kept."""
    token = rules.token_of(request.POST.get(rules.TOKEN))
    data = request.POST.copy()
    for name in rules.NOT_TYPED & data.keys():
        del data[name]
    typed = data.urlencode()
    if (
        not token
        or len(typed) > rules.LONGEST
        or len(request.path) > rules.LONGEST_PATH
    ):
        return None
    with transaction.atomic(), trusted(person):
        draft = _draft(person, request.path, token)
        draft.typed = typed
        draft.save()
    return draft.changed_at


def _draft(person: User, path: str, token: str) -> Draft:
    """The one of this form; a new one with a key of its own, if she has just begun."""
    where = {"person": person, "path": path, "token": token}
    locked = Draft.objects.select_for_update(of=("self",)).select_related("key")
    if found := locked.filter(**where).first():
        return found
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # two tabs, one draft
    if found := locked.filter(**where).first():
        return found
    _remove(Draft.objects.filter(person=person).order_by("-changed_at")[rules.MOST :])
    key = make_key(CaseKey, kind="draft", board_id=None)
    return Draft(key=key, **where)


def let_go(person: User, path: str, token: str) -> None:
    """It has been saved, or she starts again: gone, and its key with it."""
    with transaction.atomic(), trusted(person):
        _remove(Draft.objects.filter(person=person, path=path, token=token))


def _remove(drafts: QuerySet[Draft]) -> int:
    found = dict(drafts.values_list("pk", "key"))
    if found:
        Draft.objects.filter(pk__in=found).delete()
        CaseKey.objects.filter(pk__in=found.values()).delete()
    return len(found)


def prune() -> str:
    """For `goldthread tick`: what nobody came back to, and tokens that are spent."""
    now = timezone.now()
    with transaction.atomic(), trusted():
        old = Draft.objects.filter(changed_at__lt=now - rules.DRAFT_KEPT)
        number = _remove(old)
        Sending.objects.filter(at__lt=now - rules.SENT_KEPT).delete()
    return f"Drafts: {number} that nobody came back to let go." if number else ""


def keep_of_ended(request: HttpRequest) -> None:
    """A sign-in that ran out while she typed: whose session it was still owns the text."""
    person = getattr(request, "ended", None) or _whose(request)
    if person and keep(person, request):
        logger.info("A draft was kept of a sign-in that had run out")


def _whose(request: HttpRequest) -> User | None:
    """Her whose session ran out, if nothing but its time has ended."""
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    with trusted():
        ended = Session.objects.filter(pk=cookie[:40]).first()
        held: dict[str, Any] = ended.get_decoded() if ended else {}
        known = str(held.get(SESSION_KEY, ""))
        person = User.objects.filter(pk=known).first() if known.isdigit() else None
    if person is None or not person.is_active:
        return None
    same = constant_time_compare(
        held.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash()
    )
    return person if same else None


# --- Once -------------------------------------------------------------------------------


def _key(request: Any) -> str:
    """Of this post, or nothing if its form carried no token."""
    token = rules.token_of(request.POST.get(rules.TOKEN))
    typed = sorted(
        (name, values)
        for name, values in request.POST.lists()
        if name not in rules.NOT_TYPED
    )
    files = [(name, file.name, file.size) for name, file in request.FILES.items()]
    whose = (request.user.pk, request.path)
    return rules.fingerprint([*whose, token, typed, sorted(files)]) if token else ""


def wait_for_twin(request: Any) -> None:
    """Until the same post, if it is under way, is done: of a page that locks no record."""
    if key := _key(request):
        with connection.cursor() as cursor:
            cursor.execute(WAIT, [key])


def settle(request: Any, led_to: str) -> bool:
    """In the transaction of what it did: where it led, and its draft is done with.

    False if it was sent before: then what it did is to be undone. One statement.
    """
    if not (key := _key(request)):
        return True
    token = rules.token_of(request.POST.get(rules.TOKEN))
    whose = {"person": request.user.pk, "path": request.path, "token": token}
    with trusted(request.user), connection.cursor() as cursor:
        cursor.execute(SETTLE, {**whose, "key": key, "led_to": led_to[:500]})
        (first,) = cursor.fetchone()
    return bool(first)


WAIT = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
SETTLE = """
WITH drafts AS (
    DELETE FROM drafts_draft
    WHERE person_id = %(person)s AND path = %(path)s AND token = %(token)s
    RETURNING key_id
), keys AS (
    DELETE FROM vault_casekey WHERE id IN (SELECT key_id FROM drafts)
), sent AS (
    INSERT INTO drafts_sending (key, person_id, token, led_to, at)
    VALUES (%(key)s, %(person)s, %(token)s, %(led_to)s, now())
    ON CONFLICT DO NOTHING RETURNING id
)
SELECT EXISTS (SELECT FROM sent)
"""


def twin(request: Any) -> Sending | None:
    """The same post, if it has been taken already."""
    if not (key := _key(request)):
        return None
    with trusted(request.user):
        return Sending.objects.filter(key=key).first()
