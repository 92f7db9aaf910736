"""A draft is hers alone, sealed, offered once, and gone when it is saved."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from goldthread.base.access import fresh
from goldthread.base.access.acting import acting
from goldthread.base.drafts import rules, workflow
from goldthread.base.drafts.models import Draft, Sending
from goldthread.base.vault.models import CaseKey
from goldthread.loop.findings import workflow as findings
from goldthread.loop.findings.models import Finding
from tests.base.drafts.racing import unseen
from tests.factories import FindingFactory, board_team
from tests.signing import shown_just_now

pytestmark = pytest.mark.django_db

OFFER = re.compile(r"You began this on (.+?)\. Continue with it or start again\.")


@pytest.fixture
def finding():
    return FindingFactory(text="As it was")


@pytest.fixture
def amira(finding):
    return board_team(finding.board)


@pytest.fixture
def client(amira, sign_in):
    return sign_in(amira)


@pytest.fixture
def edit(finding):
    return f"{finding.get_absolute_url()}edit/"


def begin(client, address, **typed):
    """As the script keeps it: what the form carries, and what stands in it."""
    carried = unseen(client, address)
    answers = {"kind": "concern", "text": "Zaunkoenig half a sen"} | typed
    response = client.post(address, carried | answers | {"_draft": "keep"})
    return response, carried


def test_what_is_typed_is_kept_and_the_record_is_as_it_was(client, edit, finding):
    response, _ = begin(client, edit)

    finding.refresh_from_db()
    assert finding.text == "As it was"
    assert response.status_code == 200
    assert re.fullmatch(r"\d\d:\d\d", response.json()["at"])
    assert Draft.objects.get().typed.count("Zaunkoenig") == 1


def test_typing_on_changes_the_same_draft(client, edit):
    _, carried = begin(client, edit)

    client.post(edit, carried | {"text": "A whole sentence", "_draft": "keep"})

    draft = Draft.objects.get()
    assert ("A+whole+sentence" in draft.typed, "Zaunkoenig" in draft.typed) == (
        True,
        False,
    )


def test_it_is_offered_when_she_opens_the_form_again(client, edit):
    begin(client, edit)

    page = client.get(edit).content.decode()

    assert len(OFFER.findall(page)) == 1
    assert "Zaunkoenig" not in page
    assert 'name="text"' not in page


def go_on(client, address):
    page = client.get(address).content.decode()
    onwards = re.search(r'href="(\?_draft=\w+)"', page)[1]
    return client.get(f"{address}{onwards}").content.decode()


def test_she_continues_where_she_was_and_nothing_is_called_wrong(client, edit):
    begin(client, edit, text="Zaunkoenig", kind="")

    page = go_on(client, edit)

    assert ">Zaunkoenig</textarea>" in page.replace("\n", "")
    assert "There is a problem" not in page


def test_going_on_with_a_draft_is_stale_if_the_record_changed_since(client, edit):
    _, carried = begin(client, edit)
    Finding.objects.update(text="Meanwhile")

    page = go_on(client, edit)

    assert f'value="{carried["_form"]}"' in page
    shown = carried["_seen"].replace('"', "&quot;")
    assert f'value="{shown}"' in page


def test_it_is_gone_once_she_has_saved(client, edit, finding):
    _, carried = begin(client, edit)

    client.post(edit, carried | {"kind": "concern", "text": "A whole sentence"})

    finding.refresh_from_db()
    assert finding.text == "A whole sentence"
    assert (Draft.objects.count(), CaseKey.objects.filter(kind="draft").count()) == (
        0,
        0,
    )


def test_what_the_script_keeps_after_she_has_saved_is_not_offered(client, edit):
    _, carried = begin(client, edit)
    client.post(edit, carried | {"kind": "concern", "text": "A whole sentence"})

    client.post(edit, carried | {"text": "A whole sentence", "_draft": "keep"})

    assert OFFER.findall(client.get(edit).content.decode()) == []


def test_starting_again_lets_it_go(client, edit):
    _, carried = begin(client, edit)

    response = client.post(edit, {"_draft": "let go", "_form": carried["_form"]})

    assert (response.status_code, response["Location"]) == (302, edit)
    assert Draft.objects.count() == 0
    assert OFFER.findall(client.get(edit).content.decode()) == []


def test_nobody_else_is_offered_it_or_reads_it(client, edit, finding, sign_in):
    _, carried = begin(client, edit)
    ben = board_team(finding.board)

    other = sign_in(ben).get(edit)
    asked = sign_in(ben).get(f"{edit}?_draft={carried['_form']}").content.decode()

    assert OFFER.findall(other.content.decode()) == []
    assert "Zaunkoenig" not in asked
    with acting(ben):
        assert list(Draft.objects.values_list("pk", flat=True)) == []


def test_it_is_not_offered_once_the_record_is_no_longer_hers_to_change(
    client, edit, finding, amira
):
    begin(client, edit)
    amira.appointments.update(until="2016-01-01")

    assert client.get(edit).status_code == 404
    assert begin_again(client, edit).status_code == 404


def begin_again(client, edit):
    return client.post(edit, {"_draft": "keep", "_form": "0" * 32, "text": "More"})


def test_in_the_database_it_is_sealed(client, edit):
    begin(client, edit)

    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM drafts_draft")
        held = bytes(cursor.fetchone()[0])
    assert b"Zaunkoenig" not in held


def test_a_form_that_asks_for_little_keeps_no_draft(client, finding):
    page = client.get(f"{finding.get_absolute_url()}agree/").content.decode()

    assert "data-draft" not in page


@pytest.mark.parametrize("token", ["", "x", "0" * 31, "Z" * 32, "0" * 32 + "\0"])
def test_what_no_form_carries_is_no_draft(client, edit, token):
    response = client.post(edit, {"_draft": "keep", "_form": token, "text": "More"})

    assert (response.status_code, Draft.objects.count()) == (413, 0)


def test_a_novel_is_no_draft(client, edit):
    response, _ = begin(client, edit, text="x" * rules.LONGEST)

    assert (response.status_code, Draft.objects.count()) == (413, 0)


def test_the_oldest_of_very_many_makes_room(client, edit, monkeypatch):
    monkeypatch.setattr(rules, "MOST", 2)
    for number in range(4):
        typed = {"_draft": "keep", "_form": f"{number:032}", "text": str(number)}
        client.post(edit, typed)

    assert [draft.typed[-1] for draft in Draft.objects.all()] == ["3", "2", "1"]


def test_the_clock_lets_go_what_nobody_came_back_to(client, edit):
    begin(client, edit)
    call_command("tick", verbosity=0)
    assert Draft.objects.count() == 1

    Draft.objects.update(changed_at=timezone.now() - rules.DRAFT_KEPT)
    assert workflow.prune() == "Drafts: 1 that nobody came back to let go."
    assert (Draft.objects.count(), CaseKey.objects.filter(kind="draft").count()) == (
        0,
        0,
    )


# --- A sign-in that ran out -----------------------------------------------------------------


def test_what_is_sent_after_the_sign_in_ran_out_is_kept_and_offered(
    client, edit, amira, sign_in, finding
):
    carried = unseen(client, edit)
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))

    response = client.post(edit, carried | {"kind": "concern", "text": "Typed long"})

    assert response["Location"] == f"/account/login/?next={edit}"
    finding.refresh_from_db()
    assert finding.text == "As it was"
    again = sign_in(amira)
    assert len(OFFER.findall(again.get(edit).content.decode())) == 1
    assert ">Typed long</textarea>" in go_on(again, edit).replace("\n", "")


def test_who_was_signed_out_leaves_nothing(client, edit):
    carried = unseen(client, edit)
    cookies = dict(client.cookies)
    client.post("/account/logout/")
    late = Client()
    late.cookies.update(cookies)

    late.post(edit, carried | {"kind": "concern", "text": "Typed long"})

    assert Draft.objects.count() == 0


@pytest.mark.parametrize("changed", [{"is_active": False}, {"password": "another"}])
def test_a_closed_account_or_a_new_password_leaves_nothing(
    client, edit, amira, changed
):
    carried = unseen(client, edit)
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    type(amira).objects.filter(pk=amira.pk).update(**changed)

    client.post(edit, carried | {"kind": "concern", "text": "Typed long"})

    assert Draft.objects.count() == 0


def test_what_is_sent_when_a_second_factor_is_due_is_kept(
    client, edit, amira, monkeypatch
):
    carried = unseen(client, edit)
    shown_just_now(client.session, amira, ago=fresh.SENDING + 60)
    monkeypatch.setattr(fresh, "ASKED", {("findings.finding", "edit")})

    response = client.post(edit, carried | {"kind": "concern", "text": "Typed long"})

    assert response["Location"].startswith("/account/2fa/reauthenticate/")
    assert "Typed+long" in Draft.objects.get().typed


def test_after_twelve_hours_what_is_sent_is_kept_and_what_is_asked_is_not(client, edit):
    carried = unseen(client, edit)
    session = client.session
    session["began"] = 0
    session.save()

    response = client.post(edit, carried | {"kind": "concern", "text": "Typed long"})

    assert response["Location"] == f"/account/login/?next={edit}"
    assert "Typed+long" in Draft.objects.get().typed


# --- Sent twice ---------------------------------------------------------------------------


def test_a_step_that_is_taken_twice_by_one_click_leads_there_both_times(
    client, finding
):
    agree = f"{finding.get_absolute_url()}agree/"
    carried = unseen(client, agree)
    first = client.post(agree, carried)

    second = client.post(agree, carried, follow=True)

    assert second.redirect_chain == [(first["Location"], 302)]
    assert "You sent this twice. It was saved once, at " in second.content.decode()


def test_the_same_form_with_other_words_is_not_a_twin(client, finding):
    add = f"/activities/{finding.activity_id}/add_finding/"
    carried = unseen(client, add)

    for text in ("One thing", "Another thing"):
        client.post(add, carried | {"kind": "concern", "text": text})

    texts = Finding.objects.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["As it was", "One thing", "Another thing"]


def test_a_form_that_was_refused_can_be_sent_again(client, finding):
    add = f"/activities/{finding.activity_id}/add_finding/"
    carried = unseen(client, add)
    refused = client.post(add, carried | {"kind": "", "text": "One thing"})

    page = refused.content.decode()
    taken = client.post(add, carried | {"kind": "concern", "text": "One thing"})

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert f'value="{carried["_form"]}"' in page
    assert Sending.objects.count() == 1


def test_a_token_of_somebody_else_is_nothing(client, finding, sign_in):
    add = f"/activities/{finding.activity_id}/add_finding/"
    typed = unseen(client, add) | {"kind": "concern", "text": "One thing"}
    client.post(add, typed)

    sign_in(board_team(finding.board)).post(add, typed)

    assert Finding.objects.filter(text="One thing").count() == 2


def test_one_who_is_late_and_sent_nothing_before_finds_nothing(client, finding, amira):
    edit = f"{finding.get_absolute_url()}edit/"
    carried = unseen(client, edit)
    findings.agree(finding, by=amira)
    amira.appointments.update(until="2016-01-01")

    assert client.post(edit, carried | {"text": "Late"}).status_code == 404


def test_spent_tokens_are_pruned(client, finding):
    agree = f"{finding.get_absolute_url()}agree/"
    client.post(agree, unseen(client, agree))
    Sending.objects.update(at=timezone.now() - rules.SENT_KEPT)

    assert (workflow.prune(), Sending.objects.count()) == ("", 0)
