"""The couples' app on a real port, for tests in a real browser."""

import socket
from dataclasses import replace

import pytest
from fixtures.browser import serving

from nearer.web.dispatcher import wsgi


@pytest.fixture
def address(installation):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = installation.settings.model_copy(update={"exit_url": f"http://localhost:{port}/elsewhere"})
    ours = replace(installation, base_url=f"http://127.0.0.1:{port}", settings=settings)
    with serving(wsgi(ours), port) as url:
        yield url
