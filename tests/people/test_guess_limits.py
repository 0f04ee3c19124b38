"""How many wrong passwords are too many: rules over instants."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.guess_limits import STEADILY, WINDOW, Limits, limits_elsewhere, limits_on_device, network_of

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PHONE, ADDRESS = "+84900000101", "10.0.0.1"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LIMITS = [limits_elsewhere(PHONE, ADDRESS), limits_on_device("a device", PHONE)]

Failures = defaultdict[str, list[datetime]]


def guess(failures: Failures, limits: Limits, at: datetime) -> bool:
    """Make a wrong guess when it may be made; tell whether it could."""
    if limits.wait(failures, at) is not None:
        return False
    for key in limits.keys:
        failures[key].append(at)
    return True


def made_in_an_hour(attackers: list[Limits], pause: timedelta) -> int:
    """Return how many guesses are made, after the first few, when each of ``attackers`` tries again and again."""
    failures: Failures = defaultdict(list)
    at, made = NOW - WINDOW, 0
    while at < NOW + timedelta(hours=1):
        for times in failures.values():
            times[:] = [time for time in times if time > at - WINDOW]
        guesses = sum(guess(failures, limits, at) for limits in attackers)
        made += guesses if at >= NOW else 0
        at += pause
    return made


@pytest.mark.parametrize("limits", LIMITS)
def test_five_slips_at_once_then_one_a_minute(limits: Limits) -> None:
    failures: Failures = defaultdict(list)
    assert [guess(failures, limits, NOW) for _ in range(6)] == [True] * 5 + [False]
    assert limits.wait(failures, NOW + 20 * SECOND) == 40 * SECOND
    assert [guess(failures, limits, NOW + MINUTE) for _ in range(2)] == [True, False]


@given(
    st.dictionaries(
        st.sampled_from(LIMITS[0].keys),
        st.lists(st.integers(-3600, 3600).map(lambda s: NOW + s * SECOND), max_size=150),
    )
)
def test_wait_is_at_most_a_minute_whatever_the_clock_was(failures: dict[str, list[datetime]]) -> None:
    wait = LIMITS[0].wait(failures, NOW)
    assert wait is None or timedelta() < wait <= STEADILY
    if wait is not None:
        past = {key: [min(at, NOW) for at in times] for key, times in failures.items()}
        assert LIMITS[0].wait(past, NOW + wait) is None, "who waits as long as they were told gets in"


@given(st.lists(st.tuples(st.integers(0, 9), st.floats(0, 20)), min_size=60, max_size=120))
def test_ten_addresses_do_not_keep_a_new_device_out(guesses: list[tuple[int, float]]) -> None:
    """Whatever they guess and when: an address that has not tried the number has room at once."""
    failures: Failures = defaultdict(list)
    at = NOW
    for number, pause in guesses:
        at += pause * SECOND
        guess(failures, limits_elsewhere(PHONE, f"203.0.113.{number}"), at)
        assert limits_elsewhere(PHONE, ADDRESS).wait(failures, at) is None


@given(st.lists(st.tuples(st.integers(0, 999), st.floats(0, 2)), min_size=100, max_size=150))
def test_others_behind_the_address_wait_a_minute_at_most(guesses: list[tuple[int, float]]) -> None:
    failures: Failures = defaultdict(list)
    at = NOW
    for number, pause in guesses:
        at += pause * SECOND
        guess(failures, limits_elsewhere(f"+849111{number:05}", ADDRESS), at)
    assert limits_elsewhere(PHONE, ADDRESS).wait(failures, at + MINUTE) is None


@pytest.mark.parametrize(
    ("attackers", "most"),
    [
        ([LIMITS[0]], 60),
        ([LIMITS[1]], 60),
        ([limits_elsewhere(PHONE, f"203.0.113.{number}") for number in range(10)], 600),
        ([limits_elsewhere(PHONE, f"203.0.113.{number}") for number in range(30)], 1_440),
        ([limits_elsewhere(f"+8491110{number:04}", ADDRESS) for number in range(30)], 1_200),
    ],
    ids=["an address", "a device", "ten addresses", "thirty addresses", "an address, many numbers"],
)
@pytest.mark.parametrize("pause", [20 * SECOND, 60 * SECOND, 300 * SECOND])
def test_guessing_is_slow(attackers: list[Limits], most: int, pause: timedelta) -> None:
    """The hours are those of the table in the documentation, which has days."""
    assert made_in_an_hour(attackers, pause) <= most + 2


def test_guesses_elsewhere_do_not_count_on_a_known_device() -> None:
    elsewhere, here, other = LIMITS[0], LIMITS[1], limits_on_device("another device", PHONE)
    assert not set(elsewhere.keys) & set(here.keys)
    assert not set(here.keys) & set(other.keys)


def test_keys_of_pairs_differ_and_hold_no_phone_number() -> None:
    own = set(limits_elsewhere(PHONE, ADDRESS).keys)
    assert len(own & set(limits_elsewhere(PHONE, "10.0.0.2").keys)) == 1, "the number is the same"
    assert len(own & set(limits_elsewhere("+84900000102", ADDRESS).keys)) == 1, "the address is the same"
    assert not any(PHONE[3:] in key or ADDRESS in key for key in own)
    assert all(len(key) == 64 for key in own)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("\ud800", "\ud800"),
        ("", ""),
    ],
)
def test_network_of_an_address(address: str, network: str) -> None:
    assert network_of(address) == network
    assert len(limits_elsewhere(PHONE, address).keys) == 3
