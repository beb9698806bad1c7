"""The commands that come with the desk: ``nearer demo``, ``nearer user`` and ``nearer bench-desk``."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from nearer_admin.rights import ROLES

SHOWN_ONCE = "The password is shown only now. It can be changed at the desk."
NOT_REAL = "This is a demo on your own machine. It is not for real couples: its keyring lies beside its database."


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 is any free port.")
@click.option("--data", default=".demo", show_default=True, type=click.Path(path_type=Path), help="Where it is kept.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line instead of sentences, before serving.")
def demo(host: str, port: int, data: Path, *, as_json: bool) -> None:
    """Serve a demo: made in DATA at the first start, kept from then on. It is not for real couples."""
    from nearer_admin.demo import DemoError, prepare

    try:
        told, settings = prepare(data, host, port)
    except DemoError as error:
        fail(str(error))
    if as_json:
        click.echo(json.dumps(told))
        click.echo(NOT_REAL, err=True)
    else:
        _greet(told)
    sys.stdout.flush()
    from nearer import desk

    try:
        desk.serve_installation(settings)
    except desk.NearerError as error:
        fail(str(error))


def _greet(told: dict[str, str]) -> None:
    click.secho("Nearer, the demo", bold=True)
    rows = (
        ("Desk", "desk"),
        ("E-mail", "email"),
        ("Password", "password"),
        ("Link for couples", "link"),
        ("Data", "data"),
    )
    for words, key in rows:
        click.echo(f"  {words:<17} {told[key]}")
    click.echo(NOT_REAL)
    click.echo("Stop it with Ctrl+C; the next start keeps everything.")


def fail(message: str) -> NoReturn:
    """Say what is wrong, and what to do, and end with 1."""
    first, _, rest = message.partition("\n")
    click.secho(first, fg="red", err=True)
    if rest:
        click.echo(rest, err=True)
    raise SystemExit(1)


@click.command("bench-desk")
@click.option("--few", default=100, show_default=True, type=click.IntRange(2), help="So many couples to compare with.")
@click.option("--many", default=100_000, show_default=True, type=click.IntRange(2), help="So many couples.")
@click.option("--rounds", default=15, show_default=True, type=click.IntRange(1), help="How often each page is opened.")
@click.option("--database", "databases", multiple=True, help="Two empty databases instead of two files: few, many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def bench_desk(few: int, many: int, rounds: int, databases: tuple[str, ...], *, as_json: bool) -> None:
    """Measure every list of the desk with few couples and with many, in turn, in one run.

    Milliseconds are the processor's, of the process that serves. A hundred thousand couples have a million answers:
    filling them in takes some minutes and 3 GB of disk, which are given back.
    """
    from nearer_admin.measuring import compare, table

    if databases and len(databases) != 2:
        raise click.UsageError("Give --database twice: an empty one for few couples, then one for many.")
    told = compare(few, many, rounds=rounds, databases=databases, say=lambda text: click.echo(text, err=True))
    click.echo(json.dumps(told) if as_json else table(told))


@click.group()
def user() -> None:
    """The people who sign in at the desk; no mail is sent."""


@user.command("add")
@click.argument("email")
@click.option("--name", default="", help="What to call them.")
@click.option("--role", type=click.Choice(ROLES), default="counsellor", show_default=True)
@click.option("--practice", default="", help="Name of the practice; made if there is none of that name.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line.")
def add_user(email: str, name: str, role: str, practice: str, *, as_json: bool) -> None:
    """Add somebody; prints a password, once."""
    from nearer_admin.passwords import hash_password, new_password

    if role != "administrator" and not practice:
        fail('This role works in a practice.\nAdd it: nearer user add EMAIL --practice "Name of the practice"')
    password = new_password()
    with opened() as (desk, session, site):
        now = site.clock()
        owner = None if role == "administrator" else _practice(desk, session, practice, now).id
        hashed = hash_password(password)
        desk.create_counsellor(session, email, hashed, practice_id=owner, now=now, name=name, role=role)
    tell({"email": email, "password": password, "role": role}, SHOWN_ONCE, as_json=as_json)


@user.command("reset")
@click.argument("email")
@click.option("--second-step", is_flag=True, help="Take a lost second step away, too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line.")
def reset_user(email: str, *, second_step: bool, as_json: bool) -> None:
    """Give somebody a new password and end all their sign-ins."""
    from nearer_admin.passwords import hash_password, new_password

    password = new_password()
    with opened() as (desk, session, _):
        person = desk.find_counsellor(session, email=email)
        if person is None:
            fail(f"Nobody here has the address {email}.\nSee who is here: nearer user list")
        desk.set_password(session, person, hash_password(password))
        if second_step:
            desk.remove_second_step(session, person)
    tell({"email": email, "password": password}, SHOWN_ONCE, as_json=as_json)


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line for each.")
def list_users(*, as_json: bool) -> None:
    """Show who may sign in."""
    with opened() as (desk, session, _):
        names = {each.id: each.name for each in desk.list_practices(session, limit=1000)}
        people = [
            {
                "email": each.email,
                "name": each.name,
                "role": each.role,
                "practice": names.get(each.practice_id, ""),
                "active": each.active,
            }
            for each in desk.list_people(session, limit=1000)
        ]
    for each in people:
        if as_json:
            click.echo(json.dumps(each))
        else:
            state = "" if each["active"] else "  (can't sign in)"
            click.echo(f"{each['email']:<34} {each['role']:<14} {each['practice']}{state}")


@contextmanager
def opened(*, write: bool = True) -> Any:
    """The facade, a session and the installation that the settings name; friendly where there is none."""
    from nearer import desk

    try:
        installation = desk.open_installation(desk.Settings())
        with desk.session_scope(installation.engine, write=write) as session:
            yield desk, session, installation
        installation.engine.dispose()
    except desk.NearerError as error:
        fail(f"{error}")


def _practice(desk: Any, session: Any, name: str, now: Any) -> Any:
    known = next((each for each in desk.list_practices(session, limit=1000) if each.name == name), None)
    return known or desk.create_practice(session, name, now=now)


def tell(values: dict[str, str], note: str = "", *, as_json: bool) -> None:
    """Print *values*, one a line and a *note* below, or as one line of JSON."""
    if as_json:
        click.echo(json.dumps(values))
        return
    wide = max(map(len, values)) if values else 0
    for key, value in values.items():
        click.echo(f"  {key:<{max(9, wide)}} {value}")
    if note:
        click.echo(note)
