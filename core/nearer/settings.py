"""The settings of an installation: few, from the environment (``NEARER_...``), ``.env`` or a secrets directory."""

from __future__ import annotations

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator decides; the table in docs/settings.md is made from these descriptions."""

    model_config = SettingsConfigDict(
        env_prefix="NEARER_", env_file=".env", extra="ignore", frozen=True, secrets_dir=os.environ.get("NEARER_SECRETS")
    )

    base_url: str = Field(
        default="http://127.0.0.1:8000", description="the address people use; all links begin with it"
    )
    data: Path = Field(default=Path("nearer-data"), description="the directory for the database and what else is kept")
    database: str = Field(
        default="", description="sqlite:///FILE or postgresql://...; empty: nearer.sqlite3 in the data directory"
    )
    key_file: Path | None = Field(
        default=None, description="the keyring; empty: beside the data directory, its name plus .keyring"
    )
    host: str = Field(default="127.0.0.1", description="the network address that `nearer serve` listens on")
    port: int = Field(default=8000, ge=0, le=65535, description="the port that `nearer serve` listens on")
    trusted_proxies: int = Field(default=0, ge=0, le=5, description="how many proxies in front may say who is asking")
    channels: str = Field(
        default="console:",
        description="how messages leave: a URL for each way, separated by spaces; smtp://user:password@host?from=address",
    )
    exit_url: str = Field(
        default="https://www.bbc.com/weather", description="where “Leave now” leads: a page that raises no question"
    )
    local_help: str = Field(
        default="", max_length=4000, description="where to turn for help, shown where a practice says nothing itself"
    )
    demo: bool = Field(
        default=False, description="set by `nearer demo`: example content, the keyring beside the database"
    )

    @property
    def database_url(self) -> str:
        """The database, with the default filled in."""
        return self.database or f"sqlite:///{self.data.absolute() / 'nearer.sqlite3'}"

    @property
    def keyring_path(self) -> Path:
        """The keyring, with the default filled in: not in the data directory, so that no backup takes both."""
        if self.key_file is not None:
            return self.key_file
        return (
            self.data / "keyring"
            if self.demo
            else self.data.absolute().with_name(f"{self.data.absolute().name}.keyring")
        )

    @property
    def types(self) -> Path:
        """The folder that exercise types without Python are dropped into."""
        return self.data / "types"

    @property
    def left_out(self) -> Path:
        """Where it is kept which overrides of exercise types are left out, for every process to know."""
        return self.data / "left-out"

    def environment(self) -> dict[str, str]:
        """The variables that make the same settings in another process."""
        values: dict[str, Any] = self.model_dump(mode="json", exclude_none=True)
        return {f"NEARER_{name.upper()}": str(value) for name, value in values.items()}

    def unsafe_reason(self) -> str | None:
        """Why these settings must not serve couples; None if nothing speaks against it."""
        if not self.demo and self.keyring_path.absolute().is_relative_to(self.data.absolute()):
            return (
                f"The keyring {self.keyring_path} lies in the data directory, so one copy would take the words and the "
                "key. Move it elsewhere and set NEARER_KEY_FILE."
            )
        where = urlsplit(self.base_url)
        if where.scheme not in ("http", "https") or not where.hostname:
            return (
                f"The base URL {self.base_url} is no address. Set NEARER_BASE_URL, such as https://nearer.example.org."
            )
        if where.scheme != "https" and not is_loopback(where.hostname):
            return f"{self.base_url} is neither https nor this machine itself. Set NEARER_BASE_URL to an https address."
        return None


def is_loopback(host: str) -> bool:
    """Whether *host* is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
