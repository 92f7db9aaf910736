import os
from pathlib import Path
from uuid import uuid4

import pytest

from goldthread.base.vault import keyring
from goldthread.base.vault.keyring import NoKeys
from goldthread.base.vault.sealing import Unreadable


def test_a_demo_makes_its_first_key_and_only_its_owner_may_read_it(keys_in, settings):
    settings.DEMO = True

    assert keyring.current() == 1
    assert keyring.current() == 1
    files = {path.name: path.stat().st_mode & 0o777 for path in keys_in.iterdir()}
    assert files == {"master-1.key": 0o600, "blind.key": 0o600}
    assert keys_in.stat().st_mode & 0o777 == 0o700


def test_in_service_nobody_makes_one_by_accident(keys_in, settings):
    settings.DEMO = False

    with pytest.raises(NoKeys, match="make the first with `goldthread keys new`"):
        keyring.current()
    assert not keys_in.exists()


def test_a_new_version_leaves_the_older_ones(keys_in):
    keyring.new()
    first = (keys_in / "master-1.key").read_bytes()

    assert (keyring.new(), keyring.versions()) == (2, [1, 2])
    assert (keys_in / "master-1.key").read_bytes() == first


def test_a_key_that_others_can_read_is_refused(keys_in):
    keyring.new()
    Path(keys_in / "master-1.key").chmod(0o640)

    with pytest.raises(NoKeys, match="Close it with `chmod 600"):
        keyring.wrap(os.urandom(32), uuid4(), 1)


def test_a_file_that_is_no_key_is_refused(keys_in):
    keyring.new()
    (keys_in / "master-1.key").write_text("a password\n")

    with pytest.raises(NoKeys, match="does not hold a key of 64 hexadecimal digits"):
        keyring.wrap(os.urandom(32), uuid4(), 1)


def test_a_missing_key_says_where_it_should_be(keys_in):
    keyring.new()

    with pytest.raises(NoKeys, match=r"master-7\.key is missing"):
        keyring.unwrap(b"", uuid4(), 7)


def test_a_wrapped_key_opens_only_as_itself(keys_in):
    keyring.new()
    keyring.new()
    key, mine = os.urandom(32), uuid4()
    wrapped = keyring.wrap(key, mine, 1)

    assert keyring.unwrap(wrapped, mine, 1) == key
    for other, version in ((uuid4(), 1), (mine, 2)):
        with pytest.raises(Unreadable, match="This case’s key cannot be opened"):
            keyring.unwrap(wrapped, other, version)
