"""What a person agreed to, since when, and how to take it back: with as few presses as it was given."""

from __future__ import annotations

from flask import Blueprint, Response, request

from nearer.languages import N_, day_in_words
from nearer.store import consents
from nearer.web.visit import Visit, go, in_seat

pages = Blueprint("consents", __name__)

WORDS = {
    consents.EXPORT: (
        N_("What you two did together, as a file"),
        N_(
            "Your counsellor may take what you two did together out of here as a file, for your records. It needs a "
            "yes from each of you. Nobody is told who said yes or no, and your own private words are never in it."
        ),
    )
}


@pages.get("/s/<seat>/consent")
@in_seat(proof=True)
def show_consents(visit: Visit) -> Response:
    """Everything one said yes to, and what one may say yes to."""
    day = consents.agreed_on(visit.seated)
    personal = bool(visit.edition.program.get("personal", True))
    found = consents.list_consents(visit.seated) if personal else {}
    given = [
        {"name": name, "words": WORDS[name], "since": day_in_words(since, year=True) if since else ""}
        for name, since in found.items()
    ]
    return visit.draw(
        "consent.html", token=visit.token("consent"), consents=given, personal=personal,
        agreed=day_in_words(day, year=True) if day else "",
    )  # fmt: skip


@pages.post("/s/<seat>/consent")
@in_seat(write=True, proof=True)
def change_consent(visit: Visit) -> Response:
    """Give one, or take it back."""
    visit.check("consent")
    name, given = request.form.get("name", ""), request.form.get("do") == "give"
    consents.set_consent(visit.session, visit.seated, name, given=given, now=visit.now)
    return go(visit.home + "consent")
