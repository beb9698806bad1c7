"""How pages of the workbench are drawn: its own templates, and the couples' stylesheet under a name of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app
from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from markupsafe import Markup

from nearer.web.pages import STATIC

HERE = Path(__file__).parent
COUPLES = HERE.parent / "web" / "templates"
DARK = re.compile(r"@media screen and \(prefers-color-scheme: dark\) \{\s*:root (\{.*?\n  \})\s*\}", re.DOTALL)


def environment() -> Environment:
    """Templates of the workbench first, then those of the couples' pages, whose small parts it shares."""
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(HERE / "templates"), FileSystemLoader(COUPLES)]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["json"] = in_json
    return made


def in_json(value: Any) -> str:
    """A value as a developer reads it."""
    import json

    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def install(app: Flask) -> Callable[..., str]:
    """Give *app* the stylesheets and the script; returns what draws one of its own pages."""
    templates = environment()

    @app.get("/look/<any(light, dark):theme>/nearer.css")
    def couples(theme: str) -> Response:
        return Response(stylesheet(theme), mimetype="text/css")

    @app.get("/look/<any('workbench.css', 'live.js'):name>")
    def own(name: str) -> Response:
        return current_app.send_static_file(name)

    @app.get("/look/icon.svg")
    def icon() -> Response:
        return Response((STATIC / "icon.svg").read_text("utf-8"), mimetype="image/svg+xml")

    def draw(template: str, **values: Any) -> str:
        return str(Markup(templates.get_template(template).render(**values)))  # noqa: S704 - from our templates

    return draw


def stylesheet(theme: str) -> str:
    """The couples' stylesheet with one of its two looks fixed, whatever the author's own machine prefers."""
    text = (STATIC / "nearer.css").read_text("utf-8")
    if theme == "dark":
        return DARK.sub(r":root \1", text).replace("color-scheme: light dark", "color-scheme: dark")
    return DARK.sub("", text).replace("color-scheme: light dark", "color-scheme: light")
