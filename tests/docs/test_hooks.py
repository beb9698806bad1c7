"""Holds the hook reference to the code: every hook has a heading with its exact signature, and no other has."""

import inspect
import re
from pathlib import Path

from nearer.rules import hookspecs

PAGE = (Path(__file__).parents[2] / "docs/plugins.md").read_text()


def signature(hook) -> str:
    found = inspect.signature(hook)
    parameters = ", ".join(f"{p.name}: {_word(p.annotation)}" for p in found.parameters.values())
    return f"{hook.__name__}({parameters}) -> {_word(found.return_annotation)}"


def _word(annotation) -> str:
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    text = re.sub(r"\b(collections\.abc|typing|nearer(\.\w+)*)\.", "", text)
    return (
        text.replace("dict[str, Any]]", "Json]")
        if text.startswith("Iterable")
        else "Json"
        if text == "dict[str, Any]"
        else text
    )


def test_every_hook_stands_in_the_reference_with_its_signature():
    hooks = [f for _, f in inspect.getmembers(hookspecs, inspect.isfunction) if hasattr(f, "nearer_spec")]
    headings = set(re.findall(r"^### `(.+)`$", PAGE, re.M))
    assert headings == {signature(hook) for hook in hooks}
