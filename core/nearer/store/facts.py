"""Reads what decisions rest on: done or passed, forms of stages, chosen variants, releases; never an answer."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    LargeBinary,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from nearer.rules.journey import Fact, Facts
from nearer.rules.vocabulary import SIDES
from nearer.store.engine import Reader
from nearer.store.keys import Keys, open_row
from nearer.store.seats import CoupleRow
from nearer.store.tables import Couple, metadata

_COUNT = {"fact": "entries", "renewal": "n"}


def _rows_of(table: str, **columns: str) -> Select[Any]:
    """The rows of *table* in the columns that all have; what is not named is empty."""
    here, nothing = metadata.tables[table].c, literal_column("''", String)
    found = {name: here[columns[name]] if name in columns else nothing for name in ("name", "side")}
    return select(
        literal_column(f"'{table}'", String).label("kind"),
        found["name"].label("name"),
        found["side"].label("side"),
        (here.occurrence if "occurrence" in here else literal_column("0")).label("occurrence"),
        (here.day if "day" in here else cast(null(), Date)).label("day"),
        (here.passed if "passed" in here else cast(null(), Boolean)).label("passed"),
        (here[count] if (count := _COUNT.get(table)) else literal_column("0")).label("entries"),
        (here.box if table in ("decision", "choice") else cast(null(), LargeBinary)).label("box"),
    ).where(here.couple_id == bindparam("couple"))


def _held() -> Select[Any]:
    """What rests now, in the couple's practice or everywhere: a step, a type, or the couple's program."""
    here, link = metadata.tables["hold"].c, metadata.tables["link"].c
    # One database keeps ids as hexadecimal signs, the other gives them with dashes.
    program = select(func.replace(cast(link.program_id, String), "-", "")).where(link.id == bindparam("link"))
    is_here = or_(here.practice_id.is_(None), here.practice_id == bindparam("practice"))
    nothing: list[Any] = [cast(null(), Date), cast(null(), Boolean), literal_column("0"), cast(null(), LargeBinary)]
    columns: tuple[Any, ...] = (literal_column("'hold'", String), here.target, here.kind, literal_column("0"), *nothing)
    stands = (here.lifted_at.is_(None), is_here)
    return select(*columns).where(*stands, or_(here.kind != "program", here.target == program.scalar_subquery()))


# One statement, made once: a page waits for every query that it makes.
_EVERYTHING = union_all(
    _rows_of("fact", name="step", side="seat").where(metadata.tables["fact"].c.done),
    _rows_of("decision", name="stage"),
    _rows_of("choice", name="step", side="seat"),
    _rows_of("release", name="step", side="side"),
    _rows_of("renewal", name="step", side="seat"),
    _held(),
    _rows_of("seat", side="side").where(metadata.tables["seat"].c.taken),
)


def load_facts(session: Reader, couple: CoupleRow | Couple, keys: Keys) -> Facts:
    """The facts of *couple*, in one query however much it wrote."""
    seats: dict[str, dict[tuple[str, int], Fact]] = {side: {} for side in SIDES}
    decisions, choices, releases, taken = {}, {}, {}, set()
    floors: dict[tuple[str, int, str], int] = {}
    held: set[str] = set()
    whose = {"couple": couple.id, "practice": couple.practice_id, "link": couple.link_id}
    for row in session.execute(_EVERYTHING, whose):
        if row.kind == "fact":
            seats[row.side][row.name, row.occurrence] = Fact(row.day, passed=row.passed, entries=row.entries)
        elif row.kind == "decision":
            at = SimpleNamespace(couple_id=couple.id, stage=row.name, box=row.box)
            decisions[row.name] = str(open_row(keys, "decision", at)["form"])
        elif row.kind == "choice":
            at = SimpleNamespace(couple_id=couple.id, step=row.name, seat=row.side, box=row.box)
            choices[row.name, row.side] = str(open_row(keys, "choice", at)["form"])
        elif row.kind == "release":
            releases[row.name, row.occurrence, row.side] = row.day
        elif row.kind == "renewal":
            floors[row.name, row.occurrence, row.side] = row.entries
        elif row.kind == "hold":
            held.add("*" if row.side == "program" else row.name)
        else:
            taken.add(row.side)
    return Facts(
        zone=couple.zone,
        began_on=couple.began_on,
        seats=seats,
        decisions=decisions,
        choices=choices,
        releases=releases,
        taken=frozenset(taken),
        floors=floors,
        held=frozenset(held),
        rested=couple.rested,
    )


def of_one(facts: Facts, side: str) -> Facts:
    """*facts* with nothing of the other in them: so in a program that rests every cause looks alike to *side*."""
    released = {each: day for each, day in facts.releases.items() if each[2] in (side, "-")}
    return replace(facts, seats={side: facts.seats[side]}, releases=released, taken=frozenset({side}))
