"""The limits on wrong passwords: pure rules over instants.

Only wrong passwords count; a right one takes its own guess back. Of the slips before it, it takes back what number and
address together count, or number and device; for the number and for the address alone they still count.
A guess may be made when it is within *any* of two limits, so that there is room for a slip or five at once, and
afterwards one has to wait, but never for longer than a minute:

================================  =======================  =====================
counted                           at once, in 5 minutes    steadily, in a minute
================================  =======================  =====================
number and address together       5                        1
number, from unknown devices      10                       24
address, all numbers              100                      20
number on a device that it knows  5                        1
================================  =======================  =====================

A device on which a number has signed in before is known by its cookie (:mod:`app.people.known_device`). What is guessed
on it counts there alone, so that neither a stranger elsewhere nor one behind the same address keeps its owner out.

Of unknown devices each address has one steady guess a minute at a number. So an address that has not tried it yet
finds room beside thirteen that try without a pause (24, less the 10 at once): ten attackers do not keep the owner out
on a new phone either. What cannot be told apart is a new phone and somebody who goes on guessing at the same number
from the same address: they have the same chance each minute, and the phone signs in at once on another line.

In a day about 1,440 guesses at one number can be made from one address, 14,400 from ten, and 34,560 from however many;
28,800 at all numbers together from one address; and 1,440 with the copied cookie of a known device.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

AT_ONCE = timedelta(minutes=5)
STEADILY = timedelta(minutes=1)
WINDOW = max(AT_ONCE, STEADILY)
"""The time for which a wrong guess counts."""

_NETWORK_BITS = 64


@dataclass(frozen=True, slots=True)
class Limits:
    """The number of guesses that each key may have within :data:`AT_ONCE`, or else within :data:`STEADILY`.

    The first key is what a right password clears.
    """

    at_once: Mapping[str, int]
    steadily: Mapping[str, int]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that a guess counts against, hashed, so that the table of failures is no list of phone numbers."""
        return tuple(self.at_once)

    def wait(self, failures: Mapping[str, Sequence[datetime]], now: datetime) -> timedelta | None:
        """Return how long to wait before the next guess, at most a minute, or ``None`` when it may be made now.

        ``failures`` gives the instants by key. One that lies in the future, since the clock was wrong, counts as now.
        """
        waits = [
            max(_until_room(failures.get(key, ()), most, window, now) for key, most in limit.items())
            for limit, window in ((self.at_once, AT_ONCE), (self.steadily, STEADILY))
        ]
        return min(waits) or None


def _until_room(failures: Sequence[datetime], most: int, window: timedelta, now: datetime) -> timedelta:
    """Return how long until fewer than ``most`` of ``failures`` lie within ``window``."""
    times = sorted(min(at, now) for at in failures)
    recent = times[bisect_right(times, now - window) :]
    return recent[len(recent) - most] + window - now if len(recent) >= most else timedelta()


def limits_elsewhere(phone: str, address: str) -> Limits:
    """Return what limits guesses at a number on a device that does not know it."""
    network = network_of(address)
    pair, number, whole = _key("pair", phone, network), _key("phone", phone), _key("address", network)
    return Limits({pair: 5, number: 10, whole: 100}, {pair: 1, number: 24, whole: 20})


def limits_on_device(device: str, phone: str) -> Limits:
    """Return what limits guesses at a number on a device that knows it; ``device`` is an id that nobody can make up."""
    key = _key("device", device, phone)
    return Limits({key: 5}, {key: 1})


def network_of(address: str) -> str:
    """Return whose ``address`` it is: of IPv6 the network of 64 bits, any of whose addresses its holder may take."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), _NETWORK_BITS), strict=False))


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode(errors="backslashreplace")).hexdigest()
