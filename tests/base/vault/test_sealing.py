import pytest

from goldthread.base.vault.sealing import Unreadable, new_key, seal, unseal

KEY, HERE, THERE = new_key(), b"goldthread table 1 text", b"goldthread table 2 text"


def test_what_is_sealed_is_opened_in_its_place():
    assert unseal(KEY, seal(KEY, "Nobody asked why. ĉ".encode(), HERE), HERE) == (
        "Nobody asked why. ĉ".encode()
    )


def test_the_same_text_never_looks_the_same():
    assert seal(KEY, b"text", HERE) != seal(KEY, b"text", HERE)


def test_a_flipped_bit_anywhere_is_noticed():
    sealed = seal(KEY, b"A short text.", HERE)

    for place in range(len(sealed) * 8):
        flipped = bytearray(sealed)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises(Unreadable):
            unseal(KEY, bytes(flipped), HERE)


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28])
def test_what_is_cut_short_is_noticed(length):
    with pytest.raises(Unreadable):
        unseal(KEY, seal(KEY, b"A short text.", HERE)[:length], HERE)


def test_another_place_or_another_key_opens_nothing():
    sealed = seal(KEY, b"text", HERE)

    for key, place in ((KEY, THERE), (new_key(), HERE)):
        with pytest.raises(Unreadable, match="This text cannot be shown"):
            unseal(key, sealed, place)
