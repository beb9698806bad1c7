"""Who looks through the door for answers, what the door gives, and what stands aside when a step was renewed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from nearer.rules.contract import Json
from nearer.rules.visibility import COUNSELLOR, SAFETY, SELF, Moment
from nearer.store.boxes import Target
from nearer.store.engine import Reader
from nearer.store.keyring import Keyring
from nearer.store.keys import Keys, other_side, with_open_of_other
from nearer.store.lifts import Lifted
from nearer.store.seats import Place

Carry = Callable[[Target, str, str, Json], Json]
"""What an answer of an earlier edition (its digest, the form it was given in) is as the target has it now."""


def as_it_is(target: Target, edition: str, form: str, answer: Json) -> Json:  # noqa: ARG001 - called alike
    """The answer itself: what :data:`Carry` is where nothing is to be carried over."""
    return answer


@dataclass(frozen=True)
class Viewer:
    """Who looks: a partner at their own page (``self``), or the counsellor, also inside a safety task, at one seat.

    ``carry`` brings what passed the door from the edition it was given in to this one. ``widen`` gives the keys with
    the other's open key in them; it is called only if something of theirs is open.
    """

    role: str
    side: str
    couple: UUID
    keys: Keys
    widen: Callable[[], Keys]
    carry: Carry = as_it_is

    @classmethod
    def partner(cls, session: Reader, keyring: Keyring, place: Place) -> Viewer:
        """A signed-in person at their own page."""
        widen = partial(with_open_of_other, session, keyring, place.couple.id, place.keys)
        return cls(SELF, place.seat.side, place.couple.id, place.keys, widen)

    @classmethod
    def desk(cls, couple: UUID, side: str, keys: Keys, *, safety: bool = False) -> Viewer:
        """The couple's counsellor, looking at the seat *side*; *safety*: in a safety task, after a fresh sign-in."""
        return cls(SAFETY if safety else COUNSELLOR, side, couple, keys, lambda: keys)

    @property
    def other(self) -> str:
        """The seat across."""
        return other_side(self.side)


@dataclass(frozen=True)
class Visible:
    """What one viewer may see of one occurrence of a step at one moment, as plain values.

    ``theirs`` is None until something of the other may open, then what is open, which may be nothing. For the
    counsellor ``theirs`` are the answers of the seat looked at. ``scores`` has the keys ``mine`` and ``theirs``.
    ``comparisons`` say where the other lies, by property (``""`` for single numbers taken together). ``gathered`` are
    ``{"step", "property", "mine", "theirs"}``, ``lifted`` ``{"property", "value"}`` of the other, ``lifts`` one's own.
    ``items`` holds the ids of what can be released, ``closed`` the properties that can't be replaced any more. The
    numbers for forms: ``n`` to answer or pass, ``next_move``; ``confirmable`` is the shared answer that waits for this
    person. ``flags`` are for safety tasks only.
    """

    mine: Json | None = None
    theirs: Json | None = None
    shared: Json | None = None
    confirmable: int | None = None
    moves: tuple[Json, ...] = ()
    scores: Mapping[str, Json] = field(default_factory=dict)
    comparisons: Mapping[str, str] = field(default_factory=dict)
    gathered: tuple[Json, ...] = ()
    lifted: tuple[Json, ...] = ()
    lifts: tuple[Lifted, ...] = ()
    items: Mapping[str, Sequence[str]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()
    n: int = 1
    next_move: int = 1


@dataclass(frozen=True)
class Aside:
    """Up to which entry a seat's words stand aside at a place, and what had happened by then that opens answers."""

    n: int
    moment: Moment
