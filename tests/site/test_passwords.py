import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from goldthread.site import passwords
from goldthread.site.passwords import is_stolen, the_list_can_be_read, there_is_a_list

STOLEN = "a long password that leaked"


def line(password, met=3):
    return f"{hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()}:{met}"


@pytest.fixture
def listed(tmp_path, settings):
    """The file with these passwords in it."""

    def write(*words, end="\r\n"):
        path = tmp_path / "stolen.txt"
        path.write_bytes(end.join(sorted(map(line, words))).encode())
        settings.STOLEN_PASSWORDS = str(path)
        return path

    return write


def test_a_password_that_was_stolen_elsewhere_is_refused(listed):
    listed(STOLEN, "another that leaked")

    with pytest.raises(ValidationError, match="stolen from other services"):
        validate_password(STOLEN)


def test_one_that_was_not_is_taken(listed):
    listed(STOLEN)

    validate_password("nobody has ever had this one")


def test_without_a_list_none_is_refused():
    validate_password(STOLEN)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_of_many_is_found_and_nothing_else(listed, end):
    words = [f"stolen {number}" for number in range(3000)]
    path = listed(*words, end=end)

    assert [word for word in words if not is_stolen(word, path)] == []
    assert [n for n in range(3000) if is_stolen(f"kept {n}", path)] == []


def test_little_of_a_large_file_is_read(listed, monkeypatch):
    words = [f"stolen {number}" for number in range(3000)]
    path = listed(*words)
    monkeypatch.setattr(passwords, "BLOCK", 100)

    assert [word for word in words[::100] if not is_stolen(word, path)] == []
    assert not is_stolen("kept", path)


def test_an_empty_list_refuses_none(listed):
    assert not is_stolen(STOLEN, listed())


def test_a_list_that_cannot_be_read_stops_the_start(settings, tmp_path):
    settings.STOLEN_PASSWORDS = str(tmp_path / "away.txt")

    [found] = the_list_can_be_read()

    assert found.id == "passwords.E001"
    assert found.msg.endswith("cannot be read: No such file or directory.")


def test_whoever_deploys_without_a_list_is_warned(listed, settings):
    assert [each.id for each in there_is_a_list()] == ["passwords.W001"]
    listed(STOLEN)
    assert [*there_is_a_list(), *the_list_can_be_read()] == []
