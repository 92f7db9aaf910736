import pytest
from django.db import connection

from goldthread.base.ledger.models import Entry
from goldthread.base.post.models import Letter
from goldthread.base.uploads import workflow
from goldthread.base.uploads.checking import check
from goldthread.base.uploads.models import Content, Upload
from tests.base.uploads.files import EICAR, pdf
from tests.factories import UserFactory, administrator

pytestmark = pytest.mark.django_db


def keep(data, name="zaunkoenig.txt"):
    (upload,) = workflow.keep([check(data, name)], by=UserFactory(), board=None)
    return upload


def test_a_file_is_sealed_and_so_is_its_name(clamd):
    upload = keep(b"zaunkoenig lives here")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u::text, c::text FROM uploads_upload u, uploads_content c"
        )
        told = repr(cursor.fetchall())
    assert Upload.objects.get().name == "zaunkoenig.txt"
    assert Content.objects.get().data == b"zaunkoenig lives here"
    assert not any(each in told for each in ("zaunkoenig", b"zaunkoenig".hex()))
    assert (upload.state, upload.scanned_by) == ("clean", "clamd")


def test_its_address_and_its_download_carry_a_random_id_alone(clamd):
    upload = keep(pdf(), "zaunkoenig.pdf")

    assert upload.filename == f"{upload.reference}.pdf"
    assert upload.get_absolute_url() == f"/files/{upload.reference}/"
    assert str(upload) == f"File {upload.reference}"


def test_malware_is_blocked_and_those_who_must_know_hear_of_it(clamd):
    head = administrator()

    upload = keep(EICAR.encode())

    assert (upload.state, upload.found) == ("blocked", "Eicar-Signature")
    letters = Letter.objects.all()
    assert {letter.to for letter in letters} == {upload.uploaded_by, head}
    assert not any("zaunkoenig" in f"{each.subject}{each.body}" for each in letters)


def test_what_came_while_the_scanner_was_down_is_scanned_when_it_answers(
    settings, request
):
    settings.SCANNER = "127.0.0.1:9"
    clean, bad = keep(b"Visits were made."), keep(EICAR.encode())
    assert {clean.state, bad.state} == {"quarantined"}
    assert workflow.scan_waiting() == "Uploads: 0 scanned, 2 in quarantine."

    request.getfixturevalue("clamd")

    assert workflow.scan_waiting() == "Uploads: 2 scanned, 0 in quarantine."
    clean.refresh_from_db()
    bad.refresh_from_db()
    assert (clean.state, bad.state) == ("clean", "blocked")
    assert [e.words for e in Entry.objects.about(clean)] == [
        "Uploaded: quarantined",
        "Scanned: clean",
    ]
    assert workflow.scan_waiting() == ""
