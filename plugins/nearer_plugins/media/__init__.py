"""Pictures and sounds as checked uploads, and what a careful colleague would say about them."""

from collections.abc import Iterable
from typing import Any

from nearer import MediaKind, Problem, hookimpl
from nearer_plugins.media.findings import findings
from nearer_plugins.media.kinds import Picture, Sound


@hookimpl
def register_media() -> list[MediaKind]:
    """Both kinds."""
    return [Picture(), Sound()]


@hookimpl
def program_problems(program: dict[str, Any]) -> Iterable[Problem]:
    """What some could not see or hear, and what may not be shown."""
    return findings(program)
