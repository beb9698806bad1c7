"""Takes out of a plugin's markup whatever could leave the page, act on it, or pretend to be core's own form."""

from __future__ import annotations

import nh3
from markupsafe import Markup


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TEXT = _words("""
    a abbr article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure footer h2 h3 h4 h5 h6 header hr i ins kbd li mark ol p pre q rp rt ruby s section small span
    strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
""")
_DRAWING = _words("svg g path rect circle ellipse line polyline polygon text tspan title desc")
_EVERYWHERE = _words("""
    class id lang dir title role hidden data-fields data-piece aria-label aria-labelledby aria-describedby aria-hidden
    aria-level aria-current aria-live
""")
_SHAPE = _words("""
    x y x1 x2 y1 y2 cx cy r rx ry dx dy d points width height transform fill fill-opacity stroke stroke-width opacity
    stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity text-anchor dominant-baseline font-size font-weight
""")
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(_EVERYWHERE),
    "a": {"href"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
    "svg": {"viewBox", "preserveAspectRatio", "focusable", *_SHAPE},
    **{tag: set(_SHAPE) for tag in _DRAWING - {"svg", "title", "desc"}},
}


def _only_harmless(_tag: str, name: str, value: str) -> str | None:
    """Links lead only to places of the same page, and no paint refers to an address."""
    if name == "href":
        return value if value.startswith("#") else None
    return None if "url(" in value.casefold() and name != "title" else value


_cleaner = nh3.Cleaner(
    tags=set(_TEXT | _DRAWING),
    clean_content_tags={
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "template",
        "noscript",
        "math",
        "select",
        "textarea",
    },
    attributes=_ATTRIBUTES,
    attribute_filter=_only_harmless,
    url_schemes=set(),
    link_rel=None,
)


def sanitise(markup: str) -> Markup:
    """*markup* without scripts, styles, forms, controls, images, and links that leave the page; SVG drawings stay."""
    return Markup(_cleaner.clean(str(markup)))  # noqa: S704 - this is where it becomes safe
