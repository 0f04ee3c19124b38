"""Phone numbers: many ways to write one, one way to store it."""

from __future__ import annotations

import pytest

from app.people.phones import national_phone, new_phone, normalised_phone


@pytest.mark.parametrize(
    "text",
    [
        "0900000011",
        "+84900000011",
        "84900000011",
        "0084900000011",
        "090 000 0011",
        "090.000.0011",
        " 0900-000-011 ",
        "(+84) 90 000 00 11",
        "\u202a090\u00a0000\u200e0011\u202c",
        "0\u200d900000011",
        "０９００００００１１",
    ],
)
def test_every_way_of_writing_is_the_same_number(text: str) -> None:
    assert normalised_phone(text) == "+84900000011"


@pytest.mark.parametrize("text", ["", "xin chào", "12", "0900000011000000", "+", "\x00", "09\ud800"])
def test_text_that_is_no_number_is_refused(text: str) -> None:
    assert normalised_phone(text) is None


def test_shown_as_people_write_it() -> None:
    assert national_phone("+84900000011") == "0900000011"
    assert national_phone("+4915112345678") == "+4915112345678"


@pytest.mark.parametrize("text", ["0900000011", "900000011", "+84 900 000 011", "0912 345 678", "0389000111"])
def test_a_new_number_is_a_whole_one(text: str) -> None:
    assert new_phone(text) == normalised_phone(text) is not None


@pytest.mark.parametrize(
    "text",
    ["", "12", "090000020", "09000002088", "09123456789", "0123456789", "02812345678", "+8490000020", "0712345678"],
)
def test_a_new_number_with_a_wrong_length_or_prefix_is_refused(text: str) -> None:
    assert new_phone(text) is None


def test_a_number_abroad_is_taken_when_it_exists() -> None:
    assert new_phone("+4915112345678") == "+4915112345678"
    assert new_phone("+49151") is None


@pytest.mark.parametrize("text", ["090000020", "09000002088", "02812345678"])
def test_an_account_of_before_signs_in_with_a_number_of_any_length(text: str) -> None:
    assert normalised_phone(text) == "+84" + text[1:]
