"""Plain words for feelings, pleasant and unpleasant ones alike."""

from nearer_plugins.communication.speech import _

FEELINGS = (
    ("glad", "glad"),
    ("proud", "proud"),
    ("relieved", "relieved"),
    ("calm", "calm"),
    ("hopeful", "hopeful"),
    ("touched", "touched"),
    ("curious", "curious"),
    ("tired", "tired"),
    ("worried", "worried"),
    ("afraid", "afraid"),
    ("sad", "sad"),
    ("lonely", "lonely"),
    ("hurt", "hurt"),
    ("let_down", "let down"),
    ("overlooked", "overlooked"),
    ("ashamed", "ashamed"),
    ("angry", "angry"),
    ("torn", "torn"),
)


def feelings() -> str:
    """All of them, one after the other."""
    return ", ".join(_(wording) for _name, wording in FEELINGS)
