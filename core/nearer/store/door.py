"""The one door for answers: everything that a page shows of what people wrote comes from here.

Policy first: which properties are open to this viewer at this moment. Then only the boxes that hold such properties
are opened, with the keys that the viewer has; the other's open key is asked for only if something of theirs is open.
What a box holds is cut down once more by the visibilities sealed beside it, which are those it was given under.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, func, or_, select

from nearer.rules import visibility as rules
from nearer.rules.contract import Json
from nearer.rules.edition import Step
from nearer.rules.journey import Journey
from nearer.rules.scoring import compare
from nearer.rules.visibility import COUNSELLOR, OPEN, OWN, PARTNER, SAFETY, SELF, Moment
from nearer.rules.vocabulary import SIDES
from nearer.store.boxes import Target, at, under
from nearer.store.care import read_care
from nearer.store.engine import Reader
from nearer.store.keys import SHARED, Keys, open_row
from nearer.store.lifts import Lifted
from nearer.store.tables import metadata
from nearer.store.viewing import Aside, Viewer, Visible

__all__ = ["Aside", "Read", "Viewer", "Visible", "read_at_once", "read_before", "read_step"]

Spot = tuple[str, int]
ANSWERS = ("answer", "pass")
_tables = metadata.tables
_entry, _box, _lift = (_tables[name].c for name in ("entry", "box", "lift"))


def _here_or_gathered() -> ColumnElement[bool]:
    """The condition that an entry stands at the target or at a step that is gathered there."""
    sources: BindParameter[list[str]] = bindparam("sources", expanding=True)
    return or_(at("entry"), and_(_entry.couple_id == bindparam("couple_id"), _entry.step.in_(sources)))


# Made once: making and hashing a statement costs more than running it.
_SPOT = ("couple_id", "step", "occurrence", "seat")
_LATER = _tables["entry"].alias("later").c
_LAST = select(func.max(_LATER.n)).where(*(_LATER[name] == _entry[name] for name in _SPOT), _LATER.kind.in_(ANSWERS))
_WANTED = or_(_entry.seat == SHARED, _entry.n == _LAST.scalar_subquery())
_BESIDE = and_(*(_box[name] == _entry[name] for name in (*_SPOT, "n")))
_OF_ENTRY = [_entry[name] for name in (*_SPOT, "n", "kind", "writer", "form")]


def _with_boxes(beside: ColumnElement[bool]) -> Select[Any]:
    """One row for each entry, or for each box *beside* it: the same query, whatever there is to find."""
    found = select(*_OF_ENTRY, _entry.edition_sha.label("given")).order_by(_entry.n)
    found = found.add_columns(_box.key, _box.generation, _box.edition_sha, _box.box)
    return found.select_from(_tables["entry"].outerjoin(_tables["box"], beside))


_EVERYWHERE = _with_boxes(and_(_BESIDE, _WANTED))
# Of what stands aside, the last answer has a lower number than the last of all.
_ASIDE = _with_boxes(_BESIDE).where(at("entry"))
_ENTRIES, _WITH_GATHERED = _EVERYWHERE.where(at("entry")), _EVERYWHERE.where(_here_or_gathered())
_FINDINGS = select(_tables["finding"]).where(at("finding"))
_LIFTS = select(_tables["lift"]).where(at("lift")).order_by(_lift.opens_at)
Read = Callable[[Select[Any], Json], Sequence[Any]]
"""What answers the queries of a place."""


def read_at_once(session: Reader, couple: UUID) -> Read:
    """What gives at every place of *couple* the rows that its queries would: read in three queries, however many."""
    lifts, findings = select(_tables["lift"]).order_by(_lift.opens_at), select(_tables["finding"])
    queries = {"entry": _EVERYWHERE, "lift": lifts, "finding": findings}
    found = {name: session.execute(q.where(_tables[name].c.couple_id == couple)).all() for name, q in queries.items()}
    names: dict[Any, str] = {_LIFTS: "lift", _FINDINGS: "finding"}

    def read(statement: Select[Any], where: Json) -> Sequence[Any]:
        spot, sources = (where["step"], where["occurrence"]), where.get("sources", ())
        rows = found[names.get(statement, "entry")]
        return [row for row in rows if (row.step, row.occurrence) == spot or row.step in sources]

    return read


def read_step(
    session: Reader, viewer: Viewer, target: Target, journey: Journey, *, now: datetime, read: Read | None = None
) -> Visible:
    """What *viewer* may see of *target*; the number of queries does not depend on how much is stored.

    With *read* (see :func:`read_at_once`) it makes none for answers.

    In a program that no counsellor accompanies the desk sees no answers at all: so it stands beside each field.
    """
    if viewer.role == SELF:
        return _own_page(_Reading.load(session, viewer, target, journey, now=now))
    if viewer.role in (COUNSELLOR, SAFETY) and target.edition.program.get("personal", True):
        page = _desk_page(_Reading.load(session, viewer, target, journey, now=now, read=read))
        if viewer.role == SAFETY:
            return replace(page, flags=tuple(read_care(session, viewer.couple, viewer.side, viewer.keys)["flags"]))
        return page
    return Visible()


def read_before(
    session: Reader, viewer: Viewer, target: Target, aside: Mapping[str, Aside], journey: Journey, *, now: datetime
) -> Visible:
    """What *viewer* may see of what stands aside at *target*, a place of the edition that it was given in.

    *aside* says by seat (or ``-``) up to which entry, and what had been opened when the step was renewed: nothing more
    opens now.
    """
    if viewer.role != SELF and not target.edition.program.get("personal", True):
        return Visible()
    reading = _Reading.load(session, viewer, target, journey, now=now, aside=aside)
    if viewer.role == SAFETY:
        return Visible(theirs=reading.answer(viewer.side, SAFETY))
    if viewer.role == COUNSELLOR:
        shown, released = reading.answer(viewer.side, COUNSELLOR), reading.lifted(viewer.side, COUNSELLOR)
        return Visible(theirs=shown, shared=reading.shared(COUNSELLOR), lifted=released)
    mine, theirs = reading.answer(viewer.side, SELF), reading.answer(viewer.other, PARTNER)
    released = reading.lifted(viewer.other, PARTNER)
    return Visible(mine=mine, theirs=theirs, shared=reading.shared(SELF), lifted=released)


@dataclass(frozen=True)
class _Reading:
    """The rows at a target and the policy over them; nothing in it is opened before it is asked for.

    ``entries`` are those that count: what stands aside is left out, or with ``aside`` is all there is.
    """

    viewer: Viewer
    target: Target
    journey: Journey
    now: datetime
    entries: Sequence[Any]
    boxes: Sequence[Any]
    findings: Sequence[Any]
    lifts: Sequence[Any]
    counts: Mapping[str, int]
    aside: Mapping[str, Aside] | None = None

    @classmethod
    def load(
        cls, session: Reader, viewer: Viewer, target: Target, journey: Journey, *,
        now: datetime, aside: Mapping[str, Aside] | None = None, read: Read | None = None,
    ) -> _Reading:  # fmt: skip
        read = read or (lambda query, where: session.execute(query, where).all())
        names = target.names(viewer.couple, viewer.side)
        sources = sorted({step for step, _ in target.form.gathers})
        statement, where = (_WITH_GATHERED, names | {"sources": sources}) if sources else (_ENTRIES, names)
        rows = read(statement if aside is None else _ASIDE, where if aside is None else names)
        everything = {(row.step, row.occurrence, row.seat, row.n): row for row in rows}.values()
        counts = Counter(row.seat for row in everything if row.step == target.step.id)
        rows = _counting(rows, journey, aside)
        entries = list({(row.step, row.occurrence, row.seat, row.n): row for row in rows}.values())
        boxes = [row for row in rows if row.key is not None]
        findings = read(_FINDINGS, names) if entries and target.form.scoring else ()
        has_items = entries and "choose" in rules.visibilities(target.form.schema)
        lifts = read(_LIFTS, names) if has_items else ()
        lifts = _standing(lifts, entries, journey, target, aside)
        return cls(viewer, target, journey, now, entries, boxes, findings, lifts, counts, aside)

    @property
    def spot(self) -> Spot:
        return self.target.step.id, self.target.occurrence

    @cached_property
    def wide(self) -> Keys:
        return self.viewer.widen()

    def unseal(self, table: str, row: Any) -> Json:
        """The words of *row*, if the viewer has its key; the other's open key is fetched here and nowhere else."""
        reaches_over = self.viewer.role == SELF and row.seat == self.viewer.other
        return open_row(self.wide if reaches_over else self.viewer.keys, table, row)

    def is_current(self, row: Any) -> bool:
        """Whether *row* does not lie behind an own key of before, which stays shut."""
        return bool(row.key != OWN or self.viewer.keys.opens_own(row.generation))

    def moment(self, seat: str, step: Step | None = None, occurrence: int = 0) -> Moment:
        if self.aside is not None:
            return self.aside[seat].moment if seat in self.aside else Moment()
        return self.journey.moment(seat, step or self.target.step, occurrence or self.target.occurrence)

    def last(self, seat: str, spot: Spot, kinds: tuple[str, ...] = ANSWERS) -> Any:
        """The latest entry of *seat* there of one of *kinds*, None where there is none."""
        found = [entry for entry in _only(self.entries, seat, spot) if entry.kind in kinds]
        return found[-1] if found else None

    def open_boxes(self, seat: str, spot: Spot, names: frozenset[str]) -> list[Json]:
        """The latest answer of *seat* as far as it lies under the keys *names*."""
        last = self.last(seat, spot)
        rows = [row for row in _only(self.boxes, seat, spot) if last and row.n == last.n and row.key in names]
        return [self.unseal("box", row) for row in rows if self.is_current(row)]

    def answer(self, seat: str, role: str, *, step: Step | None = None, occurrence: int = 0) -> Json | None:
        """What *role* may see of the latest answer of *seat*; None where no word of it may be open yet."""
        step = step or self.target.step
        if role == SELF and self.last(seat, (step.id, occurrence or self.target.occurrence)) is None:
            return None
        moment = self.moment(seat, step, occurrence)
        schema = self.target.form.schema if step is self.target.step else self.journey.form(step, seat).schema
        names = rules.keys_of(schema, role, moment)
        names = names | {OWN} if role == SELF else names
        if not names:
            return None
        found: Json = {}
        spot = (step.id, occurrence or self.target.occurrence)
        for box in self.open_boxes(seat, spot, names):
            found |= rules.filter_answer(under(box["as"]), box["answer"], role, moment)
        return self.carried(seat, spot, found)

    def carried(self, seat: str, spot: Spot, answer: Json) -> Json:
        """*answer*, which has passed the door, from the edition that it was given in to this one."""
        last = self.last(seat, spot)
        if last is None or last.given == self.target.edition.sha or spot != self.spot:
            return answer
        return self.viewer.carry(self.target, last.given, last.form, answer)

    def scales(self, seat: str, role: str) -> Json:
        """The scores of *seat* whose every source is open to *role*."""
        if not self.findings or self.last(seat, self.spot) is None:
            return {}
        moment, found = self.moment(seat), {}
        names = rules.keys_of(self.target.form.schema, role, moment)
        for row in self.findings:
            if row.seat == seat and row.key in names and self.is_current(row):
                words = self.unseal("finding", row)
                for scale, given in words["as"].items():
                    if given and all(rules.may_see(word, role, moment, name) for name, word in given.items()):
                        found[scale] = words["scores"][scale]
        return found

    def aggregates(self, seat: str) -> Json:
        """The words that may only be compared; they do not leave this module."""
        boxes = self.open_boxes(seat, self.spot, frozenset({OPEN}))
        return {k: v for box in boxes for k, v in box["answer"].items() if box["as"][k] == "aggregate"}

    def comparisons(self, mine: str, theirs: str) -> dict[str, str]:
        """Where *theirs* lie against *mine*: by property with enough numbers, the others taken together."""
        if not self.moment(theirs).both or "aggregate" not in rules.visibilities(self.target.form.schema):
            return {}
        ours, others = self.aggregates(mine), self.aggregates(theirs)
        found = {name: compare(value, others.get(name)) for name, value in ours.items()}
        rest = [name for name, word in found.items() if word is None]
        found[""] = compare({n: ours[n] for n in rest}, {n: others.get(n) for n in rest})
        return {name: word for name, word in found.items() if word}

    def lifted(self, seat: str, reader: str) -> tuple[Json, ...]:
        """The items of *seat* that are released to *reader* and have opened."""
        ready = [r for r in self.lifts if (r.seat, r.reader) == (seat, reader) and r.opens_at <= self.now]
        return tuple(self.unseal("lift", row) for row in ready)

    def shared(self, role: str) -> Json | None:
        """The shared answer that stands."""
        last = self.last(SHARED, self.spot, ("answer",))
        if last is None:
            return None
        boxes = [self.unseal("box", row) for row in _only(self.boxes, SHARED, self.spot) if row.n == last.n]
        moment = self.moment(self.viewer.side)
        parts = [rules.filter_answer(under(box["as"]), box["answer"], role, moment) for box in boxes]
        return self.carried(SHARED, self.spot, {name: value for part in parts for name, value in part.items()})

    def moves(self) -> tuple[Json, ...]:
        """The moves of the script, in order."""
        numbers = {entry.n for entry in _only(self.entries, SHARED, self.spot) if entry.kind == "move"}
        rows = [row for row in _only(self.boxes, SHARED, self.spot) if row.n in numbers]
        boxes = (self.unseal("box", row) for row in rows)
        return tuple({**words["move"], "by": words["by"], "at": words["at"]} for words in boxes)

    def count(self, seat: str) -> int:
        """How many entries there are, with those that stand aside: numbers go on."""
        return self.counts.get(seat, 0)


def _counting(rows: Sequence[Any], journey: Journey, aside: Mapping[str, Aside] | None) -> list[Any]:
    """The rows that count now; with *aside*, those that stand aside."""
    if aside is not None:
        return [row for row in rows if row.seat in aside and row.n <= aside[row.seat].n]
    floors = journey.facts.floors
    if not floors:
        return list(rows)
    return [row for row in rows if row.n > floors.get((row.step, row.occurrence, row.seat), 0)]


def _standing(
    lifts: Sequence[Any], entries: Sequence[Any], journey: Journey, target: Target, aside: Mapping[str, Aside] | None
) -> list[Any]:
    """The released items of what counts now, or of what stands aside: by the edition in which they were released."""

    def is_aside(row: Any) -> bool:
        now = {target.edition.sha, *(entry.given for entry in entries if entry.seat == row.seat)}
        return (row.step, row.occurrence, row.seat) in journey.facts.floors and row.edition_sha not in now

    if aside is not None:
        return [row for row in lifts if row.seat in aside and row.edition_sha == target.edition.sha]
    return [row for row in lifts if not is_aside(row)]


def _only(rows: Sequence[Any], seat: str, spot: Spot) -> list[Any]:
    return [row for row in rows if (row.step, row.occurrence, row.seat) == (*spot, seat)]


def _own_page(reading: _Reading) -> Visible:
    viewer, form = reading.viewer, reading.target.form
    me, other = viewer.side, viewer.other
    own = 1 if rules.is_write_only(form.schema) else reading.count(me) + 1
    return Visible(
        mine=reading.answer(me, SELF),
        theirs=reading.answer(other, PARTNER),
        shared=reading.shared(SELF),
        confirmable=_confirmable(reading),
        moves=reading.moves() if form.is_script else (),
        scores=_named(mine=reading.scales(me, SELF), theirs=reading.scales(other, PARTNER)),
        comparisons=reading.comparisons(me, other),
        gathered=_gathered(reading),
        lifted=reading.lifted(other, PARTNER),
        lifts=tuple(Lifted(r.id, r.item, r.reader, r.opens_at) for r in reading.lifts if r.seat == me),
        items=_items(reading),
        closed=frozenset() if form.is_shared else rules.closed(form.schema, reading.moment(me)),
        n=reading.count(SHARED) + 1 if form.is_shared else own,
        next_move=reading.count(SHARED) + 1,
    )


def _desk_page(reading: _Reading) -> Visible:
    """What the counsellor sees of one seat; a safety task opens the screen and its flags, and nothing else."""
    viewer = reading.viewer
    if viewer.role == SAFETY:
        return Visible(theirs=reading.answer(viewer.side, SAFETY))
    return Visible(
        theirs=reading.answer(viewer.side, COUNSELLOR),
        shared=reading.shared(COUNSELLOR),
        scores=_named(theirs=reading.scales(viewer.side, COUNSELLOR)),
        comparisons=reading.comparisons(viewer.other, viewer.side),
        lifted=reading.lifted(viewer.side, COUNSELLOR),
    )


def _named(**scores: Json) -> dict[str, Json]:
    return {name: scales for name, scales in scores.items() if scales}


def _confirmable(reading: _Reading) -> int | None:
    """The number of the shared answer that this person has neither written nor confirmed."""
    last = reading.last(SHARED, reading.spot, ("answer",))
    if last is None or last.writer == reading.viewer.side:
        return None
    later = [e for e in _only(reading.entries, SHARED, reading.spot) if e.kind == "confirm" and e.n > last.n]
    return None if any(entry.writer == reading.viewer.side for entry in later) else int(last.n)


def _items(reading: _Reading) -> Json:
    if not reading.entries or "choose" not in rules.visibilities(reading.target.form.schema):
        return {}
    boxes = reading.open_boxes(reading.viewer.side, reading.spot, frozenset({OWN}))
    return {name: ids for box in boxes for name, ids in box.get("items", {}).items()}


def _gathered(reading: _Reading) -> tuple[Json, ...]:
    """What earlier steps bring here: on a page for two only what is open to both, alone also one's own."""
    form, viewer = reading.target.form, reading.viewer
    found = []
    for source, name in form.gathers:
        step = reading.target.edition.steps.get(source)
        if step is not None:
            at = _time(reading, step)
            mine = reading.answer(viewer.side, PARTNER if form.is_for_two else SELF, step=step, occurrence=at) or {}
            theirs = reading.answer(viewer.other, PARTNER, step=step, occurrence=at) or {}
            found.append({"step": source, "property": name, "mine": mine.get(name), "theirs": theirs.get(name)})
    return tuple(found)


def _time(reading: _Reading, source: Step) -> int:
    """Which occurrence of *source* is gathered: where both steps come again, the one of the same number.

    Else the latest that everybody finished who is shown; one that only the other did must not tell that by moving on.
    """
    if source.occurrences > 1 and reading.target.step.occurrences > 1:
        return min(reading.target.occurrence, source.occurrences)
    sides = SIDES if reading.target.form.is_for_two else (reading.viewer.side,)
    times = range(source.occurrences, 1, -1)
    return next((n for n in times if all(reading.journey.fact(each, source.id, n) for each in sides)), 1)
