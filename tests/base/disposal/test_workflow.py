import json
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from goldthread.base.disposal import queries, workflow
from goldthread.base.disposal.models import Disposal
from goldthread.base.ledger.models import Entry
from goldthread.base.states import open_to
from goldthread.base.vault.models import CaseKey
from goldthread.base.vault.sealing import Unreadable
from goldthread.loop.activities.referrals.models import Referral
from tests.conftest import TODAY
from tests.factories import board_team, chair

pytestmark = pytest.mark.django_db
GONE = "This was destroyed on 18 November 2026. It cannot be read again."
AUTHORITY = "Retention schedule, line 7"


@pytest.fixture
def case(referred):
    return referred("zaunkoenig")


@pytest.fixture
def head(case, team):
    return chair(team.appointments.get().board)


def propose(case, by):
    return workflow.propose_disposal(case.key, by=by, authority=AUTHORITY, on=TODAY)


def run(statements):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements)


def again(case):
    return Referral.objects.get(pk=case.pk)


def test_two_people_destroy_a_case_and_nobody_reads_it_again(case, team, head):
    disposal = propose(case, team)
    assert again(case).concern == "zaunkoenig"

    workflow.approve(disposal, by=head, on=TODAY)

    key = CaseKey.objects.get(pk=case.key_id)
    assert (key.wrapped, key.destroyed_on, key.standing) == (None, TODAY, "Destroyed")
    assert (again(case).concern, again(case).working) == (GONE, GONE)
    assert disposal.state == "destroyed"


def test_nobody_destroys_alone(case, team, head):
    disposal = propose(case, team)

    with pytest.raises(PermissionDenied):
        workflow.approve(disposal, by=team, on=TODAY)
    alone = pytest.raises(IntegrityError, match="disposal_takes_two_people")
    with alone, transaction.atomic():
        Disposal.objects.update(
            state="destroyed", decided_by=team, decided_on=TODAY, certificate="{}"
        )
    assert again(case).concern == "zaunkoenig"


def test_whoever_the_case_does_not_name_cannot_propose(case, team):
    stranger = board_team(team.appointments.get().board)

    with pytest.raises(PermissionDenied):
        propose(case, stranger)
    assert list(CaseKey.objects.visible_to(stranger)) == []


def test_the_certificate_is_in_the_ledger_and_says_no_content(case, team, head):
    disposal = propose(case, team)
    workflow.approve(disposal, by=head, on=TODAY)

    assert json.loads(disposal.certificate) == {
        "disposal": disposal.pk,
        "class": "referral",
        "count": 1,
        "ids_sha256": sha256(str(case.key.reference).encode()).hexdigest(),
        "authority": AUTHORITY,
        "proposed_by": team.pk,
        "approved_by": head.pk,
        "destroyed_on": "2026-11-18",
        "last_backup_expires_on": "2027-02-16",
    }
    assert queries.verified(disposal)
    assert [e.words for e in Entry.objects.about(case.key)] == [
        "Propose to destroy it",
        f"Destroyed by {disposal}",
    ]


def test_a_certificate_that_was_altered_is_found(case, team, head):
    disposal = propose(case, team)
    workflow.approve(disposal, by=head, on=TODAY)

    disposal.certificate = disposal.certificate.replace('"count":1', '"count":2')

    assert not queries.verified(disposal)
    refused = pytest.raises(DatabaseError, match="A decided disposal does not change")
    with refused, transaction.atomic():
        disposal.save()


def test_a_legal_hold_forbids_it(case, team, head):
    disposal = propose(case, team)
    workflow.hold(case.key, by=team, reason="The coroner’s inquiry.", on=TODAY)

    with pytest.raises(ValidationError, match="a legal hold forbids it"):
        workflow.approve(disposal, by=head, on=TODAY)

    assert (again(case).concern, Disposal.objects.get().state) == (
        "zaunkoenig",
        "proposed",
    )


STATEMENTS = (
    "UPDATE vault_casekey SET wrapped = NULL, destroyed_on = now()",
    (
        "UPDATE vault_casekey SET wrapped = NULL, destroyed_on = now(), held_on = NULL, "
        "held_by_id = NULL"
    ),
    "DELETE FROM vault_casekey",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_itself_forbids_it_to_everybody(case, team, statement):
    workflow.hold(case.key, by=team, reason="The coroner’s inquiry.", on=TODAY)

    for role in ("app", "NONE"):
        with pytest.raises(DatabaseError, match="is under legal hold"):
            run(f"SET LOCAL ROLE {role}; {statement}")


def test_a_destroyed_key_is_never_given_back(case, team, head):
    before = bytes(case.key.wrapped)
    workflow.approve(propose(case, team), by=head, on=TODAY)

    with pytest.raises(DatabaseError, match="is destroyed"), transaction.atomic():
        CaseKey.objects.update(wrapped=before, destroyed_on=None)


def test_what_is_lifted_may_be_destroyed_again(case, team, head):
    workflow.hold(case.key, by=team, reason="An inquiry.", on=TODAY)
    assert {step.name for step in open_to(team, case.key)} == {"lift_hold"}
    workflow.lift_hold(case.key, by=team)

    workflow.approve(propose(case, team), by=head, on=TODAY)

    assert again(case).concern == GONE


def test_what_was_destroyed_takes_no_new_words(case, team, head):
    workflow.approve(propose(case, team), by=head, on=TODAY)
    found = again(case)

    found.save()
    found.concern = "New words."
    with pytest.raises(Unreadable, match="This was not saved"), transaction.atomic():
        found.save()


def test_what_is_declined_is_kept_and_may_be_proposed_anew(case, team, head):
    first = propose(case, team)
    with pytest.raises(ValidationError, match="It is proposed already"):
        propose(case, team)
    workflow.decline(first, by=head, reason="A request for access is open.", on=TODAY)

    second = propose(case, team)

    assert (first.state, second.state) == ("declined", "proposed")
    assert again(case).concern == "zaunkoenig"


@pytest.mark.parametrize("said", ["", "  "])
def test_it_is_refused_without_an_authority_or_a_reason(case, team, head, said):
    with pytest.raises(ValidationError, match="Say by what authority"):
        workflow.propose_disposal(case.key, by=team, authority=said, on=TODAY)
    with pytest.raises(ValidationError, match="Say who needs it"):
        workflow.hold(case.key, by=team, reason=said, on=TODAY)
    with pytest.raises(ValidationError, match="Say why it is kept"):
        workflow.decline(propose(case, team), by=head, reason=said, on=TODAY)
