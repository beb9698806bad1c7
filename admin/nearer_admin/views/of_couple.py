"""What the pages of one couple share: the couple that an address names, and nothing to see without one."""

from __future__ import annotations

from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.views.base import DeskView, go, installation, practice_id, store


class OfCoupleView(DeskView):
    """Pages of one couple."""

    @expose("/")
    def index_view(self) -> AnyResponse:
        """There is nothing here without a couple."""
        return go("couples.index_view")


def open_couple(public: str) -> desk.Case:
    """The practice's couple of that address, with the keys its counsellor has.

    Raises:
        NotFoundError: there is none.
    """
    site = installation()
    return desk.open_case(store(), site.keyring, practice_id(), public, now=site.clock(), registry=site.registry)
