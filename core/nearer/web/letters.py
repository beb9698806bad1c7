"""What a counsellor wrote to a person: on the overview until they put it away, and all of it on a page of its own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from nearer.languages import _, day_in_words, isolated
from nearer.store import letters
from nearer.store.letters import Letter
from nearer.web.visit import Visit, go, in_seat

pages = Blueprint("letters", __name__)

FEW = 3


@pages.get("/s/<seat>/letters")
@in_seat(proof=True)
def show_letters(visit: Visit) -> Response:
    """Everything that was written to this person, what was put away too."""
    found = letters.list_letters(visit.reader, visit.seated)
    return visit.draw("letters.html", letters=[shown(each) for each in found], token=visit.token("letters"))


@pages.post("/s/<seat>/letters")
@in_seat(write=True)
def change_letters(visit: Visit) -> Response:
    """Put one away or bring it back; nobody is told."""
    visit.check("letters")
    away = request.form.get("do") != "back"
    letters.put_away(visit.session, visit.seated, request.form.get("letter", ""), away=away)
    return go(visit.home if away and request.form.get("at") == "overview" else visit.home + "letters")


def newest(visit: Visit) -> dict[str, Any]:
    """For the overview, in one query: the newest that are not put away, and whether there is anything at all."""
    found = letters.list_letters(visit.reader, visit.seated, few=FEW)
    if not found:
        return {"letters": []}
    return {
        "letters": [shown(each) for each in found if not each.away],
        "letters_page": visit.home + "letters",
        "letters_token": visit.token("letters"),
    }


def shown(letter: Letter) -> dict[str, Any]:
    """A letter for a page, or for the file of one's own: who wrote it, to whom, on which day."""
    name = isolated(letter.name) if letter.name else _("Your counsellor")
    title = _("{name} wrote to you both", name=name) if letter.to_both else _("{name} wrote to you", name=name)
    day = day_in_words(letter.day, year=True)
    return {"id": letter.id, "title": title, "day": day, "words": letter.words, "away": letter.away}
