"""Short ways to write turn scripts, so that a type reads as what is said in it."""

from typing import Any

from nearer import N_

Json = dict[str, Any]

AFTERWARDS = N_("Nothing you say is kept here.")


def move(name: str, actor: str, act: str, prompt: str, *choices: Json, seconds: int | None = None) -> Json:
    """One move: who acts (``first``, ``second``, ``both``), what is asked, and the ways on from it."""
    return {"id": name, "actor": actor, "act": act, "prompt": prompt, "seconds": seconds, "choices": list(choices)}


def agreed(name: str, prompt: str, *choices: Json) -> Json:
    """A move that both agree to: at two devices each says so."""
    return {**move(name, "both", "agree", prompt, *choices), "ends": "both"}


def in_own_time(name: str, actor: str, act: str, prompt: str, *choices: Json) -> Json:
    """A move that may wait for days: at two devices only whose it is ends it, and the other waits."""
    return {**move(name, actor, act, prompt, *choices), "days": True}


def onward(label: str) -> Json:
    """The way to the next move."""
    return {"do": "next", "label": label}


def back(label: str, to: str) -> Json:
    """A way back to the move *to* of the same round, as often as people like."""
    return {"do": "again", "to": to, "label": label}


def part(title: str, *moves: Json, swap: bool = False) -> Json:
    """One round of a script; *swap* lets the other one begin."""
    return {"title": title, "swap": swap, "moves": list(moves)}


def closing(prompt: str) -> Json:
    """The last round: both look back, and the talk is over."""
    return part("To end", move("closing", "both", "close", prompt, onward("We are done")))
