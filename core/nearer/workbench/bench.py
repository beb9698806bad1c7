"""The part that stays: serves pages on loopback, watches files, and asks a child process that holds the plugin."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.serving import WSGIRequestHandler, make_server

from nearer.serving import ServingError
from nearer.workbench.drawn import install

HOST = "127.0.0.1"
WATCHED = frozenset({".py", ".toml", ".yaml", ".yml", ".json", ".html", ".css", ".md", ".po"})
PASSED_OVER = frozenset({"__pycache__", "node_modules", "build", "dist"})
PATIENCE = 30.0
"""Seconds after which a child that does not answer is given up."""

NAMES = frozenset({HOST, "localhost"})


class Quiet(WSGIRequestHandler):
    """Says nothing about requests: an author's terminal is for what went wrong."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Reply:
    """What the child answered: a status and a page; ``place`` and ``trace`` where it could not."""

    status: int
    page: str
    place: tuple[str, int] | None = None
    trace: str = ""


class Child:
    """A process that holds the plugin as the files were when it began; it is ended when they have changed."""

    def __init__(self, wanted: str | None) -> None:
        self.wanted = wanted
        self._lock = Lock()
        self._stamp = ""
        self._process: Any = None
        self._wire: Connection | None = None

    def ask(self, path: str, query: str, stamp: str) -> Reply:
        """The page at *path*, from a process that read the files at *stamp*."""
        with self._lock:
            if stamp != self._stamp or self._process is None or not self._process.is_alive():
                self._begin(stamp)
            try:
                assert self._wire is not None  # noqa: S101 - made by _begin
                self._wire.send((path, query))
                if self._wire.poll(PATIENCE):
                    return Reply(*self._wire.recv())
            except (EOFError, OSError):
                self._process.join(PATIENCE)  # the wire breaks a moment before the process has an exit code
                code = self._process.exitcode
                self.end()
                return Reply(500, "", trace=f"The plugin ended its process (exit code {code}).")
            self.end()
            return Reply(500, "", trace=f"The plugin did not answer within {PATIENCE:.0f} seconds.")

    def _begin(self, stamp: str) -> None:
        from nearer.workbench.child import answer_pages

        self.end()
        context = multiprocessing.get_context("spawn")
        self._wire, theirs = context.Pipe()
        self._process = context.Process(target=answer_pages, args=(theirs, self.wanted), daemon=True)
        self._process.start()
        theirs.close()
        self._stamp = stamp

    def end(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.terminate()
            self._process.join(5)
            self._process = None
        if self._wire is not None:
            self._wire.close()
            self._wire = None


def watched(wanted: str | None) -> Path | None:
    """The folder to watch: the project, or where the file lies; None for an installed plugin."""
    path = Path(wanted) if wanted else Path.cwd()
    if path.is_file():
        return path.resolve().parent
    return path.resolve() if path.is_dir() else None


def stamp_of(folder: Path | None) -> str:
    """A digest of names, sizes and times of all files that matter below *folder*."""
    found = hashlib.sha256()
    for file in sorted(_files(folder)) if folder is not None else ():
        try:
            known = file.stat()
        except OSError:
            continue
        found.update(f"{file}|{known.st_size}|{known.st_mtime_ns}\n".encode())
    return found.hexdigest()[:16]


def _files(folder: Path) -> list[Path]:
    """Files of kinds that a plugin is made of; hidden folders and what tools make stay out."""
    found: list[Path] = []
    for each in folder.iterdir():
        if each.is_dir():
            if each.name[0] != "." and each.name not in PASSED_OVER and not (each / "pyvenv.cfg").exists():
                found += _files(each)
        elif each.suffix in WATCHED:
            found.append(each)
    return found


def workbench_app(wanted: str | None) -> tuple[Flask, Child]:
    """The app of the workbench, and the child that it asks."""
    app, child, folder = Flask(__name__), Child(wanted), watched(wanted)
    draw = install(app)

    @app.before_request
    def only_here() -> Response | None:
        # Another name for this machine could be a foreign page that asks through the author's own browser.
        if request.host.rpartition(":")[0] in NAMES:
            return None
        return Response("The workbench is only for this machine.", 403, mimetype="text/plain")

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'self'; form-action 'self'"
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.get("/live")
    def live() -> Response:
        return jsonify(stamp=stamp_of(folder))

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def page(path: str) -> Response:
        stamp = stamp_of(folder)
        reply = child.ask("/" + path, request.query_string.decode(), stamp)
        if reply.page:
            return Response(reply.page.replace("@stamp@", stamp), reply.status, mimetype="text/html")
        return Response(draw("died.html", reply=reply).replace("@stamp@", stamp), 500, mimetype="text/html")

    return app, child


def serve_workbench(wanted: str | None, port: int, tell: Callable[[str], None]) -> None:
    """Serve until interrupted; *tell* gets the address once somebody can open it.

    Raises:
        ServingError: there is no plugin at *wanted*, or the port is taken.
    """
    from nearer.serving import check_port

    if wanted and not Path(wanted).exists() and any(sign in wanted for sign in "/\\"):
        raise ServingError(f"There is nothing at {wanted}.")
    check_port(HOST, port)
    app, child = workbench_app(wanted)
    server = make_server(HOST, port, app, threaded=True, request_handler=Quiet)
    try:
        tell(f"http://{HOST}:{server.server_port}/")
        server.serve_forever()
    finally:
        server.server_close()
        child.end()
