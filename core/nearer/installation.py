"""An installation: database, keyring, plugins and clock, opened together and handed to both apps and all commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from nearer.channels import open_channels
from nearer.registry import Registry, load_plugins
from nearer.rules.channels import Channel
from nearer.settings import Settings
from nearer.store.engine import check_version, open_engine, upgrade
from nearer.store.keyring import Keyring
from nearer.store.tombstones import Tombstones

__all__ = ["Installation", "Settings", "make_installation", "open_installation", "upgrade_database"]

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Installation:
    """What a request or a command needs; no part of it is global."""

    engine: Engine
    keyring: Keyring
    registry: Registry
    clock: Clock
    base_url: str
    data: Path
    settings: Settings
    channels: Mapping[str, Channel] = field(default_factory=dict)
    """The ways to send messages, by name."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return self.clock()

    @property
    def tombstones(self) -> Tombstones:
        """The list of who was erased, beside the keyring."""
        return Tombstones.beside(self.settings.keyring_path)

    def address(self, path: str) -> str:
        """The absolute address of *path*, which begins with a slash."""
        return self.base_url.rstrip("/") + path


def open_installation(
    settings: Settings, clock: Clock | None = None, *, registry: Registry | None = None
) -> Installation:
    """Open what is there.

    Raises:
        KeyringError: the keyring is missing, damaged or open to others.
        NewerDatabaseError: the tables are not those of this version; the text says what to do.
    """
    keyring = Keyring.read(settings.keyring_path)
    engine = open_engine(settings.database_url)
    check_version(engine)
    plugins = registry or load_plugins(types=settings.types)
    plugins.left_out.folder = settings.left_out
    return Installation(
        engine=engine,
        keyring=keyring,
        registry=plugins,
        clock=clock or utc_now,
        base_url=settings.base_url,
        data=settings.data,
        settings=settings,
        channels=open_channels(plugins.channel_kinds, settings.channels),
    )


def make_installation(
    settings: Settings, clock: Clock | None = None, *, registry: Registry | None = None
) -> Installation:
    """Make what is missing (directory, keyring, tables), keep what is there, and open it.

    Raises:
        OSError: the directory can't be made or written.
        KeyringError, NewerDatabaseError: as :func:`open_installation`.
    """
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    upgrade_database(settings)
    if not settings.keyring_path.exists():
        Keyring.make(settings.keyring_path)
    return open_installation(settings, clock, registry=registry)


def upgrade_database(settings: Settings) -> None:
    """Bring the tables to this version, and open nothing else.

    Raises:
        NewerDatabaseError: a newer Nearer made them.
    """
    engine = open_engine(settings.database_url)
    try:
        upgrade(engine)
    finally:
        engine.dispose()


def utc_now() -> datetime:
    """The clock of a real installation."""
    return datetime.now(UTC)
