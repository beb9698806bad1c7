"""The way of a couple, from the link to the reveal, as requests."""


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
