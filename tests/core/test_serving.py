"""Serving: what the proxies in front may say is believed, what anybody else says is not."""

from __future__ import annotations

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from nearer.serving import app, behind_proxies


@Request.application
def echo(request):
    return Response(f"{request.remote_addr} {request.scheme} {request.host}")


@pytest.mark.parametrize(
    ("count", "seen"),
    [(0, "10.0.0.1 http localhost"), (1, "192.0.2.7 https localhost"), (2, "203.0.113.9 https localhost")],
)
def test_the_asker_is_who_the_trusted_proxies_say(count, seen):
    forwarded = {
        "X-Forwarded-For": "203.0.113.9, 192.0.2.7",
        "X-Forwarded-Proto": "https, https",
        "X-Forwarded-Host": "evil",
    }
    client = Client(behind_proxies(echo, count))
    assert client.get("/", headers=forwarded, environ_base={"REMOTE_ADDR": "10.0.0.1"}).text == seen


def test_a_worker_opens_the_installation_that_the_environment_describes(installation, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name, value in installation.settings.environment().items():
        monkeypatch.setenv(name, value)
    answer = Client(app()).get("/healthz")
    assert answer.status_code == 200
    assert answer.json["database"] == "ok"
