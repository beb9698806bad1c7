"""The one door: planted markers for every visibility, viewer and moment; scores, comparisons, gathering; twins."""

from datetime import timedelta

import pytest
from fixtures.pairs import edition_of, form, schema_of
from sqlalchemy import event, insert, select

from nearer.errors import SealError
from nearer.rules.visibility_names import VISIBILITIES
from nearer.store.door import Viewer, Visible, read_at_once, read_step
from nearer.store.engine import session_scope
from nearer.store.keys import keys_for_counsellor, keys_for_partner
from nearer.store.tables import metadata

MARKERS = {v: f"marker of {v}" for v in VISIBILITIES}
PROGRAM = {
    "all": form(schema_of(**{v: v for v in VISIBILITIES})),
    "meet": form(schema_of(plan="both"), "together", config={"gathers": [{"step": "all", "property": "joint"}]}),
}
OPEN = {"both", "guess", "joint", "released", "aggregate"}
ALWAYS_MINE = set(VISIBILITIES) - {"screen"}


def found(visible) -> set[str]:
    """The visibilities whose markers stand anywhere in what somebody may see."""
    return {v for v, marker in MARKERS.items() if marker in repr(visible)}


def release(pair, who, step="all"):
    """The counsellor's release of a seat's answers."""
    place = pair.place(who)
    row = {"couple_id": place.couple.id, "step": step, "occurrence": 1, "side": place.seat.side, "day": pair.now.date()}
    with session_scope(pair.engine, write=True) as session:
        session.execute(insert(metadata.tables["release"]).values(**row))


def test_until_both_answered_only_the_writer_and_what_is_for_the_counsellor_is_open(make_pair):
    pair = make_pair(edition_of({"all": PROGRAM["all"]}))
    pair.answer("me", "all", MARKERS)
    assert found(pair.sees("me", "all")) == ALWAYS_MINE
    assert pair.sees("you", "all") == Visible()
    assert found(pair.desk_sees("me", "all")) == {"released", "counsellor"}
    assert found(pair.desk_sees("me", "all", safety=True)) == {"screen"}


def test_once_both_answered_each_sees_what_opens_then(make_pair):
    pair = make_pair(edition_of({"all": PROGRAM["all"]}))
    pair.answer("me", "all", MARKERS)
    pair.skip("you", "all")
    assert found(pair.sees("you", "all")) == {"both", "guess"}
    assert found(pair.desk_sees("me", "all")) == {"both", "guess", "released", "counsellor"}
    assert found(pair.desk_sees("you", "all")) == set()


def test_a_release_opens_to_the_partner_without_an_answer_of_theirs(make_pair):
    pair = make_pair(edition_of({"all": PROGRAM["all"]}))
    pair.answer("me", "all", MARKERS)
    release(pair, "me")
    assert found(pair.sees("you", "all")) == {"released"}


def test_a_joint_step_that_both_reached_gathers_what_waited_for_it(make_pair):
    pair = make_pair(edition_of(PROGRAM))
    pair.answer("me", "all", MARKERS)
    pair.answer("you", "all", {"joint": "yours"})
    assert pair.sees("you", "meet").gathered == (
        {"step": "all", "property": "joint", "mine": "yours", "theirs": MARKERS["joint"]},
    )
    assert found(pair.sees("you", "all")) == {"both", "guess", "joint"}
    assert found(pair.desk_sees("me", "all")) == {"both", "guess", "joint", "released", "counsellor"}


def test_on_a_page_for_two_not_even_ones_own_private_words_are_gathered(make_pair):
    gathers = [{"step": "notes", "property": "note"}]
    talk = {"together": form(schema_of(plan="both"), "together", config={"gathers": gathers})}
    talk["alone"] = form(schema_of(plan="private"), "solo", config={"gathers": gathers})
    pair = make_pair(edition_of({"notes": form(schema_of(note="private")), "talk": talk}))
    pair.answer("me", "notes", {"note": "for me"})
    assert pair.sees("me", "talk", decision="together").gathered[0]["mine"] is None
    assert pair.sees("me", "talk").gathered[0]["mine"] == "for me"
    assert pair.sees("you", "talk").gathered[0]["theirs"] is None


def test_where_no_counsellor_accompanies_the_desk_sees_no_answer(make_pair):
    pair = make_pair(edition_of(PROGRAM, personal=False))
    for who in ("me", "you"):
        pair.answer(who, "all", MARKERS)
    for safety in (False, True):
        assert pair.desk_sees("me", "all", safety=safety) == Visible()


def test_an_unknown_viewer_sees_nothing(make_pair):
    pair = make_pair(edition_of(PROGRAM))
    pair.answer("me", "all", MARKERS)
    with session_scope(pair.engine) as session:
        place = pair.place("me")
        stranger = Viewer("administrator", place.seat.side, place.couple.id, place.keys, lambda: place.keys)
        assert read_step(session, stranger, pair.target("all"), pair.journey(session), now=pair.now) == Visible()


def test_the_keys_fail_on_their_own_with_the_policy_taken_out(make_pair):
    """The partner's keys on my rows: what policy would refuse does not open either."""
    pair = make_pair(edition_of({"all": PROGRAM["all"]}))
    pair.answer("me", "all", MARKERS)
    me, you = pair.place("me"), pair.place("you")
    with session_scope(pair.engine) as session:
        keys = keys_for_partner(session, pair.keyring, you.couple.id, you.seat.side, own=you.keys.own)
        for role in ("self", "counsellor", "safety"):
            forged = Viewer(role, me.seat.side, me.couple.id, keys, lambda: keys)
            with pytest.raises(SealError):
                read_step(session, forged, pair.target("all"), pair.journey(session), now=pair.now)


def test_the_visibility_under_which_something_was_given_holds_whatever_the_edition_says_now(make_pair):
    pair = make_pair(edition_of({"all": form(schema_of(it="joint", that="both"))}))
    pair.answer("me", "all", {"it": "given for later", "that": "given for both"})
    pair.answer("you", "all", {})
    pair.edition = edition_of({"all": form(schema_of(it="both", that="both"))}, sha="f" * 64)
    assert pair.sees("you", "all").theirs == {"that": "given for both"}


def scale(*names, top=4):
    return {"items": [{"at": f"/{name}", "min": 0, "max": top} for name in names], "rule": "sum"}


def numbers(**visibilities):
    return {
        "type": "object",
        "properties": {k: {"type": "integer", "x-visibility": v} for k, v in visibilities.items()},
    }


def test_a_score_is_as_open_as_its_narrowest_source(make_pair):
    schema = numbers(p="private", o="both", c="counsellor", s="screen")
    scales = {"private": scale("p", "o"), "both": scale("o"), "care": scale("c", "o"), "screen": scale("s", "o")}
    pair = make_pair(edition_of({"all": form(schema, scoring={"scales": scales})}))
    pair.answer("me", "all", {"p": 1, "o": 2, "c": 3, "s": 4})
    assert set(pair.sees("me", "all").scores["mine"]) == {"private", "both", "care"}
    assert set(pair.desk_sees("me", "all").scores) == set()
    pair.answer("you", "all", {"o": 1})
    assert pair.sees("you", "all").scores["theirs"] == {"both": {"value": 2, "missing": 0, "band": None}}
    assert set(pair.desk_sees("me", "all").scores["theirs"]) == {"both", "care"}


def test_an_aggregate_leaves_only_as_a_comparison(make_pair):
    schema = {"properties": {"ratings": {"type": "object", "x-visibility": "aggregate"}}}
    pair = make_pair(edition_of({"all": form(schema, scoring={"scales": {"sum": scale("ratings/a", top=99)}})}))
    pair.answer("me", "all", {"ratings": dict.fromkeys("abcd", 17)})
    assert pair.sees("me", "all").comparisons == {}
    pair.answer("you", "all", {"ratings": dict.fromkeys("abcd", 23)})
    seen = pair.sees("me", "all")
    assert (seen.theirs, seen.comparisons) == (None, {"ratings": "higher"})
    assert "theirs" not in seen.scores
    assert "23" not in repr(seen).replace("2026", "")
    assert pair.desk_sees("me", "all").comparisons == {"ratings": "lower"}
    assert "17" not in repr(pair.desk_sees("me", "all"))


def test_a_comparison_cannot_be_probed_by_answering_again(make_pair):
    schema = {"properties": {"ratings": {"type": "object", "x-visibility": "aggregate"}}}
    pair = make_pair(edition_of({"all": form(schema)}))
    for who, value in (("me", 1), ("you", 3)):
        pair.answer(who, "all", {"ratings": dict.fromkeys("abcd", value)})
    pair.answer("me", "all", {"ratings": dict.fromkeys("abcd", 5)}, n=2)
    assert pair.sees("me", "all").comparisons == {"ratings": "higher"}


def test_single_numbers_are_compared_only_when_there_are_four(make_pair):
    for count, expected in ((3, {}), (4, {"": "similar"})):
        pair = make_pair(edition_of({f"all{count}": form(numbers(**dict.fromkeys("abcd"[:count], "aggregate")))}))
        for who in ("me", "you"):
            pair.answer(who, f"all{count}", dict.fromkeys("abcd"[:count], 3))
        assert pair.sees("me", f"all{count}").comparisons == expected


def test_the_number_of_queries_is_constant(make_pair, engine):
    pair = make_pair(edition_of(PROGRAM))
    counts, statements = [], []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    for n in range(1, 6):
        pair.answer("me", "all", MARKERS | {"private": f"{n}"}, n=n)
        pair.answer("you", "all", MARKERS | {"private": f"{n}"}, n=n)
        statements.clear()
        pair.sees("me", "all")
        counts.append(sum(not s.startswith(("PRAGMA", "BEGIN")) for s in statements))
    assert len(set(counts)) == 1
    assert counts[0] == 4  # facts, entries with boxes, lifts, the key of the other


SCREEN = form(
    schema_of(afraid="screen"),
    "solo",
    flags=[
        {"flag": "fear", "when": {"properties": {"afraid": {"const": "yes"}}, "required": ["afraid"]}, "screen": True}
    ],
)
TWO_WAYS = {
    "together": form(schema_of(plan="both"), "together", protocol={"contraindications": ["fear"]}),
    "alone": form(schema_of(plan="private"), "solo"),
}


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_twins_differ_in_nothing_that_the_partner_gets(make_pair, couple, answer, request):
    """Row counts and sizes after a positive and a negative screen are those written down here, once for both."""
    pair = make_pair(edition_of({"screen": SCREEN, "talk": TWO_WAYS}))
    assert pair.answer("me", "screen", {"afraid": answer}).state == "stored"
    shape = {}
    with session_scope(pair.engine) as session:
        for name in ("entry", "box", "fact", "finding", "stance", "task", "decision", "draft", "lift"):
            found = session.execute(select(metadata.tables[name])).all()
            shape[name] = [len(row.box) if hasattr(row, "box") else 0 for row in found]
        care = [len(box) for box in session.scalars(select(metadata.tables["seat"].c.care_box)) if box]
    sealed = 512 + 12 + 16
    assert {name: sizes for name, sizes in shape.items() if sizes} == {
        "entry": [0], "box": [sealed], "fact": [0], "stance": [sealed], "task": [sealed],
    }  # fmt: skip
    assert care == [sealed, sealed]  # both seats have had one since the couple began
    for step in ("screen", "talk"):
        assert pair.sees("you", step) == Visible(gathered=())
    assert pair.sees("me", "screen") == Visible(mine={})
    assert pair.desk_sees("me", "screen") == Visible(theirs=None)
    later = pair.now + timedelta(days=2)
    assert pair.sees("you", "talk", at=later) == Visible()


def test_a_screen_cannot_be_guessed_by_sending_guesses(make_pair):
    pair = make_pair(edition_of({"screen": SCREEN}))
    states = {pair.answer("me", "screen", {"afraid": guess}, n=1).state for guess in ("yes", "no", "no", "yes")}
    assert states == {"stored"}
    assert pair.sees("me", "screen").n == 1
    assert pair.desk_sees("me", "screen", safety=True).flags == ("fear",)


def test_what_is_read_at_once_is_what_is_read_at_each_place(make_pair):
    words = schema_of(private="private", choose="choose", both="both", counsellor="counsellor", released="released")
    scale = {"scales": {"warmth": {"items": [{"at": "/both", "min": 0, "max": 9}]}}}
    steps = {f"s-{number}": form(words, scoring=scale) for number in range(3)}
    pair = make_pair(edition_of(steps | {"s-shared": form(schema_of(plan="both"), "together")}))
    for step in ("s-0", "s-1"):
        pair.answer("me", step, {name: f"{name} of me" for name in words["properties"]})
    pair.answer("you", "s-1", {name: f"{name} of you" for name in words["properties"]})
    pair.answer("me", "s-shared", {"plan": "a walk"})
    with session_scope(pair.engine) as session:
        couple = pair.place("me").couple.id
        keys, state = keys_for_counsellor(session, pair.keyring, couple), pair.journey(session)
        read = read_at_once(session, couple)
        seen = 0
        for who in ("me", "you"):
            for step in pair.edition.steps:
                about = (session, Viewer.desk(couple, pair.place(who).seat.side, keys), pair.target(step), state)
                alone = read_step(*about, now=pair.now)
                seen += bool(alone.theirs) + bool(alone.shared) + bool(alone.scores)
                assert read_step(*about, now=pair.now, read=read) == alone
    assert seen > 4
