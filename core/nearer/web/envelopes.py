"""Takes in what a browser sealed while it had no connection, and keeps it as a draft; shows nothing of it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import Blueprint, Response, jsonify, request
from werkzeug.datastructures import MultiDict

from nearer.errors import SealError
from nearer.store.envelopes import open_envelope
from nearer.web import drafts
from nearer.web.visit import MAX_FIELDS, seats_of_browser

pages = Blueprint("envelopes", __name__)


@pages.post("/kept")
def keep() -> Response:
    """Open an envelope with the session that it was sealed to, one of this browser's, and keep the words in it.

    Whether it was kept is all that comes back: what is not kept now can't be kept later, so the browser drops it.
    """
    for token in seats_of_browser().values():
        try:
            words = open_envelope(token, request.form.get("envelope", ""))
            fields = parse_qsl(words, keep_blank_values=True, max_num_fields=MAX_FIELDS)
        except (SealError, ValueError):
            continue
        return jsonify(kept=drafts.keep_posted(MultiDict(fields)))
    return jsonify(kept=False)
