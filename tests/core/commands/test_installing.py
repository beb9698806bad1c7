"""`nearer` itself, init, doctor, serve, db, key and plugin: each says what it did or what to do next."""

from __future__ import annotations

import json
import socket
import stat
import subprocess
import sys
from importlib.metadata import EntryPoint

import click
import pytest

from nearer import commands
from nearer.commands import OWN
from nearer.serving import ServingError, serve_installation
from nearer.settings import Settings


def test_help_names_every_command_and_loads_none():
    code = "import sys, nearer.commands as c; c.main(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    help_text, _, modules = done.stdout.rpartition("\n  worker ")
    assert all(f"  {name} " in help_text for name in (*OWN, "demo", "user") if name != "worker")
    assert not {"flask", "sqlalchemy", "jsonschema", "pydantic", "nearer.registry"} & set(modules.split())


@pytest.mark.parametrize("name", sorted(OWN))
def test_every_command_has_help(nearer, name):
    done = nearer(name, "--help")
    assert done.exit_code == 0
    assert OWN[name][1].rstrip(".").split(":")[0].split(",")[0] in " ".join(done.stdout.split())


def test_a_command_of_a_plugin_that_can_not_load_is_one_sentence(nearer, monkeypatch):
    monkeypatch.setattr(commands, "_brought", lambda: (EntryPoint("lost", "nowhere_at_all:x", "nearer.commands"),))
    done = nearer("lost")
    assert (done.exit_code, "nowhere_at_all" in done.stderr) == (1, True)
    assert nearer("db", "--help").exit_code == 0


def test_a_command_of_a_plugin_runs(nearer, monkeypatch, tmp_path):
    (tmp_path / "found_here.py").write_text("import click\nx = click.command()(lambda: click.echo('hello'))\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(commands, "_brought", lambda: (EntryPoint("mine", "found_here:x", "nearer.commands"),))
    assert nearer("mine").stdout == "hello\n"
    assert isinstance(commands.main.get_command(click.Context(commands.main), "mine"), click.Command)


def test_init_makes_everything_and_keeps_it_the_second_time(nearer, tmp_path):
    assert nearer("init", "--practice", "On the Hill").exit_code == 0
    keyring = tmp_path / "data.keyring"
    before = keyring.read_bytes()
    assert stat.S_IMODE(keyring.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert nearer("init").exit_code == 0
    assert keyring.read_bytes() == before
    assert nearer("doctor").exit_code == 0


def test_doctor_says_what_to_do(nearer):
    done = nearer("doctor", "--json")
    assert done.exit_code == 1
    told = " ".join(each["problem"] for each in json.loads(done.stdout))
    assert "nearer init" in told
    assert "nearer key new" in told


def test_doctor_finds_a_keyring_that_others_can_read(ready, tmp_path):
    (tmp_path / "data.keyring").chmod(0o644)
    done = ready("doctor")
    assert (done.exit_code, "chmod 600" in done.stdout) == (1, True)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"NEARER_BASE_URL": "http://nearer.example.org"}, "https"),
        ({"NEARER_BASE_URL": "nearer.example.org"}, "no address"),
        ({"NEARER_KEY_FILE": "{data}/keyring"}, "data directory"),
    ],
)
def test_serve_refuses_what_would_be_unsafe(ready, tmp_path, monkeypatch, settings, told):
    for name, value in settings.items():
        monkeypatch.setenv(name, value.format(data=tmp_path / "data"))
    if "NEARER_KEY_FILE" in settings:
        (tmp_path / "data.keyring").rename(tmp_path / "data/keyring")
    done = ready("serve")
    assert (done.exit_code, told in done.stderr) == (1, True)


def test_the_demo_may_keep_its_keyring_beside_the_data(tmp_path):
    settings = Settings(data=tmp_path, demo=True)
    assert settings.keyring_path == tmp_path / "keyring"
    assert settings.unsafe_reason() is None


def test_serve_says_that_a_port_is_taken(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServingError, match=f"Port {port}.*--port"):
            serve_installation(Settings(data=tmp_path, port=port))


def test_serve_without_an_installation_names_the_next_command(nearer):
    assert "nearer key new" in nearer("serve").stderr


def test_a_database_can_be_upgraded_and_checked(ready, nearer):
    assert json.loads(nearer("db", "check", "--json").stdout) == {"current": True, "database": "sqlite"}
    assert nearer("db", "upgrade").stdout == "The database is up to date.\n"


def test_a_database_of_a_newer_version_is_refused(ready, tmp_path):
    import sqlite3

    with sqlite3.connect(tmp_path / "data/nearer.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = 'fromthefuture'")
    database.close()
    for words in (["db", "check"], ["db", "upgrade"], ["serve"], ["program", "list"]):
        done = ready(*words)
        assert (done.exit_code, "newer Nearer" in done.stderr) == (1, True)


def test_a_database_that_does_not_answer_is_one_sentence(ready, monkeypatch, tmp_path):
    (tmp_path / "folder").mkdir()
    monkeypatch.setenv("NEARER_DATABASE", f"postgresql://nobody@/nothing?host={tmp_path}")
    done = ready("db", "check")
    assert (done.exit_code, "nearer doctor" in done.stderr) == (1, True)


def test_a_keyring_is_made_once(nearer, tmp_path):
    place = tmp_path / "key"
    assert nearer("key", "new", "--file", place).exit_code == 0
    assert nearer("key", "new", "--file", place).exit_code == 1
    assert json.loads(nearer("key", "check", "--file", place, "--json").stdout)["epochs"] == [1]
    assert nearer("key", "check").exit_code == 1


def test_plugins_are_listed_with_their_types(nearer):
    found = {each["name"]: each for each in json.loads(nearer("plugin", "list", "--json").stdout)}
    assert "communication.speaker_listener" in found["communication"]["types"]
    assert found["desk"]["state"] == "works"


def test_a_broken_plugin_is_named_with_its_trace(nearer, monkeypatch):
    from nearer import registry

    entries = [EntryPoint("bad", "nowhere_at_all", "nearer.plugins")]
    monkeypatch.setattr(registry, "entry_points", lambda group: entries)
    done = nearer("plugin", "list", "--trace")
    assert done.exit_code == 1
    assert "The plugin bad could not be loaded" in done.stdout
    assert "Traceback" in done.stdout


def test_the_keyring_is_rotated_and_says_what_became_of_it(ready, tmp_path):
    assert "new safety copy" in ready("key", "rotate").stdout
    done = json.loads(ready("key", "rotate", "--json").stdout)
    assert done == {"epoch": 3, "rewrapped": 0, "destroyed": [], "kept": [1, 2]}
    assert json.loads(ready("key", "check", "--json").stdout)["epochs"] == [1, 2, 3]


def test_doctor_hints_at_a_rotation_that_is_due(ready, tmp_path):
    keyring = tmp_path / "data.keyring"
    document = json.loads(keyring.read_text())
    document["epochs"][0]["made"] = "2026-01-01T00:00:00+00:00"
    keyring.write_text(json.dumps(document))
    done = ready("doctor", "--json")
    assert done.exit_code == 0
    assert "nearer key rotate" in json.loads(done.stdout)[-1]["problem"]
    ready("key", "rotate")
    assert "age of the last key" not in ready("doctor").stdout
