import pickle

import pytest
from django.apps.registry import Apps
from django.core.exceptions import FieldError
from django.db import connection, models, transaction

from goldthread.base.vault.blind import BlindIndex
from goldthread.base.vault.fields import SealedText
from goldthread.base.vault.keys import Key, OwnKey
from goldthread.base.vault.models import CaseKey
from goldthread.base.vault.sealing import Unreadable
from goldthread.loop.activities.referrals.models import Referral
from tests.base.vault.conftest import CONCERN, WORKING
from tests.databases import dump, tables_that_tell

pytestmark = pytest.mark.django_db
ROW = "SELECT * FROM referrals_referral WHERE activity_id = %s"


def raw(statement, *given):
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall() if cursor.description else None


def again(referral):
    return Referral.objects.get(pk=referral.pk)


def test_what_is_written_is_read_again_and_the_database_never_sees_it(referred):
    referral = referred("zaunkoenig lives here")

    (row,) = raw(ROW, referral.pk)

    assert again(referral).concern == "zaunkoenig lives here"
    assert not any(b"zaunkoenig" in bytes(c) for c in row if isinstance(c, bytes))
    assert "zaunkoenig" not in repr(row)


def test_a_dump_of_every_table_holds_no_word_of_it(referred):
    referral = referred("zaunkoenig lives here", reason="because of zaunkoenig")

    assert tables_that_tell("zaunkoenig") == []
    assert str(referral.pk) in dict(dump())["referrals_referral"]


def test_each_case_has_a_key_of_its_own_of_its_class_and_board(referred, team):
    one, other = referred(), referred()

    assert one.key != other.key
    assert [(k.kind, k.board) for k in CaseKey.objects.filter(kind="referral")] == [
        ("referral", team.appointments.get().board)
    ] * 2


def test_saving_again_keeps_the_key_and_what_was_not_touched(referred):
    referral = again(referred())
    ((before,),) = raw(
        "SELECT concern FROM referrals_referral WHERE activity_id = %s", referral.pk
    )

    referral.working = "Nobody came."
    referral.save()

    ((after,),) = raw(
        "SELECT concern FROM referrals_referral WHERE activity_id = %s", referral.pk
    )
    assert (bytes(after), again(referral).concern) == (bytes(before), CONCERN)
    assert again(referral).working == "Nobody came."
    assert CaseKey.objects.filter(kind="referral").count() == 1


def test_an_empty_text_that_may_be_is_nothing(referred):
    referral = again(referred(reason=""))

    assert referral.reason == ""
    assert list(Referral.objects.filter(reason__isnull=True)) == [referral]


def test_a_swapped_row_is_noticed(referred):
    one, other = referred(), referred()
    raw(
        "UPDATE referrals_referral SET (concern, key_id) = "
        "(SELECT concern, key_id FROM referrals_referral WHERE activity_id = %s) "
        "WHERE activity_id = %s",
        one.pk,
        other.pk,
    )

    assert again(one).concern == CONCERN
    with pytest.raises(Unreadable, match="This text cannot be shown"):
        _ = again(other).concern


def test_a_swapped_column_is_noticed(referred):
    referral = referred()
    raw("UPDATE referrals_referral SET concern = working, working = concern")

    for name in ("concern", "working"):
        with pytest.raises(Unreadable):
            getattr(again(referral), name)


def test_a_flipped_bit_is_noticed_and_told_on_the_page(referred, team, sign_in):
    referral = referred()
    raw(
        "UPDATE referrals_referral SET concern = set_bit(concern, 200, 1 - get_bit(concern, 200))"
    )

    answer = sign_in(team).get(referral.get_absolute_url())

    assert answer.status_code == 500
    assert "This text cannot be shown: what the database holds is not" in (
        answer.content.decode()
    )


def test_what_was_read_is_copied_to_another_record_as_words(referred):
    one, other = again(referred("One.")), again(referred("Other."))

    other.concern = one.concern
    other.save()

    assert (again(one).concern, again(other).concern) == ("One.", "One.")


def test_many_are_sealed_in_one_statement(referred):
    made = [referred() for _ in range(3)]
    fields = [(r.activity, r.organisation, r.referred_on, r.referred_by) for r in made]
    Referral.objects.all().delete()
    names = ("activity", "organisation", "referred_on", "referred_by")

    Referral.objects.bulk_create(
        Referral(
            **dict(zip(names, each, strict=True)), concern=f"C{n}", working=WORKING
        )
        for n, each in enumerate(fields)
    )

    found = Referral.objects.order_by("pk")
    assert [each.concern for each in found] == ["C0", "C1", "C2"]


def test_it_is_not_written_or_looked_into_by_a_statement(referred):
    referral = referred()

    with pytest.raises(TypeError, match="by update"), transaction.atomic():
        Referral.objects.update(concern="open words")
    with pytest.raises(TypeError, match="by update"), transaction.atomic():
        Referral.objects.bulk_update([referral], ["concern"])
    with pytest.raises(FieldError, match="no statement can look into it"):
        Referral.objects.filter(concern__icontains="visits").count()


def test_read_as_a_value_it_shows_nothing(referred):
    referred()

    (value,) = Referral.objects.values_list("concern", flat=True)

    assert (str(value), repr(value)) == ("[sealed]", "[sealed]")


def test_a_deferred_text_is_fetched_and_opened(referred):
    referral = Referral.objects.defer("concern").get(pk=referred().pk)

    assert referral.concern == CONCERN


def test_it_can_be_kept_for_later_without_its_words(referred):
    referral = again(referred("zaunkoenig lives here"))

    assert b"zaunkoenig" not in pickle.dumps(referral)


# --- Rows whose key comes from a sequence, and what finds them ----------------------------


class Child(models.Model):
    id = Key(primary_key=True)
    key = OwnKey(CaseKey, related_name="+")
    name = SealedText()
    number = SealedText(blank=True)
    number_index = BlindIndex(of="number")

    class Meta:
        app_label, apps = "vault", Apps()

    def __str__(self):
        return "A child"


@pytest.fixture
def children():
    with connection.schema_editor() as editor:
        raw("SET ROLE NONE")
        editor.create_model(Child)
        raw("GRANT ALL ON vault_child TO app")
        raw("GRANT ALL ON SEQUENCE vault_child_id_seq TO app")
    raw("SET ROLE app")
    return Child.objects


def test_the_key_of_a_row_is_known_before_it_is_sealed(children):
    one = children.create(name="One")
    two, three = children.bulk_create(Child(name=name) for name in ("Two", "Three"))

    assert [c.name for c in children.order_by("pk")] == ["One", "Two", "Three"]
    assert one.pk < two.pk < three.pk


def test_a_record_is_found_by_exactly_its_number(children):
    child = children.create(name="One", number="943 476 5919")
    children.create(name="Two", number="943 476 5870")

    assert list(children.filter(number_index="9434765919")) == [child]
    assert list(children.filter(number_index="94347659")) == []
    assert "9434765919" not in repr(raw("SELECT number_index FROM vault_child"))
    with pytest.raises(FieldError, match="finds what is exactly the same"):
        children.filter(number_index__startswith="943")


def test_a_new_number_is_found_anew(children):
    child = children.create(name="One", number="1")

    child.number = "2"
    child.save()

    assert list(children.filter(number_index="1")) == []
    assert list(children.filter(number_index="2")) == [child]


def test_a_field_whose_row_is_not_known_is_refused_at_the_start():
    class Careless(models.Model):
        key = OwnKey(CaseKey, related_name="+")
        name = SealedText()

        class Meta:
            app_label, apps = "vault", Apps()

        def __str__(self):
            return ""

    assert [found.id for found in Careless._meta.get_field("name").check()] == [
        "vault.E001"
    ]
    assert Child._meta.get_field("name").check() == []
