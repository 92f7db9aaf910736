from datetime import date, timedelta

import psycopg
import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone

from goldthread.base.post import rules, workflow
from goldthread.base.post.models import Letter
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
BROKEN = "tests.base.post.test_workflow.Broken"


class Broken:
    """A mail server that does not answer."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody there")


def write(to, **changed):
    given = {
        "subject": "Evidence due by 1 December 2026",
        "body": "Send your evidence by 1 December 2026.",
        "link": "/actions/3/",
        "why": "you are named on this action.",
        "key": "action 3 due",
    }
    return workflow.write_to(to, **(given | changed))


def test_a_letter_says_what_to_do_first_then_one_link_then_why_then_how_to_stop_it():
    letter = write(UserFactory(email="amy@example.org"))

    assert letter.address == "amy@example.org"
    assert letter.body == (
        "Send your evidence by 1 December 2026.\n\n"
        "http://localhost:8000/actions/3/\n\n"
        "Why you got this: you are named on this action.\n"
        f"{workflow.CANNOT_STOP}\n"
    )


def test_a_letter_can_go_to_an_address_nobody_has_yet():
    letter = write("new@example.org", link="https://elsewhere.example/x/")

    assert (letter.to, letter.address) == (None, "new@example.org")
    assert "\n\nhttps://elsewhere.example/x/\n\n" in letter.body


def test_the_same_key_is_silently_the_same_letter():
    amy = UserFactory()

    first, second = write(amy), write(amy, subject="Again")

    assert second == first
    assert [letter.subject for letter in Letter.objects.all()] == [first.subject]


def test_a_subject_is_one_line_of_at_most_150_characters():
    assert write("a@example.org", subject=f"Due\nnow {'x' * 200}").subject == (
        f"Due now {'x' * 142}"
    )


def test_a_letter_is_tried_as_soon_as_its_cause_is_committed(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        letter = write(UserFactory(email="amy@example.org"))
        assert mail.outbox == []

    letter.refresh_from_db()
    assert [(m.to, m.subject) for m in mail.outbox] == [
        (["amy@example.org"], "Evidence due by 1 December 2026")
    ]
    assert (letter.sent_at is not None, letter.tries) == (True, 1)


def test_a_letter_goes_when_its_cause_goes():
    def undone():
        with transaction.atomic():
            write(UserFactory())
            raise ValueError("undone")

    with pytest.raises(ValueError, match="undone"):
        undone()

    assert Letter.objects.count() == 0


def test_a_letter_for_later_is_not_sent_now(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write(UserFactory(), after=timezone.now() + timedelta(hours=1))

    assert workflow.send_waiting() == (0, 0)
    assert mail.outbox == []


def test_a_failure_is_noted_and_tried_again_later(settings):
    settings.EMAIL_BACKEND = BROKEN
    letter = write(UserFactory())
    before = timezone.now()

    assert workflow.send_waiting() == (0, 1)
    assert workflow.send_waiting() == (0, 0)

    letter.refresh_from_db()
    assert letter.trouble == "ConnectionRefusedError: nobody there"
    assert (letter.tries, letter.sent_at) == (1, None)
    assert letter.send_after - before >= timedelta(minutes=1)


def test_after_its_wait_a_failed_letter_is_sent_and_its_trouble_forgotten():
    letter = write(UserFactory())
    Letter.objects.update(tries=3, trouble="nobody there", send_after=timezone.now())

    assert workflow.send_waiting() == (1, 0)

    letter.refresh_from_db()
    assert (letter.tries, letter.trouble, letter.sent_at is None) == (4, "", False)
    assert workflow.send_waiting() == (0, 0)


def test_a_letter_is_given_up_in_the_end_and_its_link_wiped(settings):
    settings.EMAIL_BACKEND = BROKEN
    letter = write(UserFactory(), secret=True)
    Letter.objects.update(tries=rules.MOST_TRIES - 1)

    assert workflow.send_waiting() == (0, 1)
    Letter.objects.update(send_after=timezone.now())

    assert workflow.send_waiting() == (0, 0)
    letter.refresh_from_db()
    assert letter.body == workflow.WIPED


def test_a_link_that_lets_somebody_in_is_wiped_once_sent():
    letter = write("new@example.org", secret=True)

    workflow.send_waiting()

    letter.refresh_from_db()
    assert letter.body == workflow.WIPED
    assert "/actions/3/" in mail.outbox[0].body


def test_nobody_who_has_left_is_written_to():
    write(UserFactory(is_active=False))

    assert workflow.send_waiting() == (0, 0)


def test_a_limit_is_kept_and_the_oldest_go_first():
    for n in range(3):
        write(f"person{n}@example.org", key=f"letter {n}")

    assert workflow.send_waiting(2) == (2, 0)
    assert [m.to for m in mail.outbox] == [
        ["person0@example.org"],
        ["person1@example.org"],
    ]


def test_a_letter_that_another_process_is_sending_is_left_alone():
    parameters = connections["default"].get_connection_params()
    known = {"host", "port", "user", "password", "dbname"}
    address = {k: v for k, v in parameters.items() if k in known}
    with psycopg.connect(**address, autocommit=True) as other:
        other.execute("SET goldthread.trusted = 'on'")
        pk = other.execute(
            "INSERT INTO post_letter"
            " (address, subject, body, secret, key, written_at, send_after, tries, trouble)"
            " VALUES ('a@example.org', 'S', 'B', false, 'elsewhere', now(), now(), 0, '')"
            " RETURNING id"
        ).fetchone()[0]
        try:
            with other.transaction():
                other.execute("SELECT FROM post_letter WHERE id = %s FOR UPDATE", [pk])
                assert workflow.send_letter(pk) is None
        finally:
            other.execute("DELETE FROM post_letter WHERE id = %s", [pk])

    assert mail.outbox == []


# --- The clock ------------------------------------------------------------------------


@pytest.fixture
def due(monkeypatch):
    registered = []
    monkeypatch.setattr(rules, "DUE", registered)
    return registered


def test_tick_asks_every_stage_what_is_due_and_sends_it(due, capsys):
    amy = UserFactory()
    asked = []

    def remind(on):
        asked.append(on)
        write(amy)
        return 1

    due.append(remind)
    call_command("tick")

    assert asked == [timezone.localdate()]
    assert len(mail.outbox) == 1
    assert capsys.readouterr().out == (
        "Due today: 1 done. Post: 1 sent, 0 failed, 0 waiting.\n"
    )


def test_a_stage_that_fails_does_not_stop_the_others_or_the_post(due, caplog):
    amy = UserFactory()

    def broken(on):
        write(amy, key="half done")
        raise ZeroDivisionError

    due.extend([broken, lambda on: 2])

    assert workflow.write_what_is_due(date(2026, 11, 18)) == (2, [f"{__name__}.broken"])
    assert Letter.objects.count() == 0
    assert "broken" in caplog.text


def test_tick_says_so_when_a_stage_failed(due, capsys, caplog):
    due.append(lambda on: 1 // 0)

    with pytest.raises(SystemExit) as ended:
        call_command("tick")

    assert ended.value.code == 1
    assert "could not be done" in capsys.readouterr().err
