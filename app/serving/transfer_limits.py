"""A pure rule: how long a transfer may take, given how much of it has come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TransferLimits:
    """The slowest that a client may send or read.

    A phone at the edge of the network sends 96 kbit/s, three times as fast as asked for here, and may stand still for
    a while when it changes cells. One byte a second ends when that time is used up.
    """

    idle: float = 30.0
    """The longest pause of a transfer in seconds; also the time before the rate applies."""

    rate: int = 4096
    """Bytes that earn one more second."""

    total: float = 1800.0
    """Seconds after which even a steady transfer ends."""

    def deadline(self, begun: float, now: float, moved: int) -> float:
        """Return when more bytes must have moved than the ``moved`` ones; all times are of one clock."""
        return min(now + self.idle, begun + self.idle + moved / self.rate, begun + self.total)
