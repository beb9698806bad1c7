"""Plugins: what each brings, whether it works, and, where it does not, who is to blame in one sentence."""

from __future__ import annotations

from flask_admin import expose

from nearer_admin.access import ADMINISTRATOR, COUNSELLOR
from nearer_admin.views.base import DeskView, installation, me


class PluginsView(DeskView):
    """For both roles; traces only for administrators."""

    roles = (COUNSELLOR, ADMINISTRATOR)

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
            traces=me().is_administrator,
        )
