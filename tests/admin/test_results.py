"""Results of a couple: what is open of both on one chart and in a table, with gaps that tell nothing."""

from __future__ import annotations

import re

import pytest
from fixtures import pulse, trial
from fixtures.counting import counted
from fixtures.pulse import measured

from nearer import desk

GAP = "\N{EN DASH}"
TOKEN = re.compile('name="csrf_token" value="[^"]*"')
"""Made anew each second."""


@pytest.fixture
def registry():
    from nearer.registry import load_plugins

    return load_plugins(modules={"trial": trial.module(), "pulse": pulse.module()})


@pytest.fixture
def published(publish):
    start, end = measured("start"), measured("end")
    start["title"] = end["title"] = "How we are"
    told = measured("told", "counsellor", asks="For you")
    hidden = [measured("own", "private"), measured("screened", "screen")]
    weekly = measured("weekly", asks="Every day")
    weekly["delivery"] = {"rule": "consecutive_days", "days": 3}
    return publish(pulse.program(weekly, start, *hidden, told, end))


@pytest.fixture
def couple(installation, published, enrol):
    one, two = enrol()
    with desk.session_scope(installation.engine) as session:
        public = desk.list_couples(session, published.practice)[0].public
    return one, two, f"/results/{public}/"


def rate(person, step, talk, trust=0):
    reply = person.post(f"{step}/1", {"f/talk": str(talk), "f/trust": str(trust)})
    assert reply.status_code == 303, reply.text


def table(page, title):
    """The rows of the table of one measure, by the heads of their columns."""
    head, part = page.split(f'aria-label="Table of {title}"')[1].split("</table>")[0].split("<tbody>")
    names = re.findall(r'<th scope="col">(.*?)</th>', head)
    rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in part.split("</tr>")]
    cells = [[" ".join(re.sub("<[^>]+>", "", cell).split()) for cell in row] for row in rows if row]
    return [dict(zip(names, row, strict=True)) for row in cells]


def test_both_stand_side_by_side_with_what_lies_between_them(ann, couple):
    one, two, place = couple
    rate(one, "s-start", 3, 2)
    rate(two, "s-start", 9)
    rate(one, "s-end", 10, 2)
    rate(two, "s-end", 9, 1)
    page = ann.get(place).text
    first, last = table(page, "How we are")
    assert first == {"Time": "1", "Step": "How we are", "Ada": "5 low", "Bo": "9 fine", "Apart by": "4"}
    assert last == {"Time": "2", "Step": "How we are", "Ada": "12 fine", "Bo": "10 fine", "Apart by": "2"}
    assert "Ada: 5 to 12 (+7), a change for the better, more than chance explains well" in page
    assert "Bo: 9 to 10 (+1), which chance alone may explain" in page
    assert "Somebody 2001" in page
    assert "Somebody 1999" in page
    assert page.count("<polyline") == 2


def test_what_one_answered_waits_for_the_other(ann, couple):
    one, _, place = couple
    rate(one, "s-start", 3, 2)
    assert "No value is open to you yet." in ann.get(place).text
    assert "5 low" not in ann.get(place).text


def test_what_was_passed_and_what_is_missing_look_alike(ann, couple):
    one, two, place = couple
    rate(one, "s-start", 3, 2)
    rate(two, "s-start", 9)
    before = TOKEN.sub("", ann.get(place).text)
    for person in (one, two):
        assert person.post("s-end/1", {"pass": "pass"}).status_code == 303
    assert TOKEN.sub("", ann.get(place).text) == before


def test_nothing_private_and_no_screen_is_measured_here(ann, couple):
    one, two, place = couple
    for step in ("s-own", "s-screened"):
        rate(one, step, 7, 7)
        rate(two, step, 7, 7)
    page = ann.get(place).text
    assert "s-own" not in page
    assert "s-screened" not in page
    assert "14" not in re.sub("<[^>]+>", "", page)


def test_what_was_told_to_the_counsellor_shows_at_once_and_is_logged_for_its_writer(ann, couple, clock):
    one, two, place = couple
    rate(one, "s-told", 4, 4)
    assert "Nothing was opened so far." in one.get("mine").text
    (row,) = table(ann.get(place).text, "Told")
    assert (row["Ada"], row["Bo"], row["Apart by"]) == ("8 fine", GAP, GAP)
    clock.move(days=1)
    for each in (one, two):
        each.come_back()
    assert one.get("mine").text.count("Ann, ") == 1
    assert "Nothing was opened so far." in two.get("mine").text


def test_every_time_of_a_step_has_its_row_and_a_gap_breaks_the_line(sign_in, couple, clock):
    one, two, place = couple
    for number in (1, 2, 3):
        clock.move(days=1)
        given = {"pass": "pass"} if number == 2 else {"f/talk": str(number), "f/trust": "0"}
        for person in (one, two):
            person.come_back()
            assert person.post(f"s-weekly/{number}", given).status_code == 303
    page = sign_in("ann").get(place).text
    assert [row["Ada"] for row in table(page, "Weekly")] == ["1 low", GAP, "3 low"]
    assert page.count("<polyline") == 0
    assert page.count("<circle class") > 1


def test_a_program_that_nobody_accompanies_shows_no_results(ann, publish, enrol, installation):
    alone = publish(pulse.program(measured("start"), personal=False))
    one, two = enrol(alone.link)
    rate(one, "s-start", 3)
    rate(two, "s-start", 3)
    with desk.session_scope(installation.engine) as session:
        couple = desk.list_couples(session, alone.practice)[0]
        case = desk.open_case(session, installation.keyring, alone.practice, couple.public, now=installation.clock())
        from nearer_admin.results import results

        found = results(session, case, now=installation.clock())
    assert all(measure.is_empty for measure in found.measures)


@pytest.mark.parametrize("path", ["", "export"])
def test_a_year_of_measures_is_read_in_as_many_statements_as_one(path, ann, publish, enrol, installation):
    steps = [measured(f"{opens}-{number}", opens) for number in range(12) for opens in ("counsellor", "both")]
    here = publish(pulse.program(*steps))
    one, two = enrol(here.link)
    with desk.session_scope(installation.engine, write=True) as session:
        found = desk.list_couples(session, here.practice)[0].public
        desk.find_counsellor(session, email="ann@example.org").practice_id = here.practice
    place = f"/results/{found}/{path}"

    def statements():
        for _ in range(2):  # what is kept is kept after the first
            with counted(installation.engine) as asked:
                reply = ann.send(place, {"format": "csv"}, format="csv") if path else ann.get(place)
            assert reply.status_code == 200
        return len(asked)

    for person in (one, two):
        for opens in ("counsellor", "both"):
            rate(person, f"s-{opens}-0", 3)
    small = statements()
    for person in (one, two):
        for step in steps[2:]:
            rate(person, step["id"], 4)
    assert ann.get(f"/results/{found}/").text.count("<circle") + ann.get(f"/results/{found}/").text.count("<rect") >= 24
    assert statements() == small
