"""Own keys of before: which of them a door of the present generation leads to."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from nearer.store.columns import inside_id
from nearer.store.doors import Station
from nearer.store.engine import Reader
from nearer.store.keyring import Keyring
from nearer.store.keys import Keys, drop_spares, names_of_key
from nearer.store.sealing import Names, unwrap, wrap
from nearer.store.tables import metadata
from nearer.store.writing import put_once

_keys = metadata.tables["key"]
_key = _keys.c
_MINE = select(_keys).where(
    _key.couple_id == bindparam("couple"),
    _key.side == bindparam("side"),
    _key.name.in_(("own", "earlier")),
    _key.generation < bindparam("generation"),
)


def load_earlier(
    session: Reader, keyring: Keyring, at: Station, own: bytes, generation: int, *, spares: bool
) -> dict[int, bytes]:
    """Generation -> own key, for each that *own* leads to; with *spares* also those that a spare is kept of."""
    where = {"couple": at.couple, "side": at.side, "generation": generation}
    rows = session.execute(_MINE, where).all()
    found = {generation: own}
    if spares:
        found |= {row.generation: _outer(keyring, row) for row in rows if row.name == "own"}
    # A later one holds an earlier one, so going down finds every way there is.
    for row in sorted(rows, key=lambda row: row.holder, reverse=True):
        if row.name == "earlier" and row.holder in found:
            found.setdefault(row.generation, unwrap(found[row.holder], _outer(keyring, row), _inner(at, row)))
    del found[generation]
    return found


def keep_earlier(session: Session, keyring: Keyring, at: Station, keys: Keys, older: Mapping[int, bytes]) -> None:
    """Let the own key in *keys* lead to *older* ones from now on, whatever becomes of their doors and spares."""
    for generation, key in older.items():
        row: dict[str, Any] = {"id": inside_id(), "couple_id": at.couple, "side": at.side, "name": "earlier"}
        row |= {"generation": generation, "holder": keys.generation}
        inner = wrap(keys.get("own", at.side), key, _inner(at, SimpleNamespace(**row)))
        epoch = keyring.current
        wrapped = wrap(epoch.key, inner, names_of_key(SimpleNamespace(**row)))
        put_once(session, "key", row | {"epoch": epoch.id, "wrapped": wrapped})


def remove_spare(session: Session, keyring: Keyring, at: Station, keys: Keys) -> None:
    """Keep no spare: from now on private words open only with the person's own link or code.

    What lies behind a generation that is shut to this person keeps its spare: it is not theirs to throw away.
    """
    keep_earlier(session, keyring, at, keys, keys.earlier)
    drop_spares(session, at.couple, at.side, (keys.generation, *keys.earlier))


def _outer(keyring: Keyring, row: Any) -> bytes:
    return unwrap(keyring.epoch(row.epoch).key, row.wrapped, names_of_key(row))


def _inner(at: Station, row: Any) -> Names:
    return Names(str(at.home), at.seat, "earlier", row.generation, str(row.holder))
