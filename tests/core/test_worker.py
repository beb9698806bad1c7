"""The worker does every round whatever happens to one, and is a process that ends with its server."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from nearer.store.beats import find_beat
from nearer.store.engine import reading
from nearer.worker import TURNS, work

NEARER = str(Path(sys.executable).with_name("nearer"))


def wait_for(condition, *, seconds=30):
    """Until *condition* gives something, and that."""
    ends = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < ends, "it did not happen"
        threading.Event().wait(0.1)
    return found


def counted(*numbers):
    left = list(numbers)
    return lambda _: left.pop(0) if left else 0


def test_each_round_goes_on_until_nothing_is_left(installation):
    assert work(installation, rounds={"one": counted(3, 2, 0, 9), "two": counted()}) == {"one": 5, "two": 0}


def test_a_round_without_end_leaves_the_others_their_turn(installation):
    assert work(installation, rounds={"endless": lambda _: 1, "two": counted(1)}) == {"endless": TURNS, "two": 1}


def test_a_round_that_fails_takes_no_other_with_it_and_its_words_reach_no_log(installation, caplog):
    def fail(_):
        raise ValueError("what Ada wrote")

    with caplog.at_level(logging.DEBUG):
        assert work(installation, rounds={"bad": fail, "good": counted(1)}) == {"bad": None, "good": 1}
    assert "the round bad failed: ValueError" in caplog.text
    assert "Ada" not in caplog.text


def test_health_and_doctor_know_when_a_worker_worked(installation, new_client, clock):
    client = new_client()
    assert client.get("/healthz").json["worker"] is None
    work(installation, rounds={})
    clock.move(seconds=90)
    assert client.get("/healthz").json["worker"] == 90


@pytest.fixture
def house(tmp_path, monkeypatch):
    """The environment of a fresh real installation, in which commands run as processes."""
    monkeypatch.setenv("NEARER_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    subprocess.run([NEARER, "init"], check=True, capture_output=True)
    return tmp_path


def beat(house):
    from nearer.installation import Settings, open_installation

    installation = open_installation(Settings())
    try:
        with reading(installation.engine) as connection:
            return find_beat(connection)
    finally:
        installation.engine.dispose()


def test_doctor_only_hints_at_a_worker_that_never_ran(house):
    def doctor():
        done = subprocess.run([NEARER, "doctor", "--json"], capture_output=True, text=True, check=True)
        return [each["problem"] for each in json.loads(done.stdout) if each["name"] == "worker"]

    [hint] = doctor()
    assert "nearer worker" in hint
    done = subprocess.run([NEARER, "worker", "--once", "--json"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["retention"] == 0
    assert doctor() == []


def children(pid):
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (place / "cmdline").read_text().split("\0")
            found += [place.name] if words[-3:-1] == ["--beside", str(pid)] else []
    return found


def is_alive(pid):
    # A zombie in a container without an init is as dead as can be.
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes through /proc")
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_the_worker_ends_with_its_server(house, ending, monkeypatch):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("NEARER_BASE_URL", f"http://127.0.0.1:{port}")
    server = subprocess.Popen(
        [NEARER, "serve", "--port", str(port)],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        [worker] = wait_for(lambda: children(server.pid))
        wait_for(lambda: beat(house))
        server.send_signal(ending)
        server.wait(timeout=30)
        wait_for(lambda: not is_alive(worker))
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
