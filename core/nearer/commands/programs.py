"""`nearer program`: program files in and out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from nearer.commands.speaking import as_json_option, here, practice_of, problem_value, say

practice_option = click.option(
    "--practice", metavar="NAME", help="Name or id of the practice; not needed if there is one."
)
source = click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))


@click.group()
def program() -> None:
    """Check, import, export and list programs."""


@program.command()
@source
@as_json_option
def check(file: Path, *, as_json: bool) -> None:
    """Say what is wrong with the program in FILE (- for standard input), and whether it could be published.

    Exit code 1 if something keeps it from being published.
    """
    from nearer.documents import UnreadableError
    from nearer.freezing import findings
    from nearer.ids import with_ids
    from nearer.registry import load_plugins
    from nearer.settings import Settings

    try:
        document, registry = _read(file), load_plugins(types=Settings().types)
        found = findings(with_ids(document) if isinstance(document, dict) else document, registry)
    except UnreadableError as error:
        found = [error.problem]
    good = not any(each.severity == "error" for each in found)
    lines = [f"{each.severity}: {each}" for each in found]
    summary = f"{file} can be published." if good else f"{file} can't be published as it is."
    say([*lines, summary], {"publishable": good, "problems": [problem_value(each) for each in found]}, as_json=as_json)
    sys.exit(0 if good else 1)


@program.command("import")
@source
@click.option("--publish", is_flag=True, help="Publish it and make a link.")
@practice_option
@as_json_option
def import_(file: Path, *, publish: bool, practice: str | None, as_json: bool) -> None:
    """Make a new program from FILE (- for standard input)."""
    from nearer.store.engine import session_scope
    from nearer.store.links import make_link
    from nearer.store.programs import create_program
    from nearer.store.publishing import publish_program

    document = _read(file)
    installation = here()
    now = installation.now()
    with session_scope(installation.engine, write=True) as session:
        owner = practice_of(session, practice).id
        made = create_program(session, owner, document, registry=installation.registry, now=now)
        value = {"id": str(made.id), "title": made.title}
        if publish:
            done = publish_program(session, owner, made.id, registry=installation.registry, now=now)
            link = make_link(session, owner, made.id, now=now)
            value |= {"edition": done.edition_sha, "link": installation.address(f"/p/{link.token}")}
    lines = [f'Imported "{made.title}" as {made.id}.']
    lines += [f"Published; the link is {value['link']}"] if publish else []
    say(lines, value, as_json=as_json)


@program.command()
@click.argument("program_id", metavar="ID")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead of printing."
)
@practice_option
@click.option("--json", "as_json", is_flag=True, help="Canonical JSON instead of YAML.")
def export(program_id: str, *, output: Path | None, practice: str | None, as_json: bool) -> None:
    """Write a program as a file that `nearer program import` reads."""
    from nearer.documents import write_json, write_yaml
    from nearer.store.engine import session_scope
    from nearer.store.programs import get_program, program_document

    installation = here()
    with session_scope(installation.engine) as session:
        row = get_program(session, practice_of(session, practice).id, program_id)
        document = program_document(row)
    text = write_json(document) if as_json else write_yaml(document)
    if output is None:
        sys.stdout.buffer.write(text.encode())
    else:
        output.write_bytes(text.encode())


@program.command("list")
@practice_option
@as_json_option
def list_(*, practice: str | None, as_json: bool) -> None:
    """List the newest programs of a practice with their ids."""
    from nearer.store.engine import session_scope
    from nearer.store.programs import list_programs

    installation = here()
    with session_scope(installation.engine) as session:
        rows = list_programs(session, practice_of(session, practice).id, limit=500)
    lines = [f"{row.id}  {row.title}" for row in rows] or [
        "No programs yet. `nearer program import FILE` brings one in."
    ]
    say(lines, [{"id": str(row.id), "title": row.title, "revision": row.revision} for row in rows], as_json=as_json)


def _read(file: Path) -> Any:
    from nearer.documents import MAX_BYTES, read_document

    if str(file) == "-":
        return read_document(sys.stdin.buffer.read(MAX_BYTES + 1))
    with file.open("rb") as stream:
        return read_document(stream.read(MAX_BYTES + 1))
