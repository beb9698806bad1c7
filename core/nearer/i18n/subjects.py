"""What a translator's file is about: the package or program it comes from and goes back to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog

from nearer.documents import read_document, write_json, write_yaml
from nearer.i18n.catalogues import CatalogueError, about, empty, read, renewed, written
from nearer.i18n.messages import Message, document_messages, folder_of, messages_of, packages
from nearer.languages import FOLDER
from nearer.overlays import at, good_texts
from nearer.registry import Registry, load_plugins
from nearer.rules.contract import Json
from nearer.settings import Settings
from nearer.translating import nodes_of, with_texts


@dataclass(frozen=True)
class Place:
    """A catalogue in a package, by language."""

    folder: Path
    stem: str = ""

    def of(self, language: str) -> Path:
        """The file of a language."""
        return self.folder / f"{self.stem}{language.replace('-', '_')}.po"


class Subject:
    """Something to translate whose catalogues lie in a package: the package itself, or a document that it brings."""

    def __init__(self, what: str, place: Place, found: Callable[[], list[Message]]) -> None:
        self.what, self.place, self._found = what, place, found

    @cached_property
    def messages(self) -> list[Message]:
        """What is to be translated."""
        return self._found()

    def known(self, language: str) -> Catalog:
        """What is translated already."""
        return read(self.place.of(language), language)

    def write(self, language: str, output: Path | None) -> tuple[Path, int, int]:
        """Write the translator's file, to *output* or its own place: where, how many messages, how many translated."""
        catalog = renewed(self.known(language), self.messages, memory(self.place.folder, language))
        file = output or self.place.of(language)
        if output or len(catalog):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(written(catalog, self.what))
        return file, len(catalog), sum(1 for each in catalog if each.id and _is_whole(each))

    def take(self, catalog: Catalog) -> Path:
        """Put what a translator's file says where it belongs: where that is."""
        language = str(catalog.locale_identifier).replace("_", "-")
        file = self.place.of(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(written(renewed(catalog, self.messages, [self.known(language)]), self.what))
        return file


class DocumentSubject(Subject):
    """A program that carries its translations itself: a file, or a draft in the database."""

    def __init__(self, what: str, document: Json, registry: Registry, save: Callable[[Json], Any]) -> None:
        super().__init__(what, Place(Path()), lambda: document_messages(document, registry))
        self.document, self.registry, self.save = document, registry, save

    def known(self, language: str) -> Catalog:
        """What the overlays say."""
        catalog = empty(language)
        for _place, node in nodes_of(self.document):
            for pointer, text in good_texts(node, language).items():
                catalog.add(str(at(node, pointer)), text)
        return catalog

    def write(self, language: str, output: Path | None) -> tuple[Path, int, int]:
        """As for a package; without *output* beside the working directory."""
        name = Path(self.what.partition(" ")[2]).stem or "program"
        return super().write(language, output or Path(f"{name}.{language}.po"))

    def take(self, catalog: Catalog) -> Path:
        """Put the overlays into the document, which offers the language from now on."""
        language = str(catalog.locale_identifier).replace("_", "-")
        said = {str(each.id): str(each.string) for each in catalog if each.id and each.string and not each.fuzzy}
        made = with_texts(self.document, language, lambda text: said.get(text), self.registry)
        made["languages"] = list(dict.fromkeys([*made.get("languages", ()), language]))
        self.save(made)
        return Path(self.what.partition(" ")[2])


def memory(folder: Path, language: str) -> list[Catalog]:
    """The other catalogues of a language that lie near *folder*: the same words need not be translated twice."""
    near = sorted({*folder.parents[1].glob(f"**/{FOLDER}/*{language}.po")}) if folder.name == FOLDER else []
    return [read(file, language) for file in near]


def all_packages() -> list[Subject]:
    """Core and every plugin's package that has messages."""
    registry = _plugins()
    found = [_package(name, registry) for name in packages(registry)]
    return [each for each in found if each.messages]


def subject_of(*, package: str | None = None, program: str | None = None) -> Subject:
    """The package, or the program by file, key or id.

    Raises:
        CatalogueError: there is no such thing.
    """
    registry = _plugins()
    if package is not None:
        return _package(package, registry)
    assert program is not None  # noqa: S101 - the command asks for one of them
    if program in registry.templates or program in registry.library:
        return _bundled(program, registry)
    return _in_file(Path(program), registry) if Path(program).is_file() else _in_database(program)


def subject_in(file: Path) -> Subject:
    """What a translator's file says that it is about."""
    kind, _space, name = about(file).partition(" ")
    if kind not in ("package", "program") or not name:
        raise CatalogueError(f"{file} doesn't say what it is about: name it with --package or --program.")
    return subject_of(**{kind: name})


def _plugins() -> Registry:
    return load_plugins(types=Settings().types)


def _package(name: str, registry: Registry) -> Subject:
    folder = folder_of(name)
    if folder is None:
        raise CatalogueError(f"There is no package {name} here. `nearer plugin list` shows what there is.")
    return Subject(f"package {name}", Place(folder / FOLDER), lambda: messages_of(name, registry))


def _bundled(key: str, registry: Registry) -> Subject:
    document = registry.templates.get(key) or registry.library[key]
    plugin = registry.plugin(key.partition(".")[0])
    folder = folder_of(plugin.module.partition(":")[0]) if plugin else None
    if folder is None:
        raise CatalogueError(f"The plugin of {key} is no package and can't hold a catalogue.")
    return Subject(f"program {key}", Place(folder / FOLDER, f"{key}."), lambda: document_messages(document, registry))


def _in_file(file: Path, registry: Registry) -> Subject:
    document = read_document(file.read_bytes())
    text = write_json if file.suffix == ".json" else write_yaml
    return DocumentSubject(f"program {file}", document, registry, lambda made: file.write_text(text(made), "utf-8"))


def _in_database(program_id: str) -> Subject:
    from nearer.commands.speaking import here, practice_of
    from nearer.store.engine import session_scope
    from nearer.store.programs import get_program, program_document, save_program

    installation = here()
    with session_scope(installation.engine) as session:
        row = get_program(session, practice_of(session, None).id, program_id)
        document, revision = program_document(row), row.revision

    def save(made: Json) -> None:
        with session_scope(installation.engine, write=True) as session:
            row = get_program(session, practice_of(session, None).id, program_id)
            registry, now = installation.registry, installation.now()
            save_program(session, row, made, revision=revision, registry=registry, now=now)

    return DocumentSubject(f"program {program_id}", document, installation.registry, save)


def _is_whole(entry: Any) -> bool:
    said = entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
    return all(said) and not entry.fuzzy
