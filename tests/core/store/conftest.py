"""A practice with a published link, a keyring, and couples that begin there."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from fixtures.pairs import Pair
from sqlalchemy import Engine

from nearer.rules.edition import Edition, compile_edition
from nearer.store import couples, invitations, practices, seats, tables
from nearer.store.couples import Began
from nearer.store.engine import session_scope
from nearer.store.keyring import Keyring
from nearer.store.tables import Link, Practice, Program, Publication


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def session(engine: Engine):
    """A writing transaction on either database, open for the length of the test."""
    with session_scope(engine, write=True) as opened:
        yield opened


@pytest.fixture
def practice(session, now) -> Practice:
    return practices.create_practice(session, "On the Hill", now=now)


@pytest.fixture
def keyring(tmp_path) -> Keyring:
    return Keyring.make(tmp_path / "keyring.json")


@pytest.fixture
def edition() -> Edition:
    return compile_edition({"program": {"stages": [], "sealed": False, "personal": True}}, "e" * 64)


@pytest.fixture
def sealed_edition() -> Edition:
    return compile_edition({"program": {"stages": [], "sealed": True, "personal": False}}, "e" * 64)


@pytest.fixture
def make_link(engine: Engine, edition, now):
    """A factory of links, each of its own practice and program."""

    def make() -> Link:
        with session_scope(engine, write=True) as session:
            practice = Practice(name="Practice", created_at=now)
            program = Program(practice_id=practice.id, title="P", document="{}", created_at=now, updated_at=now)
            places = {"practice_id": practice.id, "program_id": program.id}
            publication = Publication(**places, edition_sha=edition.sha, revision=1, created_at=now)
            link = Link(**places, publication_id=publication.id, created_at=now)
            session.merge(tables.Edition(sha=edition.sha, document="{}", created_at=now))
            for row in (practice, program, publication, link):
                session.add(row)
                session.flush()
        return link

    return make


@pytest.fixture
def link(make_link) -> Link:
    return make_link()


@dataclass(frozen=True)
class Came(Began):
    """A seat just taken, and the private link that the person made at once."""

    link_secret: str = ""


def came(session, keyring, began: Began, now: datetime) -> Came:
    place = seats.enter(session, keyring, began.seat, began.session_token, now)
    return Came(began.couple, began.seat, began.session_token, seats.make_way_back(session, keyring, place, now=now))


@pytest.fixture
def begin(engine: Engine, keyring, link, edition, now):
    """A factory of half couples at ``link``: somebody begins."""

    def make(name: str = "", *, link=link, edition=edition) -> Came:
        with session_scope(engine, write=True) as session:
            began = couples.begin(session, keyring, link, edition, agreed=True, name=name, now=now)
            return came(session, keyring, began, now)

    return make


@pytest.fixture
def enter(engine: Engine, keyring, now):
    """Enter a seat as somebody who began or claimed; returns the place."""

    def go_in(began, *, token: str | None = None, at: datetime = now) -> seats.Place:
        with session_scope(engine) as session:
            return seats.enter(session, keyring, began.seat, began.session_token if token is None else token, at)

    return go_in


@pytest.fixture
def invite(engine: Engine, keyring, enter, now):
    """The code by which the partner of somebody who began can come."""

    def make(began) -> str:
        place = enter(began)
        with session_scope(engine, write=True) as session:
            return invitations.invite(session, keyring, place, now=now)

    return make


@pytest.fixture
def claim(engine: Engine, keyring, now):
    """Take the second seat with a code."""

    def make(code: str, name: str = "", *, at: datetime = now) -> Came:
        with session_scope(engine, write=True) as session:
            return came(session, keyring, couples.claim(session, keyring, code, agreed=True, name=name, now=at), at)

    return make


@pytest.fixture
def couple(begin, invite, claim) -> tuple[Came, Came]:
    """Two people in one couple: who began, who came."""
    first = begin("Noor")
    return first, claim(invite(first), "Jules")


@pytest.fixture
def make_pair(engine, keyring, couple, enter, now):
    """A factory: the same two people, with an edition of the test's own."""

    def make(edition: Edition) -> Pair:
        return Pair(engine, keyring, edition, now, {"me": enter(couple[0]), "you": enter(couple[1])})

    return make
