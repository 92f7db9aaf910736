"""What is sealed opens with its key under its name, whole, or not at all."""

import io

import pytest

from goldthread.base.backups import streams
from goldthread.base.backups.streams import MARK, PIECE, SALT, TAG, Damaged, Refused

KEY = bytes(range(32))
HEAD = len(streams.FORM) + MARK + SALT


def sealed(plain, *, name="database", key=KEY):
    return b"".join(streams.seal(key, name, [plain]))


def opened(file, *, name="database", key=KEY):
    return b"".join(streams.unseal(key, name, io.BytesIO(file)))


@pytest.mark.parametrize(
    "size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7]
)
def test_what_was_sealed_is_given_back(size):
    plain = bytes(n % 251 for n in range(size))

    assert opened(sealed(plain)) == plain


def test_however_it_came_it_is_the_same():
    plain = bytes(n % 251 for n in range(2 * PIECE + 5))
    pieces = [plain[:3], plain[3 : PIECE + 100], b"", plain[PIECE + 100 :]]

    whole = b"".join(streams.seal(KEY, "database", pieces))

    assert opened(whole) == plain


def test_nothing_of_it_can_be_read_in_the_file():
    assert b"zaunkoenig" not in sealed(b"zaunkoenig" * 1000)


@pytest.mark.parametrize("at", [0, HEAD, HEAD + PIECE, HEAD + 2 * PIECE + 40, -1])
def test_a_flipped_bit_is_found(at):
    file = bytearray(sealed(bytes(2 * PIECE + 100)))
    file[at] ^= 1

    with pytest.raises(Damaged):
        opened(bytes(file))


@pytest.mark.parametrize(
    "left", [0, 10, HEAD, HEAD + 5, HEAD + PIECE + TAG, HEAD + 2 * (PIECE + TAG)]
)
def test_a_cut_file_is_found_also_where_a_piece_ends(left):
    file = sealed(bytes(2 * PIECE + 100))

    with pytest.raises(Damaged):
        opened(file[:left])


def test_swapped_pieces_are_found():
    file = sealed(bytes(range(256)) * (3 * PIECE // 256))
    one, two = HEAD + PIECE + TAG, HEAD + 2 * (PIECE + TAG)
    swapped = file[:HEAD] + file[one:two] + file[HEAD:one] + file[two:]

    with pytest.raises(Damaged):
        opened(swapped)


def test_what_was_added_at_the_end_is_found():
    with pytest.raises(Damaged):
        opened(sealed(b"whole") + b"more")


def test_a_file_under_another_name_is_found():
    with pytest.raises(Damaged):
        opened(sealed(b"whole", name="monday"), name="tuesday")


def test_another_key_is_said_to_be_another_key():
    with pytest.raises(Refused, match="another backup key"):
        opened(sealed(b"whole"), key=bytes(32))


def test_a_key_is_for_its_owners_eyes_and_never_over_another(tmp_path):
    at = tmp_path / "backup.key"
    streams.new_key(at)
    first = streams.read_key(at)

    with pytest.raises(Refused, match="File exists"):
        streams.new_key(at)
    at.chmod(0o640)
    with pytest.raises(Refused, match="Others can read the backup key"):
        streams.read_key(at)

    assert len(first) == 32


@pytest.mark.parametrize("words", ["", "not a key\n", "ab" * 31])
def test_what_is_no_key_is_refused(tmp_path, words):
    at = tmp_path / "backup.key"
    at.touch(mode=0o600)
    at.write_text(words)

    with pytest.raises(Refused, match="64 hexadecimal digits"):
        streams.read_key(at)


def test_a_key_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match="No such file"):
        streams.read_key(tmp_path / "none.key")
