"""What a step weighs on the line: 60 kB in all on the first visit, 15 kB after, and nothing from anybody else."""

import gzip

import pytest
from fixtures.two_devices import begin_two

FIRST, AFTER = 60_000, 15_000


def test_static_files_are_compressed_and_pages_never_are(new_client, enrol):
    plain = new_client().get("/static/nearer.css", buffered=True)
    small = new_client().get("/static/nearer.css", buffered=True, headers={"Accept-Encoding": "gzip"})
    assert plain.headers.get("Content-Encoding") is None
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < len(plain.data) / 3
    assert "Accept-Encoding" in plain.headers["Vary"] + small.headers["Vary"]
    ada, _ = enrol()
    assert "Content-Encoding" not in ada.get("s-diary/1", headers={"Accept-Encoding": "gzip"}).headers


@pytest.mark.browser
def test_a_step_is_light_at_first_and_lighter_after(new_context, address, published):
    ada, _ = begin_two(new_context, address, published.link)
    state = ada.page.context.storage_state()
    page, requests = new_context(storage_state=state, service_workers="block").new_page(), []
    page.on("requestfinished", lambda each: requests.append(each))
    weights = []
    for _ in range(2):
        requests.clear()
        page.goto(ada.home + "s-everything/1", wait_until="networkidle")
        seen = [each for each in requests if not each.response().from_service_worker]
        assert all(each.url.startswith(address + "/") for each in seen)
        sizes = [each.sizes() for each in seen]
        weights.append(sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes))
    print(weights)
    assert weights[0] <= FIRST
    assert weights[1] <= AFTER
