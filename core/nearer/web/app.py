"""Builds the couples' app: Flask without session, the headers, the pages by area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from nearer.web import (
    before,
    chosen,
    consents,
    doors,
    envelopes,
    exits,
    feeds,
    headers,
    installing,
    leaving,
    letters,
    media,
    mine,
    overview,
    pages,
    public,
    reminders,
    returning,
    steps,
    turns,
    ways,
    welcome,
)

if TYPE_CHECKING:
    from nearer.installation import Installation

MAX_BODY = 256 * 1024


def couples_app(installation: Installation, *, framed: bool = False) -> Flask:
    """The app that couples meet, for one installation; *framed* for rehearsals, which the desk shows in frames."""
    app = Flask("nearer.web", static_folder="static", template_folder="templates")
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        SEND_FILE_MAX_AGE_DEFAULT=365 * 24 * 3600,
        TEMPLATES_AUTO_RELOAD=False,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.extensions["nearer"] = installation
    chosen.install(app)
    headers.install(app, installation.base_url, framed=framed)
    pages.install(app)
    for area in (
        public,
        welcome,
        returning,
        overview,
        steps,
        turns,
        ways,
        doors,
        leaving,
        letters,
        media,
        mine,
        before,
        reminders,
        feeds,
        envelopes,
        exits,
        consents,
        installing,
    ):
        app.register_blueprint(area.pages)
    return app
