"""Holding a case file back, proposing to destroy it, and a second person's answer."""

from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.disposal.models import Disposal
from goldthread.base.disposal.queries import CERTIFIED
from goldthread.base.disposal.rules import (
    backups_until,
    certificate,
    fingerprint,
    hash_of_ids,
)
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import User
from goldthread.base.states import Steps, WrongState, typed
from goldthread.base.vault.models import CaseKey

State = Disposal.State
key_steps = Steps("vault.casekey")
steps = Steps("disposal.disposal")


# --- Legal hold ---------------------------------------------------------------------------


@key_steps.step("Put a legal hold on it")
def hold(key: CaseKey, *, by: User, reason: str, on: date) -> None:
    """It must be kept: an inquiry, a court or a request for access needs it."""
    if key.held_on or key.destroyed_on:
        raise WrongState
    key.held_on, key.held_by = on, by
    key.held_because = typed(reason, reason="Say who needs it and why.")


@key_steps.step("Lift the legal hold")
def lift_hold(key: CaseKey, *, by: User) -> None:
    """Nobody needs it any more: its usual time applies again."""
    if not key.held_on:
        raise WrongState
    key.held_on = key.held_by = None
    key.held_because = ""


# --- Two people ---------------------------------------------------------------------------


@key_steps.step("Propose to destroy it")
def propose_disposal(key: CaseKey, *, by: User, authority: str, on: date) -> Disposal:
    """Its time is over. Somebody else decides; until then nothing happens."""
    if key.destroyed_on or key.board is None:
        raise WrongState
    _refuse_held([key])
    if key.disposals.filter(state=State.PROPOSED).exists():
        raise ValidationError("It is proposed already, and waits for a second person.")
    proposed = Disposal.objects.create(
        board=key.board,
        kind=key.kind,
        authority=typed(authority, authority="Say by what authority it is destroyed."),
        proposed_on=on,
        proposed_by=by,
    )
    proposed.keys.add(key)
    return proposed


@steps.step("Approve: destroy it for ever", State.PROPOSED, to=State.DESTROYED)
def approve(disposal: Disposal, *, by: User, on: date) -> None:
    """The keys are gone with this transaction, and the certificate is in the ledger."""
    keys = list(disposal.keys.select_for_update().order_by("pk"))
    _refuse_held(keys)
    disposal.decided_on, disposal.decided_by = on, by
    disposal.certificate = _certify(disposal, keys)
    CaseKey.objects.filter(pk__in=[key.pk for key in keys]).update(
        wrapped=None, destroyed_on=on
    )
    for key in keys:
        ledger.write(key, by=by, verb="destroy", words=f"Destroyed by {disposal}")
    mark = fingerprint(disposal.certificate)
    ledger.write(disposal, by=by, verb="certify", words=f"{CERTIFIED}{mark}")


@steps.step("Decline or withdraw", State.PROPOSED, to=State.DECLINED)
def decline(disposal: Disposal, *, by: User, reason: str, on: date) -> None:
    """It is kept."""
    disposal.reason = typed(reason, reason="Say why it is kept.")
    disposal.decided_on, disposal.decided_by = on, by


def _refuse_held(keys: list[CaseKey]) -> None:
    if held := [str(key) for key in keys if key.held_on]:
        raise ValidationError(
            f"{', '.join(held)}: a legal hold forbids it. Nothing was destroyed. The "
            "hold must be lifted first."
        )


def _certify(disposal: Disposal, keys: list[CaseKey]) -> str:
    on: date = disposal.decided_on  # type: ignore[assignment]  # the caller has set it
    said = {
        "disposal": disposal.pk,
        "class": disposal.kind,
        "count": len(keys),
        "ids_sha256": hash_of_ids(str(key.reference) for key in keys),
        "authority": disposal.authority,
        "proposed_by": disposal.proposed_by.pk,
        "approved_by": disposal.decided_by and disposal.decided_by.pk,
        "destroyed_on": on.isoformat(),
        "last_backup_expires_on": backups_until(on).isoformat(),
    }
    return certificate(said)
