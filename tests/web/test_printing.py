"""On paper stand only the words, side by side, without anything of the site and without an address."""

import pytest
from fixtures.browser import begin
from fixtures.marks import MARKS, sent, show_an_item, write_alone

PAPER = {"width": 794, "height": 1123}


def test_a_page_to_print_has_the_words_and_nothing_to_do(enrol):
    ada, bo = enrol()
    write_alone(ada)
    sent(bo.post("s-everything/1", {"f/feeling": "BO-FEELING"}))
    page = ada.get("s-everything/1").text
    assert f'href="{ada.home}s-everything/1?print=yes"' in page
    assert "/lift" in page
    paper = ada.get("s-everything/1?print=yes").text
    assert MARKS["both"] in paper
    assert "BO-FEELING" in paper
    assert not any(each in paper for each in ("/lift", "/confirm", "?again=yes"))
    assert 'action="/exit"' in paper


def test_nothing_is_printed_of_what_is_never_shown_again(enrol):
    ada, _ = enrol()
    write_alone(ada)
    page = ada.get("s-screen/1?print=yes").text
    assert MARKS["screen"] not in page
    assert "?print=yes" not in ada.get("s-screen/1").text


def test_a_page_to_print_tells_the_other_no_more_than_the_page_itself(enrol):
    ada, bo = enrol()
    write_alone(ada)
    show_an_item(ada)
    assert not any(mark in bo.get("s-everything/1?print=yes").text for mark in MARKS.values())


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_on_paper_the_site_is_gone_and_a_script_only_adds_a_button(new_context, address, published, script):
    page = new_context(java_script_enabled=script, viewport=PAPER).new_page()
    home = begin(page, address, published.link)
    page.goto(home + "s-diary/1")
    page.fill("textarea", "a word to keep")
    with page.expect_navigation():
        page.click("text=I am done")
    page.goto(home + "s-diary/1")
    with page.expect_navigation():
        page.click("text=To print")
    assert page.locator("[data-print]").is_visible() == script
    page.emulate_media(media="print")
    gone = [".bar", ".foot", ".actions", ".unprinted", ".skip"]
    assert [each for each in gone if page.locator(each).first.is_visible()] == []
    assert page.get_by_text("a word to keep").is_visible()
