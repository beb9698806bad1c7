"""The page of one person who signs in, as an administrator or the supervisor of their practice sees it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.invitations import hand_over, renew
from nearer_admin.passkeys import list_with_passkeys
from nearer_admin.sign_in_rows import end_sign_ins
from nearer_admin.views.base import RecordView, go, installation, me, store, tell, zone_of_mine
from nearer_admin.wording import day

Page = str | AnyResponse


class PersonView(RecordView):
    """A list of people, with a page for each; subclasses say which people that are (see `RecordView` for how)."""

    def person(self, person_id: UUID) -> desk.Counsellor:
        """The person of that id, if they are among those."""
        raise NotImplementedError

    @expose("/<uuid:person_id>/")
    def one(self, person_id: UUID) -> Page:
        """One person and what can be done for them."""
        person = self.person(person_id)
        has_step = person.tf_primary_method or list_with_passkeys(store(), [person_id])
        access = access_words(person, installation().clock())
        return self.render("desk/person.html", person=person, me=me(), has_step=bool(has_step), access=access)

    @expose("/<uuid:person_id>/sign-ins", methods=("POST",))
    def end_sign_ins(self, person_id: UUID) -> Page:
        """End every sign-in of somebody, as when a device was lost; they can sign in again."""
        end_sign_ins(store(), self.person(person_id).id)
        tell("Every sign-in of theirs ended. They can sign in again.")
        return go(f"{self.endpoint}.one", person_id=person_id)

    @expose("/<uuid:person_id>/renew", methods=("POST",))
    def renew(self, person_id: UUID) -> Page:
        """A new link in place of the one that ran out or got lost."""
        person = self.person(person_id)
        renew(store(), installation(), person)
        return self.render("desk/invited.html", **hand_over(store(), installation(), person))

    @expose("/<uuid:person_id>/withdraw", methods=("POST",))
    def withdraw(self, person_id: UUID) -> Page:
        """Take an invitation back; the address is free again."""
        desk.withdraw_invitation(store(), self.person(person_id))
        tell("The invitation is withdrawn. Its link opens nothing any more.")
        return go(f"{self.endpoint}.index_view")


def access_words(person: desk.Counsellor, now: datetime) -> str:
    """Whether somebody can sign in, in a few words."""
    if not person.active:
        return "no"
    if person.invited_until is None:
        return "yes"
    if person.invited_until <= now:
        return "the invitation ran out"
    return f"invited until {day(person.invited_until.astimezone(zone_of_mine()))}"
