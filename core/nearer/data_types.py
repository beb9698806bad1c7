"""Makes exercise types of folders without Python: a manifest, schemas, content, and perhaps a template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from nearer.data_migrations import migrations_of
from nearer.data_templates import DataTemplate, template_problems
from nearer.documents import UnreadableError, read_document
from nearer.filling import MISSING, filled, with_defaults
from nearer.rules import dialect
from nearer.rules.contract import Context, ExerciseType, Json, Protocol, Sample, State
from nearer.rules.hookspecs import hookimpl
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import Participation, View

MANIFEST = "manifest.yaml"
ENDINGS = ("yaml", "json")
PARTS = ("samples", "script", "scoring", "flags", "alone", "migrations")
"""What stands in the manifest, or in a file of its own beside it."""

PLACES = {
    "config_schema": "config.schema", "schemas": "response.schema", "script": "script", "samples": "samples",
    "migrations": "migrations",
}  # fmt: skip


class FolderError(ValueError):
    """A folder is no exercise type; the text names every file and place, one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(each) for each in self.problems))


class DataType(ExerciseType):
    """An exercise type whose members are read from a folder."""

    def __init__(self, manifest: Json, parts: Json, template: str | None) -> None:
        set_ = self.__dict__
        set_.update(id=manifest["id"], version=manifest.get("version", 1), title=manifest["title"])
        set_.update(participation=Participation(manifest["participation"]), factors=tuple(manifest["factors"]))
        card = dict(manifest["protocol"])
        if "contraindications" in card:
            card["contraindications"] = tuple(card["contraindications"])
        set_.update(protocol=Protocol(**card), config_schema=parts["config.schema"])
        set_["samples"] = tuple(
            Sample(each["name"], each.get("config", {}), each.get("answers", {}), tuple(each.get("moves", ())))
            for each in parts.get("samples") or ()
        )
        self._parts, self._template = parts, template
        set_["migrations"] = migrations_of(parts.get("migrations") or [])
        self._older = tuple(manifest.get("versions", ()))

    @property
    def versions(self) -> tuple[int, ...]:
        """This version, those that migrations lead from, and those that the manifest names besides."""
        return tuple(dict.fromkeys((*self._older, *super().versions)))

    @cached_property
    def _drawing(self) -> DataTemplate:
        return DataTemplate(self._template or "")

    def response_schema(self, config: Json, role: str = "self") -> Json | None:
        """The response schema, with references filled in."""
        found: Json | None = self._filled("response.schema", config)
        return found

    def script(self, config: Json) -> Json | None:
        """The turn script, with references filled in."""
        found: Json | None = self._filled("script", config)
        return found

    def scoring(self, config: Json) -> Json | None:
        """The scoring rules."""
        found: Json | None = self._filled("scoring", config)
        return found

    def flags(self, config: Json) -> list[Json]:
        """The flag rules."""
        return self._filled("flags", config) or []

    def alone(self, config: Json) -> tuple[str, Json] | None:
        """The form for one person that the manifest names."""
        found = self._filled("alone", config)
        return (found["type"], found["config"]) if found else None

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """What the template draws; without one, or where it draws nothing, core does."""
        if self._template is None:
            return None
        markup = self._drawing.draw(
            view=str(view), config=with_defaults(self.config_schema, config), mine=state.mine, theirs=state.theirs,
            shared=state.shared, scores=dict(state.scores), comparisons=dict(state.comparisons), fields=state.fields,
            field=state.field, me=context.my_name, them=context.their_name, language=context.language,
            direction=context.direction, occurrence=context.occurrence, earlier=list(context.earlier),
        )  # fmt: skip
        return markup if markup.strip() else None

    def _filled(self, part: str, config: Json) -> Any:
        found = filled(self._parts.get(part), with_defaults(self.config_schema, config))
        return None if found is MISSING else found


class DataPlugin:
    """A folder as a plugin: its types and its library, brought in by the same hooks as everybody's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @hookimpl
    def register_exercise_types(self) -> Iterator[ExerciseType]:
        """Every type of the folder that reads well; then, what is wrong with the others.

        Raises:
            FolderError: a type can't be read; the good ones were given before.
        """
        found: list[Problem] = []
        for each in type_folders(self.folder):
            try:
                yield read_type(each)
            except FolderError as error:
                prefix = "" if each == self.folder else f"{each.name}/"
                found += [replace(problem, pointer=prefix + problem.pointer) for problem in error.problems]
        if found:
            raise FolderError(found)

    @hookimpl
    def register_library(self) -> Iterator[Json]:
        """The documents of ``library/``, one a file."""
        for folder in dict.fromkeys((self.folder, *type_folders(self.folder))):
            for file in sorted((folder / "library").glob("*.yaml")):
                yield _read(file)


def plugin_of(folder: Path) -> DataPlugin:
    """The plugin that *folder* is.

    Raises:
        FolderError: there is no manifest in it or in the folders directly below.
    """
    if not type_folders(folder):
        raise FolderError([Problem(MANIFEST, f"There is none in {folder.name}; an exercise type begins with it.")])
    return DataPlugin(folder)


def type_folders(folder: Path) -> list[Path]:
    """The folder itself if it holds a manifest, and those directly below it that do."""
    below = sorted(each.parent for each in folder.glob(f"*/{MANIFEST}"))
    return [folder, *below] if (folder / MANIFEST).is_file() else below


def name_of(folder: Path) -> str:
    """The family that the types of a dropped-in folder belong to; the folder's own name where that can't be read."""
    for each in type_folders(folder):
        try:
            return str(_read(each / MANIFEST)["id"]).partition(".")[0]
        except (FolderError, TypeError, LookupError):
            continue
    return folder.name.replace("-", "_")


def read_type(folder: Path) -> DataType:
    """The exercise type that *folder* describes.

    Raises:
        FolderError: with every problem, each with file and pointer.
    """
    manifest = _read(folder / MANIFEST)
    rule = {"$ref": "https://nearer.invalid/schemas/type"}
    found = [replace(each, pointer=MANIFEST + each.pointer) for each in dialect.problems(rule, manifest)]
    if found:
        raise FolderError(found)
    parts = {name: _part(folder, manifest, name) for name in (*PARTS, "config.schema", "response.schema")}
    if parts["config.schema"] is None:
        raise FolderError(
            [Problem("config.schema.yaml", "There is none; an exercise without choices has `type: object`.")]
        )
    if wrong := [each for name in PARTS for each in _part_problems(folder, manifest, name, parts[name])]:
        raise FolderError(wrong)
    file = folder / "template.html"
    template = _text(file) if file.is_file() else None
    wrong = [replace(each, pointer=file.name + each.pointer) for each in template_problems(template or "")]
    if wrong:
        raise FolderError(wrong)
    return _checked(folder, DataType(manifest, parts, template))


def _part(folder: Path, manifest: Json, name: str) -> Any:
    """A part of a type: from the manifest, or from the file of its name."""
    files = [folder / f"{name}.{ending}" for ending in ENDINGS if (folder / f"{name}.{ending}").is_file()]
    if len(files) + (name in manifest) > 1:
        raise FolderError([Problem(files[0].name, f"The {name} stands in two places; keep one.")])
    return _read(files[0]) if files else manifest.get(name)


def _part_problems(folder: Path, manifest: Json, name: str, part: Any) -> list[Problem]:
    """What is wrong with a part that stands in a file of its own; in the manifest it was looked at with the rest."""
    if part is None or name in manifest:
        return []
    file = next(f"{name}.{end}" for end in ENDINGS if (folder / f"{name}.{end}").is_file())
    rule = {"$ref": f"https://nearer.invalid/schemas/type#/properties/{name}"}
    return [replace(each, pointer=file + each.pointer) for each in dialect.problems(rule, part)]


def _checked(folder: Path, kind: DataType) -> DataType:
    """The type, if it keeps the contract; pointers are turned into files and places in them."""
    from nearer.conformance import type_problems

    problems = type_problems(kind, kind.family)
    if problems:
        raise FolderError(replace(each, pointer=_place(folder, each.pointer)) for each in problems)
    return kind


def _place(folder: Path, pointer: str) -> str:
    """The file and the pointer in it for a pointer into a type."""
    parts = pointer.split("/")[1:]
    if parts[:1] == ["samples"] and parts[2:3] and parts[2] in ("schemas", "script", "flags"):
        parts = parts[4:] if parts[2] == "schemas" else parts[2:]
        name = "response.schema" if pointer.split("/")[3] == "schemas" else parts.pop(0)
    else:
        name = PLACES.get(parts[0], "") if parts else ""
        parts = parts[1:] if name else parts
    file = next((f"{name}.{end}" for end in ENDINGS if name and (folder / f"{name}.{end}").is_file()), "")
    within = parts if file else [name, *parts] if name else parts
    return "/".join([file or MANIFEST, *within])


def _read(file: Path) -> Any:
    try:
        found = read_document(_text(file))
    except UnreadableError as error:
        raise FolderError([replace(error.problem, pointer=file.name + error.problem.pointer)]) from error
    if not isinstance(found, dict | list):
        raise FolderError([Problem(file.name, "This is no mapping.")])
    return found


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FolderError([Problem(file.name, f"It can't be read: {error}.")]) from error
