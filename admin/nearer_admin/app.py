"""Builds the desk's own WSGI app: sign-in, headers, forms' tokens, languages, and every view."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask_admin import Admin
from flask_admin.theme import Theme
from flask_babel import Babel
from flask_wtf import CSRFProtect

from nearer.desk import Installation
from nearer_admin.access import limit_tries, set_up_sign_in
from nearer_admin.errors import register_error_pages
from nearer_admin.guard import guard_addresses
from nearer_admin.invitations import welcome_people
from nearer_admin.menu import menu
from nearer_admin.sign_in_events import log_sign_ins
from nearer_admin.sign_ins import keep_sign_ins
from nearer_admin.uploads import widen
from nearer_admin.views import all_views, home_view
from nearer_admin.views.help import help_address
from nearer_admin.views.holds import resting
from nearer_admin.wording import WORDING

ROOM = Path(__file__).parent
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors {framed}"
)
BODY_LIMIT = 2 * 1024 * 1024


def desk_app(installation: Installation) -> Flask:
    """The desk of one installation; mounted at ``/desk`` by whoever serves it."""
    app = Flask("nearer_admin", root_path=str(ROOM), static_folder=str(ROOM / "static"))
    app.config.update(_settings(installation))
    app.extensions["nearer"] = installation
    app.before_request(widen)  # ahead of whatever reads the body
    CSRFProtect(app)
    Babel(app)
    set_up_sign_in(app, installation)
    keep_sign_ins(app, installation)
    log_sign_ins(app, installation)
    limit_tries(app, installation)
    guard_addresses(app)
    welcome_people(app, installation)
    admin = Admin(
        app,
        name="Nearer",
        url="/",
        static_url_path="/static",
        index_view=home_view(),
        theme=Theme(folder="desk", base_template="desk/base.html"),
    )
    for view in all_views():
        admin.add_view(view)
    app.jinja_env.globals.update(WORDING, menu=menu, resting=resting, help_address=help_address)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.after_request(_guard)
    register_error_pages(app)
    return app


def _settings(installation: Installation) -> dict[str, Any]:
    return {
        "SECRET_KEY": installation.keyring.secret("flask"),
        "SECURITY_PASSWORD_SALT": "unused: argon2 salts each password itself",
        "SESSION_COOKIE_NAME": "nearer_desk",
        "SESSION_COOKIE_PATH": "/desk",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": installation.base_url.startswith("https:"),
        "PERMANENT_SESSION_LIFETIME": timedelta(days=31),  # rows end sooner: see nearer.store.sign_ins
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": BODY_LIMIT,
        "MAX_FORM_MEMORY_SIZE": BODY_LIMIT,
        "MAX_FORM_PARTS": 5000,
    }


def _guard(response: Response) -> Response:
    """The desk's own headers, on every response: nothing from elsewhere, no framing but of its own preview."""
    framed = "'self'" if request.endpoint and request.endpoint.startswith("previews.") else "'none'"
    response.headers["Content-Security-Policy"] = POLICY.format(framed=framed)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response
