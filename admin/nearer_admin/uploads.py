"""Files that come in: how large they may be and where, and what a check says of a picture or sound."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request
from flask_security import current_user

from nearer import desk

LARGEST = 64 * 1024 * 1024
"""So large a picture or sound, or a package with all that belongs to a program, may be."""

WIDE = frozenset({"media.create_view", "material.step", "material.exercise", "programs.create_view"})
"""The addresses that take such files, of whoever is signed in; everywhere else 2 MB are the most."""


@dataclass(frozen=True)
class Upload:
    """What came of a file: what may be served, or why it is refused; neither, if there was no file."""

    checked: desk.Checked | None = None
    refused: str = ""


def widen() -> None:
    """Let a larger body in where files are taken."""
    if request.endpoint in WIDE and request.method == "POST" and current_user.is_authenticated:
        request.max_content_length = LARGEST


def read_upload() -> Upload:
    """The posted file, decoded and made anew; it may take half a minute, so no transaction is to be open."""
    posted = request.files.get("file") if request.method == "POST" else None
    if posted is None or not posted.filename:
        return Upload()
    try:
        return Upload(desk.check_upload(posted.read(), current_app.extensions["nearer"].registry))
    except desk.UnreadableError as error:
        return Upload(refused=str(error))
