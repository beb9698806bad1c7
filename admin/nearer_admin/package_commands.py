"""The command ``nearer package``: a program with its pictures and sounds into one file, and out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from nearer_admin.commands import fail, opened, tell

practice_option = click.option("--practice", default="", help="Name of the practice; not needed if there is one.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON line.")


@click.group()
def package() -> None:
    """A program as one file for a colleague, with all that belongs to it."""


@package.command("export")
@click.argument("program_id", metavar="ID")
@click.option("--output", "-o", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to.")
@practice_option
@json_option
def export_package(program_id: str, output: Path, practice: str, *, as_json: bool) -> None:
    """Write the program ID (see `nearer program list`) with its media and the checksums of its editions."""
    from nearer_admin.taking import package_of

    with opened() as (desk, session, site):
        owner = _practice(desk, session, practice)
        raw = package_of(session, owner, desk.get_program(session, owner, program_id), site.registry)
    output.write_bytes(raw)
    tell({"file": str(output), "bytes": str(len(raw))}, as_json=as_json)


@package.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what it brings.")
@practice_option
@json_option
def import_package(file: Path, practice: str, *, dry_run: bool, as_json: bool) -> None:
    """Make a draft of the program in FILE, and keep its pictures and sounds in the practice."""
    from nearer_admin import bringing
    from nearer_admin.looking_over import overview

    with opened(write=False) as (desk, session, site):
        try:
            brought = bringing.understand(file.read_bytes(), site.registry)
        except desk.UnreadableError as error:
            fail(str(error))
        owner = _practice(desk, session, practice)
        shas = bringing.shas_of(brought)
        known = {each.sha for each in desk.media.find_media(session, owner, shas)} if shas else set()
        told = _told(overview(brought, site.registry, known))
    if not dry_run:
        with opened() as (desk, session, site):
            made = bringing.make(session, owner, brought, site=site, counsellor=None)
            told["id"] = str(made.id)
    tell(told, as_json=as_json)


def _told(found: Any) -> dict[str, str]:
    """What a file brings, as lines."""
    left = [f"{each.name} ({each.refused})" for each in found.pieces if each.refused]
    lacks = [f"{each.type}: {each.lacks}" for each in found.needed if each.lacks]
    return {
        "title": found.title,
        "steps": str(len(found.steps)),
        "media": str(sum(not each.refused for each in found.pieces)),
        "left behind": "; ".join([*found.losses, *left]) or "nothing",
        "missing": "; ".join([*found.missing, *lacks]) or "nothing",
        "as it was taken out": "yes" if found.is_as_taken else "no, it was changed or damaged",
    }


def _practice(desk: Any, session: Any, name: str) -> Any:
    known = desk.list_practices(session, limit=1000)
    found = [each for each in known if each.name == name] if name else known
    if len(found) != 1:
        fail("Say which practice with --practice: " + ", ".join(each.name for each in known))
    return found[0].id
