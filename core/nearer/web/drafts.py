"""Keeps what is being written: asked for by a button or the script while one writes, on leaving, from an envelope."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from nearer.comparing import INCOMPATIBLE, MAPPABLE, compare_forms
from nearer.errors import NearerError
from nearer.rules import visibility
from nearer.rules.contract import Json
from nearer.rules.journey import Place
from nearer.store import drafts
from nearer.store.boxes import Target, mark_of
from nearer.store.door import Visible
from nearer.store.editions import load_edition
from nearer.store.engine import session_scope
from nearer.store.envelopes import public_key
from nearer.store.merging import Draft, Fields, Marker, Sent, join, marks_of
from nearer.web.drawing import fields_of, is_object, look
from nearer.web.pages import site
from nearer.web.shown import rows
from nearer.web.tokens import cookie_name
from nearer.web.turns import number
from nearer.web.visit import Visit, enter

MARK = 12
LONGEST = 40


@dataclass(frozen=True)
class Asked:
    """A field of which there are several versions: what each says, and what a button sends to choose it."""

    versions: tuple[tuple[Any, str], ...]


def sent_by(visit: Visit, place: Place, form: MultiDict[str, str]) -> Sent:
    """What a posted *form* of *place* brings."""
    try:
        knew = json.loads(form.get("knew") or "{}")
    except ValueError:
        knew = {}
    answer = is_object(fields_of(place.form, visit.site.registry).read(form))
    knew = {str(name): str(mark) for name, mark in is_object(knew).items()}
    seen, page = frozenset(form.get("seen", "").split()), form.get("page", "")[:LONGEST]
    return Sent(answer, knew, page, number(form.get("turn")), seen)


def keep(visit: Visit, place: Place, form: MultiDict[str, str] | None = None) -> tuple[Sent, Draft] | None:
    """Put the posted fields into the draft of *place*; None where there may be none."""
    sent = sent_by(visit, place, request.form if form is None else form)
    stands = standing(place, look(visit, place))
    made: list[Draft] = []

    def change(kept: Fields | None) -> Fields:
        merged = Draft.over(stands, kept or {}, marker(visit)).merge(sent)
        pointer, _, mark = request.form.get("use", "").rpartition(" ")
        made.append(merged.choose(pointer, mark) if pointer and form is None else merged)
        return made[0].kept

    is_kept = drafts.save_draft(visit.session, visit.seated, Target.of(visit.edition, place), change)
    return (sent, made[0]) if is_kept else None


def load(visit: Visit, place: Place, seen: Visible) -> tuple[Draft | None, bool]:
    """The draft of *place* on top of what stands there, None where there is none; and whether its step was renewed."""
    found = drafts.find_draft(visit.reader, visit.seated, Target.of(visit.edition, place))
    if found is None:
        return None, False
    kept, edition = found
    draft = Draft.over(standing(place, seen), kept, marker(visit)) if kept else None
    return draft, edition != visit.edition.sha and _is_renewed(visit, place, edition)


def _is_renewed(visit: Visit, place: Place, edition: str) -> bool:
    """Whether the form of *place* asks for something else than the one in *edition* did."""
    step = load_edition(visit.reader, edition).steps.get(place.step.id)
    before = step.forms.get(place.form.name) if step else None
    return before is None or compare_forms(before, place.form, visit.site.registry.types) in (MAPPABLE, INCOMPATIBLE)


def standing(place: Place, seen: Visible) -> Json:
    """The answer that stands there, one's own or that of both."""
    return (seen.shared if place.form.is_shared else seen.mine) or {}


def marker(visit: Visit) -> Marker:
    """How fields of this person are marked: with their own key, so that a mark tells nothing without it."""
    key = visit.seated.keys.get("own", visit.side)
    return lambda pointer, value: mark_of(key, pointer, value).hex()[:MARK]


def fresh(visit: Visit, draft: Draft | None, answer: Json | None, closed: frozenset[str]) -> Sent:
    """What a form is that is drawn with *answer*, on a page of its own."""
    sent = Sent(answer or {}, {}, token_hex(6))
    if draft is not None:
        return going_on(draft, sent, closed)
    return replace(sent, knew=marks_of(answer, marker(visit), without=closed)) if answer else sent


def device(visit: Visit, place: Place, sent: Sent) -> Json:
    """What the form tells about itself: which page it is, what it knows, the key to seal with; nothing for a screen."""
    if visibility.is_write_only(place.form.schema):
        return {"pageid": "", "turn": 0, "knew": "", "seen": "", "key": ""}
    token = request.cookies.get(cookie_name(visit.site.base_url, visit.seated.seat.id), "")
    knew_text = json.dumps(sent.knew, separators=(",", ":")) if sent.knew else ""
    return {"pageid": sent.page, "turn": sent.turn, "knew": knew_text, "seen": " ".join(sorted(sent.seen)),
            "key": public_key(token, sent.page)}  # fmt: skip


def going_on(draft: Draft, sent: Sent, closed: frozenset[str]) -> Sent:
    """What a form is when it is drawn again with what other devices wrote, its own version of each field first."""
    answer = draft.answer(sent.page)
    seen = {mark for _, versions in draft.asks(closed=closed) for mark, _ in versions}
    return replace(sent, answer=answer, knew=marks_of(answer, draft.mark, without=closed), seen=frozenset(seen))


def asked(place: Place, draft: Draft | None, page: str, closed: frozenset[str]) -> Iterator[Asked]:
    """The fields that a page asks about, in words."""
    for pointer, versions in draft.asks(page, closed=closed) if draft else ():
        words = [join({pointer: each["value"]} if "value" in each else {}) for _, each in versions]
        shown = [rows(place.form, each) for each in words]
        yield Asked(tuple((row, f"{pointer} {mark}") for row, (mark, _) in zip(shown, versions, strict=True)))


def keep_posted(form: MultiDict[str, str] | None = None) -> bool:
    """Save the answer that came with a request to leave, in an envelope, or to a place that has locked; show nothing.

    Whatever is wrong with the form, it changes nothing and fails silently: leaving and locking always work.
    """
    with suppress(NearerError, HTTPException, ValueError):
        given = request.form if form is None else form  # too large a form is refused here, and silent, too
        _, _, seat, step, occurrence = given.get("at", "").split("/")
        here = site()
        with session_scope(here.engine, write=True) as session:
            visit = enter(session, seat, here.clock(), locked=True)
            visit.check("step", step, occurrence, form=given)
            place = visit.journey.place(visit.side, step, int(occurrence))
            if place is not None and (place.is_answerable or place.held or visit.rests):
                return keep(visit, place, given) is not None
    return False
