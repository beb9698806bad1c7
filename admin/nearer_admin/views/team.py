"""For supervisors: who works in the practice, and inviting somebody to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import Problem, desk
from nearer.dialect import problems
from nearer.forms import read_form, render_form
from nearer_admin.invitations import HOURS, hand_over
from nearer_admin.paging import PAGE
from nearer_admin.passwords import hash_password, new_password
from nearer_admin.rights import COUNSELLOR, READER
from nearer_admin.views.base import answer, installation, practice_id, store
from nearer_admin.views.one_person import PersonView, access_words

PERSON: dict[str, Any] = {
    "type": "object",
    "required": ["email", "role"],
    "properties": {
        "email": {"type": "string", "format": "email", "title": "E-mail", "maxLength": 254},
        "name": {"type": "string", "title": "Name", "maxLength": 120},
        "role": {
            "title": "Role",
            "oneOf": [{"const": COUNSELLOR, "title": "Counsellor"}, {"const": READER, "title": "Reader"}],
            "description": "A reader sees programs, library and figures, changes nothing, and sees no couple.",
        },
    },
}


class TeamView(PersonView):
    """The people of the supervisor's own practice."""

    columns = (("name", "Name"), ("active", "Can sign in"), ("role", "Role"), ("email", "E-mail"))
    create_label = "Invite somebody"
    empty = ("Nobody here yet", "Invite somebody; you are shown a link to send to them.")

    def __init__(self) -> None:
        super().__init__("Team", "team")

    def rows(self, search: str, after: Any) -> list[Any]:
        """People of the practice, by key."""
        return desk.list_people(store(), practice_id(), after=after, limit=PAGE + 1)

    def row(self, record: Any) -> dict[str, Any]:
        """Name, address, role."""
        return {
            "key": record.id,
            "href": url_for("team.one", person_id=record.id),
            "name": record.name or record.email,
            "email": record.email,
            "role": record.role,
            "active": access_words(record, installation().clock()),
        }

    def person(self, person_id: UUID) -> desk.Counsellor:
        """Somebody of the supervisor's own practice."""
        found = desk.find_counsellor(store(), id=person_id)
        if found is None or found.practice_id != practice_id():
            raise desk.NotFoundError("There is no such person here.")
        return found

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> str | AnyResponse:
        """Invite somebody to the practice, as a counsellor or a reader."""
        value = read_form(PERSON, request.form) if request.method == "POST" else {"role": COUNSELLOR}
        found = (problems(PERSON, value) or _known(value["email"])) if request.method == "POST" else []
        if request.method == "GET" or found:
            fields = render_form(PERSON, value, found)
            page = self.render("desk/record.html", title="Invite somebody", fields=fields)
            return answer(page, 422 if found else 200)
        told = invite(value["email"], value.get("name", ""), practice_id(), value["role"])
        return self.render("desk/invited.html", **told)


def _known(email: str) -> list[Problem]:
    known = desk.find_counsellor(store(), email=email)
    return [Problem("/email", "Somebody with this address is here already.")] if known else []


def invite(email: str, name: str, practice: Any, role: str = COUNSELLOR) -> dict[str, Any]:
    """Add somebody whose password nobody knows, and give the address by which they choose their own."""
    site, hashed = installation(), hash_password(new_password())
    person = desk.create_counsellor(
        store(), email, hashed, practice_id=practice, now=site.clock(), name=name, role=role
    )
    desk.invite_until(store(), person, site.clock() + timedelta(hours=HOURS))
    return hand_over(store(), site, person)
