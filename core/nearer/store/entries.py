"""Stores what a person answers or passes: numbered, append-only, split by visibility, in one transaction.

The number stands in the form. The same number with the same content is the same success again; the same number with
other content stores nothing, and the page shows both. All writers of a couple take its lock first, so two devices
come one after the other on both databases.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from nearer.rules import journey
from nearer.rules.canonical import canonical
from nearer.rules.contract import Json
from nearer.rules.visibility import COUPLE, OPEN, OWN, closed, is_write_only, rule_of, split
from nearer.store.boxes import Target, at, mark_of, sealed, terms
from nearer.store.columns import inside_id, public_id
from nearer.store.editions import load_edition
from nearer.store.engine import plain
from nearer.store.facts import load_facts
from nearer.store.findings import keep_findings
from nearer.store.keys import SHARED, open_row
from nearer.store.seats import Place
from nearer.store.stances import record_screen
from nearer.store.tables import metadata
from nearer.store.writing import lock_couple, put_row

ANSWER, PASS = "answer", "pass"
_tables = metadata.tables
_entry, _box, _lift = (_tables[name].c for name in ("entry", "box", "lift"))
# Made once: making and hashing a statement costs more than running it.
_ENTRIES = (
    select(*(_entry[name] for name in ("n", "kind", "mark", "writer", "edition_sha", "form")))
    .where(at("entry", "seat"))
    .order_by(_entry.n)
)
_LAST = select(func.max(_entry.n)).where(at("entry", "seat")).scalar_subquery()
_LATEST = select(_tables["box"]).where(at("box", "seat"), _box.key.in_((OWN, OPEN)), _box.n == _LAST)
_INSERT_ENTRY, _INSERT_BOX = insert(_tables["entry"]), insert(_tables["box"])
_FLOOR = select(_tables["renewal"].c.n).where(at("renewal", "seat"))
_NO_DRAFT = delete(_tables["draft"]).where(at("draft", "seat"))
_PENDING = delete(_tables["lift"]).where(at("lift", "seat"), _lift.opens_at > bindparam("now"))
_NO_LIFTS = _PENDING.where(_lift.item.not_in(bindparam("kept", expanding=True)))


@dataclass(frozen=True)
class Receipt:
    """What became of it: ``stored``, ``same`` (was stored before), ``conflict``, or ``behind`` (a script went on)."""

    state: str
    n: int

    @property
    def is_safe(self) -> bool:
        """Whether what was sent is stored."""
        return self.state in ("stored", "same")


@dataclass(frozen=True)
class Writing:
    """Who writes where and when: what every writer of entries needs."""

    session: Session
    place: Place
    target: Target
    now: datetime

    @property
    def connection(self) -> Connection:
        """The connection of the session, for statements that need no ORM."""
        return plain(self.session)

    @cached_property
    def today(self) -> date:
        """The calendar day of the couple's zone."""
        return journey.local_day(self.place.couple.zone, self.now)

    def names(self, seat: str) -> Json:
        """The columns that every row of *seat* has here."""
        return self.target.names(self.place.couple.id, seat)

    def entries(self, seat: str) -> Sequence[Any]:
        """The entries of *seat* here, in order; takes the couple's lock, so that they stay all."""
        lock_couple(self.session, self.place.couple.id)
        return self.connection.execute(_ENTRIES, self.names(seat)).all()

    def counting(self, seat: str, known: Sequence[Any]) -> Sequence[Any]:
        """Those of the entries *known* of *seat* that count: what stands aside since the step was renewed does not."""
        if all(entry.edition_sha == self.target.edition.sha for entry in known):
            return known
        floor = self.connection.execute(_FLOOR, self.names(seat)).scalar() or 0
        return [entry for entry in known if entry.n > floor]

    def insert(self, seat: str, n: int, kind: str, mark: bytes, boxes: dict[str, Json]) -> None:
        """One entry and, for each key, the words sealed under it."""
        keys = self.place.keys
        names = self.names(seat) | {"n": n, "edition_sha": self.target.edition.sha}
        rows = [
            sealed(keys, "box", names | {"id": inside_id(), "key": key, "generation": keys.generation}, words)
            for key, words in boxes.items()
        ]
        about = {"id": inside_id(), "kind": kind, "writer": self.place.seat.side, "form": self.target.form.name}
        self.connection.execute(_INSERT_ENTRY, names | about | {"mark": mark, "day": self.today})
        if rows:
            self.connection.execute(_INSERT_BOX, rows)


def submit_answer(session: Session, place: Place, target: Target, instance: Json, *, n: int, now: datetime) -> Receipt:
    """Store *instance*, which was checked against the schema, as entry *n* of this seat (or of both, if it is shared).

    What another person has seen of an earlier answer is closed: it is carried forward as it was, and may be added to.
    """
    writing = Writing(session, place, target, now)
    return _submit(writing, ANSWER, instance, n=n, seat=SHARED if target.form.is_shared else place.seat.side)


def is_repeated(session: Session, place: Place, target: Target, instance: Json, *, n: int, now: datetime) -> bool:
    """Whether *instance* is stored already as entry *n*: what is sent again after a lost response."""
    writing = Writing(session, place, target, now)
    seat = SHARED if target.form.is_shared else place.seat.side
    mark = _mark(writing, ANSWER, instance, seat)
    return any(each.n == n and hmac.compare_digest(each.mark, mark) for each in writing.entries(seat))


def pass_step(session: Session, place: Place, target: Target, *, n: int, now: datetime) -> Receipt:
    """Pass the step: meets every rule as an answer does, and looks like one to everybody else.

    Where both do something together the number in the form is that of what they share, so it counts for nothing here.
    """
    writing = Writing(session, place, target, now)
    return _submit(writing, PASS, {}, n=n, seat=place.seat.side)


def settle(known: Sequence[Any], n: int, mark: bytes, *, append: Sequence[Any] | None = None) -> Receipt | int:
    """The number to store under, or the receipt where there is nothing to store.

    With *append*, those of *known* that count, the number in the form counts for nothing: a write-only step must not
    tell whether a guess at its content is what was stored.
    """
    last = known[-1].n if known else 0
    if append is not None:
        is_same = bool(append) and hmac.compare_digest(append[-1].mark, mark)
        return Receipt("stored", last) if is_same else last + 1
    for entry in known:
        if entry.n == n:
            return Receipt("same" if hmac.compare_digest(entry.mark, mark) else "conflict", n)
    return n if n == last + 1 else Receipt("conflict", last)


def finish(writing: Writing, side: str, *, passed: bool, entries: int = 1) -> None:
    """Keep that *side* is done here; the first day stays."""
    names = writing.names(side)
    values = names | {"done": True, "passed": passed, "entries": entries, "day": writing.today}
    put_row(writing.session, "fact", values, keep=frozenset({"day"}))


def _submit(writing: Writing, kind: str, instance: Json, *, n: int, seat: str) -> Receipt:
    form, place = writing.target.form, writing.place
    known = writing.entries(seat)
    counting = writing.counting(seat, known)
    mark = _mark(writing, kind, instance, seat)
    if kind == PASS and is_write_only(form.schema) and any(entry.kind == ANSWER for entry in counting):
        return Receipt("stored", known[-1].n)  # what was told for safety's sake is not passed over afterwards
    is_counted = not is_write_only(form.schema) and not (kind == PASS and (form.is_shared or form.is_script))
    number = settle(known, n, mark, append=None if is_counted else counting)
    if isinstance(number, Receipt):
        return number
    earlier = _Earlier.read(writing, counting) if counting and seat != SHARED else _Earlier({}, {})
    content = earlier.carry(writing, instance)
    items = earlier.items(form.schema, content)
    writing.insert(seat, number, kind, mark, _boxes(form.schema, content, items, shared=seat == SHARED))
    writing.connection.execute(_NO_DRAFT, writing.names(place.seat.side))
    if earlier.ids:
        _drop_pending_lifts(writing, items)
    finish(writing, place.seat.side, passed=kind == PASS, entries=number)
    if seat != SHARED:
        keep_findings(writing.session, place, writing.target, content)
    if form.flags or is_write_only(form.schema):
        answer = None if kind == PASS else content
        record_screen(writing.session, place, writing.target, answer, today=writing.today)
    return Receipt("stored", number)


def _mark(writing: Writing, kind: str, instance: Json, seat: str) -> bytes:
    key = writing.place.keys.get(COUPLE if seat == SHARED else OWN, writing.place.seat.side)
    return mark_of(key, kind, writing.target.form.name, instance)


def _boxes(schema: Json | None, content: Json, items: Json, *, shared: bool) -> dict[str, Json]:
    parts = split(schema, content, shared=shared)
    boxes = {key: {"answer": part, "as": terms(schema, part)} for key, part in parts.items()}
    if items and OWN in boxes:
        boxes[OWN]["items"] = items
    return boxes


@dataclass(frozen=True)
class _Earlier:
    """What the seat answered last: the words that may be closed, and the ids of items that may be released."""

    words: Json
    ids: dict[str, list[str]]
    is_alike: bool = True

    @classmethod
    def read(cls, writing: Writing, counting: Sequence[Any]) -> _Earlier:
        boxes = latest_boxes(writing)
        words = {name: value for box in boxes.values() for name, value in box["answer"].items()}
        return cls(words, boxes.get(OWN, {}).get("items", {}), _is_of_this_version(writing, counting[-1]))

    def carry(self, writing: Writing, instance: Json) -> Json:
        """*instance* with everything that is closed by now as it stood."""
        if not self.words or not self.is_alike:  # else it was carried over on reading, and came with the form
            return instance
        target, place = writing.target, writing.place
        facts = load_facts(writing.connection, place.couple, place.keys)
        moment = journey.state(target.edition, facts, writing.now).moment(
            place.seat.side, target.step, target.occurrence
        )
        shut = closed(target.form.schema, moment)
        return instance | {name: value for name, value in self.words.items() if name in shut}

    def items(self, schema: Json | None, content: Json) -> dict[str, list[str]]:
        """An id for each item that may be released by itself: an unchanged item keeps its own, an edited one is new."""
        found = {}
        for name, value in content.items():
            if rule_of(schema, name).name == "choose":
                before = list(zip(items_of(self.words.get(name)), self.ids.get(name, ()), strict=False))
                found[name] = [_take(before, item) or public_id() for item in items_of(value)]
        return found


def _is_of_this_version(writing: Writing, entry: Any) -> bool:
    """Whether *entry* was given in the version that the type of the form has here."""
    if entry.edition_sha == writing.target.edition.sha:
        return True
    step = load_edition(writing.connection, entry.edition_sha).steps[writing.target.step.id]
    return step.form(entry.form).version == writing.target.form.version


def items_of(value: Any) -> list[Any]:
    """What can be released one by one: the items of an array, or the one value."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _take(before: list[tuple[Any, str]], item: Any) -> str | None:
    """The id of an item equal to *item*, each only once."""
    wanted = canonical(item)
    for index, (old, identity) in enumerate(before):
        if canonical(old) == wanted:
            del before[index]
            return identity
    return None


def latest_boxes(writing: Writing) -> dict[str, Json]:
    """The writer's own and open words of their latest entry; what was locked behind an older own key stays out."""
    keys, side = writing.place.keys, writing.place.seat.side
    rows = writing.connection.execute(_LATEST, writing.names(side))
    return {r.key: open_row(keys, "box", r) for r in rows if r.key != OWN or keys.opens_own(r.generation)}


def _drop_pending_lifts(writing: Writing, items: dict[str, list[str]]) -> None:
    """Take back what was to open later but is no longer written so."""
    kept = [identity for each in items.values() for identity in each]
    writing.session.execute(_NO_LIFTS, writing.names(writing.place.seat.side) | {"now": writing.now, "kept": kept})
