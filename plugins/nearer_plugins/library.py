"""How a bundled family loads its content files and its templates."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from nearer import ExerciseType, isolated, listed, translations

Document = dict[str, Any]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where PyYAML has its compiled half."""


def load_library(package: str) -> list[Document]:
    """Read ``library/*.yaml`` of *package*, one document a file, in the order of their names.

    Every call reads afresh, so a caller may change what it gets.

    Raises:
        TypeError: a file is not a mapping; the message names it.
    """
    folder = files(package) / "library"
    documents = []
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".yaml"):
            continue
        document = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
        if not isinstance(document, dict):
            raise TypeError(f"{package}: library/{file.name} is not a mapping")
        documents.append(document)
    return documents


def with_alone(documents: Iterable[Document], types: Iterable[ExerciseType]) -> list[Document]:
    """Give each exercise that is written for two only the form for one that its type offers.

    So the two forms of bundled content can't drift apart. Programs and finished exercises pass unchanged.
    """
    by_id = {kind.id: kind for kind in types}
    return [_completed(document, by_id) for document in documents]


def _completed(document: Document, by_id: dict[str, ExerciseType]) -> Document:
    variants = document.get("variants", [])
    if [variant["form"] for variant in variants] != ["together"]:
        return document
    replaced = by_id[variants[0]["type"]].alone(variants[0]["config"])
    if replaced is None:
        return document
    alone, config = replaced
    version = by_id[alone].version if alone in by_id else 1
    variant = {"form": "alone", "type": alone, "version": version, "config": config}
    return {**document, "variants": [*variants, variant]}


@cache
def template_of(package: str) -> Callable[..., Markup]:
    """Return ``render(name, **values) -> Markup`` over ``templates/`` of *package*, always escaping.

    ``_``, ``n_``, ``bdi`` and ``joined`` speak the reader's language, by the catalogues in ``locale/`` of *package*.

    Templates may include and extend each other. A value that is missing raises at once instead of drawing nothing.
    """
    folder = files(package) / "templates"

    def read(name: str) -> str | None:
        file = folder / name
        return file.read_text(encoding="utf-8") if file.is_file() else None

    environment = Environment(
        autoescape=True, loader=FunctionLoader(read), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )

    words = translations(package)
    environment.globals |= {"_": words._, "n_": words.n_, "bdi": isolated, "joined": listed}

    def render(name: str, /, **values: Any) -> Markup:
        return Markup(environment.get_template(name).render(**values))  # noqa: S704 - the environment escapes

    return render
