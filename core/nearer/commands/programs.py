"""`nearer program`: program files in and out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nearer.commands.speaking import as_json_option, here, practice_of, problem_value, say

if TYPE_CHECKING:
    from nearer.converting import Incoming
    from nearer.registry import Registry

practice_option = click.option(
    "--practice", metavar="NAME", help="Name or id of the practice; not needed if there is one."
)
format_option = click.option(
    "--format",
    "format_name",
    metavar="NAME",
    default="",
    help="A format that a plugin brings, such as fhir; files that come in are recognised without it.",
)
source = click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))


@click.group()
def program() -> None:
    """Check, import, export and list programs."""


@program.command()
@source
@format_option
@as_json_option
def check(file: Path, *, format_name: str, as_json: bool) -> None:
    """Say what is wrong with the program in FILE (- for standard input), and whether it could be published.

    Of a file of another kind it also says what would be left behind. Exit code 1 if something keeps it from being
    published.
    """
    from nearer.documents import UnreadableError
    from nearer.freezing import findings
    from nearer.ids import with_ids
    from nearer.registry import load_plugins
    from nearer.settings import Settings

    losses: tuple[str, ...] = ()
    try:
        registry = load_plugins(types=Settings().types)
        incoming = _read(file, registry, format_name)
        document, losses = incoming.document, incoming.losses
        found = findings(with_ids(document) if isinstance(document, dict) else document, registry)
    except UnreadableError as error:
        found = [error.problem]
    good = not any(each.severity == "error" for each in found)
    lines = [f"{each.severity}: {each}" for each in found]
    summary = f"{file} can be published." if good else f"{file} can't be published as it is."
    value = {"publishable": good, "problems": [problem_value(each) for each in found], "losses": list(losses)}
    say([*_told(losses), *lines, summary], value, as_json=as_json)
    sys.exit(0 if good else 1)


@program.command("import")
@source
@click.option("--publish", is_flag=True, help="Publish it and make a link.")
@format_option
@practice_option
@as_json_option
def import_(file: Path, *, publish: bool, format_name: str, practice: str | None, as_json: bool) -> None:
    """Make a new program from FILE (- for standard input).

    A file of another kind (such as a FHIR Questionnaire) is recognised; `nearer program check` says beforehand what
    would be left behind.
    """
    from nearer.store.engine import session_scope
    from nearer.store.links import make_link
    from nearer.store.programs import create_program
    from nearer.store.publishing import publish_program

    installation = here()
    incoming = _read(file, installation.registry, format_name)
    now = installation.now()
    with session_scope(installation.engine, write=True) as session:
        owner = practice_of(session, practice).id
        made = create_program(session, owner, incoming.document, registry=installation.registry, now=now)
        value: dict[str, Any] = {"id": str(made.id), "title": made.title, "losses": list(incoming.losses)}
        if publish:
            done = publish_program(session, owner, made.id, registry=installation.registry, now=now)
            link = make_link(session, owner, made.id, now=now)
            value |= {"edition": done.edition_sha, "link": installation.address(f"/p/{link.token}")}
    lines = [*_told(incoming.losses), f'Imported "{made.title}" as {made.id}.']
    lines += [f"Published; the link is {value['link']}"] if publish else []
    say(lines, value, as_json=as_json)


@program.command()
@click.argument("program_id", metavar="ID")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead of printing."
)
@format_option
@practice_option
@click.option("--json", "as_json", is_flag=True, help="Canonical JSON instead of YAML.")
def export(program_id: str, *, output: Path | None, format_name: str, practice: str | None, as_json: bool) -> None:
    """Write a program as a file that `nearer program import` reads.

    What does not fit into another format is told on standard error.
    """
    from nearer.converting import format_of, write_file
    from nearer.documents import write_json, write_yaml
    from nearer.store.engine import session_scope
    from nearer.store.programs import get_program, program_document

    installation = here()
    with session_scope(installation.engine) as session:
        row = get_program(session, practice_of(session, practice).id, program_id)
        document = program_document(row)
    text = write_json(document) if as_json else write_yaml(document)
    if format_name:
        converted = write_file(document, installation.registry, format_of(format_name, installation.registry))
        text = converted.content
        for line in _told(converted.losses):
            click.echo(line, err=True)
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


def _read(file: Path, registry: Registry, format_name: str) -> Incoming:
    from nearer.converting import read_file
    from nearer.documents import MAX_BYTES

    if str(file) == "-":
        return read_file(sys.stdin.buffer.read(MAX_BYTES + 1), registry, format_name)
    with file.open("rb") as stream:
        return read_file(stream.read(MAX_BYTES + 1), registry, format_name)


def _told(losses: tuple[str, ...]) -> list[str]:
    return [f"left behind: {each}" for each in losses]
