"""Two partners with two devices each, and a clock: whatever the order, nothing is lost, doubled or shown too early.

The normal run tries some orders on each database; with ``NEARER_LONG=1`` it tries thousands.
"""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from fixtures import chat
from fixtures.phones import Told, check_all, phones_of, program

LONG = bool(os.environ.get("NEARER_LONG"))
ORDERS, AT_ONCE = (2000, 200) if LONG else (24, 6)
GROUPS = 20 if LONG else 12
"""How many orders one couple goes through; each has steps of its own."""


@pytest.fixture
def registry():
    """The trial plugin, with a talk that is open to all."""
    return chat.registry()


@pytest.fixture
def installation(installation, engine):
    """The installation on either database."""
    return replace(installation, engine=engine)


@pytest.fixture
def new_client(site):
    """Makes browsers of the couples' app alone."""

    def make():
        client = site.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return client

    return make


@pytest.fixture
def groups(enrol, publish, new_client, clock):
    """Gives phones at steps that nobody has touched, again and again."""

    def give():
        while True:
            phones = phones_of(enrol(publish(program(GROUPS)).link), new_client, clock)
            for group in range(GROUPS):
                told = Told()
                for phone in phones:
                    phone.turn_to(group, told)
                yield phones

    return give()


def works_of(phone, rng):
    """What one device sets out to do: a few things, in an order of its own."""
    twice = {"twice": rng.random() < 0.3}
    every = {
        "open": phone.open,
        "save": lambda: phone.save(rng.choice(("d", "f", "df")), **twice),
        "send": lambda: phone.send(**twice),
        "pass": phone.pass_by,
        "plan": lambda: phone.plan(**twice),
        "confirm": lambda: phone.confirm(**twice),
        "poll": phone.poll,
        "lift": lambda: phone.lift(**twice),
        "talk": lambda: phone.talk(rng.choice, **twice),
    }
    names = rng.choices(list(every), weights=(3, 5, 4, 1, 2, 2, 2, 2, 3), k=rng.randint(3, 5))
    return [(phone.name, name, every[name]) for name in names]


def time_goes_by(phones, clock, rng):
    """Some minutes, or now and then a night after which everybody comes in again."""
    if rng.random() < 0.8:
        clock.move(minutes=rng.randint(1, 6))
        return
    clock.move(hours=25)
    for phone in phones:
        phone.come_back()


def in_one_order(phones, clock, rng):
    """All that four devices and the clock do, each in its order, mixed."""
    for phone in phones:  # or the minutes of this order and of the one before would lock who did nothing late in it
        phone.look(phone.client.get(f"/s/{phone.seat}/"))
    lines = [works_of(phone, rng) for phone in phones]
    lines.append([("clock", "", lambda: time_goes_by(phones, clock, rng)) for _ in range(rng.randint(0, 2))])
    while any(lines):
        name, what, work = rng.choice([line for line in lines if line]).pop(0)
        phones[0].told.log.append(f"{name} {what}")
        work()


@pytest.mark.slow
def test_in_any_order_nothing_is_lost_doubled_or_shown_too_early(groups, installation, clock):
    for seed in range(ORDERS):
        phones = next(groups)
        phones[0].told.log.append(f"seed {seed}")
        in_one_order(phones, clock, random.Random(seed))
        check_all(installation, phones)


@pytest.mark.slow
def test_at_the_same_time_nothing_is_lost_or_doubled(groups, installation):
    for seed in range(AT_ONCE):
        phones, rng = next(groups), random.Random(seed)
        phones[0].told.at_once = True
        lines, barrier = [works_of(phone, random.Random(rng.random())) for phone in phones], Barrier(len(phones))

        def work(line, barrier=barrier):
            barrier.wait()
            for name, what, each in line:
                phones[0].told.log.append(f"{name} {what}")  # noqa: B023 - the threads end within the round
                each()

        with ThreadPoolExecutor(len(phones)) as threads:
            list(threads.map(work, lines))
        check_all(installation, phones)
