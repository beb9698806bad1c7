"""Says in the worker's log that a message would go, neither to whom nor what it says: for trying things out."""

import sys

from nearer import N_, Channel, Message


class Console(Channel):
    """Sends nothing."""

    name = "console"
    title = N_("Only a note in this site's own log. No message reaches you.")
    address = None

    def __init__(self, _url: str = "console:") -> None:
        """There is nothing to set up."""

    def send(self, message: Message) -> None:
        """One line, always the same."""
        sys.stderr.write("A message would go now.\n")
        sys.stderr.flush()
