"""The files of the write lock: who owns them, and what happens when they cannot be opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.writer_lock import (
    LockFileError,
    WriterLock,
)
from tests.writer_lock.programs import (
    ADD_IN_A_FORK,
    ADD_IN_THREADS,
    OPEN_AS_ANOTHER,
    ROUNDS,
    TIMEOUT,
    queue_lock,
    running,
    write_lock,
)


def test_one_at_a_time_across_processes_threads_and_forks(tmp_path: Path) -> None:
    (tmp_path / "number").write_text("0")
    with running(ADD_IN_THREADS, tmp_path) as one, running(ADD_IN_A_FORK, tmp_path) as other:
        assert (one.wait(TIMEOUT), other.wait(TIMEOUT)) == (0, 0)
    # Two threads, a parent and its child; the last wrote once more before it forked.
    assert int((tmp_path / "number").read_text()) == 4 * ROUNDS + 1


def test_the_files_are_their_owners_alone(tmp_path: Path, lock: WriterLock) -> None:
    lock.acquire()
    lock.release()
    assert [path.stat().st_mode & 0o077 for path in (write_lock(tmp_path), queue_lock(tmp_path))] == [0, 0]


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
    assert [path.stat().st_uid for path in (write_lock(tmp_path), queue_lock(tmp_path))] == [owner, owner]


def test_lock_of_another_owner_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ward.sqlite3.turnstile"
    path.touch(mode=0o000)
    with running(OPEN_AS_ANOTHER, tmp_path) as process:
        message_text, _ = process.communicate(timeout=TIMEOUT)
    assert message_text == f"{path}: Permission denied\n"


def test_a_lock_that_can_be_opened_by_half_leaves_nothing_open(tmp_path: Path, lock: WriterLock) -> None:
    write_lock(tmp_path).symlink_to(tmp_path / "missing" / "lock")
    before = len(list(Path("/dev/fd").iterdir()))
    for _ in range(9):
        with pytest.raises(LockFileError):
            lock.acquire()
    assert len(list(Path("/dev/fd").iterdir())) == before
