"""The cookie of a device that knows who has signed in on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.known_device import MOST_PEOPLE, KnownDevice

KEY, PHONE, HASH = "a key", "+84900000101", "$argon2id$hash"


def known() -> KnownDevice:
    return KnownDevice.read(None, KEY).with_user(PHONE, HASH, KEY)


def test_known_device_knows_users_with_their_present_password() -> None:
    device = KnownDevice.read(known().written(KEY), KEY)
    assert device.knows(PHONE, HASH, KEY)
    assert not device.knows("+84900000102", HASH, KEY)
    assert not device.knows(PHONE, "another hash", KEY)


def test_known_device_cookie_is_invalid_elsewhere_or_changed() -> None:
    cookie = known().written(KEY)
    for other in (None, "", "x", cookie[:-1], "x" + cookie, cookie.replace(".", "..", 1), "\ud800", "é"):
        device = KnownDevice.read(other, KEY)
        assert not device.knows(PHONE, HASH, KEY)
        assert device.id != KnownDevice.read(other, KEY).id, "nobody can choose the id of a device"
    assert not KnownDevice.read(cookie, "another key").knows(PHONE, HASH, "another key")
    other = KnownDevice(KnownDevice.read(None, KEY).id, known().marks)
    assert not other.knows(PHONE, HASH, KEY), "a mark belongs to its device"


def test_known_device_cookie_holds_neither_number_nor_hash() -> None:
    cookie = known().written(KEY)
    assert PHONE[3:] not in cookie
    assert HASH not in cookie


@given(st.lists(st.integers(0, 30), max_size=60))
def test_a_shared_phone_knows_the_last_who_signed_in(people: list[int]) -> None:
    device = KnownDevice.read(None, KEY)
    for person in people:
        device = KnownDevice.read(device.with_user(f"+84{person}", HASH, KEY).written(KEY), KEY)
    last = list(dict.fromkeys(reversed(people)))[:MOST_PEOPLE]
    assert [person for person in range(31) if device.knows(f"+84{person}", HASH, KEY)] == sorted(last)
    assert len(device.written(KEY)) < 300


@pytest.mark.parametrize("text", ["", ".", "..", "a..b"])
def test_cookie_signed_for_another_purpose_knows_nobody(text: str) -> None:
    assert not KnownDevice.read(KnownDevice(text).written(KEY), KEY).knows(PHONE, HASH, KEY)
