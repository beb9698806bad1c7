"""Makes the demo: an installation with a practice, a counsellor and two published programs; kept if it is there."""

from __future__ import annotations

import copy
import json
import os
import secrets
import socket
from pathlib import Path
from typing import Any

from nearer import desk
from nearer_admin.passwords import hash_password, new_password

EMAIL = "counsellor@example.org"
PROGRAMS = ("programs.deepening_emotional_intimacy", "programs.a_first_evening")
"""Templates that the demo publishes; the first one's link is the one that is printed."""

LOCAL_HELP = (
    "This is a demo; these are placeholders.\n"
    "In danger now: the emergency number of your country (112 in Europe).\n"
    "Afraid at home: your national line for people who are hurt by a partner.\n"
    "When it is too much: your local crisis line, at any hour."
)


class DemoError(Exception):
    """The demo can't start; the text says why, and the next thing to do."""


def prepare(data: Path, host: str, port: int) -> tuple[dict[str, str], desk.Settings]:
    """Make or open the demo in *data* and say what to print; *port* 0 is any free one.

    Raises:
        DemoError: with the next thing to do.
    """
    port = free_port(host, port)
    base_url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    settings = desk.Settings(
        data=data.absolute(), base_url=base_url, host=host, port=port, demo=True, database="", key_file=None
    )
    told = _told(data, base_url, settings)
    return told, settings


def free_port(host: str, port: int) -> int:
    """*port*, if somebody can listen there, or any free one for 0."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else str(error)
            advice = f"Try another one: nearer demo --port {port + 1 if 0 < port < 65535 else 8001}"
            raise DemoError(f"Port {port} on {host} can't be used ({why.lower()}).\n{advice}") from None
        return int(probe.getsockname()[1])


def _told(data: Path, base_url: str, settings: desk.Settings) -> dict[str, str]:
    note = data / "demo.json"
    try:
        if note.exists() and settings.keyring_path.exists():
            desk.upgrade_database(settings)  # plugins are loaded once, where they are served
            kept = json.loads(note.read_text(encoding="utf-8"))
        else:
            kept = _fill(settings)
            _write(note, kept)
    except desk.NewerDatabaseError as error:
        raise DemoError(f"{error}\nOr start a second demo elsewhere: nearer demo --data ./.demo-2") from None
    except desk.NearerError as error:
        raise DemoError(f"{error}\nOr start afresh: nearer demo --data ./.demo-2") from None
    except (OSError, desk.DatabaseError) as error:
        raise DemoError(_unwritable(data, error)) from None
    except ValueError:
        raise DemoError(
            f"{note} is damaged.\nMove {data} away, or use another one: nearer demo --data ./.demo-2"
        ) from None
    return {
        "desk": f"{base_url}/desk/",
        "email": kept["email"],
        "password": kept["password"],
        "link": f"{base_url}/p/{kept['token']}",
        "data": str(data),
    }


def _unwritable(data: Path, error: Exception) -> str:
    why = error.strerror if isinstance(error, OSError) and error.strerror else "it can't be written"
    return f"The directory {data} can't be used ({why.lower()}).\nChoose another: nearer demo --data ~/nearer-demo"


def _fill(settings: desk.Settings) -> dict[str, str]:
    """Everything in one transaction: a demo that was interrupted begins again from nothing."""
    installation = desk.make_installation(settings)
    password, now = new_password(), installation.clock()
    with desk.session_scope(installation.engine, write=True) as session:
        practice = desk.create_practice(
            session,
            "Demo practice",
            now=now,
            contact="This is a demo. Nobody reads messages here.",
            local_help=LOCAL_HELP,
            privacy_notice="This is a demo on your own machine. Do not enter anything about real people.",
            zone="UTC",
        )
        person = desk.create_counsellor(
            session, EMAIL, hash_password(password), practice_id=practice.id, now=now, name="Demo counsellor"
        )
        tokens = [
            _publish(session, installation, practice.id, person.id, template)
            for template in _templates(installation.registry)
        ]
    installation.engine.dispose()
    if not tokens:
        raise DemoError(
            "No plugin here brings a program template, so there is nothing to show.\nSee: nearer plugin list"
        )
    return {"email": EMAIL, "password": password, "token": tokens[0]}


def _templates(registry: desk.Registry) -> list[dict[str, Any]]:
    """The programs of the demo, those named above first; any template where those are not here."""
    named = [registry.templates[key] for key in PROGRAMS if key in registry.templates]
    return named or list(registry.templates.values())[:2]


def _publish(
    session: Any, installation: desk.Installation, practice_id: Any, counsellor_id: Any, template: dict[str, Any]
) -> str:
    now, registry = installation.clock(), installation.registry
    document = {key: value for key, value in copy.deepcopy(template).items() if key != "key"}
    program = desk.create_program(
        session, practice_id, document, registry=registry, now=now, counsellor_id=counsellor_id
    )
    desk.publish_program(session, practice_id, program.id, registry=registry, now=now, counsellor_id=counsellor_id)
    return desk.make_link(session, practice_id, program.id, now=now).token


def _write(path: Path, content: dict[str, str]) -> None:
    """Write *content* for the owner alone, whole or not at all."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.write("\n")
    draft.replace(path)
