"""The queue of SQLite's writers: one at a time, first come first served, and free again when its holder dies.

Every wait here is for something that happens, a line or an exit; only holding the lock itself takes a while.
"""

from __future__ import annotations

import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.writer_lock import (
    STALLED,
    WRITING_THREADS,
    WriterBusyError,
    WriterLock,
    WriterQueue,
)
from tests.writer_lock.programs import (
    HOLD,
    TIMEOUT,
    WRITE_AFTER_WAITING,
    is_held,
    queue_lock,
    running,
    wait_for_the_queue_lock,
    write_lock,
)


def test_a_process_that_waits_comes_before_the_one_that_just_wrote(tmp_path: Path, lock: WriterLock) -> None:
    lock.acquire()
    with running(WRITE_AFTER_WAITING, tmp_path) as other:
        wait_for_the_queue_lock(tmp_path, other)
        lock.release()
        lock.acquire()
        with (tmp_path / "log").open("a") as log:
            log.write("we\n")
        lock.release()
        assert other.wait(TIMEOUT) == 0
    assert (tmp_path / "log").read_text().split() == ["other", "we"]


def _rounds_until_the_other_got_in(lock: WriterLock) -> int:
    """Return how often we wrote again after another thread had come to wait."""
    comes, got_in = threading.Event(), threading.Event()

    def other() -> None:
        comes.set()
        lock.acquire()
        got_in.set()
        lock.release()

    thread = threading.Thread(target=other)
    lock.acquire()
    thread.start()
    comes.wait()
    rounds = 0
    while not got_in.is_set():
        lock.release()
        lock.acquire()
        rounds += 1
    lock.release()
    thread.join()
    return rounds


def test_a_thread_that_waits_comes_before_the_one_that_just_wrote(lock: WriterLock) -> None:
    rounds = [_rounds_until_the_other_got_in(lock) for _ in range(20)]
    # The other says that it comes just before it does, so now and then we write once before it waits.
    assert sum(rounds) <= 3 * len(rounds), f"times written before a waiting thread did: {rounds}"


def test_a_killed_process_lets_go(tmp_path: Path, lock: WriterLock) -> None:
    with running(HOLD, tmp_path) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert is_held(write_lock(tmp_path))
        holder.send_signal(signal.SIGKILL)
        assert holder.wait(TIMEOUT) == -signal.SIGKILL
        lock.acquire()
        lock.release()


def test_a_process_that_is_killed_while_it_waits_leaves_the_queue(tmp_path: Path, lock: WriterLock) -> None:
    lock.acquire()
    with running(WRITE_AFTER_WAITING, tmp_path) as other:
        wait_for_the_queue_lock(tmp_path, other)
        other.send_signal(signal.SIGKILL)
        assert other.wait(TIMEOUT) == -signal.SIGKILL
    lock.release()
    assert not is_held(queue_lock(tmp_path))
    lock.acquire()
    lock.release()


def test_released_lock_is_free(tmp_path: Path, lock: WriterLock) -> None:
    lock.acquire()
    assert is_held(write_lock(tmp_path))
    assert not is_held(queue_lock(tmp_path)), "who holds the write lock has let the queue lock go"
    lock.release()
    assert not is_held(write_lock(tmp_path))


def _outcome(lock: WriterLock | WriterQueue, timeout: float) -> str:
    """Wait until one may write and let go again; tell what came of it."""
    try:
        lock.acquire(timeout)
    except WriterBusyError:
        return "busy"
    lock.release()
    return "could write"


def _outcome_in_a_thread(lock: WriterLock | WriterQueue, timeout: float) -> str:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_outcome, lock, timeout).result(TIMEOUT)


def test_a_queue_that_does_not_move_is_an_error_and_not_a_wait_for_ever(lock: WriterLock) -> None:
    lock.acquire()
    assert _outcome_in_a_thread(lock, 0.01) == "busy"
    lock.release()
    # Who gave up left nothing behind.
    assert _outcome(lock, TIMEOUT) == "could write"


def test_another_process_that_hangs_does_not_hang_us(tmp_path: Path, lock: WriterLock) -> None:
    with running(HOLD, tmp_path) as holder, ThreadPoolExecutor(1) as pool:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.send_signal(signal.SIGSTOP)
        try:
            assert pool.submit(_outcome, lock, 0.05).result(TIMEOUT) == "busy"
            assert not is_held(queue_lock(tmp_path)), "who gave up has let the queue lock go"
        finally:
            holder.kill()
    assert _outcome(lock, TIMEOUT) == "could write"


def test_another_process_that_hangs_while_it_waits_does_not_hang_us(tmp_path: Path, lock: WriterLock) -> None:
    lock.acquire()
    with running(WRITE_AFTER_WAITING, tmp_path) as other, ThreadPoolExecutor(1) as pool:
        wait_for_the_queue_lock(tmp_path, other)
        other.send_signal(signal.SIGSTOP)
        lock.release()
        try:
            assert pool.submit(_outcome, lock, 0.05).result(TIMEOUT) == "busy"
        finally:
            other.kill()
    assert _outcome(lock, TIMEOUT) == "could write"


def test_the_limit_is_one_for_threads_and_processes_together(tmp_path: Path, lock: WriterLock) -> None:
    """Who waits behind a thread that waits for another process does not start to count anew at each."""
    limit = 3.0
    with running(HOLD, tmp_path) as holder, ThreadPoolExecutor(1) as pool:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            first = pool.submit(_outcome, lock, limit)
            began = time.monotonic()
            assert _outcome(lock, limit) == "busy"
            waited = time.monotonic() - began
            assert first.result(TIMEOUT) == "busy"
        finally:
            holder.kill()
    assert waited < 2 * limit


@pytest.mark.parametrize("kind", [WriterLock, WriterQueue])
def test_one_thread_of_a_process_stays_free(tmp_path: Path, kind: type[WriterLock | WriterQueue]) -> None:
    """When nothing moves, the fourth does not wait as long as the others: it has health and pages to answer."""
    queue = WriterLock(tmp_path / "ward.sqlite3") if kind is WriterLock else WriterQueue()
    enough = threading.Event()
    inside = threading.Semaphore(0)

    def hold() -> None:
        queue.acquire(TIMEOUT)
        inside.release()
        enough.wait(TIMEOUT)
        queue.release()

    threads = [threading.Thread(target=hold) for _ in range(WRITING_THREADS)]
    for thread in threads:
        thread.start()
    assert inside.acquire(timeout=TIMEOUT)
    began = time.monotonic()
    try:
        while (outcome := _outcome(queue, TIMEOUT)) != "busy":
            assert time.monotonic() < began + TIMEOUT  # Not all the others were there yet.
        assert outcome == "busy"
        assert time.monotonic() < began + TIMEOUT / 2, "the fourth waited as long as the others"
    finally:
        enough.set()
        for thread in threads:
            thread.join()
    assert _outcome(queue, TIMEOUT) == "could write"


def test_a_queue_that_moves_lets_everybody_wait(lock: WriterLock) -> None:
    """Ten threads, who write for longer together than the fourth waits for one."""

    def write_for_a_while() -> None:
        lock.acquire(TIMEOUT)
        threading.Event().wait(STALLED / 5)
        lock.release()

    with ThreadPoolExecutor(10) as pool:
        for done in [pool.submit(write_for_a_while) for _ in range(10)]:
            done.result(TIMEOUT)
