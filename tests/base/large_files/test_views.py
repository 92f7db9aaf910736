"""Many rows leave only if two persons have a hand in it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.large_files import workflow
from goldthread.base.large_files.models import LargeFile, Taken
from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import Appointment
from goldthread.base.post.models import Letter
from goldthread.loop.findings.models import Finding
from tests.base.large_files.conftest import LIST
from tests.factories import BoardFactory, FindingFactory, administrator, board_team

pytestmark = pytest.mark.django_db
CSV = f"{LIST}?format=csv"


def text(response):
    return response.content.decode()


def is_file(response):
    return response.headers["Content-Type"] == "text/csv"


def rows(response):
    return len(text(response).splitlines()) - 1


def step(browser, file, name, **said):
    return browser.post(f"{file.get_absolute_url()}{name}/", said)


def fetched(sign_in, asked, team, head):
    file = asked()
    step(sign_in(head), file, "agree")
    step(sign_in(team), file, "fetch")
    return LargeFile.objects.get()


def test_few_rows_leave_without_asking_and_are_counted(sign_in, team, board):
    FindingFactory.create_batch(2, activity__board=board)

    assert rows(sign_in(team).get(CSV)) == 2
    [taken] = Taken.objects.all()
    assert (taken.person, taken.rows, taken.under) == (team, 2, None)


def test_many_small_files_are_one_large_one(sign_in, team, head, board):
    FindingFactory.create_batch(2, activity__board=board)
    browser = sign_in(team)

    first, second = browser.get(CSV), browser.get(CSV)

    assert (is_file(first), second.status_code) == (True, 302)
    assert "You have taken 2 already" in text(browser.get(second.url))


def test_what_was_taken_a_day_ago_is_not_counted(sign_in, team, board):
    FindingFactory.create_batch(2, activity__board=board)
    Taken.objects.create(
        person=team, title="x", rows=2, at=timezone.now() - timedelta(hours=25)
    )

    assert is_file(sign_in(team).get(CSV))


def test_many_rows_are_asked_for_agreed_to_and_fetched(
    sign_in, asked, team, head, findings
):
    hers, theirs = sign_in(team), sign_in(head)
    assert "“Findings” has 3 rows" in text(hers.get(CSV, follow=True))

    file = asked()
    at = file.get_absolute_url()
    assert "Somebody else of the board must agree" in text(hers.get(at))
    assert "For the annual report." in text(theirs.get(at))
    assert "Large file to answer" in text(theirs.get("/"))
    assert "Large file to answer" not in text(hers.get("/"))
    step(theirs, file, "agree")
    assert "Large file to fetch" in text(hers.get("/"))
    step(hers, file, "fetch")
    assert f"{CSV}" in text(hers.get(at))
    assert rows(hers.get(CSV)) == 3

    page = text(hers.get(at))
    assert "3 rows" in page
    assert [each.rows for each in Taken.objects.filter(under=file)] == [3]
    told = Entry.objects.about(file).values_list("words", flat=True)
    assert sorted(told) == sorted(
        [
            "Ask for a large file",
            "Agree",
            "Fetch the file",
            "3 rows left as a file",
        ]
    )


def test_nobody_agrees_to_her_own(sign_in, asked, team):
    file = asked()

    assert step(sign_in(team), file, "agree").status_code == 404
    assert LargeFile.objects.get().state == "waiting"


def test_another_board_neither_sees_nor_agrees(sign_in, asked):
    file = asked()
    stranger = sign_in(board_team(BoardFactory()))

    assert stranger.get(file.get_absolute_url()).status_code == 404
    assert step(stranger, file, "agree").status_code == 404
    assert str(file) not in text(stranger.get("/large-files/"))


def test_agreed_alone_opens_nothing_it_must_be_fetched(sign_in, asked, head, team):
    step(sign_in(head), asked(), "agree")

    assert sign_in(team).get(CSV).status_code == 302


def test_it_opens_the_list_that_was_asked_for_and_no_other(
    sign_in, asked, team, head, board
):
    FindingFactory.create_batch(3, activity__board=board, kind="strength")
    file = asked("kind=strength")
    assert file.rows == 3
    step(sign_in(head), file, "agree")
    step(sign_in(team), file, "fetch")

    browser = sign_in(team)
    assert browser.get(CSV).status_code == 302
    assert browser.get(f"{CSV}&kind=concern").status_code == 302
    assert rows(browser.get(f"{CSV}&kind=strength&sort=text")) == 3


def test_what_she_may_no_longer_see_is_not_in_it(sign_in, asked, team, head, findings):
    fetched(sign_in, asked, team, head)
    with trusted():
        Finding.objects.filter(pk=findings[0].pk).update(board=BoardFactory())

    assert rows(sign_in(team).get(CSV)) == 2


def test_it_lapses_with_her_role(sign_in, asked, team, head):
    file = fetched(sign_in, asked, team, head)
    Appointment.objects.filter(person=team).update(
        until=timezone.localdate() - timedelta(days=1)
    )

    browser = sign_in(team)
    assert browser.get(CSV).status_code == 404
    assert browser.get(file.get_absolute_url()).status_code == 404


def test_a_list_that_grew_too_much_is_asked_for_again(
    sign_in, asked, team, head, board
):
    fetched(sign_in, asked, team, head)
    FindingFactory.create_batch(2, activity__board=board)

    page = text(sign_in(team).get(CSV, follow=True))

    assert "the list has 5 rows now, and up to 4 were agreed" in page
    assert Taken.objects.count() == 0


def test_it_is_open_for_ten_minutes(sign_in, asked, team, head):
    fetched(sign_in, asked, team, head)
    LargeFile.objects.update(open_until=timezone.now() - timedelta(seconds=1))

    assert sign_in(team).get(CSV).status_code == 302


def test_an_agreement_that_nobody_used_for_a_week_has_lapsed(
    sign_in, asked, team, head
):
    file = asked()
    step(sign_in(head), file, "agree")
    LargeFile.objects.update(decided_at=timezone.now() - timedelta(days=8))

    refused = step(sign_in(team), file, "fetch")

    assert refused.status_code == 422
    assert "has lapsed. Nothing left" in text(refused)
    assert "has lapsed" in text(sign_in(team).get(file.get_absolute_url()))
    workflow.prune()
    assert LargeFile.objects.get().state == "lapsed"
    assert "Large file to fetch" not in text(sign_in(team).get("/"))


def test_a_declined_one_says_why_and_opens_nothing(sign_in, asked, team, head):
    file = asked()

    step(sign_in(head), file, "decline", reason="The report needs numbers alone.")

    page = text(sign_in(team).get(file.get_absolute_url()))
    assert "The report needs numbers alone." in page
    assert step(sign_in(team), file, "fetch").status_code == 404


def test_she_withdraws_what_she_needs_no_more(sign_in, asked, team, head):
    file = asked()

    step(sign_in(team), file, "withdraw")

    assert LargeFile.objects.get().state == "withdrawn"
    assert step(sign_in(head), file, "agree").status_code == 404


def test_without_a_reason_nothing_is_asked(sign_in, team, head, findings):
    page = sign_in(team).get(CSV, follow=True)
    [(at, _)] = page.redirect_chain
    said = {name: page.context["form"][name].value() for name in ("list", "board")}

    refused = sign_in(team).post(at, {**said, "reason": ""})

    assert refused.status_code == 422
    assert "There is a problem" in text(refused)
    assert not LargeFile.objects.exists()


def test_where_nobody_else_could_agree_she_is_told_so(sign_in, team, findings):
    page = sign_in(team).get(CSV, follow=True)
    [(at, _)] = page.redirect_chain
    said = {name: page.context["form"][name].value() for name in ("list", "board")}

    refused = sign_in(team).post(at, {**said, "reason": "For the report."})

    assert "can agree to it. Nothing was asked" in text(refused)
    assert not LargeFile.objects.exists()


def test_nobody_asks_with_what_a_list_said_to_another(sign_in, team, head, findings):
    led = sign_in(team).get(CSV).url

    elsewhere = sign_in(head).get(led)

    assert (elsewhere.status_code, elsewhere.url) == (302, "/large-files/")


def test_an_altered_page_asks_for_nothing(sign_in, team, head, board, findings):
    led = sign_in(team).get(CSV).url

    refused = sign_in(team).post(
        led, {"list": "made-up", "board": board.pk, "reason": "For the report."}
    )

    assert refused.status_code == 422
    assert "Nothing was asked" in text(refused)


def test_letters_say_who_and_how_many_and_no_more(sign_in, asked, team, head):
    fetched(sign_in, asked, team, head)
    sign_in(team).get(CSV)

    told = {letter.to: letter.subject for letter in Letter.objects.order_by("pk")}
    assert told == {
        head: f"{LargeFile.objects.get()} was fetched",
        team: f"{LargeFile.objects.get()} was agreed",
    }
    assert not Letter.objects.filter(body__contains="annual report").exists()


def test_an_administrator_asks_a_board_for_a_list_of_people(
    sign_in, board, head, settings
):
    settings.LARGE_FILE_ROWS = 0
    page = sign_in(administrator()).get("/people/?format=csv", follow=True)

    assert "Ask for a large file" in text(page)
    assert str(board) in text(page)


def test_a_format_that_we_do_not_write_is_missing(sign_in, team, findings):
    assert sign_in(team).get(f"{LIST}?format=exe").status_code == 404


def test_what_was_sought_is_sealed_and_not_kept_for_ever(asked):
    file = asked("q=Finding")
    assert file.sought == "q=Finding"
    LargeFile.objects.update(asked_at=timezone.now() - timedelta(days=31))

    assert workflow.prune() == "Large files: 1 are not kept any more."

    kept = LargeFile.objects.get()
    assert (kept.sought, kept.key) == ("", None)
