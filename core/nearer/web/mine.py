"""One's own words: what they are, and the same as a file to keep, for people (HTML) and for programs (JSON)."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response

from nearer.languages import N_, _, day_in_words, spoken
from nearer.overlays import in_language
from nearer.rules.contract import Json
from nearer.rules.edition import Step
from nearer.rules.journey import local_day
from nearer.store.letters import Letter, list_letters
from nearer.store.own_words import OwnWords, Shown, Written, read_own_words
from nearer.store.readings import ReadOnce, list_readings
from nearer.web.letters import shown
from nearer.web.pages import draw
from nearer.web.shown import rows, title_of
from nearer.web.visit import Visit, in_seat

pages = Blueprint("mine", __name__)

FORMAT = "own-words/1"
NAME = "notes"
READERS = {"partner": N_("your partner"), "counsellor": N_("your counsellor")}


@pages.get("/s/<seat>/mine")
@in_seat(proof=True)
def show_mine(visit: Visit) -> Response:
    """What the files hold and what they do not, and the links to them."""
    found = read_own_words(visit.reader, visit.seated)
    readings = [_reading(visit, each) for each in list_readings(visit.reader, visit.seated)]
    is_empty = not (found.answers or found.shared or found.drafts or list_letters(visit.reader, visit.seated, few=1))
    return visit.draw("mine.html", is_empty=is_empty, readings=readings, personal=is_personal(visit))


@pages.get("/s/<seat>/mine/notes.html")
@in_seat(proof=True)
def download_page(visit: Visit) -> Response:
    """The file for people: one page that needs nothing else."""
    found = read_own_words(visit.reader, visit.seated)
    parts: Json = {
        "answers": [_card(each) for each in found.answers if each.stands],
        "shared": [_card(each) for each in found.shared if each.stands or visit.rests],
        "drafts": [_card(each) for each in found.drafts],
        "shown": [_item(visit, each) for each in found.shown],
        "letters": [shown(each) for each in list_letters(visit.reader, visit.seated)],
    }
    title, day = visit.edition.program["title"], day_in_words(_today(visit), year=True)
    return _as_file(draw("own_words.html", page=visit.frame, title=title, day=day, name=visit.names.mine, **parts))


@pages.get("/s/<seat>/mine/notes.json")
@in_seat(proof=True)
def download_data(visit: Visit) -> Response:
    """The file for programs; its schema is ``own_words.json``."""
    document = own_words_document(visit, read_own_words(visit.reader, visit.seated))
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return _as_file(Response(text, mimetype="application/json"))


def own_words_document(visit: Visit, found: OwnWords) -> Json:
    """All of *found* as one JSON document, in this person's language where words of the program stand beside it."""
    program = {"title": visit.edition.program["title"], "language": spoken()}
    return {
        "nearer": FORMAT,
        "program": program,
        "made_on": _today(visit).isoformat(),
        "name": visit.names.mine,
        "answers": [_entry(each) | {"given": dict(each.given or {})} for each in found.answers],
        "shared": [_entry(each) for each in found.shared],
        "drafts": [_where(each) | {"words": each.words} for each in found.drafts],
        "shown": [_shown(visit, each) for each in found.shown],
        "letters": [_letter(each) for each in list_letters(visit.reader, visit.seated)],
    }


def _letter(found: Letter) -> Json:
    to = "both" if found.to_both else "me"
    return {"day": found.day.isoformat(), "from": found.name, "to": to, "words": found.words}


def is_personal(visit: Visit) -> bool:
    """Whether a counsellor accompanies this program, who may read what is written for her."""
    return bool(visit.edition.program.get("personal", True))


def _reading(visit: Visit, read: ReadOnce) -> Json:
    step = visit.edition.steps.get(read.step)
    title = step.title if step else _("A step that left the program")
    return {"title": title, "day": day_in_words(read.day, year=True), "name": read.name or _("Your counsellor")}


def _as_file(response: Response) -> Response:
    end = "json" if response.mimetype == "application/json" else "html"
    response.headers["Content-Disposition"] = f'attachment; filename="{NAME}.{end}"'
    return response


def _today(visit: Visit) -> Any:
    return local_day(visit.seated.couple.zone, visit.now)


def _step(found: Written | Shown) -> Step:
    return in_language(found.edition, spoken()).steps[found.step.id]


def _where(found: Written | Shown) -> Json:
    return {"step": found.step.id, "title": _step(found).title, "occurrence": found.occurrence}


def _entry(found: Written) -> Json:
    day = found.day.isoformat() if found.day else None
    return _where(found) | {"day": day, "stands": found.stands, "words": found.words}


def _shown(visit: Visit, found: Shown) -> Json:
    opens = local_day(visit.seated.couple.zone, found.opens_at).isoformat()
    about = {"property": found.property, "value": found.value, "to": found.reader, "opens_on": opens}
    return _where(found) | about


def _card(found: Written) -> Json:
    """Something written, for people."""
    step = _step(found)
    title = step.title
    if step.occurrences > 1:
        title = _("{title} ({n} of {all})", title=title, n=found.occurrence, all=step.occurrences)
    return {"title": title, "day": day_in_words(found.day, year=True) if found.day else "",
            "rows": rows(step.forms[found.form.name], found.words)}  # fmt: skip


def _item(visit: Visit, found: Shown) -> Json:
    step = _step(found)
    form = next(each for each in step.forms.values() if found.property in ((each.schema or {}).get("properties") or {}))
    day = day_in_words(local_day(visit.seated.couple.zone, found.opens_at), year=True)
    words = _("Shown to {who} from {day} on.", who=_(READERS[found.reader]), day=day)
    return {"title": step.title, "day": words, "rows": [(title_of(form, found.property), found.value)]}
