from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import Organisation
from goldthread.base.states import WrongState
from goldthread.loop.activities.models import Activity
from goldthread.loop.findings import imports
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes.models import Membership, Theme
from goldthread.loop.themes.register import queries, workflow
from goldthread.loop.themes.register.models import Origin, Upload
from tests.factories import (
    NOW,
    ActivityFactory,
    BoardFactory,
    FindingFactory,
    OrganisationFactory,
    ThemeFactory,
    board_team,
    chair,
    name,
)

pytestmark = pytest.mark.django_db
State = Upload.State
HEAD = (
    "Ref,Area,Activity,Title,Date,Strength or concern,What was found,Agencies,Themes\n"
)


KEY_OF_F_001 = f"ref {imports.normal('F-001')}"


def row(ref, **said):
    cells = {
        "area": "Kingston",
        "activity": "section 11",
        "title": "Audit",
        "date": "2026",
        "kind": "concern",
        "text": f"Found {ref}.",
        "agencies": "Police",
        "themes": "Neglect",
    } | said
    return ",".join([ref, *cells.values()]) + "\n"


def uploaded(board, by, data):
    return workflow.import_register(board, by=by, name="register.csv", data=data)


def matched(board, by, data):
    upload = uploaded(board, by, data)
    workflow.match(upload, by=by, columns=upload.columns)
    return upload


def imported(board, by, data, **given):
    upload = matched(board, by, data)
    return workflow.bring_in(upload, by=by, **given)


def counts():
    return {
        model.__name__: model.objects.count()
        for model in (Finding, Activity, Organisation, Theme, Membership, Origin)
    }


# --- The real register ----------------------------------------------------------------


def test_the_real_register_becomes_28_findings(board, amira, register):
    upload = matched(board, amira, register)

    workflow.bring_in(upload, by=amira)

    assert counts() == {
        "Finding": 28,
        "Activity": 15,
        "Organisation": 7,
        "Theme": 20,
        "Membership": 30,
        "Origin": 28,
    }
    finding = Finding.objects.get(reference="F-010")
    assert (finding.state, finding.drafted_by, finding.written, finding.latest) == (
        Finding.State.DRAFTED,
        amira,
        "",
        None,
    )
    assert list(finding.about.values_list("name", flat=True)) == [
        "Children's social care"
    ]
    assert list(finding.themes.values_list("name", flat=True)) == [
        "Assessment of risk",
        "Neglect",
    ]
    assert (upload.state, upload.rows, upload.counts["created"]["findings"]) == (
        State.IMPORTED,
        [],
        28,
    )


def test_what_a_row_says_is_kept_with_its_activity_and_every_agency(
    board, amira, register
):
    imported(board, amira, register)

    finding = Finding.objects.get(reference="F-023")
    assert (finding.kind, finding.about_everyone, finding.number) == (
        "strength",
        True,
        318,
    )
    assert (finding.earliest, finding.latest) == (date(2016, 4, 1), date(2016, 6, 30))
    activity = finding.activity
    assert (activity.way, activity.area, activity.state) == (
        "training",
        "Leicester, Leicestershire and Rutland",
        Activity.State.REPORTED,
    )
    assert finding.method.startswith("318 registered")


def test_every_record_made_has_its_line_in_the_ledger(board, amira, register):
    imported(board, amira, register)

    for model, words in (
        (Finding, "Brought in from the register"),
        (Activity, "Named in the register"),
        (Organisation, "Named in the register"),
        (Theme, "Named in the register"),
    ):
        told = Entry.objects.filter(label=model._meta.label_lower, words=words)
        assert told.count() == model.objects.count()


def test_the_same_file_again_changes_nothing(board, amira, register):
    imported(board, amira, register)
    before = counts()

    found = imported(board, amira, register)

    assert found.changes_nothing is True
    assert found.summary() == {
        "rows": 28,
        "created": {"findings": 0, "activities": 0, "organisations": 0, "themes": 0},
        "changed": 0,
        "unchanged": 28,
        "missing": 0,
    }
    assert counts() == before


def test_words_improved_on_the_board_are_not_taken_for_a_change_of_the_file(
    board, amira, register
):
    imported(board, amira, register)
    Finding.objects.filter(reference="F-001").update(text="Better words.")

    found = imported(board, amira, register)

    assert found.changes_nothing is True
    assert Finding.objects.get(reference="F-001").text == "Better words."


# --- What names stand for ---------------------------------------------------------------


def test_organisations_activities_and_themes_that_are_known_are_used(board, amira):
    police = OrganisationFactory(name="POLICE")
    audit = ActivityFactory(
        board=board, way="section_11", title="audit", area="kingston"
    )
    neglect = ThemeFactory(board=board, name="neglect")
    data = (HEAD + row("1")).encode()

    found = imported(board, amira, data)

    assert found.summary()["created"] == {
        "findings": 1,
        "activities": 0,
        "organisations": 0,
        "themes": 0,
    }
    finding = Finding.objects.get()
    assert finding.activity == audit
    assert list(finding.about.all()) == [police]
    assert list(finding.themes.all()) == [neglect]
    assert list(board.partners.all()) == [police]


def test_a_merged_theme_is_where_it_went(board, amira):
    into = ThemeFactory(board=board, name="Neglect of children")
    ThemeFactory(board=board, name="Neglect", state="merged", merged_into=into)

    imported(board, amira, (HEAD + row("1")).encode())

    assert list(Finding.objects.get().themes.all()) == [into]


def test_findings_do_not_go_into_an_activity_that_is_closed_to_whoever_imports(
    board, amira
):
    restricted = ActivityFactory(
        board=board, way="section_11", title="Audit", area="Kingston", restricted=True
    )
    data = (HEAD + row("1")).encode()

    imported(board, amira, data)

    assert Finding.objects.get().activity != restricted
    name(restricted, amira)
    imported(board, amira, (HEAD + row("1") + row("2")).encode())
    assert Finding.objects.filter(activity=restricted).count() == 0  # the newest wins


def test_the_operator_imports_in_nobodys_name_and_past_restricted_activities(board):
    ActivityFactory(
        board=board, way="section_11", title="Audit", area="Kingston", restricted=True
    )

    imported(board, None, (HEAD + row("1")).encode())

    finding = Finding.objects.get()
    assert (finding.drafted_by, finding.activity.restricted) == (None, False)
    assert str(Entry.objects.about(finding).get()).startswith("Goldthread ")


# --- A changed file ---------------------------------------------------------------------


def test_a_changed_file_changes_what_was_confirmed_and_nothing_else(
    board, amira, register, edited
):
    imported(board, amira, register)
    changed = edited(
        {
            ("F-001", "What was found"): "Neglect, in new words.",
            ("F-001", "Themes"): "Neglect;Home conditions",
            ("F-002", "What was found"): "Not confirmed.",
        }
    )
    kept = Membership.objects.get(finding__reference="F-001").pk

    found = imported(board, amira, changed, changes=[KEY_OF_F_001])

    assert [c.row.ref for c in found.difference.changed] == ["F-001", "F-002"]
    first = Finding.objects.get(reference="F-001")
    assert first.text == "Neglect, in new words."
    assert list(first.themes.values_list("name", flat=True)) == [
        "Home conditions",
        "Neglect",
    ]
    assert Membership.objects.filter(pk=kept).exists()
    second = Finding.objects.get(reference="F-002")
    assert second.text == "How risk was assessed was a key theme of the review."
    assert Finding.objects.count() == 28
    again = imported(board, amira, changed)
    assert [c.row.ref for c in again.difference.changed] == ["F-002"]


def test_a_theme_that_the_file_no_longer_names_is_left_but_not_a_persons(board, amira):
    imported(board, amira, (HEAD + row("1", themes="Neglect;Risk")).encode())
    finding = Finding.objects.get()
    ThemeFactory(board=board, name="Hers", findings=[finding])
    about = (HEAD + row("1", themes="Risk", agencies="Health")).encode()

    imported(board, amira, about)

    assert list(finding.themes.values_list("name", flat=True)) == ["Hers", "Risk"]
    assert list(finding.about.values_list("name", flat=True)) == ["Health"]


def test_what_is_not_in_the_file_stays(board, amira):
    imported(board, amira, (HEAD + row("1") + row("2")).encode())

    found = imported(board, amira, (HEAD + row("1")).encode())

    assert found.difference.missing == ("ref 2",)
    assert Finding.objects.count() == 2


@pytest.mark.parametrize(
    ("state", "extra"),
    [("agreed", {}), ("released", {"released_at": NOW}), ("withdrawn", {})],
)
def test_a_finding_the_board_has_settled_is_not_changed_by_a_file(
    board, amira, state, extra
):
    imported(board, amira, (HEAD + row("1") + row("2")).encode())
    who = {"agreed_at": NOW, "agreed_by": amira} if state != "withdrawn" else {}
    who |= {"released_by": amira} if extra else {}
    Finding.objects.filter(reference="1").update(state=state, **who, **extra)
    changed = (HEAD + row("1", text="New.") + row("2", text="New too.")).encode()

    with pytest.raises(ValidationError) as refused:
        imported(board, amira, changed)

    assert refused.value.messages == [
        "Nothing was imported.",
        (
            f"Row 2, What was found: This finding is {state} on the board. "
            "Reopen it there first, or take the change out of the file."
        ),
    ]
    imported(board, amira, changed, changes=["ref 2"])
    assert list(
        Finding.objects.order_by("reference").values_list("text", flat=True)
    ) == [
        "Found 1.",
        "New too.",
    ]


def test_the_themes_of_a_released_finding_may_still_change(board, amira):
    imported(board, amira, (HEAD + row("1")).encode())
    Finding.objects.update(
        text="Better words.",
        state="released",
        agreed_at=NOW,
        agreed_by=amira,
        released_at=NOW,
        released_by=amira,
    )

    imported(board, amira, (HEAD + row("1", themes="Risk")).encode())

    finding = Finding.objects.get()
    assert list(finding.themes.values_list("name", flat=True)) == ["Risk"]
    assert (finding.text, finding.about.count()) == ("Better words.", 1)


def test_what_the_board_has_renamed_since_keeps_its_name(board, amira):
    imported(board, amira, (HEAD + row("1")).encode())
    Theme.objects.update(name="Neglect of children")
    Activity.objects.update(title="Audit 2026")
    Organisation.objects.update(name="Metropolitan Police")
    before = counts()

    imported(board, amira, (HEAD + row("1", text="New.")).encode())

    assert counts() == before
    finding = Finding.objects.get()
    assert (finding.text, finding.activity.title) == ("New.", "Audit 2026")


def test_a_finding_moves_to_the_activity_the_file_now_names(board, amira):
    imported(board, amira, (HEAD + row("1")).encode())

    imported(board, amira, (HEAD + row("1", title="Return 2026", date="2025")).encode())

    finding = Finding.objects.get()
    assert (finding.activity.title, finding.written) == ("Return 2026", "2025")


# --- Refusals: all or nothing -----------------------------------------------------------


def test_a_file_with_anything_wrong_makes_nothing_and_names_every_row(board, amira):
    rows = [row(str(n), date="soon") for n in range(25)]
    upload = matched(board, amira, (HEAD + row("x") + "".join(rows)).encode())

    with pytest.raises(ValidationError) as refused:
        workflow.bring_in(upload, by=amira)

    said = refused.value.messages
    assert (said[0], said[1][:12], said[-1]) == (
        "Nothing was imported.",
        "Row 3, Date:",
        "There are 5 more.",
    )
    assert set(counts().values()) == {0}
    upload.refresh_from_db()
    assert upload.state == State.MATCHED


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"Ref,Text\n\x00\n"])
def test_a_file_that_is_no_table_is_refused_with_a_sentence(board, amira, data):
    with pytest.raises(ValidationError, match=r"register\.csv is"):
        uploaded(board, amira, data)

    assert Upload.objects.count() == 0


def test_a_register_without_a_column_it_must_have_is_not_matched(board, amira):
    upload = uploaded(board, amira, (HEAD + row("1")).encode())
    columns = {n: c for n, c in upload.columns.items() if n not in {"text", "kind"}}

    with pytest.raises(ValidationError, match="Choose a column for: "):
        workflow.match(upload, by=amira, columns=columns)

    assert queries.preview(board, upload.table, columns, by=amira).problems != ()


def test_a_register_is_brought_in_by_the_board_team_alone(board):
    for person in (chair(board), board_team(BoardFactory())):
        with pytest.raises(PermissionDenied):
            uploaded(board, person, (HEAD + row("1")).encode())


def test_a_file_that_is_left_keeps_no_rows_and_cannot_be_imported(board, amira):
    upload = matched(board, amira, (HEAD + row("1")).encode())

    workflow.abandon(upload, by=amira)

    upload.refresh_from_db()
    assert (upload.state, upload.rows) == (State.ABANDONED, [])
    with pytest.raises(WrongState):
        workflow.bring_in(upload, by=amira)


def test_an_imported_file_cannot_be_imported_twice(board, amira):
    upload = matched(board, amira, (HEAD + row("1")).encode())
    workflow.bring_in(upload, by=amira)

    with pytest.raises(WrongState):
        workflow.bring_in(upload, by=amira)


def test_two_boards_keep_registers_with_the_same_references(board, amira):
    imported(board, amira, (HEAD + row("1")).encode())
    richmond = BoardFactory()
    imported(richmond, board_team(richmond), (HEAD + row("1")).encode())
    FindingFactory()

    assert Finding.objects.filter(import_key="ref 1").count() == 2
    origin = Origin.objects.get(finding__board=board)
    assert str(origin) == "row 2 of register.csv"


# --- What nobody imports ----------------------------------------------------------------


def brought_in_october(upload):
    """On the 18th: its rows are kept until 17 November."""
    at = datetime(2026, 10, 18, 9, tzinfo=UTC)
    Upload.objects.filter(pk=upload.pk).update(uploaded_at=at)
    upload.refresh_from_db()
    return upload


def test_rows_that_nobody_imports_are_kept_for_thirty_days(board, amira):
    upload = brought_in_october(uploaded(board, amira, (HEAD + row("1")).encode()))

    assert upload.kept_until == date(2026, 11, 17)
    assert workflow.leave_what_waits(date(2026, 11, 17)) == 0
    upload.refresh_from_db()
    assert (upload.state, len(upload.rows)) == (State.UPLOADED, 1)

    assert workflow.leave_what_waits(date(2026, 11, 18)) == 1
    upload.refresh_from_db()
    assert (upload.state, upload.rows) == (State.ABANDONED, [])
    assert str(Entry.objects.about(upload).last()) == (
        f"Goldthread abandon register.upload {upload.pk}"
    )
    assert workflow.leave_what_waits(date(2026, 11, 18)) == 0


def test_a_register_that_was_imported_is_not_left(board, amira):
    imported(board, amira, (HEAD + row("1")).encode())
    brought_in_october(Upload.objects.get())

    assert workflow.leave_what_waits(date(2027, 1, 1)) == 0
    assert Upload.objects.get().state == State.IMPORTED
