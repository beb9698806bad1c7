"""Rehearsals: a program tried as both partners, by the real pages and rules, on an installation that is thrown away.

A rehearsal is a folder with a database, a keyring and a clock of its own. Its seats have ids that begin with its name,
so the one entry of the site knows whose pages they are; nothing of it ever meets a couple's words.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from nearer.errors import NotFoundError
from nearer.rules import journey
from nearer.rules.contract import Json
from nearer.rules.edition import Edition
from nearer.rules.journey import Journey, Place
from nearer.rules.scripts import fold
from nearer.store import couples, entries, invitations, together
from nearer.store.boxes import Target
from nearer.store.care import change_care
from nearer.store.caseload import list_couples, release_together
from nearer.store.editions import load_edition
from nearer.store.engine import open_engine, session_scope
from nearer.store.facts import load_facts
from nearer.store.keyring import Keyring
from nearer.store.links import make_link
from nearer.store.media import carry_media
from nearer.store.practices import create_practice
from nearer.store.programs import create_program
from nearer.store.publishing import publish_program
from nearer.store.seats import Place as Seated
from nearer.store.seats import confirm_way_back, enter, make_way_back, open_link
from nearer.store.stances import set_wish
from nearer.store.tables import Practice, metadata
from nearer.web.deciding import decide
from nearer.web.tokens import cookie_name

if TYPE_CHECKING:
    from nearer.installation import Installation

MARK = "rehearsal-"
KEPT = timedelta(days=1)
NAMES = {"a": "Kim", "b": "Robin"}
LONGEST = timedelta(days=800)
"""How far the clock can be moved: two years and a little."""


@dataclass(frozen=True)
class Rehearsal:
    """One rehearsal, opened for one request; ``told`` is what its folder says: owner, program, seats, ways, clock."""

    site: Installation
    name: str
    told: Json

    @property
    def seats(self) -> dict[str, str]:
        """The ids of the two seats, as they stand in addresses, by ``a`` and ``b``."""
        return dict(self.told["seats"])

    @property
    def is_here(self) -> bool:
        """Whether nobody threw it away meanwhile."""
        return (self.site.data / "rehearsal.json").exists()

    @cached_property
    def edition(self) -> Edition:
        """The program as it was when the rehearsal began."""
        with session_scope(self.site.engine) as session:
            return load_edition(session, self.told["edition"])

    @cached_property
    def journey(self) -> Journey:
        """Where both stand now."""
        with session_scope(self.site.engine) as session:
            place = self._enter(session, "a")
            facts = load_facts(session, place.couple, place.keys)
        return journey.state(self.edition, facts, self.site.clock())

    def next(self, which: str) -> Place | None:
        """What partner *which* would do next; a stage that has just opened gets its form, as when a page is opened."""
        with session_scope(self.site.engine) as session:
            seated = self._enter(session, which)
        return decide(self.site, seated, self.journey).next(self.side(which))

    def side(self, which: str) -> str:
        """The side that partner *which* was given: who began sits at random."""
        return str(self.told["sides"][which])

    def answer(self, which: str, place: Place, instance: Json | None) -> None:
        """Let partner *which* answer at *place* with *instance*; None passes. A talk is gone through to its end first.

        What both answer together is confirmed by the other at once.
        """
        self._look_again()
        with session_scope(self.site.engine, write=True) as session:
            at, now = Target.of(self.edition, place), self.site.clock()
            seated = self._enter(session, which)
            if instance is None:
                self._pass(session, seated, at, now)
                return
            if place.form.is_script:
                self._talk(session, seated, at, now)
            if place.form.schema is not None:
                n = self._numbers(session, seated, at)
                entries.submit_answer(session, seated, at, instance, n=n, now=now)
                if place.form.is_shared:
                    together.confirm(session, self._enter(session, other(which)), at, n=n, now=now)

    def wish(self) -> None:
        """Let both wish to do things together, and release them as their counsellor would."""
        with session_scope(self.site.engine, write=True) as session:
            practice = session.query(Practice).one().id
            (couple,) = list_couples(session, practice)
            release_together(session, practice, couple.public, released=True)
            for which in NAMES:
                set_wish(session, self._enter(session, which), self.edition, together=True, now=self.site.clock())

    def move(self, days: int) -> None:
        """Move the clock on by *days*."""
        ahead = min(timedelta(seconds=self.told["ahead"]) + timedelta(days=days), LONGEST)
        self.told["ahead"] = ahead.total_seconds()
        _write(self.site.data, self.told)
        self._look_again()

    def come_back(self) -> dict[str, str]:
        """Let both come back with their links, as after any while; gives the cookies for the browser of the two."""
        opened = {}
        with session_scope(self.site.engine, write=True) as session:
            for which in NAMES:
                back = open_link(session, self.site.keyring, self.told["ways"][which], now=self.site.clock())
                self.told["tokens"][which] = back.token
                opened[cookie_name(self.site.base_url, back.seat)] = back.token
        _write(self.site.data, self.told)
        return opened

    def end(self) -> None:
        """Throw it away."""
        self.site.engine.dispose()
        shutil.rmtree(self.site.data, ignore_errors=True)

    def _look_again(self) -> None:
        self.__dict__.pop("journey", None)

    def _enter(self, session: Session, which: str) -> Seated:
        token = self.told["tokens"][which]
        return enter(session, self.site.keyring, self.seats[which], token, self.site.clock(), locked=True)

    def _numbers(self, session: Session, seated: Seated, at: Target) -> int:
        writing = entries.Writing(session, seated, at, self.site.clock())
        return len(writing.entries("-" if at.form.is_shared else seated.seat.side)) + 1

    def _pass(self, session: Session, seated: Seated, at: Target, now: datetime) -> None:
        writing = entries.Writing(session, seated, at, now)
        entries.pass_step(session, seated, at, n=len(writing.entries(seated.seat.side)) + 1, now=now)

    def _talk(self, session: Session, seated: Seated, at: Target, now: datetime) -> None:
        """Share one device and press the first way on until the talk is over."""
        writing = entries.Writing(session, seated, at, now)
        made = together.list_moves(writing)
        for move in ("start", *["next"] * 200):
            if fold(at.form.script or {}, made).is_over:
                return
            together.submit_move(session, seated, at, {"do": move}, n=len(made) + 1, now=now)
            made = together.list_moves(writing)


def begin_rehearsal(site: Installation, practice: Practice, document: Json, *, owner: str, program: str) -> Rehearsal:
    """Publish *document* in a new installation of its own and let two made-up people begin.

    Raises:
        NotReadyError: the program can't be published as it is; it carries every problem.
    """
    _forget_old(site.data)
    name = MARK + secrets.token_hex(8)
    folder = site.data / "rehearsals" / name
    folder.mkdir(mode=0o700, parents=True)
    told: Json = {"owner": owner, "program": program, "began": datetime.now(UTC).isoformat(), "ahead": 0}
    try:
        Keyring.make(folder / "keyring")
        _write(folder, told)
        stage = _installation(site, folder)
        metadata.create_all(stage.engine)
        with session_scope(site.engine) as session:
            told |= _people(stage, practice, document, name, session)
        _write(folder, told)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Rehearsal(stage, name, told)


def find_rehearsal(site: Installation, name: str) -> Rehearsal:
    """The rehearsal of that name.

    Raises:
        NotFoundError: it was thrown away, or never was.
    """
    folder = site.data / "rehearsals" / name
    if re.fullmatch(MARK + "[0-9a-f]{16}", name):
        with suppress(OSError, ValueError):
            return Rehearsal(_installation(site, folder), name, _read(folder))
    raise NotFoundError("This rehearsal was thrown away. Begin a new one from the program.")


def other(which: str) -> str:
    """The other of the two partners."""
    return "b" if which == "a" else "a"


def _people(stage: Installation, practice: Practice, document: Json, name: str, real: Session) -> Json:
    """Two people in seats whose ids begin with *name*, each with a way back that was tried."""
    now, keyring, registry = stage.clock(), stage.keyring, stage.registry
    with session_scope(stage.engine, write=True) as session:
        details = {"zone": practice.zone, "local_help": practice.local_help, "contact": practice.contact}
        here = create_practice(session, practice.name, now=now, **details)
        carry_media(real, practice.id, document, session, here.id, now=now)
        program = create_program(session, here.id, document, registry=registry, now=now)
        sha = publish_program(session, here.id, program.id, registry=registry, now=now).edition_sha
        link, edition = make_link(session, here.id, program.id, now=now), load_edition(session, sha)
        first = couples.begin(session, keyring, link, edition, agreed=True, now=now, name=NAMES["a"], mark=f"{name}-")
        place = enter(session, keyring, first.seat, first.session_token, now)
        code = invitations.invite(session, keyring, place, now=now)
        second = couples.claim(session, keyring, code, agreed=True, now=now, name=NAMES["b"])
        began = {"a": first, "b": second}
        entered = {each: enter(session, keyring, it.seat, it.session_token, now) for each, it in began.items()}
        for each in entered.values():
            confirm_way_back(session, each)
            change_care(session, each.couple.id, each.seat.side, each.keys, {"knows_exit": True})
        ways = {each: make_way_back(session, keyring, place, now=now) for each, place in entered.items()}
    return {
        "edition": sha,
        "seats": {each: it.seat for each, it in began.items()},
        "sides": {each: place.seat.side for each, place in entered.items()},
        "ways": ways,
        "tokens": {each: it.session_token for each, it in began.items()},
    }


def _installation(site: Installation, folder: Path) -> Installation:
    """The installation in *folder*, with the plugins of *site* and a clock that is ahead by what the folder says."""
    settings = site.settings.model_copy(update={"data": folder, "database": "", "key_file": None, "demo": True})

    def clock() -> datetime:
        return site.clock() + timedelta(seconds=_read(folder)["ahead"])  # other processes may have moved it

    engine, keyring = open_engine(settings.database_url), Keyring.read(settings.keyring_path)
    return replace(site, engine=engine, keyring=keyring, clock=clock, data=folder, settings=settings)


def _read(folder: Path) -> Json:
    told: Json = json.loads((folder / "rehearsal.json").read_text(encoding="utf-8"))
    return told


def _write(folder: Path, told: Mapping[str, Any]) -> None:
    draft = folder / f".{secrets.token_hex(4)}"
    draft.write_text(json.dumps(told), encoding="utf-8")
    draft.replace(folder / "rehearsal.json")


def _forget_old(data: Path) -> None:
    """Throw away what was begun more than a day ago; a rehearsal is for one sitting."""
    oldest = (datetime.now(UTC) - KEPT).timestamp()
    for folder in (data / "rehearsals").glob(MARK + "*"):
        with suppress(OSError):
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
