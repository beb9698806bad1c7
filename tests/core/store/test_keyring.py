"""The keyring file: made once, private, and never guessed at."""

import json

import pytest

from nearer.errors import KeyringError
from nearer.store.keyring import Keyring


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keyring.json"


def test_what_was_made_is_what_is_read(path):
    made = Keyring.make(path)
    assert Keyring.read(path) == made
    assert made.current.id == 1
    assert len(made.current.key) == 32


def test_only_its_owner_can_read_it_and_nothing_is_left_beside_it(path):
    Keyring.make(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["keyring.json"]


def test_a_keyring_is_never_overwritten(path):
    made = Keyring.make(path)
    with pytest.raises(KeyringError, match="never overwritten"):
        Keyring.make(path)
    assert Keyring.read(path) == made
    assert [file.name for file in path.parent.iterdir()] == ["keyring.json"]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_keyring_that_others_can_read_is_refused_with_the_remedy(path, mode):
    Keyring.make(path)
    path.chmod(mode)
    with pytest.raises(KeyringError, match=f"chmod 600 {path}"):
        Keyring.read(path)


def test_a_missing_or_impossible_place_says_what_to_do(path):
    with pytest.raises(KeyringError, match="nearer key new"):
        Keyring.read(path)
    with pytest.raises(KeyringError, match="can't be written"):
        Keyring.make(path.parent / "nowhere" / "keyring.json")


@pytest.mark.parametrize(
    "change",
    [
        {"format": "nearer keyring/9"},
        {"epochs": []},
        {"epochs": [{"id": 1, "made": "2026-01-01T00:00:00+00:00", "key": "c2hvcnQ="}]},
        {"root": "not base64!"},
        {"salt": None},
    ],
)
def test_a_damaged_keyring_is_refused(path, change):
    Keyring.make(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(KeyringError):
        Keyring.read(path)


def test_the_last_epoch_wraps_and_older_ones_still_open(path):
    first = Keyring.make(path).current
    document = json.loads(path.read_text())
    document["epochs"].append({**document["epochs"][0], "id": 2, "key": "A" * 43 + "="})
    path.write_text(json.dumps(document))
    keyring = Keyring.read(path)
    assert keyring.current.id == 2
    assert keyring.epoch(1) == first
    with pytest.raises(KeyringError, match="no epoch 3"):
        keyring.epoch(3)


def test_secrets_differ_by_name_and_stay(path):
    keyring = Keyring.make(path)
    names = ("flask", "form", "totp", "pin")
    assert len({keyring.secret(name) for name in names}) == 4
    assert [Keyring.read(path).secret(name) for name in names] == [keyring.secret(name) for name in names]


def test_a_keyring_does_not_show_its_keys(path):
    keyring = Keyring.make(path)
    assert repr(keyring.current.key) not in repr(keyring)
    assert repr(keyring.root) not in repr(keyring)
