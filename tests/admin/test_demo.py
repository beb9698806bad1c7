"""``nearer demo`` and ``nearer user`` as real processes: what they print, keep, refuse and advise."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest

COMMAND = [sys.executable, "-c", "from nearer.commands import main; main()"]


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEARER")}
    return kept | more


def run(*words, **options):
    settings = {"capture_output": True, "text": True, "timeout": 60, "env": environment(**options)}
    return subprocess.run([*COMMAND, *map(str, words)], check=False, **settings)


@contextmanager
def demo(data, *words):
    """Serve the demo in *data* and give what its JSON line told; ended by SIGTERM."""
    command = [*COMMAND, "demo", "--data", str(data), "--port", "0", "--json", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as process:
        try:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            yield json.loads(line)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)
        assert process.returncode in (0, -signal.SIGTERM)


def processor_seconds():
    """What the processes that ended so far took of the processor: unlike a clock, the same on a busy machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def answers(address):
    """The status and page at *address*, as soon as the server listens."""
    until = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(address, timeout=20) as reply:
                return reply.status, reply.read().decode()
        except ConnectionRefusedError:
            assert time.monotonic() < until
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError) or time.monotonic() > until:
                raise


def test_the_demo_serves_keeps_and_starts_again_quickly(tmp_path):
    data = tmp_path / "demo"
    with demo(data) as told:
        assert set(told) == {"desk", "email", "password", "link", "data"}
        assert told["data"] == str(data)
        assert answers(told["link"])[0] == 200
        status, page = answers(told["desk"])
        assert status == 200
        assert 'type="password"' in page
    note = data / "demo.json"
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    before = processor_seconds()
    with demo(data) as again:
        assert answers(again["link"])[0] == 200
        assert {**again, "desk": "", "link": ""} == {**told, "desk": "", "link": ""}
        assert again["link"].rsplit("/", 1)[1] == told["link"].rsplit("/", 1)[1]
    assert processor_seconds() - before < 6, "a second start takes less than six seconds, of the machine's own time"


def test_the_demo_says_in_words_that_it_is_not_for_real_couples(tmp_path):
    with demo(tmp_path / "demo"):
        pass
    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    free.listen()
    taken = run("demo", "--data", tmp_path / "demo", "--port", free.getsockname()[1])
    free.close()
    assert taken.returncode == 1
    assert "can't be used" in taken.stderr
    assert "nearer demo --port" in taken.stderr
    assert "Traceback" not in taken.stderr
    assert "not for real couples" in " ".join(run("demo", "--help").stdout.split())


@pytest.mark.parametrize("where", ["a_file", "below_a_file"])
def test_an_unusable_directory_is_refused_with_advice(tmp_path, where):
    (tmp_path / "file").write_text("not a directory")
    data = tmp_path / "file" if where == "a_file" else tmp_path / "file" / "demo"
    refused = run("demo", "--data", data, "--port", "0")
    assert refused.returncode == 1
    assert "can't be used" in refused.stderr
    assert "nearer demo --data" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_without_permission_is_refused(tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    assert "can't be used" in run("demo", "--data", tmp_path / "locked" / "demo", "--port", "0").stderr


def test_a_newer_database_is_left_alone(tmp_path):
    data = tmp_path / "demo"
    with demo(data):
        pass
    with sqlite3.connect(data / "nearer.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    connection.close()
    refused = run("demo", "--data", data, "--port", "0")
    assert refused.returncode == 1
    assert "newer Nearer" in refused.stderr
    assert "nearer demo --data" in refused.stderr


def test_people_are_added_listed_and_reset_without_mail(tmp_path):
    with demo(tmp_path / "demo"):
        pass
    here = {"NEARER_DATA": str(tmp_path / "demo"), "NEARER_DEMO": "true"}
    refused = run("user", "add", "new@example.org", **here)
    assert refused.returncode == 1
    assert "--practice" in refused.stderr
    added = run("user", "add", "new@example.org", "--practice", "By the Sea", "--json", **here)
    assert added.returncode == 0, added.stderr
    assert len(json.loads(added.stdout)["password"]) > 12
    twice = run("user", "add", "NEW@example.org", "--practice", "By the Sea", **here)
    assert twice.returncode == 1
    assert "here already" in twice.stderr
    reset = run("user", "reset", "new@example.org", "--json", **here)
    assert json.loads(reset.stdout)["password"] != json.loads(added.stdout)["password"]
    assert run("user", "reset", "nobody@example.org", **here).returncode == 1
    listed = [json.loads(line) for line in run("user", "list", "--json", **here).stdout.splitlines()]
    assert {
        "email": "new@example.org",
        "name": "",
        "role": "counsellor",
        "practice": "By the Sea",
        "active": True,
    } in listed
