"""Lifting: the one way out of the journal, a sentence at a time, by the writer's own hand."""

from nearer_plugins.fields import Schema, some, words


def lifted_sentences(title: str = "A sentence to lift out") -> Schema:
    """The field that holds sentences a person may later release, one by one."""
    return {
        **some(title, words("Sentence", 400), 5),
        "description": "Only if you like. Copy or reword a sentence that could be said aloud. It stays yours until you "
        "release it, and you can take it back for a day after that.",
        "x-visibility": "choose",
        "x-sensitive": True,
    }
