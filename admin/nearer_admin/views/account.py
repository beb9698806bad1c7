"""What everybody who signs in has of their own: password, second step, recovery codes."""

from __future__ import annotations

from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.second_step import is_required
from nearer_admin.views.base import DeskView, go, installation, me, store


class AccountView(DeskView):
    """The page behind one's own name."""

    def __init__(self) -> None:
        super().__init__("Your sign-in", endpoint="account", url="/account")

    @expose("/end", methods=("POST",))
    def end(self) -> AnyResponse:
        """End every sign-in of this person, this one too."""
        person = desk.find_counsellor(store(), id=me().id)
        if person is not None:
            desk.set_active(store(), person, active=True)
        return go("security.login")

    @expose("/")
    def index_view(self) -> str:
        """How this person signs in."""
        who = me()
        return self.render(
            "desk/account.html",
            has_step=bool(who.tf_primary_method),
            codes=len(who.mf_recovery_codes or ()),
            required=is_required(installation()),
        )
