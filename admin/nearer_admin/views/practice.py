"""The practice's own page: what couples read live about who accompanies them."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from flask import request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer.dialect import problems
from nearer.forms import read_form, render_form
from nearer_admin.views.base import DeskView, answer, go, practice_id, store, tell

Json = dict[str, Any]


def _words(title: str, length: int, description: str) -> Json:
    return {
        "type": "string",
        "title": title,
        "maxLength": length,
        "x-widget": "textarea",
        "description": description,
    }


TEXTS = (
    "Stands beside each link, for you to copy. {address}, {passcode}, {practice} and {program} are filled in. "
    "Left empty, it is a neutral text that does not name the program."
)
PRACTICE: Json = {
    "type": "object",
    "required": ["name", "zone"],
    "properties": {
        "name": {"type": "string", "title": "Name of the practice", "minLength": 1, "maxLength": 120},
        "contact": _words("How couples reach you", 2000, "Shown to couples. Say when you read messages."),
        "local_help": _words(
            "Local help",
            4000,
            "Stands on every page, for everybody: emergency number, a line for people who are afraid at home, "
            "a crisis line. Without it, do not invite couples.",
        ),
        "privacy_notice": _words(
            "Privacy notice", 8000, "Who you are, what is kept, for how long, and who can be asked."
        ),
        "text_both": _words("Text to send to both", 2000, TEXTS),
        "text_each": _words("Text to send to each", 2000, TEXTS),
        "zone": {
            "type": "string",
            "title": "Time zone",
            "maxLength": 64,
            "description": "Such as Europe/Vienna. Days of new couples follow it.",
        },
    },
}


class PracticeView(DeskView):
    """Contact, local help, privacy notice, zone."""

    def __init__(self) -> None:
        super().__init__("Practice", endpoint="practice", url="/practice")

    @expose("/", methods=("GET", "POST"))
    def index_view(self) -> str | AnyResponse:
        """One form; couples see a change at once."""
        practice = desk.get_practice(store(), practice_id())
        value = {key: getattr(practice, key) for key in PRACTICE["properties"] if getattr(practice, key)}
        if request.method == "GET":
            return self.render("desk/practice.html", practice=practice, fields=render_form(PRACTICE, value))
        value = read_form(PRACTICE, request.form)
        found = practice_problems(value)
        if found:
            page = self.render("desk/practice.html", practice=practice, fields=render_form(PRACTICE, value, found))
            return answer(page, 422)
        desk.save_practice(store(), practice.id, **{key: value.get(key, "") for key in PRACTICE["properties"]})
        tell("Saved. Couples see it from now on.")
        return go("practice.index_view")


def practice_problems(value: Json) -> list[desk.Problem]:
    """What is wrong with the details of a practice."""
    found = problems(PRACTICE, value)
    if not found and value["zone"] not in available_timezones():
        found = [desk.Problem("/zone", "Use a time zone such as Europe/Vienna.", "format")]
    return found
