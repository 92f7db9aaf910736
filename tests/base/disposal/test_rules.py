from datetime import date

from goldthread.base.disposal import rules


def test_the_order_of_the_ids_does_not_matter_and_each_of_them_does():
    assert rules.hash_of_ids(["b", "a"]) == rules.hash_of_ids(["a", "b"])
    assert rules.hash_of_ids(["a"]) != rules.hash_of_ids(["a", "b"])


def test_the_same_facts_give_the_same_words():
    one = rules.certificate({"count": 1, "class": "referral"})

    assert one == rules.certificate({"class": "referral", "count": 1})
    assert rules.fingerprint(one) != rules.fingerprint(one.replace("1", "2"))


def test_the_last_backup_that_holds_a_key_expires_ninety_days_later():
    assert rules.backups_until(date(2026, 11, 18)) == date(2027, 2, 16)
