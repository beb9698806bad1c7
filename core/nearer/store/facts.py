"""Reads what decisions rest on: done or passed, forms of stages, releases; never an answer."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID

from sqlalchemy import LargeBinary, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from nearer.rules.journey import Fact, Facts
from nearer.rules.vocabulary import SIDES
from nearer.store.keys import Keys, open_row
from nearer.store.tables import metadata

_couple, _seat, _fact, _decision, _release = (
    metadata.tables[name].c for name in ("couple", "seat", "fact", "decision", "release")
)


def load_facts(session: Session, couple: UUID, keys: Keys) -> Facts:
    """The facts of a couple, in three queries however much it wrote."""
    columns = (_couple.zone, _couple.began_on, _couple.rested, _seat.side, _seat.taken)
    joined = select(*columns).join_from(_couple.id.table, _seat.id.table, _seat.couple_id == _couple.id)
    people = session.execute(joined.where(_couple.id == couple)).all()
    decisions, releases = _decided_and_released(session, couple, keys)
    return Facts(
        zone=people[0].zone,
        began_on=people[0].began_on,
        seats=_finished(session, couple),
        decisions=decisions,
        releases=releases,
        taken=frozenset(row.side for row in people if row.taken),
        rested=people[0].rested,
    )


def _finished(session: Session, couple: UUID) -> dict[str, dict[tuple[str, int], Fact]]:
    found: dict[str, dict[tuple[str, int], Fact]] = {side: {} for side in SIDES}
    columns = (_fact.seat, _fact.step, _fact.occurrence, _fact.day, _fact.done, _fact.passed, _fact.entries)
    for row in session.execute(select(*columns).where(_fact.couple_id == couple)):
        found[row.seat][row.step, row.occurrence] = Fact(row.day, row.done, row.passed, row.entries)
    return found


def _decided_and_released(
    session: Session, couple: UUID, keys: Keys
) -> tuple[dict[str, str], frozenset[tuple[str, int, str]]]:
    no_box = cast(null(), LargeBinary).label("box")
    decided = select(
        _decision.stage.label("name"), literal(0).label("occurrence"), literal("").label("side"), _decision.box
    )
    released = select(_release.step, _release.occurrence, _release.side, no_box)
    both = union_all(decided.where(_decision.couple_id == couple), released.where(_release.couple_id == couple))
    decisions, releases = {}, set()
    for row in session.execute(both):
        if row.side:
            releases.add((row.name, row.occurrence, row.side))
        else:
            at = SimpleNamespace(couple_id=couple, stage=row.name, box=row.box)
            decisions[row.name] = str(open_row(keys, "decision", at)["form"])
    return decisions, frozenset(releases)
