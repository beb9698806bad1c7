"""`nearer db backup` and `restore`: the whole round by the command line, with the erased staying erased."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from nearer.commands import main
from nearer.store.engine import session_scope
from nearer.store.erasing import erase_seat


@pytest.fixture
def run(installation, monkeypatch):
    """Runs a command for the installation of this test."""
    for name, value in installation.settings.environment().items():
        monkeypatch.setenv(name, value)

    def go(*arguments: str):
        return CliRunner().invoke(main, ["db", *arguments], catch_exceptions=False)

    return go


def test_a_backup_and_its_restore_say_what_they_did(run, installation, enrol, tmp_path):
    ada, _ = enrol()
    backup = str(tmp_path / "backup")
    assert "The backup is" in run("backup", backup).output
    installation.tombstones.add(ada.seat)
    with session_scope(installation.engine, write=True) as session:
        erase_seat(session, installation.keyring, ada.seat)
    refused = run("restore", backup)
    assert (refused.exit_code, "--replace" in refused.output) == (1, True)
    done = run("restore", backup, "--replace")
    assert (done.exit_code, "Erased again: 1." in done.output) == (0, True)
    assert ada.client.post(ada.way).status_code == 404


def test_a_backup_of_nothing_says_so(run, tmp_path):
    refused = run("restore", str(tmp_path / "nowhere"))
    assert (refused.exit_code, "There is no file" in refused.output) == (1, True)
