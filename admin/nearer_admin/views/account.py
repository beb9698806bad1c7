"""What everybody who signs in has of their own: password, second step, recovery codes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import session
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer_admin.second_step import is_required
from nearer_admin.sign_in_rows import end_sign_in, end_sign_ins, find_sign_in, list_sign_ins
from nearer_admin.sign_ins import IN_COOKIE
from nearer_admin.views.base import DeskView, go, installation, me, store, tell, zone_of_mine
from nearer_admin.wording import day


class AccountView(DeskView):
    """The page behind one's own name."""

    def __init__(self) -> None:
        super().__init__("Your sign-in", endpoint="account", url="/account")

    @expose("/end", methods=("POST",))
    def end(self) -> AnyResponse:
        """End every sign-in of this person but this one."""
        end_sign_ins(store(), me().id, but=session[IN_COOKIE])
        tell("Every other sign-in ended. You are signed in here only.")
        return go("account.index_view")

    @expose("/<uuid:sign_in_id>/end", methods=("POST",))
    def end_one(self, sign_in_id: UUID) -> AnyResponse:
        """End one sign-in of this person."""
        end_sign_in(store(), me().id, sign_in_id)
        tell("That sign-in ended.")
        return go("account.index_view")

    @expose("/")
    def index_view(self) -> str:
        """How this person signs in."""
        who = me()
        return self.render(
            "desk/account.html",
            has_app=bool(who.tf_primary_method),
            passkeys=who.webauthn,
            codes=len(who.mf_recovery_codes or ()),
            required=is_required(installation()),
            sign_ins=self._sign_ins(),
        )

    def _sign_ins(self) -> list[dict[str, Any]]:
        """Where this person is signed in, this browser first."""
        now, zone = installation().clock(), zone_of_mine()
        here = find_sign_in(store(), session[IN_COOKIE], now=now)
        found = [
            {
                "id": each.id,
                "device": each.device,
                "since": day(each.made_at.astimezone(zone)),
                "used": f"{day(each.used_at.astimezone(zone))}, about {each.used_at.astimezone(zone):%H}:00",
                "kept": each.kept,
                "here": here is not None and each.id == here.id,
            }
            for each in list_sign_ins(store(), me().id, now=now)
        ]
        return sorted(found, key=lambda each: not each["here"])
