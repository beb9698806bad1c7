"""What two do together: moves of a script, and the confirmation of a shared answer by the other seat."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

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

    A seat begins for itself, whatever the number, since it must not learn before whether the other did. When the
    script ends, both seats are done, unless each still answers for itself.
    """
    writing, side = Writing(session, place, target, now), place.seat.side
    known, script = writing.entries(SHARED), target.form.script or {}
    moves = list_moves(writing, after=len(known) - len(writing.counting(SHARED, known)))
    state, is_opening = scripts.fold(script, moves), move.get("do") in scripts.OPENINGS
    if not is_opening and side not in state.joined:
        return Receipt("behind", 0)
    if is_opening or (moves and n == len(known) and scripts.confirms_too(state, moves[-1], move, side)):
        n = len(known) + 1
    mark = mark_of(place.keys.couple, MOVE, target.form.name, move, side)
    number = settle(known, n, mark)
    if isinstance(number, Receipt):
        return number if number.is_safe else Receipt("behind", len(known))
    words = {"move": move, "by": side, "at": now.astimezone(ZoneInfo(place.couple.zone)).isoformat(timespec="seconds")}
    if not scripts.is_allowed(script, state, made_of(words)):
        return Receipt("same" if is_opening else "behind", len(known))
    writing.insert(SHARED, number, MOVE, mark, {COUPLE: words})
    if scripts.step(script, state, made_of(words)).is_over and target.form.schema is None:
        for each in SIDES:
            finish(writing, each, passed=False)
    return Receipt("stored", number)


def confirm(session: Session, place: Place, target: Target, *, n: int, now: datetime) -> Receipt:
    """Confirm the shared answer *n* for this seat; ``conflict`` where another stands now. Its writer need not."""
    writing = Writing(session, place, target, now)
    known = writing.entries(SHARED)
    last = next((entry for entry in reversed(writing.counting(SHARED, known)) if entry.kind == ANSWER), None)
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


def list_moves(writing: Writing, *, after: int = 0) -> list[Json]:
    """What was done at the script *after* that number, in order, as :mod:`nearer.rules.scripts` reads it."""
    rows = writing.session.execute(_BOXES, writing.names(SHARED))
    boxes = (open_row(writing.place.keys, "box", row) for row in rows if row.n > after)
    return [made_of(words) for words in boxes if "move" in words]


def made_of(words: Json) -> Json:
    """A move with who made it and when, from the words of its box."""
    return {**words["move"], "by": words["by"], "at": words["at"]}
