"""Turn scripts: rounds of moves as data; where a talk stands is a fold over the numbered moves that were made.

A script is ``{"ready": text, "rounds": [round]}``; a round is ``{"title", "swap": bool, "moves": [move]}``, where
``swap`` exchanges who is first and second. A move is::

    {"id": unique in its round,
     "actor": "first" | "second" | "both",     whose turn it is
     "act": a word for what is done,            for drawings and reviews
     "prompt": text,
     "seconds": int | None,                     a time that advises; nothing happens when it has run out
     "ends": "timer" | "confirm" | "both",      optional: timer where there are seconds, else confirm
     "days": bool,                              optional: it may wait for days (a letter); no timer, no pause
     "choices": [{"do": "next", "label"} | {"do": "again", "to": id of a move of the round, "label"}]}

``timer`` and ``confirm`` end when somebody says so, the first beside a ring that empties. ``both`` ends when each of
two devices said *next*; at one shared device one is enough. A move with ``days`` is ended by its actor, while the other
sees one waiting sentence.

What people do is ``{"do", "to"?}``; the store adds ``by`` (the side of the seat) and ``at`` (ISO 8601, in the couple's
zone). To begin: ``start`` (we share this device), or ``join`` from each of two devices and then ``first`` with ``to``
``me`` or ``them``. A seat takes part from its own ``start`` or ``join`` on, and sees nothing of the talk before. Then:
``next``, ``again``, ``both`` (where both end a move: we are at one device after all), ``pause``, ``return`` (in a
pause: when to go on, one of :data:`RETURNS`), ``resume``, ``stop``. Moves without ``by`` are those of a shared device.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

Move = Mapping[str, Any]

OPENINGS = ("start", "join")
RETURNS = ("soon", "hour", "tonight", "tomorrow")
ENDS = ("timer", "confirm", "both")
EVENING = 20
"""The hour of the couple's zone that *tonight* means."""


@dataclass(frozen=True)
class ScriptState:
    """Where a script stands; ``round`` and ``move`` are indexes, ``made`` counts the moves that had an effect.

    ``joined`` are the sides that take part by themselves, ``first`` is the side that goes first (empty where two share
    a device and know it), ``confirmed`` are those who ended a move that both end. ``since`` is when the move was
    entered or gone on with, ``spent`` the seconds before; ``until`` is when a pause is to end.
    """

    round: int = 0
    move: int = 0
    joined: frozenset[str] = frozenset()
    first: str = ""
    confirmed: frozenset[str] = frozenset()
    started: bool = False
    paused: bool = False
    stopped: bool = False
    finished: bool = False
    since: datetime | None = None
    spent: float = 0
    until: datetime | None = None
    made: int = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be done."""
        return self.stopped or self.finished

    @property
    def has_met(self) -> bool:
        """Whether both began: at one device, or each at their own. Before that, nobody learns of the other."""
        return self.started or len(self.joined) > 1


def fold(script: Move, moves: Iterable[Move]) -> ScriptState:
    """The state after *moves*; a move that was not allowed then changes nothing."""
    state = ScriptState()
    for each in moves:
        state = step(script, state, each)
    return state


def step(script: Move, state: ScriptState, move: Move) -> ScriptState:
    """The state after one more move."""
    if not is_allowed(script, state, move):
        return state
    do, at = move["do"], _time(move)
    after = replace(state, made=state.made + 1)
    if do in OPENINGS or do == "first":
        return _begin(after, move, at)
    if do == "stop":
        return replace(after, stopped=True)
    if do == "pause":
        return replace(after, paused=True, spent=_spent(state, at), since=None, until=None)
    if do == "return":
        return replace(after, until=at and _return(move["to"], at))
    if do == "resume":
        return replace(after, paused=False, since=at, until=None)
    if do == "next" and len(state.joined) > 1 and ends(current(script, state)) == "both":
        after = replace(after, confirmed=state.confirmed | {move.get("by", "")})
        if len(after.confirmed) < len(state.joined):
            return after
    after = replace(after, since=at, spent=0, confirmed=frozenset())
    if do == "again":
        return replace(after, move=_index(_moves(script, state), move.get("to")))
    return _forward(script, after)


def allowed(script: Move, state: ScriptState, by: str = "") -> list[dict[str, Any]]:
    """What the side *by* can do now, each with a ``do`` and, where the script gives one, a ``label``."""
    if state.is_over:
        return []
    if by and by not in state.joined:
        return [{"do": do} for do in OPENINGS]
    if not state.started:
        return [{"do": "first", "to": to} for to in ("me", "them")] if state.has_met else [{"do": "start"}]
    stop = {"do": "stop"}
    if state.paused:
        return [{"do": "resume"}, *({"do": "return", "to": each} for each in RETURNS), stop]
    if waits(script, state, by):
        return [stop]
    move = current(script, state)
    choices = [dict(each) for each in move.get("choices") or ({"do": "next"},)]
    choices = [{"do": "both"}] if by in state.confirmed else choices
    return [*choices, stop] if move.get("days") else [*choices, {"do": "pause"}, stop]


def is_allowed(script: Move, state: ScriptState, move: Move) -> bool:
    """Whether *move* is one of :func:`allowed`."""
    wanted = (move.get("do"), move.get("to"))
    return any((each["do"], each.get("to")) == wanted for each in allowed(script, state, str(move.get("by", ""))))


def confirms_too(state: ScriptState, last: Move, move: Move, by: str) -> bool:
    """Whether *move* ends, for *by*, a move that the other ended just before, by *last*: neither came too late."""
    return bool(state.confirmed) and by not in state.confirmed and last["do"] == move.get("do") == "next"


def current(script: Move, state: ScriptState) -> Move:
    """The move that the script is at."""
    moves = _moves(script, state)
    return moves[min(state.move, len(moves) - 1)]


def actor(script: Move, state: ScriptState) -> str:
    """Who acts now: ``first``, ``second`` or ``both``, with the two exchanged in rounds that swap."""
    who = str(current(script, state).get("actor", "both"))
    if script["rounds"][state.round].get("swap"):
        return {"first": "second", "second": "first"}.get(who, who)
    return who


def is_turn(script: Move, state: ScriptState, by: str) -> bool | None:
    """Whether *by* acts now, and not the other; None where both do or where only the two know who is first."""
    who = actor(script, state)
    return (who == "first") == (by == state.first) if by and state.first and who != "both" else None


def waits(script: Move, state: ScriptState, by: str) -> bool:
    """Whether *by* has nothing to do but to wait: the move may take days, and is the other's."""
    return bool(current(script, state).get("days")) and is_turn(script, state, by) is False


def ends(move: Move) -> str:
    """How *move* ends: one of :data:`ENDS`."""
    return str(move.get("ends") or ("timer" if move.get("seconds") else "confirm"))


def seconds_left(script: Move, state: ScriptState, now: datetime) -> float | None:
    """What the timer of the current move says at *now*; None where it has none."""
    total = current(script, state).get("seconds")
    return max(0.0, total - _spent(state, now)) if total else None


def _begin(state: ScriptState, move: Move, at: datetime | None) -> ScriptState:
    by = str(move.get("by", ""))
    if move["do"] == "first":
        first = by if move["to"] == "me" else next(iter(state.joined - {by}))
        return replace(state, first=first, started=True, since=at)
    joined = replace(state, joined=state.joined | ({by} if by else set()))
    return joined if state.started or move["do"] == "join" else replace(joined, started=True, since=at)


def _spent(state: ScriptState, now: datetime | None) -> float:
    return state.spent + (max(0.0, (now - state.since).total_seconds()) if now and state.since else 0)


def _time(move: Move) -> datetime | None:
    return datetime.fromisoformat(move["at"]) if move.get("at") else None


def _return(choice: str, at: datetime) -> datetime:
    soon = at + timedelta(minutes=20)
    evening = at.replace(hour=EVENING, minute=0, second=0, microsecond=0)
    times = (soon, at + timedelta(hours=1), max(evening, soon), at + timedelta(days=1))
    return dict(zip(RETURNS, times, strict=True))[choice]


def _moves(script: Move, state: ScriptState) -> Sequence[Move]:
    moves: Sequence[Move] = script["rounds"][state.round]["moves"]
    return moves


def _index(moves: Sequence[Move], wanted: object) -> int:
    return next((i for i, each in enumerate(moves) if each["id"] == wanted), 0)


def _forward(script: Move, state: ScriptState) -> ScriptState:
    if state.move + 1 < len(_moves(script, state)):
        return replace(state, move=state.move + 1)
    if state.round + 1 < len(script["rounds"]):
        return replace(state, round=state.round + 1, move=0)
    return replace(state, finished=True)
