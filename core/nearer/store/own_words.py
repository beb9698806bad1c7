"""The second leaf of the one door: everything that one person wrote, for that person alone.

Policy first, as at the first leaf: what may be read is what the table opens to ``self``, by the visibilities sealed
beside the words. Nothing that was told for safety's sake is in it, and of what two share only what this person wrote or
confirmed. The number of queries does not depend on how much is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from nearer.rules import visibility as rules
from nearer.rules.contract import Json
from nearer.rules.edition import Edition, Form, Step
from nearer.rules.visibility import OWN, SELF, Moment, is_write_only
from nearer.store.boxes import under
from nearer.store.editions import load_edition
from nearer.store.engine import Reader
from nearer.store.keys import SHARED, open_row
from nearer.store.merging import Fields, join
from nearer.store.seats import Place
from nearer.store.tables import metadata

_tables = metadata.tables
_entry, _box, _draft, _lift = (_tables[name].c for name in ("entry", "box", "draft", "lift"))
_AT = ("couple_id", "step", "occurrence", "seat", "n")
_MINE = and_(_entry.couple_id == bindparam("couple"), or_(_entry.seat == bindparam("side"), _entry.seat == SHARED))
_WRITTEN = (
    select(_tables["entry"], _box.key, _box.generation, _box.box)
    .select_from(_tables["entry"].outerjoin(_tables["box"], and_(*(_box[name] == _entry[name] for name in _AT))))
    .where(_MINE, _entry.kind.in_(("answer", "confirm")))
    .order_by(_entry.seat, _entry.step, _entry.occurrence, _entry.n)
)
_DRAFTS, _LIFTS = (
    select(_tables[name]).where(columns.couple_id == bindparam("couple"), columns.seat == bindparam("side"))
    for name, columns in (("draft", _draft), ("lift", _lift))
)


@dataclass(frozen=True)
class Written:
    """One thing that this person wrote: where, in which form, when, and whether it is what stands there now.

    ``given`` are the visibilities under which its properties were given. What a draft does not have is empty.
    """

    edition: Edition
    step: Step
    form: Form
    occurrence: int
    words: Json
    day: date | None = None
    stands: bool = True
    given: Json | None = None


@dataclass(frozen=True)
class Shown:
    """One item that this person chose to show: to whom, and from when on."""

    edition: Edition
    step: Step
    occurrence: int
    property: str
    value: Any
    reader: str
    opens_at: datetime


@dataclass(frozen=True)
class OwnWords:
    """All of it; each in the order of the steps' ids and numbers."""

    answers: tuple[Written, ...]
    shared: tuple[Written, ...]
    drafts: tuple[Written, ...]
    shown: tuple[Shown, ...]


def read_own_words(session: Reader, place: Place) -> OwnWords:
    """Everything that the person at *place* wrote; of a program that rests only what is theirs alone."""
    names = {"couple": place.couple.id, "side": place.seat.side}
    answers: list[Written] = []
    shared: list[Written] = []
    by_spot = groupby(session.execute(_WRITTEN, names).all(), lambda row: (row.seat, row.step, row.occurrence))
    for (seat, _, _), rows in by_spot:
        if seat == SHARED:
            shared += _shared(session, place, list(rows))
        else:
            answers += _answers(session, place, list(rows))
    drafts = [each for row in session.execute(_DRAFTS, names).all() for each in _drafts_of(session, place, row)]
    shown = [_shown(session, place, row) for row in session.execute(_LIFTS, names).all()]
    return OwnWords(
        answers=tuple(answers), shared=tuple(shared), drafts=tuple(drafts), shown=tuple(each for each in shown if each)
    )


def _answers(session: Reader, place: Place, rows: Sequence[Any]) -> Iterator[Written]:
    for n, boxes in _numbered(rows):
        found = _written(session, place, boxes, stands=n == rows[-1].n)
        if found is not None:
            yield found


def _shared(session: Reader, place: Place, rows: Sequence[Any]) -> Iterator[Written]:
    """What both agreed on, written or confirmed by this person; while the program rests, only what they wrote."""
    side = place.seat.side
    answers = [(n, boxes) for n, boxes in _numbered(rows) if boxes[0].kind == "answer"]
    for (n, boxes), after in zip(answers, [*(n for n, _ in answers[1:]), None], strict=False):
        said_yes = (each for each in rows if each.kind == "confirm" and each.writer == side)
        confirmed = any(n < each.n and (after is None or each.n < after) for each in said_yes)
        if boxes[0].writer == side or (confirmed and not place.couple.rested):
            found = _written(session, place, boxes, stands=after is None and not place.couple.rested)
            if found is not None:
                yield found


def _numbered(rows: Sequence[Any]) -> Iterator[tuple[int, list[Any]]]:
    """The entries of one spot, each with the rows of its boxes."""
    return ((n, list(found)) for n, found in groupby(rows, lambda row: int(row.n)))


def _written(session: Reader, place: Place, boxes: Sequence[Any], *, stands: bool) -> Written | None:
    first = boxes[0]
    at = _place_of(session, first.edition_sha, first.step, first.form)
    if at is None:
        return None
    words: Json = {}
    given: Json = {}
    for row in boxes:
        if row.box is None or (row.key == OWN and not place.keys.opens_own(row.generation)):
            continue
        box = open_row(place.keys, "box", row)
        words |= rules.filter_answer(under(box["as"]), box["answer"], SELF, Moment())
        given |= box["as"]
    given = {name: word for name, word in given.items() if name in words}
    return Written(*at, first.occurrence, words, first.day, stands, given) if words else None


def _drafts_of(session: Reader, place: Place, row: Any) -> Iterator[Written]:
    """A draft as its form shows it, and once more for what another device wrote otherwise."""
    if not place.keys.opens_own(row.generation):
        return
    edition = load_edition(session, row.edition_sha)
    step = edition.steps.get(row.step)
    forms = [] if step is None else [each for each in step.forms.values() if not is_write_only(each.schema)]
    if step is None or not forms:
        return
    fields: Fields = open_row(place.keys, "draft", row)["fields"]
    for n in range(max(map(len, fields.values()), default=0)):
        nth = {pointer: each[n] for pointer, each in fields.items() if len(each) > n}
        words = join({pointer: each["value"] for pointer, each in nth.items() if "value" in each})
        form = max(forms, key=lambda each: len(words.keys() & ((each.schema or {}).get("properties") or {}).keys()))
        if words:
            yield Written(edition, step, form, row.occurrence, words)


def _shown(session: Reader, place: Place, row: Any) -> Shown | None:
    edition = load_edition(session, row.edition_sha)
    step = edition.steps.get(row.step)
    if step is None:
        return None
    words = open_row(place.keys, "lift", row)
    return Shown(edition, step, row.occurrence, words["property"], words["value"], row.reader, row.opens_at)


def _place_of(session: Reader, sha: str, step: str, form: str) -> tuple[Edition, Step, Form] | None:
    """Where something was written, in the edition of that time; None for what was told for safety's sake."""
    edition = load_edition(session, sha)
    found = edition.steps.get(step)
    frozen = found.forms.get(form) if found else None
    return None if found is None or frozen is None or is_write_only(frozen.schema) else (edition, found, frozen)
