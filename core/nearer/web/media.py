"""Pictures and sounds of steps, to whoever is in a seat whose edition shows them; a sound in the parts asked for."""

from __future__ import annotations

from flask import Blueprint, Response, request

from nearer.errors import NotFoundError
from nearer.store.engine import Reader
from nearer.store.media import find_file, read_file
from nearer.web.visit import Visit, in_seat

pages = Blueprint("media", __name__)


@pages.get("/s/<seat>/media-<digest>")
@in_seat()
def show_media(visit: Visit, digest: str) -> Response:
    """The bytes; what no step of this couple's edition shows is as good as not there."""
    if digest not in visit.edition.media:
        raise NotFoundError("There is nothing of that name here.")
    return send_media(visit.reader, digest)


def send_media(reader: Reader, sha: str) -> Response:
    """All of a picture or sound, or the part that the request asks for: iOS plays nothing that can't be had in parts.

    Raises:
        NotFoundError: its bytes are not here.
    """
    kind, size = find_file(reader, sha) or ("", 0)
    if not size:
        raise NotFoundError("There is nothing of that name here.")
    asked = request.range.range_for_length(size) if request.range is not None else None
    if request.range is not None and asked is None:
        return Response(b"", 416, {"Content-Range": f"bytes */{size}"}, mimetype=kind)
    start, end = asked or (0, size)
    response = Response(read_file(reader, sha, start, end), 206 if asked else 200, mimetype=kind)
    response.headers["Accept-Ranges"] = "bytes"
    if asked:
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return response
