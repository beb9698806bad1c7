"""The gallery: every exercise type that is installed, drawn with its samples, before anybody chooses one."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer_admin.preview import MOMENTS, NAMES
from nearer_admin.shelving import Filter, kinds_like
from nearer_admin.views.base import DeskView, installation

Page = str | AnyResponse
AT_ONCE = 6
"""Types on one page: each brings two live pages, which the browser loads as they come into sight."""


class GalleryView(DeskView):
    """Types a few at a time, and each on a page of its own."""

    def __init__(self) -> None:
        super().__init__("Gallery", endpoint="gallery", url="/gallery")

    @expose("/")
    def index_view(self) -> Page:
        """A few types with live samples, by family and words; the next ones by key."""
        asked, after = Filter.of(request.args), request.args.get("after", "")[:120]
        types = sorted(installation().registry.types.values(), key=lambda each: each.id)
        found = [kind for kind in kinds_like(types, asked) if kind.id > after]
        return self.render(
            "desk/gallery.html",
            kinds=found[:AT_ONCE],
            more=found[AT_ONCE - 1].id if len(found) > AT_ONCE else None,
            asked=asked,
            after=after,
            families=sorted({kind.family for kind in types}),
        )

    @expose("/<type_id>")
    def one(self, type_id: str) -> Page:
        """One type: each sample as both partners see it, at each moment."""
        kind: Any = installation().registry.types.get(type_id) or abort(404)
        number, moment = request.args.get("sample", default=0, type=int), request.args.get("moment", "")
        return self.render(
            "desk/gallery_one.html",
            kind=kind,
            sample=number if 0 <= number < len(kind.samples) else 0,
            moment=moment if moment in MOMENTS else "answer",
            moments=MOMENTS,
            names=NAMES,
        )
