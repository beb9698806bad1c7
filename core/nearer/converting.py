"""Programs out of files and into files of every kind that is known here, with what does not fit told in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nearer.documents import UnreadableError, decode, read_document
from nearer.freezing import freeze
from nearer.rules.canonical import canonical
from nearer.rules.contract import Json
from nearer.rules.formats import Converted, Format
from nearer.rules.media import Checked

if TYPE_CHECKING:
    from nearer.registry import Registry

MAX_LOSSES = 200
SERVED = frozenset({"image/webp", "image/png", "image/jpeg", "audio/mpeg", "audio/ogg", "audio/mp4"})
"""What is ever served as material, whatever a plugin says of a file: nothing that a browser would run."""


@dataclass(frozen=True)
class Incoming:
    """A document that a file held; ``format`` is None for Nearer's own, where nothing is ever lost."""

    document: Any
    losses: tuple[str, ...] = ()
    format: Format | None = None


def format_of(name: str, registry: Registry) -> Format:
    """The format of that name, or the only one of the plugin of that name.

    Raises:
        UnreadableError: there is none.
    """
    found = [each for key, each in registry.formats.items() if name in (key, key.partition(".")[0])]
    if len(found) != 1:
        known = ", ".join(sorted(registry.formats)) or "none; no plugin brings any"
        raise UnreadableError(f"There is no format {name}. Known are: {known}.")
    return found[0]


def read_file(raw: bytes | str, registry: Registry, name: str = "") -> Incoming:
    """What a stranger's file holds, in the format *name* or the one that it looks like, else as Nearer's own.

    Raises:
        UnreadableError: it breaks the limits for files, or the format can't read it; the text says why.
    """
    text = decode(raw)
    known = format_of(name, registry) if name else _format_like(text, registry)
    if known is None:
        return Incoming(read_document(text))
    found = _converted(registry, known, lambda: known.read(text), f"{known.title} could not be read from this file.")
    try:
        document = read_document(canonical(found.content))  # it holds what a stranger wrote: the same limits once more
    except (TypeError, ValueError, RecursionError) as error:
        raise UnreadableError(f"{known.title}: {error}") from error
    return Incoming(document, _sentences(found), known)


def write_file(document: Json, registry: Registry, known: Format) -> Converted:
    """The text of a file of the format *known* for the program *document*.

    Raises:
        UnreadableError: the format can't write it; the text says why.
    """
    edition, problems = freeze(document, registry)
    wrong = [f"{each.message} ({each.pointer})" for each in problems if each.severity == "error"]
    found = _written(registry, known, lambda: known.write(edition))
    return Converted(found.content, (*wrong, *found.losses))


def write_results(results: Json, registry: Registry, known: Format) -> Converted:
    """The text of a file of the format *known* for what measures came to; see :meth:`Format.write_results`.

    Raises:
        UnreadableError: the format can't write it; the text says why.
    """
    return _written(registry, known, lambda: known.write_results(results))


def check_upload(raw: bytes, registry: Registry, *, kept: bool = False) -> Checked:
    """What of a stranger's picture or sound may be served; *kept* bytes came out of such a check before, and stay.

    Raises:
        UnreadableError: nobody here takes it; the text says why.
    """
    known = next((each for each in registry.media.values() if each.matches(raw)), None)
    if known is None:
        titles = " or ".join(each.title for each in registry.media.values()) or "nothing; no plugin brings any"
        raise UnreadableError(f"This is no file that can be shown here. What can: {titles}.")
    found = _asked(registry, known.name, lambda: (known.check_kept if kept else known.check)(raw))
    if not isinstance(found, Checked) or found.type not in SERVED:
        raise UnreadableError(f"{known.title.capitalize()} could not be read. The plugin page says more.")
    return found


def _format_like(text: str, registry: Registry) -> Format | None:
    for each in registry.formats.values():
        # Mypy can't see through a default.
        if registry.attempt(each.name, lambda each=each: bool(each.matches(text)), otherwise=False):  # type: ignore[misc]
            return each
    return None


def _converted(registry: Registry, known: Format, call: Any, failed: str) -> Converted:
    """What *call* gives; a failure is the plugin's, and counted, unless it is a sentence about the file."""
    found = _asked(registry, known.name, call)
    if not isinstance(found, Converted):
        raise UnreadableError(f"{failed} The plugin page says more. Nothing was changed.")
    return found


def _written(registry: Registry, known: Format, call: Any) -> Converted:
    failed = f"{known.title} could not be written."
    found = _converted(registry, known, call, failed)
    if not isinstance(found.content, str):
        raise UnreadableError(failed)
    return Converted(found.content, _sentences(found))


def _asked(registry: Registry, name: str, call: Any) -> Any:
    """What *call* gives, None where it failed; what it says about the file is raised."""
    refused: list[UnreadableError] = []

    def guarded() -> Any:
        try:
            return call()
        except UnreadableError as error:
            refused.append(error)
            return None

    found = registry.attempt(name, guarded, None)
    if refused:
        raise refused[0]
    return found


def _sentences(found: Converted) -> tuple[str, ...]:
    said = tuple(dict.fromkeys(str(each) for each in found.losses))
    more = len(said) - MAX_LOSSES
    return (*said[:MAX_LOSSES], f"And {more} more of the same kind.") if more > 0 else said
