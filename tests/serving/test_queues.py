"""Requests of a queue wait for their turn in the order of arrival; all others pass."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.config import Config
from app.one_at_a_time import WAITED
from app.people.known_device import KnownDevice
from app.people.sign_in_queues import THREADS, queue_of
from app.serving.adapter import THREADS as ALL_THREADS
from app.serving.queues import Queues
from tests.serving.coroutines import run

CONFIG = Config(database_url="", secret_key="a key")
KNOWN = KnownDevice("device").with_user("+84900000101", "hash", "a key").written("a key")


def test_queue_lets_a_limited_number_in_at_once() -> None:
    served: list[int] = []

    async def serve(queues: Queues, number: int, queue: str | None, seconds: float) -> dict[str, Any]:
        environ: dict[str, Any] = {"queue": queue}
        async with queues.turn(environ):
            served.append(number)
            await asyncio.sleep(seconds)
        return environ

    async def crowd() -> list[dict[str, Any]]:
        queues = Queues(lambda environ: environ["queue"], {"slow": 2, "other": 1})
        slow = [serve(queues, number, "slow", 0.1) for number in range(4)]
        return await asyncio.gather(*slow, serve(queues, 4, "other", 0), serve(queues, 5, None, 0))

    environs = run(crowd())
    assert served == [0, 1, 4, 5, 2, 3]
    assert [environ.get(WAITED, -1) >= 0.05 for environ in environs] == [False, False, True, True, False, False]
    assert WAITED not in environs[5]


def test_a_turn_ends_with_an_error_too() -> None:
    async def fail(queues: Queues) -> None:
        async with queues.turn({}):
            raise ZeroDivisionError

    async def failing() -> None:
        queues = Queues(lambda environ: "slow", {"slow": 1})
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await asyncio.wait_for(fail(queues), 1)

    run(failing())


@pytest.mark.parametrize(
    ("method", "path", "cookie", "queue"),
    [
        ("GET", "/login", "", None),
        ("POST", "/api/v1/sync", "", None),
        ("POST", "/account/password", f"known-device={KNOWN}", None),
        ("POST", "/login", "", "sign in"),
        ("POST", "/login", f"known-device=x{KNOWN}", "sign in"),
        ("POST", "/login", "known-device=\xff; session=x", "sign in"),
        ("POST", "/login", f"session=x; known-device={KNOWN}", "sign in on a known device"),
    ],
)
def test_the_queue_of_a_request(method: str, path: str, cookie: str, queue: str | None) -> None:
    assert queue_of(CONFIG, {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_COOKIE": cookie}) == queue


def test_a_thread_stays_free_for_everybody_else() -> None:
    assert sum(THREADS.values()) < ALL_THREADS
