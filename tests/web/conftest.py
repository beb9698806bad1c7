"""The couples' app on a real port, for tests in a real browser; and what tests of reminders begin with."""

import socket
from dataclasses import replace

import pytest
from fixtures.browser import serving
from fixtures.reminding import code_in

from nearer.web.dispatcher import wsgi
from nearer.worker import work


@pytest.fixture
def address(installation):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = installation.settings.model_copy(update={"exit_url": f"http://localhost:{port}/elsewhere"})
    ours = replace(installation, base_url=f"http://127.0.0.1:{port}", settings=settings)
    with serving(wsgi(ours), port) as url:
        yield url


@pytest.fixture
def sent(installation):
    """What was sent so far."""
    return installation.channels["trial"].sent


@pytest.fixture
def ada(enrol):
    return enrol()[0]


@pytest.fixture
def prove(installation, sent):
    """Let somebody prove an address."""

    def run(person, address="ada@example.org"):
        assert person.post("reminders", {"do": "address", "address": address}).status_code == 303
        work(installation)
        reply = person.post("reminders", {"do": "code", "code": code_in(sent.pop())})
        assert reply.status_code == 303
        return reply

    return run


@pytest.fixture
def days(installation, clock):
    """Let days pass, with a worker that works every hour; gives how many messages came on each."""

    def run(count, sent):
        came = []
        for _ in range(count):
            before = len(sent)
            for _ in range(24):
                clock.move(hours=1)
                work(installation)
            came.append(len(sent) - before)
        return came

    return run
