"""The worker: does in rounds, beside the server, what no request of a person should wait for or set off.

A round is a function of the installation that does a bounded piece of work and says how much that was. It can stop at
any point and be begun anew, beside another worker that does the same.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from nearer.rounds import messages, milestones, reminders, retention
from nearer.store.beats import note_beat
from nearer.store.engine import session_scope
from nearer.store.moves import run_moves

if TYPE_CHECKING:
    from nearer.installation import Installation

Round = Callable[["Installation"], int]
COMPOSERS: Mapping[str, messages.Composer] = {"code": reminders.compose_code, "reminder": reminders.compose_reminder}
"""What makes the message of each kind of row in the outbox."""

ROUNDS: Mapping[str, Round] = {
    "moves": run_moves,
    "milestones": milestones.open_tasks,
    "reminders": reminders.look_at_slots,
    "messages": lambda site: messages.send_due(site, composers={**site.registry.composers, **COMPOSERS}),
    "retention": retention.clear,
}
"""What a worker does, in this order; each says how many things it did, and is asked again until it says none."""

PAUSE = 20.0
"""Seconds from the end of one work to the next."""

TURNS = 500
"""How often one round is asked in one work, so that the others have their turn."""

_STEP = 1.0
_RESTART = 5.0
log = logging.getLogger(__name__)
Done = dict[str, "int | None"]


def work(installation: Installation, *, rounds: Mapping[str, Round] = ROUNDS, stop: Event | None = None) -> Done:
    """Do every round until nothing is left, and say how much each did; None where one failed.

    A round that fails takes no other with it. Its failure is logged as its kind only: the text may hold words.
    """
    stop, done = stop or Event(), Done()
    for name, each in rounds.items():
        try:
            done[name] = _until_nothing_is_left(installation, each, stop)
        except Exception as error:  # noqa: BLE001 - the next work tries again
            # Without the trace, which would hold values.
            log.error("the round %s failed: %s at %s", name, type(error).__name__, _place(error))  # noqa: TRY400
            done[name] = None
    with session_scope(installation.engine, write=True) as session:
        note_beat(session, now=installation.now())
    return done


def work_on(
    installation: Installation, tell: Callable[[Done], None], *, stop: Event, beside: int | None = None
) -> None:
    """Work until *stop* is set, or the parent process *beside* is gone; *tell* hears of every work that did something.

    The database may be away for a while: that is logged, and the next work finds it again.
    """
    while not stop.is_set():
        try:
            done = work(installation, stop=stop)
        except Exception as error:  # noqa: BLE001 - see above
            log.error("the worker could not work: %s", type(error).__name__)  # noqa: TRY400 - no values
        else:
            if any(done.values()):
                tell(done)
        _pause(stop, beside)


@contextmanager
def ended_by_signals() -> Iterator[Event]:
    """An event that an interrupt or a request to end sets, so that the work in hand is finished first."""
    stop = Event()
    before = {each: signal.signal(each, lambda *_: stop.set()) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker as a process of its own, begun again when it dies, that ends with this one however that ends.

    It takes its settings from the environment.
    """
    ending, running = Event(), list[subprocess.Popen[bytes]]()
    # The parent's number: a worker sees that it has another parent now, even after a kill that nobody could handle.
    command = [sys.executable, "-P", "-c", "from nearer.commands import main; main()"]
    command += ["worker", "--beside", str(os.getpid())]

    def keep() -> None:
        while not ending.is_set():
            running[:] = [subprocess.Popen(command)]  # noqa: S603 - our own command
            if ending.is_set():
                running[0].terminate()
            running[0].wait()
            ending.wait(_RESTART)

    keeper = Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        for each in running:
            each.terminate()
        keeper.join(timeout=30)
        for each in running:
            each.kill()


def _until_nothing_is_left(installation: Installation, each: Round, stop: Event) -> int:
    total = 0
    for _ in range(TURNS):
        if stop.is_set():
            break
        count = each(installation)
        total += count
        if not count:
            break
    return total


def _pause(stop: Event, beside: int | None) -> None:
    waited = 0.0
    while waited < PAUSE and not stop.wait(_STEP):
        waited += _STEP
        if beside is not None and os.getppid() != beside:
            stop.set()


def _place(error: BaseException) -> str:
    trace: Any = error.__traceback__
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
