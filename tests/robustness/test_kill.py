"""A server that is killed in the middle of submissions: every acknowledged answer is there, and none twice."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from nearer import desk
from nearer.installation import make_installation
from nearer.store.engine import session_scope
from nearer.store.keys import open_row
from nearer.store.seats import enter
from nearer.store.tables import metadata

LONG = bool(os.environ.get("NEARER_LONG"))
KILLS = {"sqlite": 210 if LONG else 10, "postgresql": 40 if LONG else 0}
BETWEEN = 12
"""Acknowledged answers, of all writers together, between one kill and the next."""

EXERCISE = "trust_journal.kept_in_sight.what_helps"
BROKEN = (OSError, http.client.HTTPException)
WORKER = [
    sys.executable,
    "-m",
    "granian",
    "--interface",
    "wsgi",
    "--factory",
    "--blocking-threads",
    "4",
    "nearer.serving:app",
]
"""What `nearer serve` runs in the end."""

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
AGREED = [("agree", "own"), ("agree", "kind"), ("agree", "help"), ("partner", "no")]


@dataclass
class Server:
    """`nearer serve` as a process of its own, with all its workers in one group."""

    settings: desk.Settings
    process: Any = None

    def start(self, *, again: bool = False) -> None:
        """Start it and wait until it answers; *again* leaves out the command's own look at the installation first."""
        serve = [str(Path(sys.executable).with_name("nearer")), "serve"]
        command = [*WORKER, "--port", str(self.settings.port)] if again else serve
        self.process = subprocess.Popen(
            command, env=os.environ | self.settings.environment(), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        while not self.answers():
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=0.05)
                raise AssertionError(self.process.stderr.read().decode())

    def answers(self) -> bool:
        """Whether somebody listens there and is well."""
        try:
            return ask(self.settings.port, "GET", "/healthz")[0] == 200
        except BROKEN:
            return False

    def kill(self) -> None:
        """As a power cut would: no process of it gets to say goodbye."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stderr.close()


def ask(port: int, method: str, path: str, fields: Any = None, cookie: str = "") -> tuple[int, Any, str]:
    """(status, headers, body) of one request on a connection of its own."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request(method, path, urlencode(fields) if fields else None, FORM | {"Cookie": cookie})
        reply = line.getresponse()
        return reply.status, reply.headers, reply.read().decode()
    finally:
        line.close()


@dataclass
class Writer(threading.Thread):
    """Somebody who answers the same step again and again, and sends an answer once more that was not acknowledged."""

    port: int
    link: str
    told: Callable[[], None]
    stop: threading.Event
    token: str = ""
    home: str = ""
    acknowledged: dict[int, str] = field(default_factory=dict)
    refused: list[Any] = field(default_factory=list)

    def __hash__(self) -> int:
        return id(self)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    @property
    def seat(self) -> str:
        return self.home.split("/")[2]

    def begin(self) -> None:
        """Take a seat of a couple of one's own."""
        _, headers, _ = ask(self.port, "POST", f"/p/{self.link}/begin", AGREED)
        self.home = headers["Location"]
        self.token = headers["Set-Cookie"].partition("=")[2].partition(";")[0]

    def run(self) -> None:
        """Answers with rising numbers; each is sent until the server says that it has it."""
        step = f"{self.home}s-one/1"
        cookie = f"n-{self.seat}={self.token}"
        page = ask(self.port, "GET", step, cookie=cookie)[2]
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        n = 1
        while not self.stop.is_set():
            words = f"{self.seat} writes number {n}"
            try:
                status, _, _ = ask(self.port, "POST", step, fields | {"n": str(n), "f/next": words}, cookie)
            except BROKEN:
                self.stop.wait(0.05)
                continue
            if status != 303:
                self.refused.append((n, status))
                return
            self.acknowledged[n] = words
            self.told()
            n += 1


@dataclass
class Tally:
    """Counts acknowledged answers, and lets somebody wait for the next few."""

    count: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def add(self) -> None:
        """One more."""
        with self.changed:
            self.count += 1
            self.changed.notify_all()

    def wait_for(self, more: int) -> None:
        """Until there are so many more."""
        with self.changed:
            wanted = self.count + more
            assert self.changed.wait_for(lambda: self.count >= wanted, timeout=60)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def server(tmp_path, request):
    """A real installation with one private step published, and its server; gives the link's token too."""
    if not KILLS[request.param]:
        pytest.skip("only in the long run: NEARER_LONG=1")
    database = "" if request.param == "sqlite" else request.getfixturevalue("fresh_postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base_url = f"http://127.0.0.1:{port}"
    settings = desk.Settings(data=tmp_path / "data", base_url=base_url, port=port, database=database, key_file=None)
    installation = make_installation(settings)
    registry, now = installation.registry, installation.clock()
    exercise = registry.library[EXERCISE]
    kept = ("title", "summary", "minutes", "factors", "variants")
    step = {name: exercise[name] for name in kept} | {"id": "s-one", "origin": None, "delivery": {"rule": "at_once"}}
    document = {
        "nearer": "program/1", "title": "One step", "summary": "", "language": "en", "weeks": 1, "sealed": False,
        "personal": True, "stages": [{"id": "one", "title": "One", "summary": "", "steps": [step]}],
    }  # fmt: skip
    with session_scope(installation.engine, write=True) as session:
        practice = desk.create_practice(session, "Practice", now=now)
        program = desk.create_program(session, practice.id, document, registry=registry, now=now)
        desk.publish_program(session, practice.id, program.id, registry=registry, now=now)
        link = desk.make_link(session, practice.id, program.id, now=now).token
    installation.engine.dispose()
    made = Server(settings)
    made.start()
    yield made, link, installation
    made.kill()
    installation.engine.dispose()


def stored(installation: Any, writer: Writer) -> list[tuple[int, str]]:
    """(number, words) of everything that a writer has stored, opened with the writer's own key."""
    box = metadata.tables["box"]
    with session_scope(installation.engine) as session:
        place = enter(session, installation.keyring, writer.seat, writer.token, installation.clock())
        rows = session.execute(select(box).where(box.c.couple_id == place.couple.id).order_by(box.c.n)).all()
        return [(row.n, open_row(place.keys, "box", row)["answer"]["next"]) for row in rows]


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_kill_and_is_there_once(server):
    running, link, installation = server
    tally, stop = Tally(), threading.Event()
    writers = [Writer(running.settings.port, link, tally.add, stop) for _ in range(3)]
    for writer in writers:
        writer.begin()
        writer.start()
    kills = KILLS[installation.engine.dialect.name]
    for _ in range(kills):
        tally.wait_for(BETWEEN)
        running.kill()
        running.start(again=True)
    tally.wait_for(BETWEEN)
    stop.set()
    for writer in writers:
        writer.join()
        assert writer.refused == []
        found = stored(installation, writer)
        assert len({n for n, _ in found}) == len({words for _, words in found}) == len(found)
        assert set(writer.acknowledged.items()) <= set(found)
        assert [n for n, _ in found] == list(range(1, len(found) + 1))
    assert tally.count >= kills * BETWEEN
    print(f"{kills} kills, {tally.count} acknowledged answers, each there once")
    if installation.engine.dialect.name == "sqlite":
        with installation.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
