"""What an ASGI app and its server say to each other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypedDict


class Message(TypedDict, total=False):
    """A part of a request or of an answer as ASGI passes it on."""

    type: str
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    more_body: bool


Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
