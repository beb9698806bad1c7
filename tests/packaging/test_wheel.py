"""Builds the wheel and holds that it carries everything: code, templates, schemas, content, entry points."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
ROOMS = {"core": "nearer", "plugins": "nearer_plugins", "schemas": "nearer_schemas", "admin": "nearer_admin"}
SHIPPED = {".py", ".html", ".css", ".js", ".json", ".yaml", ".svg", ".typed", ".txt", ".mako"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(TOP)]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


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


@pytest.fixture(scope="module")
def elsewhere(wheel, tmp_path_factory) -> Path:
    """A virtual environment that holds the wheel and sees the dependencies of this one, but not the checkout."""
    folder = tmp_path_factory.mktemp("elsewhere")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    site = next(folder.glob("lib/python*/site-packages"))
    installed = next(Path(each) for each in sys.path if each.endswith("site-packages"))
    for each in installed.iterdir():
        if "nearer" not in each.name:
            (site / each.name).symlink_to(each)
    target = ["--target", str(site), "--no-deps", "--quiet", "--no-warn-conflicts", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "install", *target], check=True)
    return folder


def nearer(elsewhere: Path, *words: str) -> list[str]:
    return [str(elsewhere / "bin/python"), "-c", "from nearer.commands import main; main()", *words]


def test_the_installed_wheel_serves_the_demo_without_the_checkout(elsewhere, tmp_path):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "NEARER"))}
    command = nearer(elsewhere, "demo", "--port", "0", "--data", str(tmp_path / "demo"), "--json")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=environment)
    try:
        told = json.loads(process.stdout.readline())
        for address in (told["link"], told["desk"]):
            with urllib.request.urlopen(address, timeout=30) as reply:
                assert reply.status == 200
    finally:
        process.terminate()
        assert process.wait(timeout=20) is not None
        process.stdout.close()
