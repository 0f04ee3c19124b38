"""Passwords: how they are kept, and that nobody learns from the clock who has an account."""

from __future__ import annotations

import pytest

from app.people.passwords import hash_password, password_matches


def test_a_password_is_kept_as_a_salted_hash() -> None:
    one, other = hash_password("một câu dễ nhớ"), hash_password("một câu dễ nhớ")
    assert one.startswith("$argon2id$")
    assert one != other
    assert password_matches("một câu dễ nhớ", one)
    assert password_matches("một câu dễ nhớ", other)
    assert not password_matches("một câu dễ nho", one)
    assert not password_matches("", one)


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$v=19$broken"])
def test_nobodys_password_is_never_right(stored: str | None) -> None:
    assert not password_matches("nobody", stored)
    assert not password_matches("", stored)
