"""The audit log: what was changed at the desk, by whom and when; it is read here and changed nowhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for

from nearer import desk
from nearer_admin.deeds import PAGES, words_of_action
from nearer_admin.guard import may_open
from nearer_admin.paging import PAGE
from nearer_admin.views.base import RecordView, me, store, zone_of_mine
from nearer_admin.wording import day


class DeedsView(RecordView):
    """For supervisors what their practice did; for administrators what administrators did."""

    columns = (("what", "What"), ("thing", "Of what"), ("who", "Who"), ("when", "When"))
    list_template = "desk/deeds.html"
    empty = ("Nothing was changed yet", "What somebody changes at the desk is noted here: what, who and when.")

    def __init__(self) -> None:
        super().__init__("Log", "log")

    def rows(self, search: str, after: Any) -> list[Any]:
        """Deeds by key."""
        self._zone = zone_of_mine()
        return desk.list_deeds(store(), me().practice_id, after=after, limit=PAGE + 1)

    def row(self, record: desk.Done) -> dict[str, Any]:
        """What, of what, who, when."""
        return {
            "key": record.id,
            "href": self._page(record),
            "what": words_of_action(record.action) or record.action,
            "thing": f"{record.kind} {record.target[-8:]}" if record.target else "",
            "who": record.name,
            "when": _moment(record.when.astimezone(self._zone)),
        }

    def _page(self, record: desk.Done) -> str:
        endpoint, name = PAGES.get(record.kind, ("", ""))
        if record.kind == "person" and not may_open(endpoint):
            endpoint = "team.one"
        values: Any = {name: record.target}
        return url_for(endpoint, **values) if endpoint else ""


def _moment(when: datetime) -> str:
    return f"{day(when)}, {when:%H:%M}"
