"""What stands on every response, and which requests never reach a page."""

import pytest

from nearer.web.headers import BUCKET

SAMPLES = {
    "name": "lists",
    "icon": "leaf",
    "link": "x",
    "code": "x",
    "secret": "x",
    "seat": "x",
    "step": "x",
    "occurrence": 1,
    "filename": "nearer.css",
    "token": "x",
    "digest": "0" * 64,
}
FORBIDDEN = ("unsafe-inline", "unsafe-eval", "http:", "https:", "*")


def routes(site):
    for rule in site.url_map.iter_rules():
        values = {name: SAMPLES[name] for name in rule.arguments}
        for method in sorted(rule.methods & {"GET", "POST"}):
            yield method, site.url_map.bind("localhost").build(rule.endpoint, values, method)


def test_every_route_answers_with_the_headers_and_padded(site, new_client):
    client = new_client()
    found = list(routes(site))
    assert len(found) > 25
    for method, path in found:
        response = client.open(path, method=method, buffered=True)
        headers = response.headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; "), path
        assert not any(each in policy for each in FORBIDDEN)
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Referrer-Policy"] == "same-origin"
        if path.startswith("/static/"):
            assert "no-store" not in headers["Cache-Control"]
        else:
            assert headers["Cache-Control"] == "no-store", path
            assert "ETag" not in headers
            assert "Last-Modified" not in headers
            assert len(response.data) % BUCKET == 0, path
            assert "Set-Cookie" not in headers or "HttpOnly" in headers["Set-Cookie"]


def test_pages_of_a_seat_have_them_too(enrol):
    one, _ = enrol()
    for path in (
        "",
        "ways",
        "doors",
        "together",
        "s-everything/1",
        "s-plan/1",
        "s-diary/1/live",
        "reminders",
        "calendar.ics",
    ):
        response = one.get(path)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store"
        assert len(response.data) % BUCKET == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({}, 403),
    ],
)
def test_only_posts_from_our_own_pages_are_taken(site, published, headers, status):
    fields = {"agree": ["own", "kind", "help"], "partner": "no"}
    assert site.test_client().post(f"/p/{published.link}/begin", data=fields, headers=headers).status_code == status


def test_the_cookie_is_tied_to_the_host_where_the_site_has_https():
    from nearer.web.tokens import cookie_name

    assert cookie_name("https://notes.example", "abc") == "__Host-n-abc"
    assert cookie_name("http://127.0.0.1:8000", "abc") == "n-abc"


def test_titles_and_addresses_of_pages_are_neutral(enrol):
    one, _ = enrol()
    for path in ("", "ways", "together", "s-everything/1"):
        assert "<title>Notes</title>" in one.get(path).text


def test_no_page_asks_anybody_else_for_anything(enrol):
    one, _ = enrol()
    for path in ("", "ways", "together", "s-everything/1"):
        page = one.get(path).text
        assert 'src="http' not in page
        assert 'href="http' not in page
        assert "<style" not in page
        assert " style=" not in page
        assert "onclick" not in page
