"""One WSGI entry: the couples' app at /, apps of plugins (the desk) at their prefixes, built when first asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from wsgiref.headers import Headers

from werkzeug.middleware.proxy_fix import ProxyFix

from nearer.web.app import couples_app
from nearer.web.headers import ALWAYS
from nearer.web.rehearsals import Rehearsals

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from nearer.installation import Installation

log = logging.getLogger(__name__)
UNAVAILABLE = b"This part of the site is not available now. Please try again later.\n"
MISDIRECTED = b"This address is not served here.\n"


class Dispatcher:
    """Sends a request to the app whose prefix it begins with, and refuses hosts that are not ours."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._host = urlsplit(installation.base_url).netloc.lower()
        self._factories: dict[str, Callable[[Any], WSGIApplication]] = dict(installation.registry.apps)
        self._built: dict[str, WSGIApplication] = {}
        self._lock = Lock()
        self._couples = couples_app(installation)
        self._rehearsals = Rehearsals(installation)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ.get("HTTP_HOST", "").lower() != self._host:
            return _plain(start, "421 Misdirected Request", MISDIRECTED)
        path = environ.get("PATH_INFO", "")
        for prefix in self._factories:
            if path == prefix or path.startswith(prefix + "/"):
                return self._mounted(prefix, environ, start)
        return (self._rehearsals.app(path) or self._couples)(environ, start)

    def _mounted(self, prefix: str, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
        environ["PATH_INFO"] = environ.get("PATH_INFO", "")[len(prefix) :]

        def start_with_headers(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            known = Headers(headers)
            for name, value in ALWAYS.items():
                known.setdefault(name, value)
            return start(status, headers, exc_info)

        try:
            app = self._app(prefix)
        except Exception as error:  # noqa: BLE001 - an app that can't be made must not take the others with it
            log.error("the app at %s can't be made: %s", prefix, type(error).__name__)  # noqa: TRY400 - no values
            return _plain(start, "503 Service Unavailable", UNAVAILABLE)
        return app(environ, start_with_headers)

    def _app(self, prefix: str) -> WSGIApplication:
        with self._lock:
            if prefix not in self._built:
                self._built[prefix] = self._factories[prefix](self._installation)
            return self._built[prefix]


def wsgi(installation: Installation) -> WSGIApplication:
    """The whole site as one WSGI app; as many proxies in front as the settings trust may say who is asking."""
    proxies = installation.settings.trusted_proxies
    site = Dispatcher(installation)
    return ProxyFix(site, x_for=proxies, x_proto=proxies) if proxies else site


def _plain(start: StartResponse, status: str, body: bytes) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *ALWAYS.items()]
    start(status, headers)
    return [body]
