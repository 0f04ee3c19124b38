"""Phone numbers: many ways to write one, one way to store it."""

from __future__ import annotations

import pytest

from app.people.phones import national_phone, normalised_phone


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
