"""Programs out to files, with a report on what each can't hold; and what a file of another kind brings, beforehand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, abort
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.taking import package_of
from nearer_admin.views.base import DeskView, go, installation, practice_id, store
from nearer_admin.views.media import size

OWN, PACKAGE = "nearer", "package"


@dataclass(frozen=True)
class Outgoing:
    """One kind of file for a program: what it would leave behind, or why it can't be written."""

    name: str
    title: str
    losses: tuple[str, ...] = ()
    refused: str = ""


class ExchangeView(DeskView):
    """One program as files."""

    def __init__(self) -> None:
        super().__init__("Take a program out", endpoint="exchange", url="/exchange")

    @expose("/")
    def index_view(self) -> AnyResponse:
        """There is nothing here without a program."""
        return go("programs.index_view")

    @expose("/<uuid:program_id>/")
    def page(self, program_id: UUID) -> str:
        """Each kind of file with what it can't hold, before anything is made."""
        program = desk.get_program(store(), practice_id(), program_id)
        document, registry = desk.program_document(program), installation().registry
        others = [_outgoing(document, registry, each) for each in registry.formats.values()]
        shown = desk.freeze(document, registry)[0].get("media") or ()
        rows = desk.media.find_media(store(), practice_id(), shown) if shown else []
        more = {"media": rows, "lost": len(shown) - len(rows), "size": size(sum(each.size for each in rows))}
        return self.render("desk/exchange.html", program=program, own=OWN, package=PACKAGE, others=others, **more)

    @expose("/<uuid:program_id>/file/<known>")
    def file(self, program_id: UUID, known: str) -> Response:
        """The file itself."""
        program = desk.get_program(store(), practice_id(), program_id)
        document, registry = desk.program_document(program), installation().registry
        if known == PACKAGE:
            return _download(package_of(store(), practice_id(), program, registry), program.title, ".zip")
        if known == OWN:
            return _download(desk.write_yaml(document), program.title, ".yaml")
        kind = registry.formats.get(known) or abort(404)
        try:
            return _download(desk.write_file(document, registry, kind).content, program.title, kind.ending)
        except desk.UnreadableError:
            abort(404)


def _outgoing(document: Any, registry: desk.Registry, known: Any) -> Outgoing:
    try:
        return Outgoing(known.name, known.title, desk.write_file(document, registry, known).losses)
    except desk.UnreadableError as error:
        return Outgoing(known.name, known.title, refused=str(error))


def _download(text: str | bytes, title: str, ending: str) -> Response:
    """A file to keep, under a name that every system takes."""
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "program"
    ending = re.sub(r"[^.a-z0-9]", "", ending.lower())[:12]
    reply = Response(text, mimetype="application/octet-stream")
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}{ending}"'
    return reply
