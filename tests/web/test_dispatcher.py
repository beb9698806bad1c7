"""The one entry: hosts, and the apps of plugins beside the couples' app."""

from dataclasses import replace

import pytest
from werkzeug.test import Client

from nearer.web.dispatcher import wsgi


def hello(installation):
    """An app of a plugin."""

    def app(environ, start):
        start("200 OK", [("Content-Type", "text/plain")])
        return [f"{environ['SCRIPT_NAME']}|{environ['PATH_INFO']}".encode()]

    return app


def broken(installation):
    """An app that can't be made."""
    raise RuntimeError("no")


@pytest.fixture
def front(installation):
    installation.registry.apps.update({"/hello": hello, "/broken": broken})
    return Client(wsgi(replace(installation, base_url="http://notes.example")))


@pytest.mark.parametrize("host", ["elsewhere.example", "notes.example:81", "notes.example.evil", "127.0.0.1"])
def test_other_hosts_are_misdirected(front, host):
    for path in ("/help", "/hello/", "/healthz", "/static/nearer.css"):
        assert front.get(path, base_url=f"http://{host}").status_code == 421


def test_prefixes_lead_to_apps_and_everything_else_to_the_couples(front):
    ours = {"base_url": "http://notes.example"}
    assert front.get("/help", **ours).status_code == 200
    assert front.get("/hello/there", **ours).text == "/hello|/there"
    assert front.get("/hello", **ours).text == "/hello|"
    assert front.get("/helloween", **ours).status_code == 404


def test_an_app_that_fails_takes_nobody_with_it(front):
    ours = {"base_url": "http://notes.example"}
    assert front.get("/broken/", **ours).status_code == 503
    assert front.get("/help", **ours).status_code == 200


def test_apps_get_the_headers_that_they_forget(front):
    assert front.get("/hello/", base_url="http://notes.example").headers["X-Content-Type-Options"] == "nosniff"
