"""Plain words for feelings, pleasant and unpleasant ones alike."""

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

WORDS = ", ".join(wording for _, wording in FEELINGS)
