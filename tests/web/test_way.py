"""The way of a couple, from the link to the reveal, with its plugins, without them, and with broken ones."""

from nearer import Markup


def test_two_begin_and_each_is_in_their_own_seat(enrol):
    one, two = enrol()
    assert one.seat != two.seat
    assert "Welcome, Ada" in one.get().text
    assert "Welcome, Bo" in two.get().text
    assert two.client.get(one.home).status_code == 401


def test_a_reveal_opens_to_both_at_once_and_not_before(enrol):
    one, two = enrol()
    for person, words in ((one, "ADA-FEELS"), (two, "BO-FEELS")):
        assert "ADA-FEELS" not in two.get("s-everything/1").text
        sent = person.post("s-everything/1", {"f/feeling": words, "f/diary": words + "-PRIVATE"})
        assert sent.status_code == 303, sent.text
    for person, words, other in ((one, "ADA-FEELS", "BO-FEELS"), (two, "BO-FEELS", "ADA-FEELS")):
        page = person.get("s-everything/1").text
        assert words in page
        assert other in page
        assert other + "-PRIVATE" not in page


def test_a_program_goes_on_when_its_plugin_is_gone(enrol, installation):
    one, two = enrol()
    one.post("s-everything/1", {"f/feeling": "ADA-FEELS"})
    installation.registry.types.clear()
    assert two.post("s-everything/1", {"f/feeling": "BO-FEELS"}).status_code == 303
    page = one.get("s-everything/1").text
    assert "ADA-FEELS" in page
    assert "BO-FEELS" in page


def test_a_drawing_that_fails_gives_way_to_our_own(enrol, installation, monkeypatch):
    def fail(*_):
        raise RuntimeError("no")

    one, _ = enrol()
    monkeypatch.setattr(type(installation.registry.types["trial.everything"]), "render", fail)
    assert "How was your week?" in one.get("s-everything/1").text
    assert installation.registry.failures["trial.everything"].count == 1


def test_a_drawing_is_cleaned_and_loses_no_field(enrol, installation, monkeypatch):
    def render(self, view, config, state, context):
        return Markup('<p onclick="x()">Well?</p><script>x()</script>') + state.field("diary")

    one, _ = enrol()
    monkeypatch.setattr(type(installation.registry.types["trial.everything"]), "render", render)
    page = one.get("s-everything/1").text
    assert "<p>Well?</p>" in page
    assert "onclick" not in page
    assert "x()" not in page
    assert page.index('name="f/diary"') < page.index('name="f/feeling"')
    assert page.count('name="f/diary"') == 1


def test_names_and_words_are_escaped(enrol):
    one, two = enrol(names=("<b>Ada</b>", "Bo"))
    for person in (one, two):
        person.post("s-everything/1", {"f/feeling": "<script>x()</script>"})
    for path in ("", "s-everything/1"):
        for person in (one, two):
            page = person.get(path).text
            assert "<b>Ada" not in page
            assert "<script>x" not in page
