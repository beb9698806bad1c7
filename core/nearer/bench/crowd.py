"""Fills one practice with couples by the hundred thousand and with all else that the lists of a desk show.

What those lists open is real: keys, labels and names of couples. Answers have the size of real ones and stay shut.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from nearer.bench import exercise
from nearer.bench.desk_rows import of_the_desk
from nearer.bench.seeding import A_COUPLE, BOX
from nearer.installation import Installation
from nearer.rules.journey import local_day
from nearer.store.columns import inside_id, public_id
from nearer.store.couples import CoupleWords, couple_box
from nearer.store.engine import session_scope
from nearer.store.keyring import Keyring
from nearer.store.keys import SHARED, SIDES, Keys
from nearer.store.links import make_link
from nearer.store.partners import name_box
from nearer.store.practices import create_counsellor, create_practice
from nearer.store.programs import create_program, program_document, save_program
from nearer.store.publishing import publish_program
from nearer.store.sealing import Names, new_key, wrap
from nearer.store.tables import Box, Couple, Entry, Fact, Key, Seat, Task

CHUNK = 500
DAYS = 700
"""So many days ago the first of them began."""

MIDDLE = "middle-"
NAMES = ("Ada", "Bo", "Cleo", "Dan", "Eva", "Finn", "Gita", "Hugo", "Ida", "Jo", "Kim", "Lea", "Max", "Noor", "Ole")
TABLES = (Couple, Seat, Key, Entry, Box, Fact, Task)
Row = dict[str, Any]


@dataclass(frozen=True)
class Crowd:
    """What was made: ids of the practice, its main program and that one's link; public id and id of a couple.

    ``couple`` is in the middle of the list: half of the others are older.
    """

    practice: UUID
    program: UUID
    link: UUID
    sha: str
    couple: UUID
    public: str


def fill_practice(site: Installation, couples: int, *, email: str, password_hash: str) -> Crowd:
    """Make a practice with *couples*, each with ten answers, and a counsellor who signs in with *email*."""
    now = site.now()
    with session_scope(site.engine, write=True) as session:
        practice = create_practice(session, "Crowd", now=now, local_help="112")
        person = create_counsellor(session, email, password_hash, practice_id=practice.id, now=now, role="supervisor")
        program = create_program(session, practice.id, exercise.program(), registry=site.registry, now=now)
        publication = publish_program(session, practice.id, program.id, registry=site.registry, now=now)
        link, sha = make_link(session, practice.id, program.id, now=now), publication.edition_sha
        _change_draft(session, site, program)
        rows = of_the_desk(program, publication, person.id, couples=couples, now=now)
        for table, each in rows:
            session.execute(insert(table), each)
    others = [each["id"] for table, found in rows if table.__tablename__ == "link" for each in found]
    maker = _Maker(site, Crowd(practice.id, program.id, link.id, sha, link.id, ""), person.id, others, couples)
    return maker.make()


def _change_draft(session: Any, site: Installation, program: Any) -> None:
    """Leave a step out, so that publishing the draft would touch couples."""
    document = program_document(program)
    del document["stages"][0]["steps"][0]
    save_program(session, program, document, revision=program.revision, registry=site.registry, now=site.now())


@dataclass(frozen=True)
class _Maker:
    """Makes the rows of couples, oldest first."""

    site: Installation
    crowd: Crowd
    person: UUID
    links: list[UUID]
    couples: int

    def make(self) -> Crowd:
        """Put them into the tables, some at a time."""
        made, crowd = self._rows(), self.crowd
        while chunk := list(islice(made, CHUNK)):
            with session_scope(self.site.engine, write=True) as session:
                for table in TABLES:
                    session.execute(insert(table), [row for each in chunk for row in each[table]])
            for row in (each[Couple][0] for each in chunk):
                if row["public"].startswith(MIDDLE):
                    crowd = replace(crowd, couple=row["id"], public=row["public"])
        return crowd

    def _rows(self) -> Iterator[dict[Any, list[Row]]]:
        today, calls = local_day("UTC", self.site.now()), max(1, self.couples // max(60, self.couples // 50))
        for number in range(self.couples):
            began = today - timedelta(days=DAYS - DAYS * number // self.couples)
            couple, keys, kept = _keys(self.site.keyring)
            link = self.links[number % len(self.links)] if number % 10 == 0 else self.crowd.link
            public = f"{MIDDLE}{public_id()}" if number == self.couples // 2 else public_id()
            row: Row = {
                "program_id": self.crowd.program,
                "id": couple,
                "public": public,
                "practice_id": self.crowd.practice,
                "link_id": link,
                "edition_sha": self.crowd.sha,
                "began_on": began,
                "together_released": number % 3 == 0,
                "rested": number % calls == calls // 2,
            }
            label = f"{NAMES[number % 15]} and {NAMES[number // 15 % 15]} {number}"
            row["box"] = couple_box(keys, SimpleNamespace(**row), CoupleWords(label, draw=False))
            yield {
                Couple: [row],
                Seat: [_seat(couple, keys, side) for side in SIDES],
                Key: kept,
                **self._answers(couple, began),
                Task: [self._task(couple, began, number, calls)],
            }

    def _answers(self, couple: UUID, day: Any) -> dict[Any, list[Row]]:
        spots = [(f"s-{n // 2:02}", SIDES[n % 2]) for n in range(A_COUPLE)]
        at = [{"couple_id": couple, "step": step, "occurrence": 1, "seat": side} for step, side in spots]
        entry = {"n": 1, "kind": "answer", "edition_sha": self.crowd.sha, "mark": BOX[:32], "day": day}
        box = {"n": 1, "key": "own", "edition_sha": self.crowd.sha, "box": BOX}
        return {
            Entry: [{"id": inside_id(), "writer": each["seat"], **each, **entry} for each in at],
            Box: [{"id": inside_id(), **each, **box} for each in at],
            Fact: [{**each, "day": day} for each in at],
        }

    def _task(self, couple: UUID, day: Any, number: int, calls: int) -> Row:
        """One that is open for each so many couples, in turn of the person who is measured and of nobody."""
        named = {"id": inside_id(), "practice_id": self.crowd.practice, "couple_id": couple}
        whose = self.person if number // calls % 2 else None
        return named | {"open": number % calls == 0, "day": day, "box": BOX, "assignee_id": whose}


def _keys(keyring: Keyring) -> tuple[UUID, Keys, list[Row]]:
    """The keys of a new couple, and their rows."""
    couple, epoch = inside_id(), keyring.current
    held = [("couple", SHARED), *((name, side) for name in ("open", "care", "own") for side in SIDES)]
    made = {each: new_key() for each in held}
    rows = [
        {
            "id": inside_id(),
            "couple_id": couple,
            "side": side,
            "name": name,
            "epoch": epoch.id,
            "wrapped": wrap(epoch.key, key, Names(str(couple), side, name)),
        }
        for (name, side), key in made.items()
    ]
    open_, care = ({side: made[name, side] for side in SIDES} for name in ("open", "care"))
    return couple, Keys(SHARED, made["couple", SHARED], None, open_, care), rows


def _seat(couple: UUID, keys: Keys, side: str) -> Row:
    row: Row = {"id": public_id(), "couple_id": couple, "home": couple, "side": side, "taken": True, "agreed": True}
    return row | {"box": name_box(keys, SimpleNamespace(**row), "Somebody")}
