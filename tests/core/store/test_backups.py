"""Backup and restore on both databases: yesterday's backup brings everything back but whom somebody erased since."""

import pytest
from fixtures.pairs import edition_of, form, schema_of
from sqlalchemy import Engine, func, select

from nearer.errors import NotSignedInError, UnknownSecretError
from nearer.store import seats
from nearer.store.backups import BackupError, Restored, back_up, restore
from nearer.store.engine import is_postgres, session_scope
from nearer.store.erasing import erase_seat
from nearer.store.keyring import Keyring
from nearer.store.tables import metadata
from nearer.store.tombstones import Tombstones


@pytest.fixture
def pair(make_pair):
    made = make_pair(edition_of({"s-words": form(schema_of(private="private", both="both"))}))
    for who in ("me", "you"):
        made.answer(who, "s-words", {"private": f"private of {who}", "both": f"both of {who}"})
    return made


@pytest.fixture
def tombstones(tmp_path) -> Tombstones:
    return Tombstones.beside(tmp_path / "keyring.json")


@pytest.fixture
def yesterday(pair, engine, tmp_path):
    """A backup of before, when both had written."""
    back_up(engine, tmp_path / "yesterday")
    return tmp_path / "yesterday"


@pytest.fixture
def erased(pair, yesterday, engine, keyring, tombstones):
    """The seat of somebody who was erased after the backup was made."""
    seat = pair.place("me").seat
    tombstones.add(seat.id)
    with session_scope(engine, write=True) as session:
        erase_seat(session, keyring, seat.id)
    return seat


@pytest.fixture
def come_back(engine, keyring, now):
    def by_link(began):
        with session_scope(engine, write=True) as session:
            return seats.open_link(session, keyring, began.link_secret, now=now)

    return by_link


def count(engine: Engine, table: str, **names) -> int:
    columns = metadata.tables[table].c
    with session_scope(engine) as session:
        where = [columns[name] == value for name, value in names.items()]
        return session.scalar(select(func.count()).select_from(metadata.tables[table]).where(*where))


def test_the_words_of_an_erased_person_do_not_come_back_with_yesterdays_backup(
    erased, yesterday, couple, pair, engine, keyring, tombstones, come_back, enter
):
    assert restore(engine, keyring, tombstones, yesterday, replace=True) == Restored(erased=1, unreadable=0)
    for table in ("box", "entry", "fact"):
        assert count(engine, table, seat=erased.side) == 0
        assert count(engine, table, seat=pair.place("you").seat.side) > 0
    assert count(engine, "key", side=erased.side) == count(engine, "door", seat_id=erased.id) == 0
    with pytest.raises(UnknownSecretError):
        come_back(couple[0])
    token = come_back(couple[1]).token
    assert enter(couple[1], token=token).couple.rested
    assert pair.sees("you", "s-words").mine == {"private": "private of you", "both": "both of you"}


def test_without_the_list_they_would_come_back(erased, yesterday, engine, keyring, tmp_path):
    """What the test above rests on."""
    restore(engine, keyring, Tombstones(tmp_path / "another"), yesterday, replace=True)
    assert count(engine, "box", seat=erased.side) > 0


def test_a_restore_brings_back_what_was_lost_and_signs_everybody_out(
    yesterday, couple, engine, keyring, tombstones, come_back, enter
):
    before = count(engine, "box")
    with session_scope(engine, write=True) as session:
        session.execute(metadata.tables["box"].delete())
    restore(engine, keyring, tombstones, yesterday, replace=True)
    assert count(engine, "box") == before
    with pytest.raises(NotSignedInError):
        enter(couple[0])
    assert enter(couple[0], token=come_back(couple[0]).token)


def test_a_database_with_something_in_it_is_left_alone_unless_told(pair, yesterday, engine, keyring, tombstones):
    before = count(engine, "entry")
    with pytest.raises(BackupError, match="--replace"):
        restore(engine, keyring, tombstones, yesterday)
    assert count(engine, "entry") == before


def test_what_is_no_backup_changes_nothing(pair, engine, keyring, tombstones, tmp_path):
    wrong = tmp_path / "wrong"
    wrong.write_bytes(b"not a database at all, but long enough to be one" * 50)
    for path in (wrong, tmp_path / "nowhere"):
        with pytest.raises(BackupError):
            restore(engine, keyring, tombstones, path, replace=True)
    assert count(engine, "entry") == 2


def test_a_backup_is_for_its_owner_only_holds_no_key_and_overwrites_nothing(yesterday, engine, keyring, tmp_path):
    assert yesterday.stat().st_mode & 0o777 == 0o600
    content = yesterday.read_bytes()
    assert keyring.current.key not in content
    assert b"private of me" not in content
    with pytest.raises(BackupError, match="never overwritten"):
        back_up(engine, yesterday)
    with pytest.raises(BackupError, match="can't be written"):
        back_up(engine, tmp_path / "nowhere" / "backup")
    assert not list(tmp_path.glob(".yesterday*"))


def test_keys_that_the_keyring_has_not_are_counted(yesterday, engine, tombstones, tmp_path):
    another = Keyring.make(tmp_path / "another")
    epochs = tuple(epoch.__class__(9, epoch.key, epoch.made) for epoch in another.epochs)
    found = restore(engine, Keyring(epochs, another.salt, another.root), tombstones, yesterday, replace=True)
    assert found.unreadable == count(engine, "key")


@pytest.mark.postgres
def test_without_the_programs_of_postgresql_it_says_what_is_missing(engine, tmp_path, monkeypatch):
    if not is_postgres(engine):
        return
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="postgresql-client"):
        back_up(engine, tmp_path / "backup")
