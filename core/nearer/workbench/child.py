"""The part that is begun anew after each change: loads the plugin and draws what it is asked for."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import parse_qs

from nearer.plugin_info import PluginInfo
from nearer.registry import GUARDED
from nearer.rules.contract import ExerciseType
from nearer.workbench.asked import Asked
from nearer.workbench.drawn import environment
from nearer.workbench.looking import look
from nearer.workbench.places import Place, place_in, problems_at
from nearer.workbench.tables import who_sees_what

Answer = tuple[int, str, tuple[str, int] | None, str]


def answer_pages(wire: Connection, wanted: str | None) -> None:
    """Answer each (path, query) that comes over *wire* until the other end is closed."""
    try:
        pages = Pages(wanted).page
    except GUARDED as error:
        pages = _always(error)
    while True:
        try:
            path, query = wire.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        try:
            status, text = pages(path, {name: found[-1] for name, found in parse_qs(query).items()})
            wire.send((status, text, None, ""))
        except GUARDED as error:
            wire.send(failed(error))


def failed(error: BaseException) -> Answer:
    """What is told of a page that could not be drawn."""
    trace = "".join(traceback.format_exception(error))
    place = place_in(trace)
    return 500, "", (place.file, place.line) if place else None, trace


def _always(error: BaseException) -> Callable[..., tuple[int, str]]:
    def page(*_asked: object) -> tuple[int, str]:
        raise error

    return page


class Pages:
    """The pages of one plugin, as its files were when this process began."""

    def __init__(self, wanted: str | None) -> None:
        from nearer.settings import Settings
        from nearer.testing.targets import find_target

        target = find_target(wanted, types=Settings().types)
        self.registry = target.registry
        self.plugins = [each for each in target.registry.plugins if each.name in target.names]
        self.templates = environment()

    def page(self, path: str, query: dict[str, str]) -> tuple[int, str]:
        """Status and page at *path*."""
        parts = path.strip("/").split("/")
        if parts == [""]:
            return self.gallery(200)
        kind = self.registry.types.get(parts[1]) if len(parts) == 3 else None
        number = int(parts[2]) if len(parts) == 3 and parts[2].isdigit() else 0
        if kind is None or number >= len(kind.samples):
            return self.gallery(500 if any(each.troubles for each in self.plugins) else 404)
        asked = Asked.of(kind, number, query)
        return self.frame(asked) if parts[0] == "frame" else self.bench(asked)

    def gallery(self, status: int) -> tuple[int, str]:
        """All types with their samples, and, first, what is wrong."""
        rows = [(each, [self.registry.types[name] for name in each.types]) for each in self.plugins]
        return status, self._draw("gallery.html", rows=rows, troubles=self._troubles(), refused=self._refused())

    def bench(self, asked: Asked) -> tuple[int, str]:
        """One sample as both partners see it, and who sees what."""
        return 200, self._draw(
            "bench.html",
            asked=asked,
            problems=problems_at(asked.kind, self.registry),
            table=who_sees_what(asked, self.registry),
            troubles=self._troubles(),
        )

    def frame(self, asked: Asked) -> tuple[int, str]:
        """The page of one partner, as in the couples' app."""
        return 200, self._draw("frame.html", asked=asked, seen=look(asked, self.registry))

    def _troubles(self) -> list[tuple[PluginInfo, Any, Place | None]]:
        return [(plugin, each, place_in(each.trace)) for plugin in self.plugins for each in plugin.troubles]

    def _refused(self) -> list[tuple[str, Any]]:
        """Types that were offered and not taken, each with its problems at their places."""
        offered = [each for plugin in self.plugins for each in plugin.offered]
        return [
            (str(each.id), problems_at(each, self.registry))
            for each in offered
            if isinstance(each, ExerciseType) and hasattr(each, "id") and self.registry.types.get(each.id) is not each
        ]

    def _draw(self, template: str, **values: Any) -> str:
        return self.templates.get_template(template).render(**values)
