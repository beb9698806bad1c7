"""How commands speak: lines for people, or one JSON value for scripts; and the installation they speak about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from nearer.installation import Installation
    from nearer.rules.problems import Problem
    from nearer.store.tables import Practice

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")


def say(lines: list[str], value: Any, *, as_json: bool) -> None:
    """Print *value* as one line of JSON, or the *lines*."""
    click.echo(json.dumps(value, ensure_ascii=False, sort_keys=True) if as_json else "\n".join(lines))


def problem_value(problem: Problem) -> dict[str, str]:
    """A problem as JSON."""
    return {"pointer": problem.pointer, "message": problem.message, "severity": problem.severity}


def here() -> Installation:
    """The installation that the environment describes."""
    from nearer.installation import Settings, open_installation

    settings = Settings()
    if not settings.data.exists() and not settings.keyring_path.exists():
        raise click.ClickException(f"There is no installation in {settings.data}. `nearer init` makes one.")
    return open_installation(settings)


def practice_of(session: Session, wanted: str | None) -> Practice:
    """The practice whose name or id is *wanted*; without a wish, the only one."""
    from nearer.store.practices import list_practices

    practices = list_practices(session, limit=500)
    if wanted is None and len(practices) == 1:
        return practices[0]
    found = [each for each in practices if wanted in (each.name, str(each.id))]
    if len(found) == 1:
        return found[0]
    if not practices:
        raise click.ClickException("There is no practice yet. `nearer init` makes one.")
    names = ", ".join(each.name for each in practices)
    raise click.ClickException(f"Say which practice with --practice: {names}.")
