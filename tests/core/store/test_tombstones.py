"""The list of erased seats: it only grows, a cut line does not count, and only its owner reads it."""

import pytest

from nearer.errors import KeyringError
from nearer.store.tombstones import Tombstones


@pytest.fixture
def tombstones(tmp_path) -> Tombstones:
    return Tombstones.beside(tmp_path / "keyring")


def test_what_is_added_is_read_once_and_in_order(tombstones):
    assert tombstones.read() == []
    for seat in ("one", "two", "one"):
        tombstones.add(seat)
    assert Tombstones(tombstones.path).read() == ["one", "two"]
    assert tombstones.path.stat().st_mode & 0o777 == 0o600
    assert tombstones.path.name == "keyring.erased"


def test_a_line_that_was_cut_off_does_not_count_and_spoils_no_other(tombstones):
    tombstones.add("one")
    with tombstones.path.open("a") as file:
        file.write("tw")
    assert tombstones.read() == ["one"]
    tombstones.add("three")
    assert tombstones.read() == ["one", "tw", "three"]


def test_a_list_that_cannot_be_written_says_so(tombstones):
    tombstones.path.mkdir()
    with pytest.raises(KeyringError, match="can't be written"):
        tombstones.add("one")
    with pytest.raises(KeyringError, match="can't be read"):
        tombstones.read()
