"""Files on the pages of an action and of a contribution, and who may open them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from goldthread.base.uploads.models import Upload
from goldthread.base.vault.models import CaseKey
from goldthread.loop.actions.models import Evidence
from tests.base.uploads.files import EICAR, docx, pdf, told_jpg
from tests.factories import (
    ActionFactory,
    BoardFactory,
    ContributionFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
    contributor,
    name,
)

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def sent(data, name="zaunkoenig.pdf"):
    return SimpleUploadedFile(name, data)


class Here:
    def __init__(self):
        self.board = BoardFactory()
        self.agency = OrganisationFactory(boards=[self.board])
        self.lead, self.team = agency_lead(self.agency), board_team(self.board)
        self.action = ActionFactory(
            recommendation__theme__board=self.board,
            organisation=self.agency,
            state="in_progress",
        )
        self.at = self.action.get_absolute_url()

    def submit(self, client, *files):
        said = {"text": "Every record was looked at.", "attached": list(files)}
        return client.post(f"{self.at}submit_evidence/", said)


@pytest.fixture
def here():
    return Here()


def test_evidence_comes_with_files_that_the_board_opens(here, sign_in):
    hers, theirs = sign_in(here.lead), sign_in(here.team)
    assert 'type="file"' in text(hers.get(f"{here.at}submit_evidence/"))

    here.submit(hers, sent(pdf()), sent(docx(), "plan.docx"))

    one, two = Upload.objects.all()
    page = text(theirs.get(here.at))
    assert [each in page for each in ("zaunkoenig.pdf", "plan.docx")] == [True, True]
    answer = theirs.get(one.get_absolute_url())
    assert answer.content == pdf()
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{one.reference}.pdf"'
    )
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == (
        "nosniff",
        "no-store",
    )
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    shown = [
        theirs.get(f"{each.get_absolute_url()}?show")["Content-Disposition"].split(";")[
            0
        ]
        for each in (one, two)
    ]
    assert shown == ["inline", "attachment"]


def test_a_picture_is_served_without_what_it_told(here, sign_in):
    hers = sign_in(here.lead)

    here.submit(hers, sent(told_jpg(), "a.jpg"))

    answer = hers.get(f"{Upload.objects.get().get_absolute_url()}?show")
    assert (answer["Content-Type"], b"zaunkoenig" in answer.content) == (
        "image/jpeg",
        False,
    )


def test_a_table_is_served_without_a_live_formula(here, sign_in):
    hers = sign_in(here.lead)
    rows = b"Name,Sum\r\n=cmd|'/c calc'!A1,-3\r\n@SUM(1),\t+1\r\n"

    here.submit(hers, sent(rows, "a.csv"))

    answer = hers.get(Upload.objects.get().get_absolute_url())
    assert answer.content.decode("utf-8-sig") == (
        "Name,Sum\r\n'=cmd|'/c calc'!A1,-3\r\n'@SUM(1),'\t+1\r\n"
    )


def test_a_demo_says_that_nobody_scanned_it(here, sign_in, settings):
    settings.SCANNER, settings.DEMO = "", True
    hers = sign_in(here.lead)

    here.submit(hers, sent(pdf()))

    told = "PDF, 1 kB. Not scanned for malware: this is a demo"
    assert told in text(hers.get(here.at))


def test_one_bad_file_keeps_nothing_and_what_was_typed_stays(here, sign_in):
    hers = sign_in(here.lead)

    answer = here.submit(hers, sent(pdf()), sent(b"<svg>", "a.svg"))

    assert answer.status_code == 422
    assert "“a.svg” is of a type that we do not take" in text(answer)
    assert "Every record was looked at." in text(answer)
    assert (list(Upload.objects.all()), list(Evidence.objects.all())) == ([], [])


def test_more_than_ten_files_are_refused(here, sign_in):
    answer = here.submit(sign_in(here.lead), *[sent(pdf()) for _ in range(11)])

    assert "You chose 11 files, and 10 can be sent at once" in text(answer)


def test_a_file_of_an_action_that_is_not_hers_is_missing(here, sign_in):
    here.submit(sign_in(here.lead), sent(pdf()))
    at = Upload.objects.get().get_absolute_url()
    never = "/files/00000000-0000-4000-8000-000000000000/"

    for stranger in (
        board_team(BoardFactory()),
        agency_lead(OrganisationFactory(boards=[here.board])),
        contributor(here.agency),
    ):
        client = sign_in(stranger)
        hidden = client.get(at)
        assert (hidden.status_code, hidden.content) == (404, client.get(never).content)


@pytest.mark.usefixtures("clamd")
def test_a_file_with_malware_is_named_and_never_opened(here, sign_in):
    hers = sign_in(here.lead)

    here.submit(hers, sent(EICAR.encode(), "a.txt"))

    upload = Upload.objects.get()
    assert "Blocked: malware was found in it" in text(hers.get(here.at))
    answer = hers.get(upload.get_absolute_url())
    assert (answer.status_code, EICAR in text(answer)) == (409, False)
    assert "Eicar-Signature" in text(answer)


def test_a_file_in_quarantine_is_never_opened(here, sign_in, settings):
    settings.SCANNER = "127.0.0.1:9"
    hers = sign_in(here.lead)

    here.submit(hers, sent(pdf()))

    answer = hers.get(Upload.objects.get().get_absolute_url())
    assert answer.status_code == 409
    assert "waits to be scanned for malware" in text(answer)


def test_a_destroyed_file_says_so(here, sign_in):
    hers = sign_in(here.lead)
    here.submit(hers, sent(pdf()))
    CaseKey.objects.update(wrapped=None, destroyed_on=timezone.localdate())

    answer = hers.get(Upload.objects.get().get_absolute_url())

    assert answer.status_code == 409
    assert "It was destroyed on" in text(answer)
    assert "This was destroyed on" in text(hers.get(here.at))


def test_a_contribution_comes_with_files_and_a_restricted_one_shows_them_to_its_own(
    here, sign_in
):
    asked = ContributionFactory(
        organisation=here.agency,
        activity__board=here.board,
        activity__restricted=True,
    )
    name(asked.activity, here.lead)
    hers = sign_in(here.lead)

    hers.post(
        f"{asked.get_absolute_url()}receive/",
        {"reply": "Our audit.", "attached": [sent(docx(), "audit.docx")]},
    )

    at = Upload.objects.get().get_absolute_url()
    assert "audit.docx" in text(hers.get(asked.get_absolute_url()))
    assert hers.get(at).status_code == 200
    assert sign_in(here.team).get(at).status_code == 404
