"""Chooses between variants of a step, once, when it first opens for a seat; what was chosen is kept sealed.

It happens in the writer's own request, which alone holds the keys to their words, so that nothing has to be opened to
decide later. Whatever is missing, or can't be evaluated, leaves the form that everybody gets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nearer.rules.conditions import choose, named
from nearer.rules.contract import Json
from nearer.rules.edition import Form, Step
from nearer.rules.journey import Journey
from nearer.store.boxes import Target, sealed
from nearer.store.door import Viewer, read_step
from nearer.store.keyring import Keyring
from nearer.store.keys import SHARED, open_row
from nearer.store.parts import part_here
from nearer.store.seats import Place
from nearer.store.tables import metadata
from nearer.store.writing import put_once

Choices = dict[tuple[str, str], str]
_choice = metadata.tables["choice"]


def choose_variants(session: Session, keyring: Keyring, place: Place, journey: Journey, *, now: datetime) -> Choices:
    """Choose for every step that has opened for this seat and comes in several variants; returns all choices.

    Where a variant changes anything that the other sees, whoever comes first chooses for both, by what both have done.
    """
    chooser = _Chooser(session, keyring, place, journey, now)
    for step in journey.unchosen(place.seat.side):
        row = {"couple_id": place.couple.id, "step": step.id, "seat": chooser.whose(step)}
        put_once(session, "choice", sealed(place.keys, "choice", row, {"form": chooser.choose(step).name}))
    stands = session.execute(select(_choice).where(_choice.c.couple_id == place.couple.id))
    return {(row.step, row.seat): str(open_row(place.keys, "choice", row)["form"]) for row in stands}


@dataclass(frozen=True)
class _Chooser:
    session: Session
    keyring: Keyring
    place: Place
    journey: Journey
    now: datetime

    def whose(self, step: Step) -> str:
        """The seat that a choice is for; for both, where it is nobody's own affair and rests on no part."""
        decision = self.journey.decision(step)
        parted = any("part" in each.frozen for each in step.variants(decision))
        return self.place.seat.side if parted or step.is_own_choice(decision) else SHARED

    def choose(self, step: Step) -> Form:
        decision = self.journey.decision(step)
        variants, default = step.variants(decision), step.form(decision)
        try:
            return choose(variants, self._facts(step, variants), part_here(self.place)) or default
        except Exception:  # noqa: BLE001 - a condition that can't be evaluated must not keep a step from opening
            return default

    def _facts(self, step: Step, variants: Iterable[Form]) -> Json:
        """What the conditions name, as far as it is known; answers and scores only where that is one's own affair."""
        paths = {path[:2] for each in variants for path in named(each.frozen.get("when")) if len(path) > 1}
        known = self.journey.known(self.place.seat.side, step)
        facts: Json = {"steps": {name: known[name] for kind, name in paths if kind == "steps" and name in known}}
        if step.is_own_choice(self.journey.decision(step)):
            wanted = {name for kind, name in paths if kind != "steps" and name in known}
            read = {name: self._words(name) for name in sorted(wanted)}
            facts |= {kind: {name: words[kind] for name, words in read.items()} for kind in ("answers", "scores")}
        return facts

    def _words(self, source: str) -> Json:
        """What this seat answered the last time at an earlier step, and its scores, through the one door."""
        side, step = self.place.seat.side, self.journey.edition.steps[source]
        times = [n for n in range(1, step.occurrences + 1) if self.journey.fact(side, source, n)]
        at = self.journey.place(side, source, max(times, default=1))
        assert at is not None  # noqa: S101 - for mypy: the edition has the step
        viewer = Viewer.partner(self.session, self.keyring, self.place)
        seen = read_step(self.session, viewer, Target.of(self.journey.edition, at), self.journey, now=self.now)
        return {"answers": {**(seen.mine or {}), **(seen.shared or {})}, "scores": seen.scores.get("mine", {})}
