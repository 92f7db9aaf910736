import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldthread.base.errands.models import Errand
from goldthread.base.errands.workflow import work
from goldthread.base.tables import FILE_MB
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes.register.models import Upload
from tests.factories import BoardFactory, board_team, chair

pytestmark = pytest.mark.django_db
STATEMENTS = 10


@pytest.fixture
def browser(amira, sign_in):
    return sign_in(amira)


@pytest.fixture
def upload(browser):
    """Bring a file to the page, and match its columns as they were guessed."""

    def bring(data, *, match=True):
        address = bring_only(browser, data)["Location"]
        if match:
            upload = Upload.objects.latest("pk")
            browser.post(f"{address}match/", upload.columns)
        return address

    return bring


def bring_in(browser, address, given=None):
    """Ask for the import, and let a worker do it."""
    response = browser.post(f"{address}bring_in/", given)
    work(once=True)
    return response


def bring_only(browser, data, name="register.csv"):
    file = SimpleUploadedFile(name, data)
    return browser.post("/boards/kingston/import_register/", {"file": file})


def page(response):
    return " ".join(response.content.decode().split())


def test_a_register_is_uploaded_matched_looked_at_and_imported(browser, register):
    address = bring_only(browser, register)["Location"]

    asked = browser.get(address)
    assert asked["Location"] == f"{address}match/"
    match = page(browser.get(f"{address}match/"))
    assert "28 rows, read as UTF-8." in match
    assert "For example: F-001" in match

    upload = Upload.objects.get()
    response = browser.post(f"{address}match/", upload.columns)
    assert response["Location"] == address
    preview = page(browser.get(address))
    assert "What will be made" in preview
    assert "Family A (Serious case review)" in preview
    assert Finding.objects.count() == 0

    bring_in(browser, address)
    done = page(browser.get(address))
    assert "28 new findings, 0 changed" in done
    assert "/boards/kingston/matrix/" in done
    assert Finding.objects.count() == 28


def test_while_it_is_imported_its_page_is_that_of_the_progress(
    browser, upload, register, board
):
    address = upload(register)

    progress = browser.post(f"{address}bring_in/")["Location"]

    asked = Errand.objects.get()
    assert (asked.title, asked.board, progress) == (
        "Importing register.csv",
        board,
        asked.get_absolute_url(),
    )
    assert browser.get(address)["Location"] == progress
    assert Finding.objects.count() == 0
    work(once=True)
    assert browser.get(progress)["Location"] == address
    assert "28 new findings, 0 changed" in page(browser.get(address))
    assert "Your register is imported." in page(browser.get(progress, follow=True))


def test_a_finding_that_is_agreed_meanwhile_stops_the_import_and_is_named(
    browser, upload, register, edited, amira
):
    bring_in(browser, upload(register))
    changed = edited({("F-005", "What was found"): "Burns."})
    address = upload(changed)
    key = Finding.objects.get(reference="F-005").import_key
    progress = browser.post(f"{address}bring_in/", {"changes": [key]})["Location"]
    Finding.objects.filter(reference="F-005").update(
        state="agreed", agreed_at="2026-11-18T09:00Z", agreed_by=amira
    )

    work(once=True)

    said = page(browser.get(progress))
    assert "Nothing was imported." in said
    assert "This finding is agreed on the board. Reopen it there first" in said
    shown = page(browser.get(address))
    assert "Long work that you asked for" in shown
    assert progress in shown


def test_the_same_file_again_says_that_it_changes_nothing(browser, upload, register):
    bring_in(browser, upload(register))

    shown = page(browser.get(upload(register)))

    assert "This file changes nothing: all 28 of its findings are already here" in shown
    assert "bring_in/" not in shown


def test_a_changed_file_shows_before_and_after_and_a_change_can_be_left_out(
    browser, upload, register, edited
):
    bring_in(browser, upload(register))
    changed = edited(
        {("F-005", "What was found"): "Burns.", ("F-007", "What was found"): "Moves."}
    )
    address = upload(changed)

    preview = page(browser.get(address))
    assert "<td" in preview
    assert "How injuries were responded to." in preview
    assert "Burns." in preview
    asked = page(browser.get(f"{address}bring_in/"))
    assert "“How injuries were responded to.” becomes “Burns.”" in asked
    keys = Finding.objects.filter(reference="F-007").values_list(
        "import_key", flat=True
    )
    bring_in(browser, address, {"changes": list(keys)})

    texts = Finding.objects.filter(reference__in=("F-005", "F-007"))
    assert sorted(texts.values_list("text", flat=True)) == [
        "How injuries were responded to.",
        "Moves.",
    ]


def test_a_released_findings_change_cannot_be_ticked_and_the_others_can(
    browser, upload, register, edited, amira
):
    bring_in(browser, upload(register))
    now = "2026-11-18T09:00Z"
    Finding.objects.filter(reference="F-005").update(
        state="agreed", agreed_at=now, agreed_by=amira
    )
    changed = edited(
        {("F-005", "What was found"): "Burns.", ("F-007", "What was found"): "Moves."}
    )
    address = upload(changed)

    preview = page(browser.get(address))
    assert "This finding is agreed on the board. Reopen it there first" in preview
    assert f"{address}bring_in/" in preview
    asked = page(browser.get(f"{address}bring_in/"))
    assert ("Burns." in asked, "Moves." in asked) == (False, True)


def test_problems_are_listed_and_the_bad_rows_are_a_file(browser, upload, edited):
    address = upload(edited({("F-005", "Date"): "31/02/2016"}))

    shown = page(browser.get(address))
    assert "Nothing can be imported yet: 1 thing to put right." in shown
    assert "31/02/2016" in shown
    assert f"{address}bring_in/" not in shown
    response = browser.get(f"{address}bad_rows/")
    assert response["Content-Type"] == "text/csv"
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].endswith(",What to do")
    assert lines[1].startswith("F-005,Kingston,")
    refused = bring_in(browser, address)
    assert refused.status_code == 422
    assert "Nothing was imported." in page(refused)


def test_columns_are_matched_by_hand_where_the_guess_is_wrong(browser, upload):
    data = b"A,B,C,D,E\nKingston,scr,Family A,concern,Seen.\n"
    address = upload(data, match=False)

    refused = browser.post(f"{address}match/", {"area": "0", "text": "0"})
    assert refused.status_code == 422
    assert "This column is already used for:" in page(refused)
    assert "Choose the column for:" in page(refused)
    browser.post(
        f"{address}match/",
        {"area": "0", "activity": "1", "title": "2", "kind": "3", "text": "4"},
    )
    bring_in(browser, address)

    assert [f.text for f in Finding.objects.all()] == ["Seen."]


def test_columns_that_nothing_uses_are_named(browser, upload, register):
    head, rest = register.split(b"\n", 1)
    odd = head.replace(b"Where published", b"Weather") + b"\n" + rest

    assert "Columns that nothing uses, which stay behind: Weather." in page(
        browser.get(f"{upload(odd, match=False)}match/")
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7", "register.csv is a PDF, which we do not read."),
        (b"", "This file is empty."),
        (
            b"x" * (FILE_MB * 1_000_000 + 1),
            f"register.csv is larger than {FILE_MB} MB.",
        ),
    ],
    ids=["pdf", "empty", "large"],
)
def test_a_file_we_do_not_read_is_refused_with_a_sentence(
    browser, board, data, sentence
):
    response = bring_only(browser, data)

    assert response.status_code == 422
    assert sentence in page(response)
    assert Upload.objects.count() == 0


def test_no_file_at_all_is_refused_with_a_sentence(browser, board):
    response = browser.post("/boards/kingston/import_register/", {})

    assert "Choose the file that holds your register" in page(response)


def test_a_file_is_left_and_its_rows_go(browser, upload, register):
    address = upload(register)

    browser.post(f"{address}abandon/")

    assert "its rows are not kept" in page(browser.get(address))
    assert Upload.objects.get().rows == []
    assert browser.post(f"{address}bring_in/").status_code == 409


def test_the_preview_takes_the_same_statements_for_one_row_as_for_many(
    browser, upload, register, statements
):
    head, first, _ = register.split(b"\n", 2)
    few = upload(head + b"\n" + first + b"\n")
    many = upload(register)
    statements(browser, few)

    assert statements(browser, many) == statements(browser, few) <= STATEMENTS


def test_a_register_is_not_for_readers_or_other_boards(
    upload, register, board, sign_in
):
    address = upload(register)

    for person in (chair(board), board_team(BoardFactory())):
        other = sign_in(person)
        for path in (address, f"{address}match/", f"{address}bad_rows/"):
            assert other.get(path).status_code == 404
        assert other.get("/boards/kingston/import_register/").status_code == 404
