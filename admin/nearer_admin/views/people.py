"""For administrators: the practices of the installation and the people who sign in, never a couple's words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import Problem, desk
from nearer.dialect import problems
from nearer.forms import read_form, render_form
from nearer_admin.paging import PAGE
from nearer_admin.passkeys import list_with_passkeys
from nearer_admin.passwords import hash_password, new_password
from nearer_admin.rights import COUNSELLOR, PRACTICE, ROLES
from nearer_admin.second_step import RULE
from nearer_admin.views.base import RecordView, answer, go, installation, me, store, tell
from nearer_admin.views.one_person import PersonView, access_words
from nearer_admin.views.team import invite
from nearer_admin.wording import day

Json = dict[str, Any]
Page = str | AnyResponse
WHO_SEES = (
    "A reader sees programs and figures, changes nothing and sees no couple. A supervisor also invites people and "
    "reads the log of the practice. An administrator sees no couple at all."
)

NEW_PRACTICE: Json = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string", "title": "Name of the practice", "minLength": 1, "maxLength": 120}},
}


class PracticesView(RecordView):
    """The practices of the installation."""

    columns = (("name", "Practice"), ("zone", "Time zone"), ("made", "Made"))
    create_label = "New practice"
    empty = (
        "No practice yet",
        "A practice is a group whose programs and couples belong together. Make one, then add its counsellors.",
    )

    def __init__(self) -> None:
        super().__init__("Practices", "practices")

    def rows(self, search: str, after: Any) -> list[Any]:
        """Practices by key."""
        return desk.list_practices(store(), after=after, limit=PAGE + 1)

    def row(self, record: Any) -> dict[str, Any]:
        """Name and zone."""
        href = url_for("counsellors.index_view", practice=record.id)
        return {
            "key": record.id,
            "href": href,
            "name": record.name,
            "zone": record.zone,
            "made": day(record.created_at),
        }

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Page:
        """A name is enough; the counsellors write the rest."""
        if request.method == "GET":
            return self.render("desk/record.html", title="New practice", fields=render_form(NEW_PRACTICE))
        value = read_form(NEW_PRACTICE, request.form)
        found = problems(NEW_PRACTICE, value)
        if found:
            fields = render_form(NEW_PRACTICE, value, found)
            return answer(self.render("desk/record.html", title="New practice", fields=fields), 422)
        practice = desk.create_practice(store(), value["name"], now=installation().clock())
        tell(f"{practice.name} is there. Now add the people who work in it.")
        return go("counsellors.index_view", practice=practice.id)


def person_schema(practices: list[Any]) -> Json:
    """The form of a new person."""
    roles = [{"const": role, "title": role.capitalize()} for role in ROLES]
    options = [{"const": str(each.id), "title": each.name} for each in practices]
    found: Json = {
        "type": "object",
        "required": ["email", "role"],
        "properties": {
            "email": {"type": "string", "format": "email", "title": "E-mail", "maxLength": 254},
            "name": {"type": "string", "title": "Name", "maxLength": 120},
            "role": {
                "title": "Role",
                "oneOf": roles,
                "description": WHO_SEES,
            },
        },
    }
    if options:
        found["properties"]["practice"] = {"title": "Practice", "oneOf": options}
    return found


class CounsellorsView(PersonView):
    """The people of one practice, or those without one."""

    columns = (
        ("name", "Name"),
        ("active", "Can sign in"),
        ("role", "Role"),
        ("step", "Second step"),
        ("email", "E-mail"),
    )
    create_label = "New person"
    list_template = "desk/people.html"
    empty = ("Nobody here yet", "Add a person; you are shown a link, by which they choose their password.")

    def __init__(self) -> None:
        super().__init__("People", "counsellors")

    def rows(self, search: str, after: Any) -> list[Any]:
        """People of the practice that the address names, or of all, by key."""
        practice = request.args.get("practice") or None
        found = desk.list_people(store(), practice, after=after, limit=PAGE + 1)
        self._with_keys = list_with_passkeys(store(), [each.id for each in found])
        return found

    def row(self, record: Any) -> dict[str, Any]:
        """Name, address, role."""
        return {
            "key": record.id,
            "href": url_for("counsellors.one", person_id=record.id),
            "name": record.name or record.email,
            "email": record.email,
            "role": record.role,
            "step": "on" if record.tf_primary_method or record.id in self._with_keys else "off",
            "active": access_words(record, installation().clock()),
        }

    def render(self, template: str, **values: Any) -> str:
        """Add whether everybody needs a second step."""
        return super().render(template, step_required=desk.read_rule(store(), RULE) == "required", **values)

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Page:
        """A new person, with a link that is shown once, by which they choose their password."""
        schema = person_schema(desk.list_practices(store(), limit=200))
        if request.method == "GET":
            return self.render("desk/record.html", title="New person", fields=render_form(schema, {"role": COUNSELLOR}))
        value = read_form(schema, request.form)
        found = problems(schema, value) or self._unfit(value)
        if found:
            fields = render_form(schema, value, found)
            return answer(self.render("desk/record.html", title="New person", fields=fields), 422)
        told = invite(value["email"], value.get("name", ""), value.get("practice"), value["role"])
        return self.render("desk/invited.html", **told)

    def _unfit(self, value: Json) -> list[Problem]:
        if desk.find_counsellor(store(), email=value["email"]):
            return [Problem("/email", "Somebody with this address is here already.")]
        if value["role"] in PRACTICE and not value.get("practice"):
            return [Problem("/practice", "This role works in a practice. Choose one, or make one first.")]
        return []

    def person(self, person_id: UUID) -> desk.Counsellor:
        """Anybody."""
        found = desk.find_counsellor(store(), id=person_id)
        if found is None:
            raise desk.NotFoundError("There is no such person.")
        return found

    @expose("/<uuid:person_id>/reset", methods=("POST",))
    def reset(self, person_id: UUID) -> Page:
        """A new password, shown once; all sign-ins end."""
        person = self.person(person_id)
        password = new_password()
        desk.set_password(store(), person, hash_password(password))
        return self.render("desk/password.html", person=person, password=password)

    @expose("/rule", methods=("POST",))
    def set_rule(self) -> Page:
        """Ask everybody for a second step, or let each decide."""
        required = request.form.get("act") == "require"
        desk.set_rule(store(), RULE, "required" if required else "")
        tell("Everybody needs a second step from now on." if required else "Each decides for themselves.")
        return go("counsellors.index_view")

    @expose("/<uuid:person_id>/step", methods=("POST",))
    def remove_step(self, person_id: UUID) -> Page:
        """Take somebody's lost second step away; all sign-ins end. Never one's own."""
        person = self.person(person_id)
        if person.id == me().id:
            tell("You can't do this for yourself. Another administrator can.", "error")
        else:
            desk.remove_second_step(store(), person)
            tell("Their second step is gone, and every sign-in ended. Ask them to set it up anew.")
        return go("counsellors.one", person_id=person_id)

    @expose("/<uuid:person_id>/active", methods=("POST",))
    def set_active(self, person_id: UUID) -> Page:
        """Let somebody sign in, or end it."""
        person = self.person(person_id)
        if person.id == me().id:
            tell("You can't shut yourself out. Another administrator can.", "error")
        else:
            desk.set_active(store(), person, active=not person.active)
            tell(
                "They can sign in again." if person.active else "They can't sign in any more, and every sign-in ended."
            )
        return go("counsellors.one", person_id=person_id)
