"""Two transactions crosswise, without chance: one is begun while another stands between two of its statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import count
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.extensions import db

A_WHILE = 0.5
"""How many seconds the other has to overtake; where it has to wait, the first one goes on after that."""


@contextmanager
def meanwhile(app: Flask, statement: str, work: Callable[[], Any]) -> Iterator[list[Future[Any]]]:
    """Do ``work`` in another thread when the first ``statement`` was executed, and give it a while to get through."""
    begun: list[Future[Any]] = []
    numbers = count()
    with ThreadPoolExecutor(1) as pool, app.app_context():
        engine = db.get_engine()

        def overtake(*args: Any) -> None:
            if args[2].startswith(statement) and next(numbers) == 0:
                begun.append(pool.submit(work))
                wait(begun, A_WHILE)

        sa.event.listen(engine, "after_cursor_execute", overtake)
        try:
            yield begun
        finally:
            sa.event.remove(engine, "after_cursor_execute", overtake)
