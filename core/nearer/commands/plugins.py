"""`nearer plugin`: which plugins are here, and what is wrong with them."""

from __future__ import annotations

import sys

import click

from nearer.commands.speaking import as_json_option, say


@click.group()
def plugin() -> None:
    """List the plugins and what is wrong with them."""


@plugin.command("list")
@click.option("--trace", is_flag=True, help="Also print where a broken plugin failed.")
@as_json_option
def list_(*, trace: bool, as_json: bool) -> None:
    """List plugins with their exercise types. Exit code 1 if one is broken."""
    from nearer.registry import load_plugins

    lines: list[str] = []
    value = []
    for each in load_plugins().plugins:
        lines.append(f"{each.name} {each.version} {each.state}".replace("  ", " "))
        lines += [f"  {name}" for name in each.types]
        lines += [f"  {trouble.problem}" for trouble in each.troubles]
        lines += [each.trace] if trace and each.trace else []
        value.append(
            {
                "name": each.name,
                "module": each.module,
                "version": each.version,
                "state": each.state,
                "types": each.types,
                "problem": each.problem,
            }
        )
    say(lines or ["No plugins are installed."], value, as_json=as_json)
    sys.exit(1 if any(each["state"] == "broken" for each in value) else 0)
