"""The gallery: every installed type live on its samples, a few at a time."""

from __future__ import annotations

import re

from fixtures.counting import counted

from nearer_admin.preview import Asked, of_sample, preview, sample_answers


def shown(page):
    return re.findall(r'href="/desk/gallery/([a-z_.]+)">', page)


def test_every_type_is_shown_once_page_by_page(ann, installation):
    types, found, where = sorted(installation.registry.types), [], "/gallery/"
    while where:
        page = ann.get(where).text
        found += shown(page)
        more = re.search(r'href="/desk(/gallery/\?[^"]*after=[^"]*)"', page)
        where = more[1].replace("&amp;", "&") if more else ""
    assert found == types


def test_words_and_families_find_types(ann):
    assert shown(ann.get("/gallery/?search=diary").text) == ["trial.diary"]
    assert shown(ann.get("/gallery/?family=nobody").text) == []
    assert "Nothing fits" in ann.get("/gallery/?search=desert").text


def test_the_page_loads_its_live_samples_as_they_come_into_sight(ann):
    page = ann.get("/gallery/").text
    frames = re.findall(r"<iframe[^>]*>", page)
    assert frames
    assert all('loading="lazy"' in each and "/desk/preview/type/" in each for each in frames)


def test_a_type_shows_each_sample_as_both_partners(ann, installation):
    kind = installation.registry.types["trial.everything"]
    page = ann.get("/gallery/trial.everything?moment=reveal").text
    frames = [each.replace("&amp;", "&") for each in re.findall(r'<iframe[^>]*src="/desk([^"]+)"', page)]
    assert [re.search("side=(.)", each)[1] for each in frames] == ["a", "b"]
    for frame in frames:
        reply = ann.get(frame)
        assert reply.status_code == 200
        assert kind.title in reply.text
    assert f"/desk/library/new/?type={kind.id}" in page
    assert ann.get("/gallery/nothing.here").status_code == 404
    assert ann.get("/preview/type/nothing.here").status_code == 404


def test_a_sample_is_drawn_with_its_own_answers(installation):
    registry = installation.registry
    for kind in registry.types.values():
        for number, sample in enumerate(kind.samples):
            drawn = preview(of_sample(kind, number), registry, Asked())
            assert drawn.forms, kind.id
            edition, _ = desk_edition(kind, number, registry)
            (step,) = edition.order
            form = next(iter(step.forms.values()))
            if sample.answers and form.type == kind.id:
                assert sample_answers(form, registry) == dict(sample.answers)


def desk_edition(kind, number, registry):
    from nearer import desk

    return desk.preview_edition(of_sample(kind, number), registry)


def test_the_gallery_asks_the_database_nothing_for_its_types(ann, installation):
    with counted(installation.engine) as empty:
        ann.get("/gallery/?search=desert")
    with counted(installation.engine) as full:
        ann.get("/gallery/")
    assert len(full) == len(empty)
