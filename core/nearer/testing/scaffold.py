"""Makes a new plugin project that installs, passes its own tests and shows at the desk as it is."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from string import Template

from nearer.registry import DATA_GROUP, GROUP

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST = 60
PYTHON = {"pyproject.toml": "python.toml", "$module.py": "module.py", "test_$module.py": "test.py"}
DATA = {
    "pyproject.toml": "data.toml",
    "$module/manifest.yaml": "manifest.yaml",
    "$module/config.schema.yaml": "config.schema.yaml",
    "$module/response.schema.yaml": "response.schema.yaml",
    "$module/template.html": "template.html",
    "$module/library/$stem.yaml": "exercise.yaml",
}
"""Files of a project, each with the text in ``begin/`` that it is made from."""


class UnusableNameError(ValueError):
    """No project can be made under that name; the message says why and what to type instead."""


@dataclass(frozen=True)
class Made:
    """A project that was made."""

    folder: Path
    type_id: str
    files: tuple[str, ...]


def make_project(name: str, place: Path, *, data_only: bool = False) -> Made:
    """Make the folder *name* in *place* with one exercise type.

    Raises:
        UnusableNameError: the name can't be used, is taken, or the folder is there already.
    """
    folder = place / name
    problem = _name_problem(name) or _taken_problem(name, folder)
    if problem:
        raise UnusableNameError(problem)
    words = _words(name)
    made = []
    for target, source in (DATA if data_only else PYTHON).items():
        path = Template(target).substitute(words)
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = (files("nearer.testing") / "begin" / f"{source}.txt").read_text("utf-8")
        file.write_text(Template(text).substitute(words), "utf-8")
        made.append(path)
    return Made(folder, f"{words['family']}.{words['stem']}", tuple(made))


def _words(name: str) -> dict[str, str]:
    """What stands for ``$name`` and the like in the texts: gratitude-swap is ``swap`` of the family ``gratitude``."""
    parts = name.split("-")
    stem, family = parts[-1], "_".join(parts[:-1]) or parts[0]
    stem = stem if stem[0].isalpha() else f"n{stem}"
    return {
        "name": name, "module": name.replace("-", "_"), "family": family, "stem": stem, "kind": stem.capitalize(),
        "title": name.replace("-", " ").capitalize(), "year": str(datetime.now(UTC).year),
    }  # fmt: skip


def _name_problem(name: str) -> str:
    if NAME.fullmatch(name) and len(name) <= LONGEST and not keyword.iskeyword(name.replace("-", "_")):
        return ""
    better = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-0123456789")[:LONGEST].strip("-") or "gratitude-swap"
    better = f"{better}-exercise" if keyword.iskeyword(better) else better
    return (
        f"{name!r} can't be the name of a plugin: write small letters and digits, with hyphens between words. "
        f"Type: nearer plugin new {better}"
    )


def _taken_problem(name: str, folder: Path) -> str:
    words = _words(name)
    if folder.exists():
        return (
            f"{name} is here already, and nothing was changed. Type: nearer plugin new {name}-two, or remove it first."
        )
    taken = {each.name for group in (GROUP, DATA_GROUP) for each in entry_points(group=group)}
    if words["family"] in taken:
        return f"There is a plugin {words['family']} already. Type: nearer plugin new my-{name}"
    if find_spec(words["module"]) is not None:
        return f"There is a Python module {words['module']} already. Type: nearer plugin new my-{name}"
    return ""
