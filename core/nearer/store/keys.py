"""The keys that a request holds: made at Begin, unwrapped for one viewer, None where the viewer has no right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, delete, or_, select
from sqlalchemy.orm import Session

from nearer.errors import SealError
from nearer.store.engine import Reader
from nearer.store.keyring import Keyring
from nearer.store.sealing import Names, about_of, new_key, seal, unseal, unwrap, wrap
from nearer.store.tables import Key, metadata

_key = metadata.tables["key"].c
# Statements are made once: making and hashing one costs more than running it.
_KEYS = select(_key.couple_id, _key.side, _key.name, _key.generation, _key.epoch, _key.wrapped)
_OF_COUPLE = _KEYS.where(_key.couple_id == bindparam("couple"), _key.name.not_in(("own", "earlier")))
_OF_PARTNER = _OF_COUPLE.where(or_(_key.name == "couple", _key.side == bindparam("side")))
_OPEN_KEY = _OF_COUPLE.where(_key.name == "open", _key.side == bindparam("side"))
_COUPLE_KEYS = _KEYS.where(_key.couple_id.in_(bindparam("couples", expanding=True)), _key.name == "couple")
_HELD = {name: metadata.tables["key"].alias(f"{name}_key") for name in ("couple", "open", "care")}
SIDES = ("a", "b")
SHARED = "-"


def _nothing() -> dict[str, bytes | None]:
    return dict.fromkeys(SIDES)


@dataclass(frozen=True)
class Keys:
    """A frozen set of keys. ``side`` is the partner's who holds it, or ``-`` for the counsellor.

    ``open`` and ``care`` map each side to its key or None; ``generation`` is that of the own key, and ``earlier``
    are the own keys of generations before, as far as this door leads to them.
    """

    side: str
    couple: bytes = field(repr=False)
    own: bytes | None = field(default=None, repr=False)
    open: Mapping[str, bytes | None] = field(default_factory=_nothing, repr=False)
    care: Mapping[str, bytes | None] = field(default_factory=_nothing, repr=False)
    generation: int = 1
    earlier: Mapping[int, bytes] = field(default_factory=dict, repr=False)

    def find(self, name: str, side: str, generation: int | None = None) -> bytes | None:
        """The key *name* (couple, own, open, care) for words of *side*, or None: no right, or an unknown name.

        *generation* is that of the words, for own keys; by default the present one.
        """
        if name == "couple":
            return self.couple
        if name == "own":
            mine = self.own if generation in (None, self.generation) else self.earlier.get(generation or 0)
            return mine if side == self.side else None
        return {"open": self.open, "care": self.care}.get(name, {}).get(side)

    def opens_own(self, generation: int) -> bool:
        """Whether own words of that generation open with these keys."""
        return generation == self.generation or generation in self.earlier

    def get(self, name: str, side: str, generation: int | None = None) -> bytes:
        """The same key.

        Raises:
            SealError: this request has no right to it.
        """
        key = self.find(name, side, generation)
        if key is None:
            raise SealError
        return key


def seal_row(keys: Keys, table: str, row: Any, words: dict[str, Any]) -> bytes:
    """The box for *row* of *table* (see :func:`nearer.store.sealing.about_of`), under the key that its place asks for.

    Raises:
        SealError: *keys* has no right to that key.
    """
    about = about_of(table, row)
    return seal(keys.get(about.visibility, about.seat, getattr(row, "generation", None)), words, about)


def open_row(keys: Keys, table: str, row: Any, box: bytes | None = None) -> dict[str, Any]:
    """The words in ``row.box`` (or *box*, where the column is called otherwise).

    Raises:
        SealError: *keys* has no right to its key, or it was moved, re-labelled or damaged.
    """
    about = about_of(table, row)
    key = keys.get(about.visibility, about.seat, getattr(row, "generation", None))
    return unseal(key, row.box if box is None else box, about)


def make_keys(session: Session, keyring: Keyring, couple: UUID) -> Keys:
    """Make the keys of a new couple, for both seats at once so that nothing tells later who came when."""
    made = {(name, side): new_key() for name in ("open", "care") for side in SIDES}
    shared = new_key()
    for (name, side), key in {("couple", SHARED): shared, **made}.items():
        _keep(session, keyring, Names(str(couple), side, name), key)
    open_, care = ({side: made[name, side] for side in SIDES} for name in ("open", "care"))
    return Keys(SHARED, shared, None, open_, care)


def make_spare(session: Session, keyring: Keyring, couple: UUID, keys: Keys) -> None:
    """Keep a copy of the own key in *keys* that the keyring alone opens, so that the person can be let back in."""
    if keys.own is not None:
        _keep(session, keyring, Names(str(couple), keys.side, "own", keys.generation), keys.own)


def has_spare(session: Reader, couple: UUID, side: str, generation: int) -> bool:
    """Whether a spare of the own key of that generation is kept."""
    mine = (_key.couple_id == couple, _key.side == side, _key.name == "own", _key.generation == generation)
    return session.execute(select(_key.id).where(*mine)).first() is not None


def drop_spares(session: Session, couple: UUID, side: str, generations: Iterable[int]) -> None:
    """Remove the spares of these generations; see :func:`nearer.store.earlier.remove_spare`."""
    mine = (_key.couple_id == couple, _key.side == side, _key.name == "own")
    session.execute(delete(Key).where(*mine, _key.generation.in_(list(generations))))


def _keep(session: Session, keyring: Keyring, names: Names, key: bytes) -> None:
    epoch = keyring.current
    place = {"couple_id": UUID(names.couple), "side": names.seat, "name": names.key, "generation": names.generation}
    # The place is written once, as a mapping; its values have the types of the columns.
    session.add(Key(**place, epoch=epoch.id, wrapped=wrap(epoch.key, key, names)))  # type: ignore[arg-type]


def keys_for_partner(
    session: Session, keyring: Keyring, couple: UUID, side: str, *, own: bytes | None = None, generation: int = 1
) -> Keys:
    """What the partner in *side* holds: the couple key, their own open and care key, and *own* as their door gave it.

    The other's keys are not even read; see :func:`with_open_of_other`.
    """
    found = _unwrapped(session, keyring, _OF_PARTNER, couple=couple, side=side)
    shared = found[couple, SHARED, "couple"]
    opens, cares = ({**_nothing(), side: found[couple, side, name]} for name in ("open", "care"))
    return Keys(side, shared, own, opens, cares, generation)


def beside(statement: Select[Any], couple: Any, side: Any) -> Select[Any]:
    """*statement* with the wrapped keys of the partner in *side* beside each row, for :func:`keys_in_row`.

    *couple* and *side* are columns of it. The other's keys are not even read.
    """
    for name, key in _HELD.items():
        of = SHARED if name == "couple" else side
        here = and_(key.c.couple_id == couple, key.c.side == of, key.c.name == name, key.c.generation == 1)
        statement = statement.join(key, here)
        statement = statement.add_columns(key.c.epoch.label(f"{name}_epoch"), key.c.wrapped.label(f"{name}_wrapped"))
    return statement


def keys_in_row(keyring: Keyring, row: Any, own: bytes) -> Keys:
    """The same as :func:`keys_for_partner`, from a *row* of :func:`beside` with couple_id, side and generation."""
    side, couple = row.side, str(row.couple_id)
    held = {"couple": (SHARED, row.couple_epoch, row.couple_wrapped)}
    held |= {"open": (side, row.open_epoch, row.open_wrapped), "care": (side, row.care_epoch, row.care_wrapped)}
    key = {name: unwrap(keyring.epoch(e).key, box, Names(couple, of, name)) for name, (of, e, box) in held.items()}
    opens, cares = ({**_nothing(), side: key[name]} for name in ("open", "care"))
    return Keys(side, key["couple"], own, opens, cares, row.generation)


def with_open_of_other(session: Reader, keyring: Keyring, couple: UUID, keys: Keys) -> Keys:
    """*keys* with the other's open key too; only the one door asks for it, when something of the other is open."""
    if keys.side == SHARED:
        return keys
    other = other_side(keys.side)
    found = _unwrapped(session, keyring, _OPEN_KEY, couple=couple, side=other)
    return replace(keys, open={**keys.open, other: found[couple, other, "open"]})


def keys_for_counsellor(session: Session, keyring: Keyring, couple: UUID) -> Keys:
    """What the couple's counsellor holds: the couple key and both seats' open and care keys; never an own key.

    Of whoever was erased there are none.
    """
    found = _unwrapped(session, keyring, _OF_COUPLE, couple=couple)
    opens, cares = ({side: found.get((couple, side, name)) for side in SIDES} for name in ("open", "care"))
    return Keys(SHARED, found[couple, SHARED, "couple"], None, opens, cares)


def keys_of_couples(session: Session, keyring: Keyring, couples: Iterable[UUID]) -> dict[UUID, Keys]:
    """Just the couple key of each of *couples*, in one query: for names and labels in the desk's lists."""
    found = _unwrapped(session, keyring, _COUPLE_KEYS, couples=list(couples))
    return {couple: Keys(SHARED, key) for (couple, _, _), key in found.items()}


def other_side(side: str) -> str:
    """The other of the two sides."""
    return "b" if side == "a" else "a"


def names_of_key(row: Any) -> Names:
    """What the key *row* is bound to."""
    return Names(str(row.couple_id), row.side, row.name, row.generation, str(row.holder) if row.holder else "")


def rewrap_key(keyring: Keyring, row: Any, **moved: Any) -> dict[str, Any]:
    """The columns of the key *row* under the epoch that wraps now; *moved* are those that change (couple, side)."""
    key = unwrap(keyring.epoch(row.epoch).key, row.wrapped, names_of_key(row))
    new = SimpleNamespace(**{**row._asdict(), **moved})
    epoch = keyring.current
    return {**moved, "epoch": epoch.id, "wrapped": wrap(epoch.key, key, names_of_key(new))}


def _unwrapped(
    session: Reader, keyring: Keyring, statement: Select[Any], **values: Any
) -> dict[tuple[UUID, str, str], bytes]:
    rows = session.execute(statement, values)
    return {
        (couple, side, name): unwrap(keyring.epoch(epoch).key, wrapped, Names(str(couple), side, name, generation))
        for couple, side, name, generation, epoch, wrapped in rows
    }
