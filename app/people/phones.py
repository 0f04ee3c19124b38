"""Vietnamese phone numbers: many ways to write one, one way to store it."""

from __future__ import annotations

import phonenumbers

from app.text import UnstorableTextError, clean


def normalised_phone(text: str) -> str | None:
    """Return ``text`` as +84…, or ``None`` when it cannot be a phone number.

    Demonstration numbers such as 0900000011 are possible without being assigned, so only the shape is asked.
    """
    try:
        number = phonenumbers.parse(clean(text), "VN")
    except (UnstorableTextError, phonenumbers.NumberParseException):
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def masked_phone(stored: str) -> str:
    """Return a stored number so that its owner knows it and nobody else learns it: 0900 … 011."""
    number = national_phone(stored)
    return f"{number[:4]} … {number[-3:]}"


def national_phone(stored: str) -> str:
    """Return a stored number as people in Viet Nam write it: 0900000011."""
    return "0" + stored.removeprefix("+84") if stored.startswith("+84") else stored
