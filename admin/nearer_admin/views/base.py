"""The base of every page of the desk: who may see it, one transaction, and the practice it works in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, abort, current_app, flash, g, redirect, request, url_for
from flask_admin import Admin, BaseView
from flask_admin.model import BaseModelView
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Form

from nearer import desk
from nearer_admin.access import Account, whoever_is_signed_in
from nearer_admin.deeds import action_of, thing_of
from nearer_admin.guard import may_open
from nearer_admin.paging import paged
from nearer_admin.rights import SUPERVISOR, TABLE


def installation() -> desk.Installation:
    """The installation this desk belongs to."""
    return cast("desk.Installation", current_app.extensions["nearer"])


def store() -> Session:
    """The database session of this request; the base view commits it, nobody else."""
    return cast("Session", g.store)


def me() -> Account:
    """The counsellor who asks."""
    return whoever_is_signed_in()


def practice_id() -> UUID:
    """The practice that every query of this request stays inside."""
    return me().practice_id or abort(403)


def colleague() -> desk.Colleague:
    """The counsellor who asks, as the library knows them."""
    return desk.Colleague(me().id, oversees=me().role == SUPERVISOR)


def zone_of_mine() -> ZoneInfo:
    """The time zone of whoever asks: their practice's."""
    mine = me().practice_id
    return ZoneInfo(desk.get_practice(store(), mine).zone if mine else "UTC")


def go(endpoint: str, **values: Any) -> AnyResponse:
    """Redirect after a post, so that reloading never posts twice."""
    return redirect(url_for(endpoint, **values), code=303)


def tell(message: str, kind: str = "done") -> None:
    """One sentence at the top of the next page."""
    flash(message, kind)


class DeskView(BaseView):
    """An area of the desk; who may open which of its addresses stands in :mod:`nearer_admin.rights`."""

    def create_blueprint(self, admin: Admin) -> Any:
        """Open the addresses that the table of rights names; stock ones that nobody needs are not there."""
        every: list[Any] = type(self)._urls
        self._urls = [each for each in every if f"{self.endpoint}.{each[1]}" in TABLE]
        return super().create_blueprint(admin)

    def is_accessible(self) -> bool:
        """Whether it stands in the menu of whoever is signed in."""
        return may_open(f"{self.endpoint}.index_view")

    def _handle_view(self, name: str, **kwargs: Any) -> None:
        """The guard has asked already, at this very address."""

    def prepare(self) -> None:
        """What takes long and needs no row, done before the transaction begins: others wait for whoever writes."""

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """One transaction a request; Flask-Admin's own version would hide a TypeError by calling twice."""
        self.prepare()
        with desk.session_scope(installation().engine, write=request.method == "POST") as session:
            g.store = session
            reply = fn(self, *args, **kwargs)
            if request.method == "POST" and TABLE[request.endpoint or ""].noted:
                _note(session, reply)
            return reply


def _note(session: Session, reply: Any) -> None:
    """Write a change down in its own transaction; what was refused changed nothing and is not noted."""
    if isinstance(reply, AnyResponse) and reply.status_code >= 400:
        return
    kind, target = thing_of(request.view_args or {})
    action, who, now = action_of(request.endpoint or "", request.form), me(), installation().clock()
    desk.note_deed(session, who.id, action, practice_id=who.practice_id, now=now, kind=kind, target=target)


class RecordView(DeskView, BaseModelView):
    """A list that pages by key and never counts; subclasses say where rows come from.

    Flask-Admin's own metaclass leaves no room for that of abstract classes, so what lacks is told when it is asked.
    """

    can_create = can_edit = can_delete = False
    list_template = "desk/list.html"
    searchable = False
    filters: tuple[str, ...] = ()
    """Names in the address that say which rows are listed, beside ``search``."""
    columns: tuple[tuple[str, str], ...] = ()
    empty = ("Nothing here yet", "")
    create_label = ""

    def __init__(self, name: str, endpoint: str) -> None:
        super().__init__(dict, name=name, endpoint=endpoint, url=f"/{endpoint}")

    def rows(self, search: str, after: Any) -> list[Any]:
        """At most ``PAGE + 1`` rows, newest first: behind the key *after*, or what is just newer (`desk.NewerThan`)."""
        raise NotImplementedError

    def row(self, record: Any) -> dict[str, Any]:
        """The cells of *record* by column, plus ``href`` for its page."""
        raise NotImplementedError

    def key(self, record: Any) -> str:
        """What the next page begins after."""
        return str(record.id)

    def get_list(self, *args: Any, **kwargs: Any) -> tuple[Any, list[Any]]:
        """Rows of one page; the count is never asked for."""
        search = request.args.get("search", "").strip()
        found, g.turns = paged(partial(self.rows, search), request.args, self.key, begin=self.begin())
        return None, [self.row(record) for record in found]

    def begin(self) -> Any:
        """The key behind which the first page begins, where the address asks for one; else with the newest."""
        return None

    def kept(self) -> dict[str, str]:
        """What of the address stays from page to page."""
        return {name: value for name in ("search", *self.filters) if (value := request.args.get(name, "").strip())}

    def render(self, template: str, **values: Any) -> str:
        """Add what the list template needs to Flask-Admin's own values."""
        return super().render(template, turns=g.get("turns", {}), kept=self.kept(), **values)

    def get_pk_value(self, model: Any) -> str:
        """The key of a row, as it stands in addresses."""
        return str(model["key"])

    def scaffold_list_columns(self) -> list[str]:
        """The names of the columns."""
        return [name for name, _ in self.columns]

    def get_list_columns(self) -> list[tuple[Any, str]]:
        """The columns with their headings."""
        return list(self.columns)

    def scaffold_sortable_columns(self) -> dict[Any, Any]:
        """No sorting: pages go by key."""
        return {}

    def init_search(self) -> bool:
        """Whether the list has a search field."""
        return self.searchable

    def scaffold_form(self) -> type[Form]:
        """Forms here come from schemas by nearer.forms, not from WTForms."""
        return cast("type[Form]", Form)

    def scaffold_list_form(self, *args: Any, **kwargs: Any) -> type[Form]:
        """No cell is edited in the list."""
        return cast("type[Form]", Form)


def answer(body: str, status: int = 200) -> Response:
    """A drawn page with its status."""
    return Response(body, status, mimetype="text/html")
