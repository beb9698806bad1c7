"""Turn scripts: rounds of moves as data; where a talk stands is a fold over the numbered moves that were made.

A script is ``{"ready": text, "rounds": [{"title", "swap": bool, "moves": [move]}]}``; a move is ``{"id", "actor":
"first" | "second" | "both", "act", "prompt", "seconds": int | None, "choices": [{"do": "next", "label"} | {"do":
"again", "to": id, "label"}]}``. What people do is ``{"do": "start" | "next" | "again" | "pause" | "resume" | "stop"}``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Move = Mapping[str, Any]


@dataclass(frozen=True)
class ScriptState:
    """Where a script stands; ``round`` and ``move`` are indexes, ``made`` counts the moves that had an effect."""

    round: int = 0
    move: int = 0
    started: bool = False
    paused: bool = False
    stopped: bool = False
    finished: bool = False
    made: int = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be done."""
        return self.stopped or self.finished


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
    do = move["do"]
    after = replace(state, made=state.made + 1)
    if do == "start":
        return replace(after, started=True)
    if do == "stop":
        return replace(after, stopped=True)
    if do in ("pause", "resume"):
        return replace(after, paused=do == "pause")
    if do == "again":
        return replace(after, move=_index(_moves(script, state), move.get("to")))
    return _forward(script, after)


def allowed(script: Move, state: ScriptState) -> list[dict[str, Any]]:
    """What can be done now, each with a ``do`` and, where the script gives one, a ``label``."""
    if state.is_over:
        return []
    if not state.started:
        return [{"do": "start"}, {"do": "stop"}]
    if state.paused:
        return [{"do": "resume"}, {"do": "stop"}]
    choices = [dict(each) for each in current(script, state).get("choices") or ({"do": "next"},)]
    return [*choices, {"do": "pause"}, {"do": "stop"}]


def is_allowed(script: Move, state: ScriptState, move: Move) -> bool:
    """Whether *move* is one of :func:`allowed`."""
    wanted = (move.get("do"), move.get("to"))
    return any((each["do"], each.get("to")) == wanted for each in allowed(script, state))


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
