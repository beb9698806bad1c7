"""Serves an installation with granian: one worker process, unless told otherwise; refuses what would be unsafe."""

from __future__ import annotations

import os
import socket
from typing import Any

from nearer.errors import NearerError
from nearer.settings import Settings


class ServingError(NearerError):
    """The installation can't be served like this; the text says what to do."""


def serve_installation(settings: Settings, *, workers: int = 1, rounds: bool = True) -> None:
    """Serve until interrupted, with the worker that does the rounds beside it unless told otherwise.

    Raises:
        ServingError: the port is taken, or the settings are unsafe for couples.
    """
    reason = settings.unsafe_reason()
    if reason:
        raise ServingError(reason)
    check_port(settings.host, settings.port)
    from contextlib import nullcontext

    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from nearer.worker import worker_beside

    os.environ.update(settings.environment())  # the worker opens the installation for itself
    server = Granian(
        "nearer.serving:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        factory=True,
        log_level=LogLevels.warning,
        websockets=False,
        respawn_failed_workers=True,
    )
    with worker_beside() if rounds else nullcontext():
        server.serve()


def check_port(host: str, port: int) -> None:
    """Make sure that somebody can listen there.

    Raises:
        ServingError: another program does, or this one may not.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = f"Port {port} on {host} is not free ({error.strerror}). Choose another one with --port."
            raise ServingError(reason) from None


def app() -> Any:
    """The WSGI application of the installation that the environment describes."""
    from nearer.installation import open_installation
    from nearer.store.erasing import erase_again
    from nearer.web.dispatcher import wsgi

    settings = Settings()
    installation = open_installation(settings)
    erase_again(installation.engine, installation.keyring, installation.tombstones)  # what a crash cut off
    return behind_proxies(wsgi(installation), settings.trusted_proxies)


def behind_proxies(application: Any, count: int) -> Any:
    """*application*, believing the last *count* proxies about who asks and whether by https; the host stays as sent."""
    if not count:
        return application
    from werkzeug.middleware.proxy_fix import ProxyFix

    return ProxyFix(application, x_for=count, x_proto=count, x_host=0)
