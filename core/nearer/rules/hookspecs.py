"""The hooks through which plugins come in; each is called in isolation, at start or on save."""

from collections.abc import Callable, Iterable
from typing import Any

import pluggy

from nearer.rules.channels import Channel
from nearer.rules.contract import ExerciseType, Json
from nearer.rules.formats import Format
from nearer.rules.media import MediaKind
from nearer.rules.problems import Problem
from nearer.rules.widgets import Widget

hookspec = pluggy.HookspecMarker("nearer")
hookimpl = pluggy.HookimplMarker("nearer")

# A specification has no body, only a promise: hence the type ignores.


@hookspec
def register_exercise_types() -> Iterable[ExerciseType]:  # type: ignore[empty-body]
    """Return the exercise types of this plugin; their ids begin with the entry point's name."""


@hookspec
def register_library() -> Iterable[Json]:  # type: ignore[empty-body]
    """Return exercises and program templates: documents ``{"nearer": "exercise/1" | "program/1", "key": ..., ...}``."""


@hookspec
def register_apps() -> dict[str, Callable[[Any], Any]]:  # type: ignore[empty-body]
    """Return ``{"/prefix": factory}``; ``factory(installation)`` returns a WSGI app, called at the first request."""


@hookspec
def register_widgets() -> Iterable[Widget]:  # type: ignore[empty-body]
    """Return controls for answering forms; their names begin with the entry point's name, ``x-widget`` names them."""


@hookspec
def register_channels() -> dict[str, Callable[[str], Channel]]:  # type: ignore[empty-body]
    """Return ``{scheme: factory}``; ``factory(url)`` makes the channel that a URL of ``NEARER_CHANNELS`` sets up."""


@hookspec
def register_composers() -> dict[str, Callable[[Any, Any], Any]]:  # type: ignore[empty-body]
    """Return ``{kind: composer}``; ``composer(installation, row)`` makes the message of such a row of the outbox."""


@hookspec
def register_formats() -> Iterable[Format]:  # type: ignore[empty-body]
    """Return kinds of file for programs to come from and go to; their names begin with the entry point's name."""


@hookspec
def register_media() -> Iterable[MediaKind]:  # type: ignore[empty-body]
    """Return kinds of upload for the material of steps; their names begin with the entry point's name."""


@hookspec
def program_problems(program: Json) -> Iterable[Problem]:  # type: ignore[empty-body]
    """Look over a resolved program document; findings stand beside the step their pointer names."""
