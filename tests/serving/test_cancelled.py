"""A request that is given up while a thread still answers it: the thread goes on, and the quotas come back once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pytest

from app.serving.adapter import Adapter
from app.serving.environ import scope_of
from app.serving.spool import IN_MEMORY, Quota, Spool
from tests.serving.coroutines import run

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

QUOTA = 4 * IN_MEMORY
PIECE = b"x" * IN_MEMORY
TIMEOUT = 10  # seconds


class Slow:
    """An app that reads its request, and answers when it is let."""

    def __init__(self) -> None:
        self.begun, self.may_end, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.read = 0
        self.error: Exception | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        write = start_response("200 OK", [])
        self.begun.set()
        assert self.may_end.wait(TIMEOUT)
        try:
            self.read = len(environ["wsgi.input"].read())
            write(PIECE)
            write(PIECE)
        except Exception as error:
            self.error = error
            raise
        finally:
            self.ended.set()
        return [PIECE]


def _adapter(app: Callable[..., Any]) -> Adapter:
    return Adapter(app, lambda environ: QUOTA, bodies_quota=QUOTA, answers_quota=QUOTA)


async def _post(adapter: Adapter, length: int) -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"y" * length, "more_body": False}

    async def send(_message: dict[str, Any]) -> None:
        return

    scope = scope_of("POST", "/")
    scope["path"] = "/"
    scope["headers"] = [(b"content-length", str(length).encode())]
    await adapter(scope, receive, send)


async def _wait_for(event: threading.Event) -> None:
    assert await asyncio.to_thread(event.wait, TIMEOUT)


def _is_free(quota: Quota) -> bool:
    """Return whether all of a quota can be taken, and no more than that."""
    try:
        quota.take(quota.size)
    except Exception:
        return False
    try:
        quota.take(1)
    except Exception:
        return True
    finally:
        quota.give_back(quota.size)
    quota.give_back(1)
    return False


def test_a_thread_that_still_answers_keeps_what_it_reads_and_writes() -> None:
    app = Slow()
    adapter = _adapter(app)
    length = 2 * IN_MEMORY

    async def give_up() -> None:
        request = asyncio.create_task(_post(adapter, length))
        await _wait_for(app.begun)
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request
        app.may_end.set()
        await _wait_for(app.ended)

    run(give_up())
    adapter._threads.shutdown(wait=True)
    assert (app.read, app.error) == (length, None)
    assert _is_free(adapter._bodies)
    assert _is_free(adapter._answers)


def test_a_request_that_no_thread_has_begun_is_dropped() -> None:
    app = Slow()
    adapter = _adapter(app)

    async def give_up() -> None:
        requests = [asyncio.create_task(_post(adapter, 2 * IN_MEMORY // 10)) for _ in range(4)]
        await _wait_for(app.begun)
        while adapter._threads._work_queue.qsize() or len(adapter._threads._threads) < 4:
            await asyncio.sleep(0.01)
        waiting = asyncio.create_task(_post(adapter, 2 * IN_MEMORY))
        while not adapter._threads._work_queue.qsize():
            await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert _is_free(adapter._bodies)
        app.may_end.set()
        await asyncio.gather(*requests)

    run(give_up())
    adapter._threads.shutdown(wait=True)
    assert _is_free(adapter._bodies)
    assert _is_free(adapter._answers)


def test_closed_spool_takes_nothing() -> None:
    quota = Quota(QUOTA)
    spool = Spool(quota)
    spool.write(PIECE * 2)
    assert not _is_free(quota)
    spool.close()
    for _ in range(2):
        with pytest.raises(ValueError, match="closed"):
            spool.write(PIECE)
    assert _is_free(quota)
    spool.close()
    assert _is_free(quota)
