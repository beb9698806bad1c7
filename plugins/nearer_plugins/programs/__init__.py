"""Program templates, and what a careful colleague would say about a program before it is published."""

from collections.abc import Iterable
from typing import Any

from nearer import Problem, hookimpl
from nearer_plugins.library import Document, load_library
from nearer_plugins.programs.findings import findings


@hookimpl
def register_library() -> list[Document]:
    """The templates in ``library/``."""
    return load_library(__name__)


@hookimpl
def program_problems(program: dict[str, Any]) -> Iterable[Problem]:
    """Warnings and hints; never an error, for the counsellor decides."""
    return findings(program)
