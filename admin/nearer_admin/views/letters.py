"""What is written to a couple, signed: to both at once, or to one after a word of warning; sent, listed, taken back."""

from __future__ import annotations

import re
import secrets

from flask import request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.views.base import answer, go, installation, me, store, tell
from nearer_admin.views.couples import people
from nearer_admin.views.of_couple import OfCoupleView, open_couple

BOTH = "both"


class LettersView(OfCoupleView):
    """Messages to one couple."""

    def __init__(self) -> None:
        super().__init__("Messages", endpoint="letters", url="/letters")

    @expose("/<public>/", methods=("GET", "POST"))
    def page(self, public: str) -> str | AnyResponse:
        """A field, and what was written so far; what goes to one alone is asked about once more."""
        case = open_couple(public)
        if request.method == "GET":
            return self._page(case)
        words, sides = _words(), self._sides(case)
        if not words or not sides:
            return answer(self._page(case, problem="Write something, and say to whom."), 422)
        if len(words) > desk.LONGEST_LETTER:
            too_long = f"This is longer than {desk.LONGEST_LETTER} signs. Shorten it, or write twice."
            return answer(self._page(case, problem=too_long), 422)
        if request.form.get("to") != BOTH and request.form.get("act") != "send":
            return answer(self._page(case, asks=True), 422)
        try:
            desk.send_letter(store(), case, _once(), words, sides, name=me().name, now=installation().clock())
        except desk.ConflictError as error:
            return answer(self._page(case, problem=str(error)), 409)
        tell("It is there. When they look is theirs: nothing here tells whether it was read.")
        return go("letters.page", public=public)

    @expose("/<public>/<letter_id>/", methods=("POST",))
    def withdraw(self, public: str, letter_id: str) -> AnyResponse:
        """Take one back from everybody it went to."""
        desk.withdraw_letter(store(), open_couple(public), letter_id)
        tell("Taken back. It is not on their pages any more; it may have been read or kept before.")
        return go("letters.page", public=public)

    def _page(self, case: desk.Case, *, problem: str = "", asks: bool = False) -> str:
        return self.render(
            "desk/letters.html",
            case=case,
            people=people(case),
            readers=desk.readers(case),
            rests=desk.RESTS,
            sent=desk.list_sent(store(), case),
            longest=desk.LONGEST_LETTER,
            once=_once(),
            words=_words(),
            to=request.form.get("to", ""),
            problem=problem,
            asks=asks,
        )

    def _sides(self, case: desk.Case) -> tuple[str, ...]:
        """Whom the form names; both are two, or the one who is there."""
        there, to = desk.readers(case), request.form.get("to", "")
        return there if to == BOTH and len(there) > 1 else tuple(side for side in there if side == to)


def _once() -> str:
    """The id of the letter that the form was drawn for: sent twice, it is the same letter."""
    given = request.form.get("once", "")
    return given if re.fullmatch(r"[\w-]{8,64}", given, re.ASCII) else secrets.token_urlsafe(12)


def _words() -> str:
    return request.form.get("words", "").replace("\r\n", "\n").strip()
