"""A bad line to the server: it cuts connections at random, wherever they stand."""

from __future__ import annotations

import random

from tests.line import STRAIGHT, Fate, Line

CUT_SHARE = 0.35
"""How many of all connections are cut."""


class BadLine(Line):
    """A line that cuts, the same way for the same seed."""

    def __init__(self, server_port: int, seed: int) -> None:
        super().__init__(server_port)
        self._random = random.Random(seed)
        self._share = CUT_SHARE

    def straighten(self) -> None:
        """Cut nothing from now on."""
        self._share = 0

    def draw(self) -> Fate:
        """Return what is to happen to the next connection: in a third of them, a cut at one of four places."""
        if self._random.random() >= self._share:
            return STRAIGHT
        return self._random.choice(
            (
                Fate("before the request", request_bytes=0),
                Fate("in the request", request_bytes=self._random.randint(1, 3000)),
                # The server has done its work when the first byte of its answer comes.
                Fate("before the answer", answer_bytes=0),
                Fate("in the answer", answer_bytes=self._random.randint(1, 1500)),
            )
        )
