"""Real workers, a real mail server, both databases: a reminder comes once, however many workers there are or die."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fixtures.installation import Clock
from sqlalchemy import update

from nearer.installation import Installation, make_installation
from nearer.reminding import Hours, Wishes
from nearer.settings import Settings
from nearer.store import couples, reminders, seats
from nearer.store.editions import load_edition
from nearer.store.engine import session_scope
from nearer.store.links import make_link
from nearer.store.practices import create_practice
from nearer.store.programs import create_program
from nearer.store.publishing import publish_program
from nearer.store.tables import Edition, Link, metadata
from nearer.worker import work

pytestmark = pytest.mark.slow
NEARER = str(Path(sys.executable).with_name("nearer"))
ALWAYS = Hours(0, 0)


@dataclass
class Scene:
    """Somebody who wants a message every day, a mail server, and workers that begin when they are told."""

    installation: Installation
    mailbox: Any
    seat: str

    def start_worker(self) -> subprocess.Popen[str]:
        """`nearer worker --once` as a process of its own."""
        environment = os.environ | self.installation.settings.environment()
        command = [NEARER, "worker", "--once", "--json"]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def make_due(self) -> None:
        """Let the slot have come, as if the person had asked yesterday."""
        past, table = self.installation.now() - timedelta(minutes=1), metadata.tables["reminder"]
        with session_scope(self.installation.engine, write=True) as session:
            session.execute(update(table).values(slot=past))

    def let_leases_run_out(self) -> None:
        """As if hours had passed for whoever holds something."""
        table = metadata.tables["outbox"]
        with session_scope(self.installation.engine, write=True) as session:
            session.execute(update(table).values(leased_until=None))

    @property
    def came(self) -> int:
        return len(self.mailbox.taken)


def wait_for(condition: Callable[[], Any]) -> None:
    for _ in range(600):
        if condition():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it did not happen")


@pytest.fixture
def scene(empty_url, tmp_path, open_mailbox, publish_in) -> Iterator[Scene]:
    mailbox = open_mailbox()
    settings = Settings(
        data=tmp_path / "data", database=empty_url, demo=True, base_url="http://localhost",
        channels=f"smtp://127.0.0.1:{mailbox.port}?from=notes@example.org",
    )  # fmt: skip
    made = make_installation(settings)
    seat = publish_in(made)
    yield Scene(made, mailbox, seat)
    mailbox.answers.set()
    made.engine.dispose()


@pytest.fixture
def publish_in() -> Callable[[Installation], str]:
    """Lets somebody begin in an installation who wants a message every day; gives their seat."""

    def begin(made: Installation) -> str:
        now, document = made.now(), made.registry.templates["programs.three_conversations"]
        with session_scope(made.engine, write=True) as session:
            practice = create_practice(session, "Practice", now=now)
            program = create_program(session, practice.id, document, registry=made.registry, now=now)
            publish_program(session, practice.id, program.id, registry=made.registry, now=now)
            link = session.get_one(Link, make_link(session, practice.id, program.id, now=now).id)
            edition = load_edition(session, session.query(Edition).one().sha)
            began = couples.begin(session, made.keyring, link, edition, agreed=True, now=now)
        with session_scope(made.engine, write=True) as session:
            place = seats.enter(session, made.keyring, began.seat, began.session_token, now)
            reminders.start_messages(session, place, "mail", "ada@example.org", now=now)
            kept = reminders.find_message(session, place).wishes
            assert kept is not None
            every_day = Wishes("mail", kept.address, ALWAYS, days=frozenset(range(7)), token=kept.token)
            reminders.keep_wishes(session, place, every_day, now=now)
        return str(began.seat)

    return begin


def test_two_workers_at_once_send_one_message_and_a_third_none(scene: Scene):
    for _ in range(2):
        scene.make_due()  # the second time the same day, which has had its message
        workers = [scene.start_worker() for _ in range(2)]
        for each in workers:
            told = each.communicate(timeout=120)
            assert each.returncode == 0, told
        assert scene.came == 1
    scene.start_worker().communicate(timeout=120)
    assert scene.came == 1


def test_a_worker_killed_while_the_mail_server_has_the_message_sends_no_second_one(scene: Scene):
    scene.make_due()
    scene.mailbox.answers.clear()
    worker = scene.start_worker()
    wait_for(lambda: scene.came == 1)
    worker.kill()
    worker.communicate()
    scene.mailbox.answers.set()
    scene.let_leases_run_out()
    scene.make_due()
    scene.start_worker().communicate(timeout=120)
    assert scene.came == 1


def test_tomorrow_there_is_one_more(scene: Scene):
    scene.make_due()
    work(scene.installation)
    clock = Clock()
    clock.now = scene.installation.now() + timedelta(days=1)
    work(replace(scene.installation, clock=clock))
    assert scene.came == 2
    assert {each["To"] for each in scene.mailbox.taken} == {"ada@example.org"}
    assert len({each.get_content() for each in scene.mailbox.taken}) == 1
