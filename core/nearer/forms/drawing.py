"""Turns nodes into markup; controls that were drawn before are filled in, not drawn again."""

from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from nearer.forms.names import without_unsafe
from nearer.forms.page import Node, Page

MAX_SKELETONS = 4_000

_GAP = "\ue000\ue001\ue000"
_TYPED = ("input", "textarea", "raw")
_CHOSEN = ("choices", "select", "tick")
_environment = Environment(
    loader=PackageLoader("nearer.forms"), autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
)
_controls = _environment.get_template("controls.html")
_form = _environment.get_template("form.html")

Skeletons = dict[tuple[Any, ...], Markup]


def _key(drawn: Node, page: Page) -> tuple[Any, ...]:
    """All that the markup of a control depends on besides the text that was typed."""
    more = (value for name, value in drawn.more.items() if name not in ("text", "options"))
    labels = (drawn.kind, drawn.id, drawn.label, drawn.note, drawn.optional, drawn.sensitive, drawn.null, drawn.when)
    return (id(drawn.words), page.language, *labels, *more)


def _fill(drawn: Node, page: Page, skeletons: Skeletons) -> None:
    """Give *drawn*, and what is below it, the markup of its skeleton."""
    for child in drawn.children:
        _fill(child, page, skeletons)
    typed = drawn.kind in _TYPED
    if drawn.errors or not (typed or drawn.kind in _CHOSEN):
        return
    text, key = drawn.more.get("text", ""), _key(drawn, page)
    skeleton = skeletons.get(key)
    if skeleton is None:
        if len(skeletons) >= MAX_SKELETONS:
            skeletons.clear()
        drawn.more["text"] = _GAP if typed else text
        skeleton = skeletons[key] = Markup(_controls.make_module({"words": page.words}).draw(drawn))  # type: ignore[attr-defined]  # noqa: S704 - our own template
    drawn.markup = Markup(str(escape(text)).join(skeleton.split(_GAP))) if typed else skeleton  # noqa: S704 - escaped


def draw_form(root: Node, nodes: list[Node], page: Page, skeletons: Skeletons, **more: Any) -> Markup:
    """The markup of *nodes*, which are the children of *root* or *root* itself."""
    for each in nodes:
        _fill(each, page, skeletons)
    drawn = _form.render(root=root, nodes=nodes, words=page.words, lists=page.lists, **more)
    return Markup(without_unsafe(drawn.strip()))  # noqa: S704 - made by our templates, which escape
