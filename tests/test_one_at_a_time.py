"""One thread works, one waits for a moment, and whoever comes then is told at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event

import pytest

from app.one_at_a_time import BusyError, OneAtATime

HANGS = 5  # seconds


class Worker:
    """A thread that asks for its turn and keeps it until it is told to end."""

    def __init__(
        self, pool: ThreadPoolExecutor, works: OneAtATime, *, waits: bool = False, first: bool = False
    ) -> None:
        self.has_turn, self.ends = Event(), Event()
        self.end: Future[None] = pool.submit(self._work, works, waits, first)

    def _work(self, works: OneAtATime, waits: bool, first: bool) -> None:
        with works.alone(waits=waits, first=first):
            self.has_turn.set()
            assert self.ends.wait(HANGS)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def test_waiting_thread_works_when_the_first_has_ended(pool: ThreadPoolExecutor) -> None:
    works = OneAtATime(timeout=0.1)
    first = Worker(pool, works)
    assert first.has_turn.wait(HANGS)
    second = Worker(pool, works, waits=True)
    assert not second.has_turn.wait(0.5), "it works alone, however long it takes"
    first.ends.set()
    assert second.has_turn.wait(HANGS)
    second.ends.set()
    first.end.result(HANGS)
    second.end.result(HANGS)


def test_a_caller_that_waits_too_long_is_refused(pool: ThreadPoolExecutor) -> None:
    works = OneAtATime(timeout=0.1)
    first = Worker(pool, works)
    assert first.has_turn.wait(HANGS)
    with pytest.raises(BusyError):
        Worker(pool, works).end.result(HANGS)
    first.ends.set()
    first.end.result(HANGS)
    with works.alone():
        pass


def test_a_second_waiting_caller_is_refused_at_once(pool: ThreadPoolExecutor) -> None:
    works = OneAtATime(timeout=3 * HANGS)
    first = Worker(pool, works)
    assert first.has_turn.wait(HANGS)
    waiting = {worker.end: worker for worker in (Worker(pool, works), Worker(pool, works))}
    [outcomes], [other] = wait(waiting, HANGS, FIRST_COMPLETED)
    first.ends.set()
    assert isinstance(outcomes.exception(), BusyError)
    waiting[other].ends.set()
    assert other.exception(HANGS) is None, "it still waited, and had its turn"


def test_priority_thread_has_a_place_of_its_own_and_is_next(pool: ThreadPoolExecutor) -> None:
    works = OneAtATime(timeout=3 * HANGS)
    working = Worker(pool, works)
    assert working.has_turn.wait(HANGS)
    waiting = Worker(pool, works)
    assert not waiting.has_turn.wait(0.1)
    first = Worker(pool, works, first=True)
    assert not first.has_turn.wait(0.1)
    with pytest.raises(BusyError):
        Worker(pool, works, first=True).end.result(HANGS)
    working.ends.set()
    assert first.has_turn.wait(HANGS)
    assert not waiting.has_turn.is_set()
    first.ends.set()
    assert waiting.has_turn.wait(HANGS)
    waiting.ends.set()
    for each in (working, first, waiting):
        each.end.result(HANGS)


def test_thread_that_times_out_gives_up_its_place_and_its_turn(pool: ThreadPoolExecutor) -> None:
    works = OneAtATime(timeout=0.5)
    working = Worker(pool, works)
    assert working.has_turn.wait(HANGS)
    first, waiting = Worker(pool, works, first=True), Worker(pool, works, waits=True)
    with pytest.raises(BusyError):
        first.end.result(HANGS)
    working.ends.set()
    assert waiting.has_turn.wait(HANGS)
    waiting.ends.set()
    waiting.end.result(HANGS)


def test_thread_that_waited_elsewhere_works_only_where_a_turn_is_free(pool: ThreadPoolExecutor) -> None:
    works = OneAtATime(timeout=HANGS)
    with works.alone(waited=2 * HANGS):
        pass
    working = Worker(pool, works)
    assert working.has_turn.wait(HANGS)
    with pytest.raises(BusyError), works.alone(waited=2 * HANGS):
        pass
    working.ends.set()
    working.end.result(HANGS)


def test_work_that_fails_ends_its_turn() -> None:
    works = OneAtATime()
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), works.alone():
            raise ZeroDivisionError
