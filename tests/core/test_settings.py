"""Settings come from the environment, stay the same in a worker, and stand in one table of the docs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from nearer.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs/settings.md").read_text()


def test_every_setting_stands_in_the_table_and_no_other():
    rows = [line.split("|")[1:4] for line in PAGE.splitlines() if line.startswith("| `NEARER_")]
    table = {name.strip(" `"): (default.strip(" `"), text.strip()) for name, default, text in rows}
    fields = {f"NEARER_{name.upper()}": field for name, field in Settings.model_fields.items()}
    assert table.keys() - {"NEARER_SECRETS"} == fields.keys()
    for name, field in fields.items():
        default = "" if field.default in (None, "") else str(field.default).lower()
        assert table[name] == (default, field.description)


def test_a_worker_gets_the_same_settings(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    given = Settings(
        data=tmp_path / "d", port=8123, demo=True, base_url="https://nearer.example.org", trusted_proxies=1
    )
    for name, value in given.environment().items():
        monkeypatch.setenv(name, value)
    assert Settings() == given


def test_settings_come_from_env_file_and_environment_wins(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("NEARER_PORT=8111\nNEARER_HOST=0.0.0.0\n")
    monkeypatch.setenv("NEARER_PORT", "8222")
    assert (Settings().port, Settings().host) == (8222, "0.0.0.0")


def test_the_keyring_lies_outside_the_data_unless_said_otherwise(tmp_path):
    settings = Settings(data=tmp_path / "data")
    assert settings.keyring_path == tmp_path / "data.keyring"
    assert settings.database_url == f"sqlite:///{tmp_path / 'data' / 'nearer.sqlite3'}"
    assert Settings(data=tmp_path, key_file=tmp_path / "k").unsafe_reason().endswith("set NEARER_KEY_FILE.")


def test_settings_come_from_a_directory_of_secrets(tmp_path):
    (tmp_path / "nearer_database").write_text("postgresql://db/nearer")
    code = "from nearer.settings import Settings; print(Settings().database_url)"
    environment = os.environ | {"NEARER_SECRETS": str(tmp_path)}
    printed = subprocess.check_output([sys.executable, "-c", code], env=environment, cwd=tmp_path, text=True)
    assert printed == "postgresql://db/nearer\n"
