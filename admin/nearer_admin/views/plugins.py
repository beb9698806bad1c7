"""Plugins: what each brings, whether it works, what is left out, and what could be brought up to date."""

from __future__ import annotations

from itertools import groupby

from flask import request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.stepform import VariantForm
from nearer_admin.views.base import DeskView, colleague, go, installation, me, store, tell

OVERRIDES = {
    "render": "drawing its pages",
    "check_response": "looking over answers",
    "draw": "drawing its control",
    "read": "reading what was chosen in its control",
}
"""What a type or a control does by itself, in words."""


class PluginsView(DeskView):
    """Traces and trying again only for administrators, names of drafts only for counsellors."""

    def __init__(self) -> None:
        super().__init__("Plugins", endpoint="plugins", url="/plugins")

    @expose("/")
    def index_view(self) -> str:
        """Every plugin with its types and its troubles."""
        registry = installation().registry
        failing = {name: each for name, each in registry.failures.items() if each.count}
        return self.render(
            "desk/plugins.html",
            plugins=registry.plugins,
            types=registry.types,
            failures=failing,
            left_out=registry.left_out.every(),
            overrides=OVERRIDES,
            outdated=self._outdated(registry),
            traces=me().is_administrator,
        )

    @expose("/again", methods=("POST",))
    def again(self) -> AnyResponse:
        """Let a type try again what it was left out of; the next failures in a row leave it out once more."""
        type_id = request.form.get("type", "")
        installation().registry.try_again(type_id, request.form.get("override", ""))
        tell(f"{type_id} is asked again from now on.")
        return go("plugins.index_view")

    def _outdated(self, registry: desk.Registry) -> dict[str, list[tuple[desk.Outdated, VariantForm]]]:
        """By plugin, what of the practice is not of today; of everybody's an administrator sees only how much."""
        found = sorted(desk.list_outdated(store(), registry, me().practice_id, who=colleague()), key=_family)
        return {name: [(each, _form(each.upgrade)) for each in rows] for name, rows in groupby(found, key=_family)}


def _family(each: desk.Outdated) -> str:
    return each.upgrade.type.partition(".")[0]


def _form(upgrade: desk.Upgrade) -> VariantForm:
    return VariantForm(upgrade.form, upgrade.type, upgrade.title, None, upgrade.before, upgrade=upgrade)
