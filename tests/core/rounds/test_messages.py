"""Messages leave at most once: with failures, two workers, and workers that are killed at the worst moment."""

import logging
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures import sending
from fixtures.sending import KIND, composer, installed

from nearer import Message, NotSentError
from nearer.installation import make_installation
from nearer.rounds import messages
from nearer.rounds.messages import LEASE, TRIES, Outgoing, send_due
from nearer.settings import Settings
from nearer.store.engine import session_scope
from nearer.store.outbox import announce


@pytest.fixture
def settings(empty_url, tmp_path):
    """A real installation's, on SQLite and on PostgreSQL."""
    made = Settings(data=tmp_path / "data", database=empty_url, demo=True)
    make_installation(made).engine.dispose()
    return made


@pytest.fixture
def here(settings, tmp_path):
    made = installed(settings, tmp_path / "sent")
    yield made
    made.engine.dispose()


def put(installation, *events, due=None):
    with session_scope(installation.engine, write=True) as session:
        for event in events:
            announce(session, KIND, event, {}, due=due or installation.now())


def sent(tmp_path):
    return (tmp_path / "sent").read_text().split() if (tmp_path / "sent").exists() else []


class Worker:
    """One process of :mod:`fixtures.sending`."""

    def __init__(self, settings, file, point=""):
        environment = os.environ | settings.environment() | {"PYTHONPATH": str(Path(sending.__file__).parents[1])}
        command = [sys.executable, sending.__file__, str(file), *([point] if point else [])]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def reach(self, word):
        assert self.process.stdout.readline().strip() == word

    def go(self):
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def end(self, *, kill=False):
        if kill:
            self.process.kill()
        self.process.communicate(timeout=60)
        return self.process.returncode


def later(installation, by):
    """The same installation, when so much time has passed."""
    from dataclasses import replace

    return replace(installation, clock=lambda: datetime.now(UTC) + by)


def test_two_workers_at_once_send_each_message_once(settings, here, tmp_path):
    events = [f"event-{n}" for n in range(40)]
    put(here, *events)
    workers = [Worker(settings, tmp_path / "sent") for _ in range(2)]
    for each in workers:
        each.reach("ready")
    for each in workers:
        each.go()
    assert [each.end() for each in workers] == [0, 0]
    assert sorted(sent(tmp_path)) == sorted(events)


@pytest.mark.parametrize(("point", "before", "after"), [("made", [], ["one"]), ("sent", ["one"], ["one"])])
def test_a_worker_killed_between_claim_and_send_or_after_it_loses_nothing_and_doubles_nothing(
    settings, here, tmp_path, point, before, after
):
    put(here, "one")
    worker = Worker(settings, tmp_path / "sent", point)
    worker.reach("ready")
    worker.go()
    worker.reach(point)
    worker.end(kill=True)
    assert sent(tmp_path) == before
    assert send_due(here, composers=composer()) == 0  # nobody else takes it before the lease has run out
    send_due(later(here, 2 * LEASE), composers=composer())
    assert sent(tmp_path) == after
    send_due(later(here, 4 * LEASE), composers=composer())
    assert sent(tmp_path) == after


def test_a_worker_that_was_asleep_for_longer_than_its_lease_does_not_send_what_another_sent(here, tmp_path):
    put(here, "one")

    def overtaken(installation, claimed):
        send_due(later(here, 2 * LEASE), composers=composer())
        return Outgoing("lines", Message("", "", claimed.event))

    send_due(here, composers={KIND: overtaken})
    assert sent(tmp_path) == ["one"]


class Failing(sending.Lines):
    """Raises what it is given, one after the other, and then sends."""

    def __init__(self, file, *errors):
        super().__init__(file)
        self.errors = list(errors)

    def send(self, message):
        if self.errors:
            raise self.errors.pop(0)
        super().send(message)


@pytest.fixture
def failing(here, tmp_path):
    """The installation with a channel that fails so."""
    from dataclasses import replace

    def make(*errors):
        return replace(here, channels={"lines": Failing(tmp_path / "sent", *errors)})

    return make


def test_what_was_certainly_not_sent_is_tried_again_later_and_later(failing, tmp_path):
    here = failing(NotSentError("away"), NotSentError("away"))
    put(here, "one")
    waited = timedelta()
    for minutes in (2, 4):
        send_due(later(here, waited), composers=composer())
        assert send_due(later(here, waited + timedelta(minutes=minutes - 1)), composers=composer()) == 0
        waited += timedelta(minutes=minutes, seconds=5)
    send_due(later(here, waited), composers=composer())
    assert sent(tmp_path) == ["one"]


@pytest.mark.parametrize("error", [NotSentError("never", again=False), OSError("hung up"), SystemExit(3)])
def test_what_may_have_been_sent_or_never_can_be_is_not_tried_again(failing, tmp_path, error):
    here = failing(error)
    put(here, "one")
    send_due(here, composers=composer())
    send_due(later(here, timedelta(days=1)), composers=composer())
    assert sent(tmp_path) == []


def test_it_gives_up_after_some_tries(failing, tmp_path):
    here = failing(*[NotSentError("away")] * (TRIES + 5))
    put(here, "one")
    days = 0
    while send_due(later(here, timedelta(days=days)), composers=composer()):
        days += 1
    assert days == TRIES


def test_a_message_that_nobody_wants_any_more_is_not_sent(here, tmp_path):
    put(here, "one")
    send_due(here, composers={KIND: lambda *_: None})
    send_due(later(here, timedelta(days=1)), composers=composer())
    assert sent(tmp_path) == []


def test_one_that_can_not_be_made_keeps_no_other_and_its_words_reach_no_log(here, tmp_path, caplog):
    put(here, "bad", "good")

    def compose(_, claimed):
        if claimed.event == "bad":
            raise ValueError("her words")
        return Outgoing("lines", Message("", "", claimed.event))

    with caplog.at_level(logging.DEBUG):
        send_due(here, composers={KIND: compose})
    assert sent(tmp_path) == ["good"]
    assert "her words" not in caplog.text


def test_a_message_for_a_channel_that_is_gone_is_dropped_and_said(here, caplog):
    put(here, "one")
    send_due(here, composers={KIND: lambda *_: Outgoing("pigeon", Message("", "", ""))})
    assert "no channel pigeon" in caplog.text
    assert send_due(later(here, timedelta(days=1)), composers=composer()) == 0


def test_no_line_of_the_log_holds_whom_or_what(failing, caplog):
    for error in (NotSentError("550"), RuntimeError("ada@example.org: Something")):
        here = failing(error)
        put(here, type(error).__name__)
        with caplog.at_level(logging.DEBUG):
            send_due(
                here,
                composers={KIND: lambda *_: Outgoing("lines", Message("ada@example.org", "Something", "Something"))},
            )
    assert len([each for each in caplog.records if each.name == messages.__name__]) == 2
    assert "ada@" not in caplog.text
    assert "Something" not in caplog.text
