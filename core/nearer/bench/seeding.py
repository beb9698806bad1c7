"""Makes a real installation for the benchmark: a published program, couples, and as many old answers as asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from nearer.bench import exercise
from nearer.installation import Installation, make_installation
from nearer.registry import Registry, load_plugins
from nearer.settings import Settings
from nearer.store.columns import inside_id
from nearer.store.couples import begin
from nearer.store.editions import load_edition
from nearer.store.engine import session_scope
from nearer.store.links import make_link
from nearer.store.practices import create_practice
from nearer.store.programs import create_program
from nearer.store.publishing import publish_program
from nearer.store.tables import Box, Couple, Entry, Fact

A_COUPLE = 10
CHUNK = 20_000
BOX = bytes(540)


@dataclass(frozen=True)
class Seated:
    """A seat whose browser is signed in."""

    seat: str
    token: str


def bench_registry() -> Registry:
    """A registry with the measured type only."""
    return load_plugins(modules={"bench": exercise})


def bench_installation(folder: Path, port: int, *, database: str = "") -> Installation:
    """The installation in *folder*, made if it is not there; on another *database* than a file there, if given."""
    settings = Settings(data=folder, demo=True, port=port, base_url=f"http://127.0.0.1:{port}", database=database)
    return make_installation(settings, registry=bench_registry())


def seed(site: Installation, answers: int, couples: int) -> tuple[list[Seated], str]:
    """Enrol *couples* that can be measured among *answers* old rows; gives their seats and the edition's sha."""
    now = site.now()
    with session_scope(site.engine, write=True) as session:
        practice = create_practice(session, "Bench", now=now)
        program = create_program(session, practice.id, exercise.program(), registry=site.registry, now=now)
        publication = publish_program(session, practice.id, program.id, registry=site.registry, now=now)
        link = make_link(session, practice.id, program.id, now=now)
        sha, ids = publication.edition_sha, (practice.id, program.id, link.id)
        edition = load_edition(session, sha)
        people = [begin(session, site.keyring, link, edition, agreed=True, now=now) for _ in range(couples)]
        seated = [Seated(each.seat, each.session_token) for each in people]
    _fill(site, answers, ids, sha)
    return seated, sha


def _fill(site: Installation, answers: int, ids: tuple[Any, Any, Any], sha: str) -> None:
    """Old couples with ten answers each; their boxes have the size of real ones and are never opened."""
    rows = _rows(answers // A_COUPLE, ids, sha)
    while chunk := list(islice(rows, CHUNK // A_COUPLE)):
        with session_scope(site.engine, write=True) as session:
            for table in (Couple, Entry, Box, Fact):
                values = [row for each in chunk for row in each[table]]
                session.execute(insert(table), values)


def _rows(couples: int, ids: tuple[Any, Any, Any], sha: str) -> Iterator[dict[Any, list[dict[str, Any]]]]:
    practice, program, link, day = *ids, date(2026, 1, 1)
    for _ in range(couples):
        couple = inside_id()
        of = {"practice_id": practice, "program_id": program, "link_id": link}
        named = {"id": couple, **of, "edition_sha": sha, "began_on": day}
        at = [{"couple_id": couple, "step": f"s-{n:02}", "occurrence": 1, "seat": "a"} for n in range(A_COUPLE)]
        entry = {"n": 1, "kind": "answer", "writer": "a", "edition_sha": sha, "mark": BOX[:32], "day": day}
        box = {"n": 1, "key": "own", "edition_sha": sha, "box": BOX}
        yield {
            Couple: [named],
            Entry: [{"id": inside_id(), **each, **entry} for each in at],
            Box: [{"id": inside_id(), **each, **box} for each in at],
            Fact: [{**each, "day": day} for each in at],
        }
