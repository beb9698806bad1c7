"""What a check is asked for: a project's folder, a folder of data, a module, an installed family, or everything."""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from nearer.registry import DATA_GROUP, GROUP, Registry, load_plugins
from nearer.rules.contract import Json

MANIFEST, PROJECT = "manifest.yaml", "pyproject.toml"


class UnknownTargetError(LookupError):
    """There is nothing to check there; the message says what would be."""


@dataclass(frozen=True)
class Target:
    """The registry to look at, and the plugins in it that were asked for."""

    registry: Registry
    names: tuple[str, ...]


def find_target(wanted: str | None, *, types: Path | None = None, here: Path | None = None) -> Target:
    """What *wanted* names; without a wish the project in *here* (the working directory), else all that is installed.

    Raises:
        UnknownTargetError: nothing of that name is there.
    """
    folder = Path(wanted) if wanted else here or Path.cwd()
    if folder.is_dir() and (wanted or is_project(folder)):
        return _folder_target(folder.resolve())
    if wanted is None:
        registry = load_plugins(types=types)
        return Target(registry, tuple(each.name for each in registry.plugins))
    if folder.suffix == ".py" and folder.is_file():
        return _file_target(folder.resolve())
    registry = load_plugins(types=types)
    if registry.plugin(wanted) is not None:
        return Target(registry, (wanted,))
    return _module_target(wanted, registry)


def is_project(folder: Path) -> bool:
    """Whether *folder* holds a plugin: a project that names one, or data."""
    return bool((folder / MANIFEST).is_file() or any(_named(folder).values()))


def _named(folder: Path) -> dict[str, Json]:
    """The entry points of both groups that the project in *folder* names."""
    try:
        project = tomllib.loads((folder / PROJECT).read_text("utf-8")).get("project", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}
    points = project.get("entry-points", {})
    return {group: dict(points.get(group, {})) for group in (GROUP, DATA_GROUP)}


def _folder_target(folder: Path) -> Target:
    from nearer.data_types import name_of

    named = _named(folder)
    places = [each for each in (folder / "src", folder) if each.is_dir()]
    loads: dict[str, Any] = {}
    for name, module in named.get(GROUP, {}).items():
        loads[name] = partial(_import, module, places)
    folders = {
        name: next((each / module for each in places if (each / module).is_dir()), folder / module)
        for name, module in named.get(DATA_GROUP, {}).items()
    }
    if not loads and not folders:
        from nearer.data_types import type_folders

        if not type_folders(folder):
            raise UnknownTargetError(
                f"{folder} holds no plugin: neither a {PROJECT} with an entry point in {GROUP} or {DATA_GROUP}, nor a "
                f"{MANIFEST}. `nearer plugin new NAME` makes one."
            )
        folders = {name_of(folder): folder}
    return _beside_others(loads, folders)


def _beside_others(loads: dict[str, Any], folders: dict[str, Path]) -> Target:
    """A registry of what is installed, with these plugins in the place of their installed selves."""
    names = (*loads, *folders)
    registry = Registry()
    for info in _installed(names):
        registry.add(*info)
    for name, load in loads.items():
        registry.add(name, load)
    for name, folder in folders.items():
        registry.add_folder(folder, name)
    registry.collect()
    return Target(registry, names)


def _installed(but: tuple[str, ...]) -> list[tuple[str, Any, str]]:
    from importlib.metadata import entry_points

    found = sorted(entry_points(group=GROUP), key=lambda each: each.name)
    return [(each.name, each.load, each.value) for each in found if each.name not in but]


def _import(module: str, places: list[Path]) -> Any:
    for place in places:
        if str(place) not in sys.path:
            sys.path.insert(0, str(place))
    return import_module(module)


def _file_target(file: Path) -> Target:
    """A module by its file; the family is that of the ids it registers."""

    def load() -> Any:
        spec = spec_from_file_location(file.stem, file)
        if spec is None or spec.loader is None:
            raise UnknownTargetError(f"{file} is no module.")
        module = sys.modules[file.stem] = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return _beside_others({_family(load) or file.stem: load}, {})


def _module_target(wanted: str, registry: Registry) -> Target:
    """An importable module that is no installed plugin."""
    try:
        module = _import(wanted, [Path.cwd()])
    except ImportError as error:
        names = ", ".join(each.name for each in registry.plugins)
        raise UnknownTargetError(
            f"{wanted} is neither a folder, nor a module, nor an installed plugin ({names})."
        ) from error
    return _beside_others({_family(lambda: module) or wanted.rpartition(".")[2]: lambda: module}, {})


def _family(load: Any) -> str:
    """The family of the first type that a module registers; nothing where it fails, which the checks will say."""
    try:
        return str(next(iter(load().register_exercise_types())).id).partition(".")[0]
    except Exception:  # noqa: BLE001 - whatever it is, loading it as a plugin will tell
        return ""
