"""How many failures are too many: rules over counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.people.throttle import LIMIT_ADDRESS, LIMIT_PAIR, LIMIT_PHONE, WINDOW, limits, wait

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PHONE, ADDRESS = "+84900000101", "10.0.0.1"


def _failures(**counts: int) -> dict[str, tuple[int, datetime]]:
    """Return failures whose first was a minute ago, by what they count against."""
    keys = dict(zip(("pair", "phone", "address"), limits(PHONE, ADDRESS), strict=True))
    return {keys[name]: (count, NOW - timedelta(minutes=1)) for name, count in counts.items()}


@pytest.mark.parametrize(
    ("counts", "minutes"),
    [
        ({}, None),
        ({"pair": LIMIT_PAIR - 1, "phone": LIMIT_PHONE - 1, "address": LIMIT_ADDRESS - 1}, None),
        ({"pair": LIMIT_PAIR}, 4),
        ({"pair": LIMIT_PAIR + 3}, 4),
        ({"phone": LIMIT_PHONE}, 4),
        ({"address": LIMIT_ADDRESS}, 4),
    ],
)
def test_a_limit_once_reached_holds_until_the_window_ends(counts: dict[str, int], minutes: int | None) -> None:
    expected = None if minutes is None else timedelta(minutes=minutes)
    assert wait(limits(PHONE, ADDRESS), _failures(**counts), NOW) == expected


def test_the_longest_wait_counts() -> None:
    pair, phone, _ = limits(PHONE, ADDRESS)
    failures = {pair: (LIMIT_PAIR, NOW - timedelta(minutes=4)), phone: (LIMIT_PHONE, NOW - timedelta(seconds=30))}
    assert wait(limits(PHONE, ADDRESS), failures, NOW) == WINDOW - timedelta(seconds=30)


def test_keys_tell_pairs_apart_and_hold_no_phone_number() -> None:
    own, elsewhere, other = limits(PHONE, ADDRESS), limits(PHONE, "10.0.0.2"), limits("+84900000102", ADDRESS)
    assert list(own.values()) == [LIMIT_PAIR, LIMIT_PHONE, LIMIT_ADDRESS]
    assert len(own.keys() & elsewhere.keys()) == 1, "the number is the same, pair and address are not"
    assert len(own.keys() & other.keys()) == 1, "the address is the same, pair and number are not"
    assert not any(PHONE[3:] in key or ADDRESS in key for key in own)
    assert all(len(key) == 64 for key in own)


def test_an_address_with_half_a_surrogate_is_a_key_too() -> None:
    assert len(limits(PHONE, "\ud800")) == 3


def test_a_ward_behind_one_address_has_room() -> None:
    """Twenty people of a ward may each slip twice on a Monday morning."""
    assert LIMIT_ADDRESS >= 20 * 2 * 2
    assert LIMIT_PAIR < LIMIT_PHONE < LIMIT_ADDRESS
