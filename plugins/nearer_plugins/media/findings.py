"""What stands out in the material of a program: what somebody could not see or hear, or what may not be shown."""

from collections.abc import Iterator
from typing import Any

from nearer import Problem

Json = dict[str, Any]
NO_WORDS = {
    "picture": ("alt", "Say in words what this picture shows, for whoever can't see it; or mark it as decoration."),
    "sound": ("transcript", "Write down what is said in this sound, for whoever can't hear it."),
}


def findings(program: Json) -> Iterator[Problem]:
    """Look over every piece of material of a program document."""
    for s, stage in enumerate(program.get("stages", ())):
        for i, step in enumerate(stage.get("steps", ())):
            for m, each in enumerate(step.get("material") or ()):
                yield from _of_one(f"/stages/{s}/steps/{i}/material/{m}", each)


def _of_one(pointer: str, each: Json) -> Iterator[Problem]:
    kind = each.get("kind")
    if kind == "film":
        if not str(each.get("link", "")).startswith("https://"):
            yield Problem(f"{pointer}/link", "This link is not https, so it is not shown.", "link")
        return
    name, message = NO_WORDS.get(str(kind), ("", ""))
    is_decoration = kind == "picture" and each.get("decorative") is True
    if name and not is_decoration and not str(each.get(name) or "").strip():
        yield Problem(f"{pointer}/{name}", message, "missing")
    if not str(each.get("licence") or "").strip():
        message = f"Nothing says by what right this {kind} is shown: your own, or under which licence."
        yield Problem(f"{pointer}/licence", message, "licence", "warning")
