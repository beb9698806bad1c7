"""Ways to send messages: e-mail by SMTP, and a note in the worker's log where no mail is set up."""

from collections.abc import Callable

from nearer import Channel, hookimpl
from nearer_plugins.channels.console import Console
from nearer_plugins.channels.mail import Mail


@hookimpl
def register_channels() -> dict[str, Callable[[str], Channel]]:
    """By the scheme of the URL that sets them up."""
    return {"console": Console, "smtp": Mail, "smtps": Mail}
