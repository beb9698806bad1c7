"""`nearer i18n`: translators' files out and in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from nearer.commands.speaking import as_json_option, say

package_option = click.option("--package", metavar="NAME", help="Only the catalogue of this package.")
program_option = click.option("--program", metavar="FILE|KEY|ID", help="A program: its file, key or id.")


@click.group()
def i18n() -> None:
    """Write translators' files, and bring them back."""


@i18n.command()
@click.argument("language", metavar="LANG")
@package_option
@program_option
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead.")
@as_json_option
def extract(language: str, *, package: str | None, program: str | None, output: Path | None, as_json: bool) -> None:
    """Write what is to be translated into LANG, such as es or ar, with what is translated already.

    Without an option, the catalogues of core and of every plugin, where they belong; then edit these files.
    """
    from nearer.i18n.subjects import all_packages, subject_of

    subjects = [subject_of(package=package, program=program)] if package or program else all_packages()
    if output is not None and len(subjects) > 1:
        raise click.UsageError("-o is for one file: say which with --package or --program.")
    lines, values = [], []
    for subject in subjects:
        file, count, done = subject.write(language, output)
        lines.append(f"{subject.what}: {count} messages, {done} translated, in {file}")
        values.append({"about": subject.what, "file": str(file), "messages": count, "translated": done})
    say(lines, values, as_json=as_json)


@i18n.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@package_option
@program_option
@as_json_option
def import_(file: Path, *, package: str | None, program: str | None, as_json: bool) -> None:
    """Bring the translations in FILE to where they belong, which its head says, and say what is still missing.

    Names in braces have to be the same in both languages; where one is not, nothing is changed and the exit code is 1.
    """
    from nearer.i18n.catalogues import findings, read
    from nearer.i18n.subjects import subject_in, subject_of

    catalog = read(file)
    subject = subject_of(package=package, program=program) if package or program else subject_in(file)
    found = findings(catalog, subject.messages)
    wrong = [each for each in found if each.kind == "error"]
    where = "" if wrong else str(subject.take(catalog))
    lines = [f"{file}: {each}" for each in found]
    lines.append(_sum(found, subject.what, where))
    value: Any = {"about": subject.what, "written": where, "findings": [vars(each) for each in found]}
    say(lines, value, as_json=as_json)
    sys.exit(1 if wrong else 0)


def _sum(found: Sequence[Any], what: str, where: str) -> str:
    counts = {kind: sum(1 for each in found if each.kind == kind) for kind in ("error", "missing", "fuzzy", "unknown")}
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "complete"
    return f"{what}: {told}. " + (f"Written to {where}." if where else "Nothing was changed.")
