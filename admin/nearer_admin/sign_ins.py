"""Signing in as a row: each browser's sign-in can be ended on the server, and a copied cookie ends with it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from flask import Flask, has_request_context, request, session
from flask_login import user_logged_in, user_logged_out  # type: ignore[import-untyped]  # has no types

from nearer import desk
from nearer_admin.sign_in_rows import begin_sign_in, end_by_token, find_sign_in, note_use

IN_COOKIE = "sign_in"
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("CrOS", "a Chromebook"), ("Macintosh", "a Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_words(agent: str) -> str:
    """A browser and what it runs on in plain words; nothing finer is kept of what the browser says of itself."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "A browser")
    system = next((name for sign, name in SYSTEMS if re.search(rf"\b{sign}", agent)), "")
    return f"{browser} on {system}" if system else browser


def keep_sign_ins(app: Flask, installation: desk.Installation) -> None:
    """Let a sign-in of *app* hold only while its row is there."""
    _only_with_a_row(app, installation)

    def begin(_: Flask, user: Any) -> None:
        kept = session.pop("_remember", "") == "set" or (IN_COOKIE in session and bool(session.permanent))
        with desk.session_scope(installation.engine, write=True) as store:
            end_by_token(store, session.get(IN_COOKIE, ""))
            device = device_words(request.user_agent.string)
            session[IN_COOKIE] = begin_sign_in(store, user.id, device, kept=kept, now=installation.clock())
        session.permanent = kept

    def end(_: Flask, **__: Any) -> None:
        token = session.pop(IN_COOKIE, "")
        session.permanent = False
        if token:
            with desk.session_scope(installation.engine, write=True) as store:
                end_by_token(store, token)

    user_logged_in.connect(begin, app, weak=False)
    user_logged_out.connect(end, app, weak=False)


def _only_with_a_row(app: Flask, installation: desk.Installation) -> None:
    manager: Any = app.extensions["security"].login_manager
    by_mark, now = manager._user_callback, installation.clock
    manager.request_loader(lambda _: None)  # Flask-Security would take a token, too, which no row could end

    @manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login has no types
    def load(mark: str) -> Any:
        token = session.get(IN_COOKIE, "") if has_request_context() else ""
        user = by_mark(mark) if token else None
        if user is None:
            return None
        with desk.session_scope(installation.engine) as store:
            found = find_sign_in(store, token, now=now())
            if found is None or found.counsellor_id != user.id:
                return None
            is_due = now() - found.used_at >= timedelta(hours=1)  # no finer than that is kept
        if is_due:
            with desk.session_scope(installation.engine, write=True) as store:
                note_use(store, token, now=now())
        return user
