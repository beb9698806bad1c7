"""A program that rests: one sentence and one page for every cause, and nothing in them that comes from the other."""

from __future__ import annotations

from flask import Response, jsonify, request

from nearer.errors import NearerError
from nearer.languages import N_, _
from nearer.web import drafts
from nearer.web.pages import say
from nearer.web.visit import Visit

RESTS = N_("This program rests")
KEPT = N_("Nothing is lost. What you wrote for yourself stays with you.")
NOTED = N_("Noted. It goes on by itself as soon as nothing holds it back any more.")


class RestsError(NearerError):
    """Something was sent to a program that rests; ``visit`` is whose it was."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(RESTS)
        self.visit = visit


def rest_page(visit: Visit) -> Response:
    """The one page for everything that rests."""
    return say(_(RESTS), _(KEPT), page=visit.frame, way=(visit.home, _("To the overview")))


def tell_rest(error: RestsError) -> Response:
    """The same page for whatever was sent meanwhile; an answer that came along is kept as a draft."""
    drafts.keep_posted()
    if request.accept_mimetypes.best == "application/json":
        return jsonify(saved=True)
    return rest_page(error.visit)
