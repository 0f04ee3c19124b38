"""Programs of another process that take the write lock, and the files they lock."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.config import ROOT

TIMEOUT = 30  # seconds, for a machine that has much else to do


PREAMBLE = """
import os, sys
from pathlib import Path
# The module stands alone; without the rest of the house it is there at once.
sys.path.append("app")
from writer_lock import WriterLock
folder = Path(sys.argv[1])
lock = WriterLock(folder / "ward.sqlite3")
"""


ROUNDS = 150

COUNT = (
    PREAMBLE
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

OPEN_AS_ANOTHER = (
    PREAMBLE
    + """
from writer_lock import LockFileError
if os.geteuid() == 0: os.setuid(65534)
try: lock.acquire()
except LockFileError as error: print(error)
"""
)

HOLD = (
    PREAMBLE
    + """
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""
)


WRITE_AFTER_WAITING = (
    PREAMBLE
    + """
lock.acquire()
with (folder / "log").open("a") as log: log.write("other\\n")
lock.release()
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


def is_held(path: Path) -> bool:
    """Return whether somebody holds the lock of a file."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def write_lock(folder: Path) -> Path:
    return folder / "ward.sqlite3.writer"


def queue_lock(folder: Path) -> Path:
    return folder / "ward.sqlite3.turnstile"


def wait_for_the_queue_lock(folder: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a process waits for the write lock: it holds the queue lock then."""
    deadline = time.monotonic() + TIMEOUT
    while not is_held(queue_lock(folder)):
        assert process.poll() is None, "the process ended instead of waiting"
        assert time.monotonic() < deadline, "the process waits for something else than the write lock"
