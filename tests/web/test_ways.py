"""Leaving, locking, stopping, and two people at one phone."""

from fixtures.installation import Person, hidden

WISH = "Together or alone?"


def test_leaving_ends_the_session_and_leads_elsewhere(enrol):
    one, two = enrol()
    answer = one.client.post("/exit")
    assert answer.status_code == 200
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert 'content="0; url=https://www.bbc.com/weather"' in answer.text
    assert "Notes" not in answer.text
    assert one.get().status_code == 401
    assert two.get().status_code == 200


def test_leaving_keeps_what_was_being_written(enrol):
    one, _ = enrol()
    fields = hidden(one.get("s-diary/1").text) | {"f/entry": "half a thought"}
    assert one.client.post("/exit", data=fields).status_code == 200
    one.come_back()
    assert "half a thought" in one.get("s-diary/1").text


def test_leaving_works_whatever_comes_with_it(enrol):
    one, two = enrol()
    at = hidden(two.get("s-diary/1").text)
    for person, fields in ((one, at | {"f/entry": "not mine"}), (two, {"at": "/s/x/y/z", "f": "x" * 300_000})):
        assert person.client.post("/exit", data=fields).status_code == 200
        assert person.get().status_code == 401
    two.come_back()
    assert "not mine" not in two.get("s-diary/1").text


def test_a_lock_takes_the_pin_and_five_wrong_ones_sign_out(enrol):
    one, _ = enrol()
    assert one.post("ways", {"do": "pin", "pin": "12"}).status_code == 422
    assert one.post("ways", {"do": "pin", "pin": "4711"}).status_code == 303
    assert one.post("ways", {"do": "lock"}).location == one.home + "lock"
    locked = one.get()
    assert locked.status_code == 403
    assert "Ada" not in locked.text
    assert one.client.post(one.home + "lock", data={"pin": "4711"}).status_code == 303
    assert one.get().status_code == 200
    one.post("ways", {"do": "lock"})
    found = [one.client.post(one.home + "lock", data={"pin": "0000"}).status_code for _ in range(5)]
    assert found == [422] * 5
    assert one.client.post(one.home + "lock", data={"pin": "4711"}).status_code == 401


def test_a_place_locks_by_itself_but_not_while_it_is_used(enrol, clock):
    one, _ = enrol()
    for _ in range(3):
        clock.move(minutes=14)
        assert one.get().status_code == 200
    clock.move(minutes=16)
    assert one.get().status_code == 403


def test_what_was_sent_to_a_locked_place_is_kept(enrol, clock):
    one, _ = enrol()
    fields = hidden(one.get("s-diary/1").text) | {"f/entry": "a long thought"}
    clock.move(minutes=20)
    answer = one.client.post(one.home + "s-diary/1", data=fields)
    assert answer.status_code == 403
    assert "a long thought" not in answer.text
    one.come_back()
    assert "a long thought" in one.get("s-diary/1").text


def test_waiting_in_the_background_does_not_keep_a_place_open(enrol, clock):
    one, _ = enrol()
    for _ in range(2):
        clock.move(minutes=10)
        status = one.get("s-plan/1/live").status_code
    assert status == 403


def test_two_at_one_phone_have_one_open_seat_at_a_time(enrol):
    one, two = enrol()
    phone = one.client
    at_one_phone = Person(phone, two.seat, two.way)
    at_one_phone.come_back()
    assert at_one_phone.get().status_code == 200
    assert one.get().status_code == 403
    one.come_back()
    assert one.get().status_code == 200
    assert at_one_phone.get().status_code == 403


def test_the_wish_is_private_and_shown_to_its_writer_only(enrol):
    one, two = enrol()
    assert WISH in one.get().text
    one.post("together", {"wish": "together"})
    assert WISH not in one.get().text
    assert 'value="together" checked' in one.get("together").text
    assert WISH in two.get().text
    assert 'value="together" checked' not in two.get("together").text


def test_the_spare_key_can_be_removed(enrol, installation):
    one, _ = enrol()

    def spares():
        with installation.engine.connect() as connection:
            return connection.exec_driver_sql("SELECT count(*) FROM key WHERE name = 'own'").scalar()

    assert spares() == 2
    assert one.post("ways", {"do": "spare"}).status_code == 422
    assert one.post("ways", {"do": "spare", "sure": "yes"}).status_code == 303
    assert spares() == 1
    one.come_back()
    assert one.get("s-diary/1").status_code == 200
