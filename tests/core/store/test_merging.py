"""Two devices at one draft: what each wrote stays, untouched fields come together, what both changed is asked."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from nearer.rules.canonical import canonical
from nearer.store.merging import Draft, Sent, join, marks_of, split

NAMES = ("a", "b", "c~/d")


def mark(pointer, value):
    return sha256(canonical([pointer, value]).encode()).hexdigest()[:12]


def drawn(draft):
    """What a page that is drawn now knows."""
    return marks_of(draft.answer(), mark)


def sent(answer, knew=None, page="p1", turn=1, **more):
    return Sent(answer, knew or {}, page, turn, **more)


EMPTY = Draft.over({}, {}, mark)


def values(draft, pointer):
    return [each.get("value") for each in draft.fields.get(pointer, [])]


def test_fields_that_only_one_device_touched_come_together():
    first = EMPTY.merge(sent({"a": "one"}))
    both = first.merge(sent({"b": "two"}, page="p2"))
    assert both.answer() == {"a": "one", "b": "two"}
    assert list(both.asks()) == []


def test_parts_of_one_property_come_together_too():
    first = EMPTY.merge(sent({"r": {"talk": 1}}))
    assert first.merge(sent({"r": {"trust": 2}}, page="p2")).answer() == {"r": {"talk": 1, "trust": 2}}


def test_of_a_field_that_both_changed_both_stay_and_each_goes_on_with_its_own():
    draft = EMPTY.merge(sent({"a": "one"})).merge(sent({"a": "two"}, page="p2"))
    assert values(draft, "/a") == ["one", "two"]
    draft = draft.merge(sent({"a": "one more"}, {"/a": mark("/a", "one")}, turn=2))
    draft = draft.merge(sent({"a": "two more"}, {"/a": mark("/a", "two")}, "p2", 2))
    assert values(draft, "/a") == ["one more", "two more"]
    assert draft.answer() == {"a": "one more"}
    assert draft.answer("p2") == {"a": "two more"}


def test_whoever_saw_what_stands_takes_its_place():
    first = EMPTY.merge(sent({"a": "one"}))
    assert first.merge(sent({"a": "two"}, drawn(first), "p2")).fields.keys() == {"/a"}
    assert values(first.merge(sent({"a": "two"}, drawn(first), "p2")), "/a") == ["two"]
    assert values(first.merge(sent({}, drawn(first), "p2")), "/a") == [None]


def test_a_page_whose_reply_was_lost_does_not_quarrel_with_itself():
    draft = EMPTY.merge(sent({"a": "one"})).merge(sent({"a": "one two"}, turn=2))
    assert values(draft, "/a") == ["one two"]


def test_a_copy_that_comes_late_is_left_aside():
    draft = EMPTY.merge(sent({"a": "one two"}, turn=2))
    assert values(draft.merge(sent({"a": "one"}, turn=1)), "/a") == ["one two"]


def test_a_submitted_answer_is_not_written_over_by_an_old_page():
    old = {"/a": mark("/a", "one")}
    draft = Draft.over({"a": "sent since"}, {}, mark).merge(sent({"a": "late"}, old))
    assert values(draft, "/a") == ["sent since", "late"]
    untouched = Draft.over({"a": "sent since"}, {}, mark).merge(sent({"a": "one", "b": "new"}, old))
    assert untouched.answer() == {"a": "sent since", "b": "new"}


def test_what_the_other_changed_under_a_draft_is_asked_about():
    kept = Draft.over({"a": "plan"}, {}, mark).merge(sent({"a": "my plan"}, {"/a": mark("/a", "plan")})).kept
    assert values(Draft.over({"a": "plan"}, kept, mark), "/a") == ["my plan"]
    assert values(Draft.over({"a": "another plan"}, kept, mark), "/a") == ["my plan", "another plan"]


def test_what_the_form_of_a_page_shows_comes_first():
    draft = EMPTY.merge(sent({"a": "one"})).merge(sent({"a": "two"}, page="p2"))
    ((_, versions),) = draft.asks("p2")
    assert [each["value"] for _, each in versions] == ["two", "one"]


def test_a_version_is_chosen_by_its_mark():
    draft = EMPTY.merge(sent({"a": "one"})).merge(sent({"a": "two"}, page="p2"))
    assert values(draft.choose("/a", mark("/a", "two")), "/a") == ["two"]
    assert draft.choose("/a", "nothing") == draft.choose("/z", "x") == draft


def test_a_page_is_asked_about_what_it_can_not_know_and_only_once():
    draft = EMPTY.merge(sent({"a": "one"}))
    late = sent({"a": "two"}, page="p2")
    assert draft.others(late).keys() == {"/a"}
    assert draft.others(sent({"a": "two"}, page="p2", seen=frozenset({mark("/a", "one")}))) == {}
    assert draft.others(sent({"a": "one"})) == {}


TEXT = st.sampled_from(["", "a", "b"])
answers = st.dictionaries(
    st.sampled_from(NAMES),
    st.one_of(
        TEXT, st.integers(0, 3), st.lists(TEXT, max_size=2),
        st.dictionaries(st.sampled_from(NAMES), TEXT, max_size=2),
    ),
)  # fmt: skip


@given(answers)
def test_an_answer_comes_back_from_its_fields(answer):
    assert join(split(answer)) == answer


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.booleans(), st.sampled_from("ab")), max_size=12))
def test_in_any_order_nothing_that_was_saved_is_lost_unless_somebody_who_saw_it_wrote_over_it(steps):
    """Devices only add to what they see; so the last word of each is in some version of the field at the end."""
    draft, pages, last = EMPTY, {}, {}
    for n, (device, fresh, name) in enumerate(steps):
        if fresh or device not in pages:
            pages[device] = [f"{device}{n}", dict(draft.answer()), drawn(draft), 0]
        page = pages[device]
        page[1][name] = f"{page[1].get(name, '')}<{n}>"
        page[3] += 1
        draft = draft.merge(Sent(dict(page[1]), page[2], page[0], page[3]))
        page[2] = marks_of(page[1], mark)
        last[n] = name
        everything = {each: "".join(str(v) for v in values(draft, f"/{each}")) for each in NAMES}
        assert all(f"<{k}>" in everything[where] for k, where in last.items())


def test_a_blank_other_version_was_seen_as_well():
    draft = Draft.over({}, {}, mark).merge(sent({"a": "late"}, {"/a": mark("/a", "one")}))
    assert values(draft, "/a") == [None, "late"]
    seen = frozenset(each for _, versions in draft.asks() for each, _ in versions)
    assert all(seen)
    assert draft.others(sent({"a": "later"}, seen=frozenset(" ".join(seen).split()))) == {}


def test_what_was_drafted_before_it_closed_is_shown_once_so_that_nobody_is_asked_for_ever():
    draft = Draft.over({"a": "sent"}, {}, mark).merge(sent({"a": "sent and more"}, {"/a": mark("/a", "sent")}))
    assert list(draft.asks()) == []
    ((pointer, versions),) = draft.asks(closed=frozenset("a"))
    seen = frozenset(each for each, _ in versions)
    assert draft.others(sent({"a": "sent"}, page="p2")).keys() == {pointer}
    assert draft.others(sent({"a": "sent"}, page="p2", seen=seen)) == {}
