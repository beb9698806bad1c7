"""Watches the interpreter's doors (audit events, calls into C) while a type is called: clock, files, network."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

CLOCKS = {
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "localtime", "gmtime",
             "sleep", "process_time", "ctime", "strftime", "thread_time"},
    "datetime": {"now", "today", "utcnow"},
}  # fmt: skip
CHANCES = {"random", "getrandbits", "urandom", "token_bytes", "choices", "uniform"}
FILES = ("os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.link",
         "os.symlink", "os.truncate", "shutil.", "tempfile.", "glob.", "pathlib.")  # fmt: skip
PROCESSES = (
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.spawn",
    "os.startfile",
    "pty.spawn",
)
NETWORK = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "poplib.", "imaplib.", "webbrowser.")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
IMPORTING = "<frozen importlib._bootstrap"

_watch = threading.local()
_hung: list[bool] = []


@contextmanager
def watched(own: Path | None) -> Iterator[set[tuple[str, str]]]:
    """Collect (door, what was done) of everything this thread does inside.

    Files below *own* and of installed packages may be read; imports may do what they do.
    """
    if not _hung:
        _hung.append(True)
        sys.addaudithook(_audit)  # can't be taken down again, so there is only one; it is deaf outside
    heard: set[tuple[str, str]] = set()
    before, collects = sys.getprofile(), gc.isenabled()
    gc.disable()  # somebody else's hook on the collector may look at the clock, and would pass for the type
    _watch.heard, _watch.own = heard, own
    sys.setprofile(_profile)
    try:
        yield heard
    finally:
        sys.setprofile(before)
        _watch.heard = None
        if collects:
            gc.enable()


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    heard = getattr(_watch, "heard", None)
    if heard is None:
        return
    if event == "open":
        if not _may_open(arguments):
            heard.add(("files", f"opened {arguments[0]}"))
    elif event.startswith(PROCESSES):
        heard.add(("processes", event))
    elif event.startswith(NETWORK):
        heard.add(("network", event))
    elif event == "time.sleep":
        heard.add(("clock", event))
    elif event.startswith(FILES) and not _is_importing():
        heard.add(("files", event))


def _may_open(arguments: tuple[Any, ...]) -> bool:
    """Whether it is reading, of one's own or an installed package's files."""
    path, mode, flags = (*arguments, None, None, None)[:3]
    writes = bool(set(mode) & set("wax+")) if isinstance(mode, str) else bool((flags or 0) & WRITING)
    if _is_importing():
        return True
    if writes or not isinstance(path, str | bytes):
        return False
    file = os.path.realpath(os.fsdecode(path))
    places = [str(each) for each in (_watch.own,) if each] + [sys.prefix, sys.base_prefix, *_packages()]
    return any(file.startswith(os.path.realpath(each) + os.sep) for each in places)


def _packages() -> list[str]:
    return [each for each in sys.path if each.endswith(("site-packages", "dist-packages"))]


def _is_importing() -> bool:
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename.startswith(IMPORTING):
            return True
        frame = frame.f_back
    return False


def _profile(frame: FrameType, event: str, called: Any) -> None:
    if event != "c_call" or str(frame.f_globals.get("__name__")).startswith("nearer."):
        return  # core's own limits may look at the clock
    name, owner = getattr(called, "__name__", ""), getattr(called, "__self__", None)
    module = getattr(called, "__module__", None) or getattr(owner, "__module__", "") or ""
    if name in CLOCKS.get(module, ()) and (module == "time" or isinstance(owner, type)):
        _hear("clock", f"{module}.{name}")
    elif name in CHANCES and (module in ("posix", "nt", "_random") or _is_random(owner)):
        _hear("chance", f"{module or 'random'}.{name}")


def _is_random(owner: Any) -> bool:
    return any(each.__module__ == "_random" for each in type(owner).__mro__)


def _hear(door: str, what: str) -> None:
    heard = getattr(_watch, "heard", None)
    if heard is not None and not _is_importing():
        heard.add((door, what))
