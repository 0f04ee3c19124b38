"""The queue of SQLite's writers: one at a time, first come first served, and free again when its holder dies.

Every wait here is for something that happens, a line or an exit; only holding the lock itself takes a while.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.config import ROOT
from app.writer_lock import (
    STALLED,
    WRITING_THREADS,
    LockFileError,
    WriterBusyError,
    WriterLock,
    WriterQueue,
)

ROUNDS = 150
PATIENCE = 30  # seconds, for a machine that has much else to do
BEGINNING = """
import os, sys
from pathlib import Path
# The module stands alone; without the rest of the house it is there at once.
sys.path.append("app")
from writer_lock import WriterLock
folder = Path(sys.argv[1])
lock = WriterLock(folder / "ward.sqlite3")
"""
COUNT = (
    BEGINNING
    + """
def add(rounds):
    for _ in range(rounds):
        lock.acquire()
        path = folder / "number"
        number = int(path.read_text())
        path.write_text(str(number + 1))
        lock.release()
"""
)
ADD_IN_THREADS = (
    COUNT
    + f"""
import threading
threads = [threading.Thread(target=add, args=({ROUNDS},)) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
)
ADD_IN_A_FORK = (
    COUNT
    + f"""
add(1)
child = os.fork()
add({ROUNDS})
if child == 0: os._exit(0)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
)
HOLD = (
    BEGINNING
    + """
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""
)
WRITE_AFTER_WAITING = (
    BEGINNING
    + """
lock.acquire()
with (folder / "log").open("a") as log: log.write("other\\n")
lock.release()
"""
)


OPEN_AS_ANOTHER = (
    BEGINNING
    + """
from writer_lock import LockFileError
if os.geteuid() == 0: os.setuid(65534)
try: lock.acquire()
except LockFileError as error: print(error)
"""
)


@contextmanager
def running(program: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a program beside the test; end it, if it still runs, at the end."""
    command = [sys.executable, "-c", program, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def _is_held(path: Path) -> bool:
    """Tell whether somebody holds the lock of a file."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _write_lock(folder: Path) -> Path:
    return folder / "ward.sqlite3.writer"


def _queue_lock(folder: Path) -> Path:
    return folder / "ward.sqlite3.turnstile"


def _wait_for_the_queue_lock(folder: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a process waits for the write lock: it holds the queue lock then."""
    deadline = time.monotonic() + PATIENCE
    while not _is_held(_queue_lock(folder)):
        assert process.poll() is None, "the process ended instead of waiting"
        assert time.monotonic() < deadline, "the process waits for something else than the write lock"


@pytest.fixture
def lock(tmp_path: Path) -> WriterLock:
    """Return a lock in a folder of the test's own."""
    return WriterLock(tmp_path / "ward.sqlite3")


def test_one_at_a_time_across_processes_threads_and_forks(tmp_path: Path) -> None:
    (tmp_path / "number").write_text("0")
    with running(ADD_IN_THREADS, tmp_path) as one, running(ADD_IN_A_FORK, tmp_path) as other:
        assert (one.wait(PATIENCE), other.wait(PATIENCE)) == (0, 0)
    # Two threads, a parent and its child; the last wrote once more before it forked.
    assert int((tmp_path / "number").read_text()) == 4 * ROUNDS + 1


def test_a_process_that_waits_comes_before_the_one_that_just_wrote(tmp_path: Path, lock: WriterLock) -> None:
    lock.acquire()
    with running(WRITE_AFTER_WAITING, tmp_path) as other:
        _wait_for_the_queue_lock(tmp_path, other)
        lock.release()
        lock.acquire()
        with (tmp_path / "log").open("a") as log:
            log.write("we\n")
        lock.release()
        assert other.wait(PATIENCE) == 0
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
        assert _is_held(_write_lock(tmp_path))
        holder.send_signal(signal.SIGKILL)
        assert holder.wait(PATIENCE) == -signal.SIGKILL
        lock.acquire()
        lock.release()


def test_a_process_that_is_killed_while_it_waits_leaves_the_queue(tmp_path: Path, lock: WriterLock) -> None:
    lock.acquire()
    with running(WRITE_AFTER_WAITING, tmp_path) as other:
        _wait_for_the_queue_lock(tmp_path, other)
        other.send_signal(signal.SIGKILL)
        assert other.wait(PATIENCE) == -signal.SIGKILL
    lock.release()
    assert not _is_held(_queue_lock(tmp_path))
    lock.acquire()
    lock.release()


def test_released_lock_is_free(tmp_path: Path, lock: WriterLock) -> None:
    lock.acquire()
    assert _is_held(_write_lock(tmp_path))
    assert not _is_held(_queue_lock(tmp_path)), "who holds the write lock has let the queue lock go"
    lock.release()
    assert not _is_held(_write_lock(tmp_path))


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
        return pool.submit(_outcome, lock, timeout).result(PATIENCE)


def test_a_queue_that_does_not_move_is_an_error_and_not_a_wait_for_ever(lock: WriterLock) -> None:
    lock.acquire()
    assert _outcome_in_a_thread(lock, 0.01) == "busy"
    lock.release()
    # Who gave up left nothing behind.
    assert _outcome(lock, PATIENCE) == "could write"


def test_another_process_that_hangs_does_not_hang_us(tmp_path: Path, lock: WriterLock) -> None:
    with running(HOLD, tmp_path) as holder, ThreadPoolExecutor(1) as pool:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.send_signal(signal.SIGSTOP)
        try:
            assert pool.submit(_outcome, lock, 0.05).result(PATIENCE) == "busy"
            assert not _is_held(_queue_lock(tmp_path)), "who gave up has let the queue lock go"
        finally:
            holder.kill()
    assert _outcome(lock, PATIENCE) == "could write"


def test_another_process_that_hangs_while_it_waits_does_not_hang_us(tmp_path: Path, lock: WriterLock) -> None:
    lock.acquire()
    with running(WRITE_AFTER_WAITING, tmp_path) as other, ThreadPoolExecutor(1) as pool:
        _wait_for_the_queue_lock(tmp_path, other)
        other.send_signal(signal.SIGSTOP)
        lock.release()
        try:
            assert pool.submit(_outcome, lock, 0.05).result(PATIENCE) == "busy"
        finally:
            other.kill()
    assert _outcome(lock, PATIENCE) == "could write"


def test_the_limit_is_one_for_threads_and_processes_together(tmp_path: Path, lock: WriterLock) -> None:
    """Who waits behind a thread that waits for another process does not start to count anew at each."""
    limit = 1.0
    with running(HOLD, tmp_path) as holder, ThreadPoolExecutor(1) as pool:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            first = pool.submit(_outcome, lock, limit)
            began = time.monotonic()
            assert _outcome(lock, limit) == "busy"
            waited = time.monotonic() - began
            assert first.result(PATIENCE) == "busy"
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
        queue.acquire(PATIENCE)
        inside.release()
        enough.wait(PATIENCE)
        queue.release()

    threads = [threading.Thread(target=hold) for _ in range(WRITING_THREADS)]
    for thread in threads:
        thread.start()
    assert inside.acquire(timeout=PATIENCE)
    began = time.monotonic()
    try:
        while (outcome := _outcome(queue, PATIENCE)) != "busy":
            assert time.monotonic() < began + PATIENCE  # Not all the others were there yet.
        assert outcome == "busy"
        assert time.monotonic() < began + PATIENCE / 2, "the fourth waited as long as the others"
    finally:
        enough.set()
        for thread in threads:
            thread.join()
    assert _outcome(queue, PATIENCE) == "could write"


def test_a_queue_that_moves_lets_everybody_wait(lock: WriterLock) -> None:
    """Ten threads, who write for longer together than the fourth waits for one."""

    def write_for_a_while() -> None:
        lock.acquire(PATIENCE)
        threading.Event().wait(STALLED / 5)
        lock.release()

    with ThreadPoolExecutor(10) as pool:
        for done in [pool.submit(write_for_a_while) for _ in range(10)]:
            done.result(PATIENCE)


def test_the_files_are_their_owners_alone(tmp_path: Path, lock: WriterLock) -> None:
    lock.acquire()
    lock.release()
    assert [path.stat().st_mode & 0o077 for path in (_write_lock(tmp_path), _queue_lock(tmp_path))] == [0, 0]


def test_a_lock_that_cannot_be_opened_is_not_held(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "missing" / "ward.sqlite3")
    for _ in range(2):
        with pytest.raises(LockFileError, match=r"ward\.sqlite3\.turnstile: No such file or directory"):
            lock.acquire()


def test_lock_files_made_by_root_belong_to_the_owner_of_the_database(tmp_path: Path, lock: WriterLock) -> None:
    database = tmp_path / "ward.sqlite3"
    database.touch()
    if os.geteuid() == 0:
        os.chown(database, 65534, 65534)
    lock.acquire()
    lock.release()
    owner = database.stat().st_uid
    assert [path.stat().st_uid for path in (_write_lock(tmp_path), _queue_lock(tmp_path))] == [owner, owner]


def test_a_lock_of_another_owner_is_said_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "ward.sqlite3.turnstile"
    path.touch(mode=0o000)
    with running(OPEN_AS_ANOTHER, tmp_path) as process:
        said, _ = process.communicate(timeout=PATIENCE)
    assert said == f"{path}: Permission denied\n"


def test_a_lock_that_can_be_opened_by_half_leaves_nothing_open(tmp_path: Path, lock: WriterLock) -> None:
    _write_lock(tmp_path).symlink_to(tmp_path / "missing" / "lock")
    before = len(list(Path("/dev/fd").iterdir()))
    for _ in range(9):
        with pytest.raises(LockFileError):
            lock.acquire()
    assert len(list(Path("/dev/fd").iterdir())) == before
