"""Vietnamese phone numbers: many ways to write one, one way to store it."""

from __future__ import annotations

import phonenumbers
from flask_babel import lazy_gettext as _l
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from app.text import UnstorableTextError, clean

WRONG_NEW_PHONE = _l("A phone number has 10 digits, for example 0912 345 678.")
"""What is said where :func:`new_phone` finds none."""

_VIET_NAM = 84


def normalised_phone(text: str) -> str | None:
    """Return ``text`` as +84…, or ``None`` when it cannot be a phone number.

    Only the shape is asked: whoever has an account signs in with its number, whatever the plan of numbers says today.
    """
    number = _parsed(text)
    return _stored(number) if number is not None and phonenumbers.is_possible_number(number) else None


def new_phone(text: str) -> str | None:
    """Return a number that is entered for the first time as +84…, or ``None`` when nobody can be called by it.

    One of Viet Nam is a mobile number in full, with a prefix of today; a zero that a spreadsheet took away is given
    back. One of another country is any that exists there.
    """
    number = _parsed(text)
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    is_mobile = phonenumbers.number_type(number) == PhoneNumberType.MOBILE
    return _stored(number) if is_mobile or number.country_code != _VIET_NAM else None


def _parsed(text: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(clean(text), "VN")
    except (UnstorableTextError, phonenumbers.NumberParseException):
        return None


def _stored(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def masked_phone(stored: str) -> str:
    """Return a stored number so that its owner knows it and nobody else learns it: 0900 … 011."""
    number = national_phone(stored)
    return f"{number[:4]} … {number[-3:]}"


def national_phone(stored: str) -> str:
    """Return a stored number as people in Viet Nam write it: 0900000011."""
    return "0" + stored.removeprefix("+84") if stored.startswith("+84") else stored
