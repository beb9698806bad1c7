"""Serves the couples' pages of rehearsals, beside those of couples: framed by the desk, on data that is thrown away."""

from __future__ import annotations

import re
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask

from nearer.errors import NotFoundError
from nearer.rehearsing import MARK, Rehearsal, find_rehearsal
from nearer.web.app import couples_app

if TYPE_CHECKING:
    from nearer.installation import Installation

NAME = re.compile(rf"/s/({MARK}[0-9a-f]{{16}})-")
KEPT = 8


class Rehearsals:
    """The apps of the rehearsals that were asked for last."""

    def __init__(self, site: Installation) -> None:
        self._site = site
        self._kept: OrderedDict[str, tuple[Rehearsal, Flask]] = OrderedDict()
        self._lock = Lock()

    def app(self, path: str) -> Flask | None:
        """The app that serves *path*; None if it is no page of a rehearsal, or of one that was thrown away."""
        found = NAME.match(path)
        if found is None:
            return None
        with self._lock:
            return self._app(found[1])

    def _app(self, name: str) -> Flask | None:
        rehearsal, app = self._kept.pop(name, (None, None))
        if rehearsal is not None and not rehearsal.is_here:
            rehearsal.site.engine.dispose()
            return None
        if rehearsal is None or app is None:
            try:
                rehearsal = find_rehearsal(self._site, name)
            except NotFoundError:
                return None
            app = couples_app(rehearsal.site, framed=True)
        self._kept[name] = rehearsal, app
        while len(self._kept) > KEPT:
            _, (old, _) = self._kept.popitem(last=False)
            old.site.engine.dispose()
        return app
