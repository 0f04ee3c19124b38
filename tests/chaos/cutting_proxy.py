"""A proxy before the server that cuts connections at random places."""

from __future__ import annotations

import random

from tests.network import NO_CUT, CutPoint, FlakyProxy

CUT_SHARE = 0.35
"""The share of all connections that is cut."""


class CuttingProxy(FlakyProxy):
    """Cuts connections, the same ones for the same seed."""

    def __init__(self, server_port: int, seed: int) -> None:
        super().__init__(server_port)
        self._random = random.Random(seed)
        self._share = CUT_SHARE

    def stop_cutting(self) -> None:
        """Cut nothing from now on."""
        self._share = 0

    def next_cut(self) -> CutPoint:
        """Return where the next connection is cut: about a third are, at one of four places."""
        if self._random.random() >= self._share:
            return NO_CUT
        return self._random.choice(
            (
                CutPoint("before the request", request_bytes=0),
                CutPoint("in the request", request_bytes=self._random.randint(1, 3000)),
                # The server has done its work when the first byte of its answer comes.
                CutPoint("before the answer", answer_bytes=0),
                CutPoint("in the answer", answer_bytes=self._random.randint(1, 1500)),
            )
        )
