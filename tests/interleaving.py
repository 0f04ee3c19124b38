"""Two transactions interleaved without chance: the second starts between two statements of the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import count
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.extensions import db

HEAD_START_SECONDS = 0.5
"""How long the first transaction pauses for the second; where the second waits for a lock, the first goes on then."""


@contextmanager
def interleaved(app: Flask, statement: str, work: Callable[[], Any]) -> Iterator[list[Future[Any]]]:
    """Start ``work`` in another thread after the first ``statement`` was executed, and pause before the next one."""
    started: list[Future[Any]] = []
    numbers = count()
    with ThreadPoolExecutor(1) as pool, app.app_context():
        engine = db.get_engine()

        def start_work(*args: Any) -> None:
            if args[2].startswith(statement) and next(numbers) == 0:
                started.append(pool.submit(work))
                wait(started, HEAD_START_SECONDS)

        sa.event.listen(engine, "after_cursor_execute", start_work)
        try:
            yield started
        finally:
            sa.event.remove(engine, "after_cursor_execute", start_work)
