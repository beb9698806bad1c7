"""Builds the wheel and holds that it carries everything: code, templates, schemas, content, entry points."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

TOP = Path(__file__).parents[2]
ROOMS = {"core": "nearer", "plugins": "nearer_plugins", "schemas": "nearer_schemas", "admin": "nearer_admin"}
SHIPPED = {".py", ".html", ".css", ".js", ".json", ".yaml", ".svg", ".typed", ".txt", ".mako", ".md"}


def test_the_wheel_holds_every_file_of_the_rooms(wheel):
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=TOP, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    expected = {
        str(Path(*Path(name).parts[1:]))
        for name in tracked
        if (parts := Path(name).parts)[0] in ROOMS
        and len(parts) > 2
        and parts[1] == ROOMS[parts[0]]
        and Path(name).suffix in SHIPPED
        and (TOP / name).exists()
    }
    missing = expected - set(zipfile.ZipFile(wheel).namelist())
    assert expected
    assert not missing


def asked(address: str, patience: float) -> int:
    """The status that *address* replies with, once somebody serves there: the line comes before the server."""
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(address, timeout=patience) as reply:
                return reply.status
        except urllib.error.URLError as error:
            if time.monotonic() > until or not isinstance(error.reason, ConnectionRefusedError):
                raise
        time.sleep(0.1)


def test_the_installed_wheel_serves_the_demo_without_the_checkout(elsewhere, tmp_path):
    command = [str(elsewhere.bin / "nearer"), "demo", "--port", "0", "--data", str(tmp_path / "demo"), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=elsewhere.variables)
    try:
        told = json.loads(process.stdout.readline())
        assert [asked(told[name], patience=60) for name in ("link", "desk")] == [200, 200]
    finally:
        process.terminate()
        assert process.wait(timeout=20) is not None
        process.stdout.close()
