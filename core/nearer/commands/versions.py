"""`nearer plugin migrate`: what a new version of an exercise type would change, before anybody accepts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from nearer.commands.speaking import as_json_option, here, say

if TYPE_CHECKING:
    from nearer.store.versions import Outdated, Published


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say it: there is no other way, so always give it.")
@as_json_option
def migrate(*, dry_run: bool, as_json: bool) -> None:
    """Walk all drafts, libraries and editions, and say what is at which version and what would be migrated.

    It changes nothing: a draft is brought up to date at the desk, when its counsellor accepts that. Editions and stored
    answers are never rewritten. Of answers only numbers are told. Exit code 1 if something can't be carried over.
    """
    if not dry_run:
        raise click.UsageError("Nothing is migrated from here; a counsellor accepts it at the desk. Give --dry-run.")
    from nearer.store.engine import session_scope
    from nearer.store.versions import list_outdated, list_published

    installation = here()
    with session_scope(installation.engine) as session:
        drafts = list(list_outdated(session, installation.registry))
        published = list_published(session, installation.registry)
    lines = ["Drafts and libraries:", *(_draft_line(each) for each in drafts)]
    lines += [] if drafts else ["  All of it is of today."]
    lines += ["Published:", *(_published_line(each) for each in published)]
    lines += [] if published else ["  Nothing yet."]
    value = {"drafts": [_draft_value(each) for each in drafts], "published": [vars(each) for each in published]}
    say(lines, value, as_json=as_json)
    if any(each.upgrade.why for each in drafts):
        raise SystemExit(1)


def _draft_line(each: Outdated) -> str:
    found = each.upgrade
    where = f"{each.title}, {each.step_title} ({each.step})" if each.step else f"{each.title} (library)"
    outcome = f"stays: {found.why}" if found.why else f"would change: {', '.join(found.changes) or 'only its version'}"
    return f"  {where}: {found.type} {found.stored} -> {found.today} {outcome}"


def _published_line(each: Published) -> str:
    return (
        f"  {each.type} {each.version} (here {each.today or 'not installed'}): steps {each.steps}, "
        f"answers {each.answers}, served {each.served}"
    )


def _draft_value(each: Outdated) -> dict[str, Any]:
    found = each.upgrade
    return {
        "document": str(each.document),
        "step": each.step or None,
        "type": found.type,
        "stored": found.stored,
        "today": found.today,
        "changes": list(found.changes),
        "refused": found.why,
    }
