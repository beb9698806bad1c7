"""The desk, the admin panel of counsellors: comes in by an entry point, exactly as a stranger's plugin does."""

from collections.abc import Callable
from typing import Any

from nearer import hookimpl
from nearer_admin.mailing import register_composers

__all__ = ["register_apps", "register_composers"]


def _desk(installation: Any) -> Any:
    from nearer_admin.app import desk_app

    return desk_app(installation)


@hookimpl
def register_apps() -> dict[str, Callable[[Any], Any]]:
    """The desk lives at ``/desk``, built when somebody first asks for it."""
    return {"/desk": _desk}
