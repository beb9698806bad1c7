"""What core puts on every response of the couples' app, and which requests it refuses before any page is made."""

from __future__ import annotations

import gzip
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import Forbidden

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
COUPLES = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "X-Robots-Tag": "noindex, nofollow",
}
BUCKET = 4096
"""Bodies grow in steps of this many bytes, so that their size tells little of what stands in them."""

PADDABLE = frozenset({"text/html", "application/json", "text/plain", "text/javascript", "application/manifest+json"})

COMPRESSED = frozenset({"text/css", "text/javascript", "image/svg+xml"})

FOREIGN = frozenset({"feeds.stop_messages"})
"""What may be posted from anywhere, since a token in the address is all it takes and all it does (RFC 8058)."""


def install(app: Flask, base_url: str, *, framed: bool = False) -> None:
    """Refuse foreign posts before, and put headers and padding on every response after.

    *framed* lets our own pages frame these: for rehearsals at the desk, never for couples.
    """
    origin = origin_of(base_url)

    @app.before_request
    def refuse_foreign_posts() -> None:
        is_change = request.method not in ("GET", "HEAD", "OPTIONS")
        if is_change and request.endpoint not in FOREIGN and not is_own_post(origin):
            raise Forbidden

    if framed:
        app.after_request(_let_us_frame)
    app.after_request(close_up)


def _let_us_frame(response: Response) -> Response:
    # Registered first, so it runs last.
    response.headers["Content-Security-Policy"] = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return response


def origin_of(base_url: str) -> str:
    """Scheme and host of *base_url*, as a browser writes them in ``Origin``."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"


def is_own_post(origin: str) -> bool:
    """Whether the browser says that the request comes from our own page.

    ``Sec-Fetch-Site`` decides; a browser too old to send it must send our ``Origin``.
    """
    site = request.headers.get("Sec-Fetch-Site")
    return site == "same-origin" if site is not None else request.headers.get("Origin") == origin


def shrink(response: Response) -> Response:
    """Compress a static file where the browser takes it: it holds no secret, as pages do, which never are."""
    response.vary.add("Accept-Encoding")
    is_whole = request.method == "GET" and response.status_code == 200
    if is_whole and response.mimetype in COMPRESSED and request.accept_encodings["gzip"]:
        response.direct_passthrough = False
        response.set_data(_compressed(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.pop("ETag", None)
    return response


@lru_cache(maxsize=64)
def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def close_up(response: Response) -> Response:
    """Set the headers of every response; pages are not stored and padded, the static shell may be kept."""
    response.headers.update(ALWAYS | COUPLES)
    if request.endpoint == "static" and response.status_code in (200, 304):
        return shrink(response)
    response.headers["Cache-Control"] = "no-store"
    for each in ("ETag", "Last-Modified", "Server-Timing"):
        response.headers.pop(each, None)
    if response.mimetype in PADDABLE:
        body = response.get_data()
        response.set_data(body + b"\n" + b" " * (-(len(body) + 1) % BUCKET))
    return response
