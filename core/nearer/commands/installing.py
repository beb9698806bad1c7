"""`nearer init`, `nearer serve`, `nearer doctor`: a real installation from its making on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nearer.commands.speaking import as_json_option, say

if TYPE_CHECKING:
    from nearer.settings import Settings
    from nearer.store.tombstones import Tombstones


@click.command()
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="The directory; by default the setting.")
@click.option("--practice", default="Our practice", show_default=True, help="Name of the first practice.")
def init(data: Path | None, practice: str) -> None:
    """Make a real installation: directory, keyring, tables, a practice. What is there already stays."""
    from nearer.installation import Settings, make_installation
    from nearer.store.engine import session_scope
    from nearer.store.practices import create_practice, list_practices

    settings = Settings(data=data) if data else Settings()
    installation = make_installation(settings)
    with session_scope(installation.engine, write=True) as session:
        if not list_practices(session, limit=1):
            create_practice(session, practice, now=installation.now())
    click.echo(f"The installation is in {settings.data.absolute()}.")
    click.echo(f"The keyring is {settings.keyring_path}. Keep a copy apart from the backups of the data.")
    if data is not None and os.environ.get("NEARER_DATA") != str(data):
        click.echo(f"For all other commands: export NEARER_DATA={settings.data.absolute()}")
    click.echo("Now add a counsellor with `nearer user add`, then `nearer serve`.")


@click.command()
@click.option("--host", help="Listen there instead of at the setting.")
@click.option("--port", type=click.IntRange(1, 65535), help="Listen there instead of at the setting.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer.")
@click.option("--no-worker", is_flag=True, help="Do no rounds here: `nearer worker` does them elsewhere.")
def serve(host: str | None, port: int | None, workers: int, *, no_worker: bool) -> None:
    """Serve the installation until interrupted, with a worker beside it."""
    from nearer.installation import Settings, open_installation
    from nearer.serving import serve_installation

    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = Settings(**given)  # type: ignore[arg-type]  # pydantic checks them
    open_installation(settings).engine.dispose()  # speaks up here rather than in a worker
    click.echo(f"Serving {settings.base_url}, listening on {settings.host} port {settings.port}.")
    serve_installation(settings, workers=workers, rounds=not no_worker)


@click.command()
@as_json_option
def doctor(*, as_json: bool) -> None:
    """Look over the installation and say what to do. Exit code 1 if something is wrong."""
    from nearer.settings import Settings

    found = [(name, _outcome(examine)) for name, examine in _examinations(Settings())]
    is_good = all(problem is None for _, problem in found)
    lines = [_line("good " if problem is None else "WRONG", name, problem) for name, problem in found]
    value = [{"name": name, "good": problem is None, "problem": problem or ""} for name, problem in found]
    # Only hints: who has just made an installation has not served it yet.
    for name, look in (("worker", _worker_age), ("age of the last key", _key_age)) if is_good else ():
        if hint := _outcome(partial(look, Settings())):
            lines.append(_line("look ", name, hint))
            value.append({"name": name, "good": True, "problem": hint})
    say(lines, value, as_json=as_json)
    sys.exit(0 if is_good else 1)


def _line(word: str, name: str, problem: str | None) -> str:
    return f"{word}  {name}{'' if problem is None else ': ' + problem}"


def _worker_age(settings: Settings) -> str | None:
    from nearer.installation import utc_now
    from nearer.store.beats import find_beat
    from nearer.store.engine import open_engine, reading

    with reading(open_engine(settings.database_url)) as connection:
        beat = find_beat(connection)
    if beat is None:
        return "None has run yet, so nothing is sent and nothing leaves. `nearer serve` runs one, or `nearer worker`."
    minutes = round((utc_now() - beat).total_seconds() / 60)
    return f"The last one ran {minutes} minutes ago. Start `nearer serve` or `nearer worker`." if minutes > 5 else None


def _examinations(settings: Settings) -> Iterator[tuple[str, Callable[[], Any]]]:
    from nearer.store.engine import check_version, open_engine
    from nearer.store.keyring import Keyring
    from nearer.store.tombstones import Tombstones

    yield "addresses and where the key lies", settings.unsafe_reason
    yield f"data directory {settings.data}", lambda: _writable(settings.data)
    yield f"keyring {settings.keyring_path}", lambda: Keyring.read(settings.keyring_path) and None
    yield "list of erased people", lambda: _appendable(Tombstones.beside(settings.keyring_path))
    if settings.database or settings.data.is_dir():
        yield "database", lambda: check_version(open_engine(settings.database_url))
    yield "plugins", lambda: _broken_plugins(settings)
    yield "channels for messages", lambda: _closed_channels(settings)


def _key_age(settings: Settings) -> str | None:
    """The promise about safety copies rests on rotation."""
    from nearer.installation import utc_now
    from nearer.store.keyring import Keyring
    from nearer.store.rotating import WINDOW

    age = utc_now() - Keyring.read(settings.keyring_path).current.made
    return f"It is {age.days} days old. `nearer key rotate` adds one, at least once a month." if age > WINDOW else None


def _outcome(examine: Callable[[], str | None]) -> str | None:
    try:
        return examine()
    except Exception as error:  # noqa: BLE001 - a doctor names whatever there is
        return str(error).splitlines()[0]


def _writable(data: Path) -> str | None:
    if not data.is_dir():
        return "It is not there. `nearer init` makes it."
    return None if os.access(data, os.W_OK) else "It can't be written. Change its owner, or set NEARER_DATA."


def _appendable(tombstones: Tombstones) -> str | None:
    tombstones.read()
    place = tombstones.path if tombstones.path.exists() else tombstones.path.parent
    return (
        None if os.access(place, os.W_OK) else f"{place} can't be written, so nobody could be erased. Change its owner."
    )


def _broken_plugins(settings: Settings) -> str | None:
    from nearer.registry import load_plugins

    broken = [each for each in load_plugins(types=settings.types).plugins if each.state == "broken"]
    return " ".join(each.problem for each in broken) or None


def _closed_channels(settings: Settings) -> str | None:
    from nearer.channels import channel_problems
    from nearer.registry import load_plugins

    kinds = load_plugins(types=settings.types).channel_kinds
    return " ".join(channel_problems(kinds, settings.channels)) or None
