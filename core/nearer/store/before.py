"""What stands aside since a step was renewed or left the program: where it is, and reading it as it was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from nearer.rules.journey import Journey
from nearer.rules.visibility import Moment
from nearer.store.boxes import Target
from nearer.store.door import read_before
from nearer.store.editions import load_edition
from nearer.store.engine import Reader
from nearer.store.tables import metadata
from nearer.store.viewing import Aside, Viewer, Visible

_renewal = metadata.tables["renewal"].c
_OF_COUPLE = select(metadata.tables["renewal"]).where(_renewal.couple_id == bindparam("couple"))
_AT = _OF_COUPLE.where(_renewal.step == bindparam("step"), _renewal.occurrence == bindparam("occurrence"))


@dataclass(frozen=True)
class Before:
    """A place of an earlier edition with what stands aside there, by seat (or ``-``)."""

    target: Target
    aside: Mapping[str, Aside]

    def read(self, session: Reader, viewer: Viewer, journey: Journey, *, now: datetime) -> Visible:
        """What *viewer* may see of it: what had been opened by then, and nothing more."""
        return read_before(session, viewer, self.target, self.aside, journey, now=now)


def list_before(session: Reader, couple: UUID, side: str) -> list[Before]:
    """Every place where something that the seat *side* has finished stands aside, in the order of the programs.

    Where only the other did something, nothing tells of it.
    """
    rows = session.execute(_OF_COUPLE, {"couple": couple}).all()
    spots = dict.fromkeys((row.step, row.occurrence) for row in rows if row.seat == side)
    found = [_made(session, [row for row in rows if (row.step, row.occurrence) == spot]) for spot in spots]
    return sorted(found, key=lambda each: (each.target.step.index, each.target.occurrence))


def find_before(session: Reader, couple: UUID, step: str, occurrence: int) -> Before | None:
    """What stands aside at one place, None where nothing does."""
    rows = session.execute(_AT, {"couple": couple, "step": step, "occurrence": occurrence}).all()
    return _made(session, rows) if rows else None


def _made(session: Reader, rows: Sequence[Any]) -> Before:
    """The place as its latest edition has it; answers of one place may come from several."""
    latest = max(rows, key=lambda row: row.n)
    edition = load_edition(session, latest.edition_sha)
    step = edition.steps[latest.step]
    target = Target(edition, step, latest.occurrence, step.forms.get(latest.form) or step.form(latest.form))
    moments = {row.seat: Moment(row.both, frozenset(row.joint.split()), row.released) for row in rows}
    return Before(target, {row.seat: Aside(row.n, moments[row.seat]) for row in rows})
