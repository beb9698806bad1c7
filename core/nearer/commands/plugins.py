"""`nearer plugin`: which plugins are here, what is wrong with them, and a new one to begin with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nearer.commands.speaking import as_json_option, say
from nearer.commands.versions import migrate
from nearer.commands.workbench import dev

if TYPE_CHECKING:
    from nearer.plugin_info import PluginInfo


@click.group()
def plugin() -> None:
    """List plugins, begin a new one, look at it, check it, and see what a new version would change."""


@plugin.command("list")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--trace", is_flag=True, help="Also print where a broken plugin failed.")
@as_json_option
def list_(names: tuple[str, ...], *, trace: bool, as_json: bool) -> None:
    """List plugins (all, or those named) with what they bring.

    Exit code 1 if one is broken, or something of one is left out.
    """
    from nearer.leaving_out import LeftOuts
    from nearer.registry import load_plugins
    from nearer.settings import Settings

    settings = Settings()
    every = LeftOuts(settings.left_out).every()
    found = [each for each in load_plugins(types=settings.types).plugins if not names or each.name in names]
    if missing := set(names) - {each.name for each in found}:
        raise click.BadParameter(f"There is no plugin {sorted(missing)[0]}. `nearer plugin list` names them all.")
    width = max((len(each.name) for each in found), default=0)
    lines: list[str] = []
    value = []
    for each in found:
        left_out = [left for left in every if left.type.partition(".")[0] == each.name]
        lines.append(f"{each.name:<{width}}  {each.version:<8}  {each.state}".rstrip())
        lines += _brought(each)
        for left in left_out:
            lines.append(f"  {left.type}: {left.override} failed again and again and is left out; core does its work.")
            lines += [left.trace] if trace and left.trace else []
        lines += [f"  {trouble.problem}" for trouble in each.troubles]
        lines += [each.trace] if trace and each.trace else []
        value.append(_value(each, [{"type": left.type, "override": left.override} for left in left_out]))
    say(lines or ["No plugins are installed."], value, as_json=as_json)
    sys.exit(1 if any(each["state"] == "broken" or each["left_out"] for each in value) else 0)


def _brought(found: PluginInfo) -> list[str]:
    """What a plugin brought, a line each; types by their id alone."""
    words = {"widgets": "a control", "formats": "a kind of file", "media": "a kind of upload"}
    more = [f"  {name}, {word}" for kind, word in words.items() for name in getattr(found, kind)]
    return [*(f"  {name}" for name in found.types), *more]


def _value(found: PluginInfo, left_out: list[dict[str, str]]) -> dict[str, Any]:
    same = ("name", "module", "version", "state", "types", "widgets", "formats", "media", "problem")
    return {**{name: getattr(found, name) for name in same}, "left_out": left_out}


@plugin.command()
@click.argument("name")
@click.option("--data-only", is_flag=True, help="Without any Python: manifest, schemas, content, a template.")
@as_json_option
def new(name: str, *, data_only: bool, as_json: bool) -> None:
    """Make a project NAME (such as gratitude-swap) with one exercise type that works as it is."""
    from nearer.testing.scaffold import UnusableNameError, make_project

    try:
        made = make_project(name, Path.cwd(), data_only=data_only)
    except UnusableNameError as error:
        raise click.ClickException(str(error)) from error
    lines = [f"Made {made.folder.name} with the exercise type {made.type_id}:"]
    lines += [f"  {made.folder.name}/{each}" for each in made.files]
    lines += ["", f"Next, type: cd {made.folder.name} && nearer plugin check"]
    say(lines, {"folder": str(made.folder), "type": made.type_id, "files": list(made.files)}, as_json=as_json)


@plugin.command()
@click.argument("path", required=False)
@click.option("--quick", is_flag=True, help="Leave out what needs a browser.")
@click.option("--only", multiple=True, metavar="ID", help="Make only this check; can be given several times.")
@click.option("--checks", "show", is_flag=True, help="List all checks with what they hold, and make none.")
@as_json_option
def check(path: str | None, *, quick: bool, only: tuple[str, ...], show: bool, as_json: bool) -> None:
    """Make every check of the kit over a plugin, and say how to mend what fails.

    PATH is a project's folder, a module or an installed plugin; without it, the project here, else all plugins.
    Exit code 1 if a check fails.
    """
    from nearer.settings import Settings
    from nearer.testing.checks import every_check, run_checks
    from nearer.testing.report import checks_in_words, lines_of, value_of
    from nearer.testing.targets import UnknownTargetError, find_target

    known = {each.id: each for each in every_check()}
    if show:
        value = [{"id": each.id, "holds": each.holds, "fix": each.fix} for each in known.values()]
        say(list(checks_in_words(known.values())), value, as_json=as_json)
        return
    for each in only:
        if each not in known:
            raise click.BadParameter(f"There is no check {each}. `nearer plugin check --checks` lists them.")
    try:
        target = find_target(path, types=Settings().types)
    except UnknownTargetError as error:
        raise click.BadParameter(str(error)) from error
    outcomes = run_checks(target.registry, target.names, slow=not quick, only=only)
    report = value_of(outcomes)
    command = " ".join(("nearer plugin check", *([path] if path else []), *(["--quick"] if quick else [])))
    say(list(lines_of(outcomes, command)), report, as_json=as_json)
    sys.exit(0 if report["good"] else 1)


plugin.add_command(dev)
plugin.add_command(migrate)
