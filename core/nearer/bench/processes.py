"""Real server processes for the benchmark, their CPU time, and a client on loopback that asks one by one."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Exchange:
    """One request as it goes over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None = None


@dataclass(frozen=True)
class Cost:
    """What a run of requests cost the server: CPU and wall seconds for each."""

    cpu: float
    wall: float
    sample: bytes


def free_port() -> int:
    """A loopback port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(target: str, port: int, environment: dict[str, str]) -> Iterator[int]:
    """Granian with one worker, as `nearer serve` runs it, serving the factory *target*; gives its process id."""
    options = ["--interface", "wsgi", "--factory", "--host", "127.0.0.1", "--port", str(port)]
    options += ["--workers", "1", "--blocking-threads", "1", "--log-level", "critical", "--no-ws"]
    command = [sys.executable, "-m", "granian", *options, target]
    process = subprocess.Popen(command, env=os.environ | environment)  # noqa: S603 - our own words
    try:
        _wait_for(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def measure(pid: int, port: int, exchanges: Iterable[Exchange], expect: int) -> Cost:
    """Send *exchanges* one after another over one connection.

    Raises:
        RuntimeError: a reply has another status than *expect*.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    count, body = 0, b""
    cpu, wall = cpu_seconds(pid), time.perf_counter()
    for each in exchanges:
        connection.request(each.method, each.path, each.body, each.headers)
        reply = connection.getresponse()
        body = reply.read()
        count += 1
        if reply.status != expect:
            raise RuntimeError(f"{each.method} {each.path} gave {reply.status} instead of {expect}")
    spent = Cost((cpu_seconds(pid) - cpu) / count, (time.perf_counter() - wall) / count, body)
    connection.close()
    return spent


def cpu_seconds(pid: int) -> float:
    """Time on a processor of all threads of a process and its children, from Linux's scheduler (to the nanosecond)."""
    tasks = [task for each in (pid, *_children(pid)) for task in Path(f"/proc/{each}/task").iterdir()]
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("The server under test did not start within 30 seconds.")


def bare() -> Any:
    """A WSGI app that replies with as many bytes as the environment says, and nothing else."""
    body = b"x" * int(os.environ["NEARER_BENCH_BYTES"])
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]

    def app(environ: dict[str, Any], start: Any) -> list[bytes]:
        environ["wsgi.input"].read()
        start("200 OK", headers)
        return [body]

    return app


def site() -> Any:
    """The whole site on the benchmark's installation."""
    from nearer.bench.seeding import bench_installation
    from nearer.web.dispatcher import wsgi

    return wsgi(bench_installation(Path(os.environ["NEARER_DATA"]), int(os.environ["NEARER_PORT"])))
