"""What two do together: moves of a script, and the confirmation of a shared answer by the other seat."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nearer.rules import scripts
from nearer.rules.contract import Json
from nearer.rules.visibility import COUPLE
from nearer.rules.vocabulary import SIDES
from nearer.store.boxes import Target, at, mark_of
from nearer.store.entries import ANSWER, Receipt, Writing, finish, settle
from nearer.store.keys import SHARED, open_row
from nearer.store.seats import Place
from nearer.store.tables import metadata

MOVE, CONFIRM = "move", "confirm"
_box = metadata.tables["box"].c
_BOXES = select(metadata.tables["box"]).where(at("box", "seat"), _box.key == COUPLE).order_by(_box.n)


def submit_move(session: Session, place: Place, target: Target, move: Json, *, n: int, now: datetime) -> Receipt:
    """Make move *n* of a turn script, for both seats; ``behind`` where the talk went on meanwhile or does not allow it.

    When the script ends, both seats are done, unless each still answers for itself.
    """
    writing = Writing(session, place, target, now)
    known = writing.entries(SHARED)
    mark = mark_of(place.keys.couple, MOVE, target.form.name, move)
    number = settle(known, n, mark)
    if isinstance(number, Receipt):
        return number if number.is_safe else Receipt("behind", len(known))
    script = target.form.script or {}
    state = scripts.fold(script, [words["move"] for words in list_moves(writing)])
    if not scripts.is_allowed(script, state, move):
        return Receipt("behind", len(known))
    writing.insert(SHARED, number, MOVE, mark, {COUPLE: {"move": move, "by": place.seat.side}})
    if scripts.step(script, state, move).is_over and target.form.schema is None:
        for side in SIDES:
            finish(writing, side, passed=False)
    return Receipt("stored", number)


def confirm(session: Session, place: Place, target: Target, *, n: int, now: datetime) -> Receipt:
    """Confirm the shared answer *n* for this seat; ``conflict`` where another stands now. Its writer need not."""
    writing = Writing(session, place, target, now)
    known = writing.entries(SHARED)
    last = next((entry for entry in reversed(known) if entry.kind == ANSWER), None)
    if last is None or last.n != n:
        return Receipt("conflict", last.n if last else 0)
    if last.writer == place.seat.side or any(
        e.kind == CONFIRM and e.n > n and e.writer == place.seat.side for e in known
    ):
        return Receipt("same", n)
    mark = mark_of(place.keys.couple, CONFIRM, n, place.seat.side)
    writing.insert(SHARED, known[-1].n + 1, CONFIRM, mark, {})
    finish(writing, place.seat.side, passed=False)
    return Receipt("stored", n)


def list_moves(writing: Writing) -> list[Json]:
    """What was done at the script so far, in order, each with who did it."""
    rows = writing.session.execute(_BOXES, writing.names(SHARED))
    boxes = (open_row(writing.place.keys, "box", row) for row in rows)
    return [words for words in boxes if "move" in words]
