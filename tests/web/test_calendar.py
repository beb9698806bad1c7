"""The calendar feed of reminders: what it shows, how it ends, and what its address does not open."""

from fixtures.reminding import events, make_feed


def test_a_feed_shows_the_chosen_days_and_a_neutral_title(ada, site):
    found = events(site, make_feed(ada))
    assert {str(each["summary"]) for each in found} == {"Something for later"}
    assert {each["dtstart"].dt.isoformat() for each in found} == {
        "2026-11-03T19:30:00+00:00",
        "2026-12-24T19:30:00+00:00",
    }


def test_a_new_address_ends_the_old_one_and_forgetting_ends_both(ada, site):
    old = make_feed(ada)
    new = make_feed(ada)
    assert old != new
    assert events(site, old) == []
    assert len(events(site, new)) == 2
    ada.post("reminders", {"do": "end"})
    assert events(site, new) == []


def test_unknown_and_ended_addresses_answer_like_an_empty_calendar(ada, site):
    known, unknown = make_feed(ada), "/c/" + "A" * 22 + ".ics"
    stranger = site.test_client()
    one, other = stranger.get(known), stranger.get(unknown)
    assert (one.status_code, one.headers["Content-Type"]) == (other.status_code, other.headers["Content-Type"])
    assert len(one.data) == len(other.data)
    assert one.headers["Cache-Control"] == "no-store"
    ada.post("reminders", {"do": "end"})
    assert stranger.get(known).data == other.data


def test_the_feed_s_address_opens_nothing_else(ada, site):
    token = make_feed(ada).rpartition("/")[2].removesuffix(".ics")
    stranger = site.test_client()
    stranger.post(f"/m/{token}")
    assert len(events(site, f"/c/{token}.ics")) == 2
    assert stranger.post(f"/r/{token}", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 404


def test_the_file_is_the_same_calendar(ada, site):
    feed = make_feed(ada)
    reply = ada.get("calendar.ics")
    assert reply.headers["Content-Disposition"] == "attachment; filename=calendar.ics"
    assert reply.data == site.test_client().get(feed).data
