"""Values of JSON from outside: texts and ids, and what is wrong with one that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.identity_digits import holds_identity_digits
from app.json_types import Message
from app.text import UnstorableTextError, clean

T = TypeVar("T")

DIGITS = re.compile(r"\d{1,9}", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)

UNREADABLE = _l("This cannot be read. Enter it again.")
NOT_TEXT = _l("This must be text.")
BROKEN_TEXT = _l("This text holds a character that cannot be kept. Type it again.")
IDENTITY_DIGITS = _l(
    "Do not write citizen ID, account or phone numbers: leave out long rows of digits. The app never needs them."
)
NOT_AN_ID = _l("This does not exist. Choose it again from the list.")


def read_text(value: object, longest: int, *, lines: bool = False) -> str:
    """Return ``value`` cleaned; raise ``ValueError`` with what is wrong with it."""
    if not isinstance(value, str):
        raise ValueError(NOT_TEXT)
    if len(value) > 20 * longest:
        raise ValueError(too_long(len(value), longest))
    try:
        text = clean(value, lines=lines)
    except UnstorableTextError:
        raise ValueError(BROKEN_TEXT) from None
    if len(text) > longest:
        raise ValueError(too_long(len(text), longest))
    if holds_identity_digits(text):
        raise ValueError(IDENTITY_DIGITS)
    return text


def too_long(length: int, longest: int) -> Message:
    """Return what is wrong with a text of so many characters, and how many of them to leave out."""
    return _l("Use at most %(longest)s characters: leave out %(over)s.", longest=longest, over=length - longest)


def read_id(value: object) -> int:
    """Return a server-made id; raise ``ValueError`` for anything else."""
    if isinstance(value, str) and DIGITS.fullmatch(value):
        return int(value)
    if type(value) is not int or not 0 < value < 2**31:
        raise ValueError(NOT_AN_ID)
    return value


def read_uuid(value: object) -> UUID:
    """Return a UUID written the usual way; raise ``ValueError`` for anything else."""
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise ValueError(NOT_AN_ID)
    return UUID(value)


def read_list(value: object, read: Callable[[object], T], most: int | None = None) -> list[T]:
    """Return what ``read`` makes of the items of a list, each once; raise ``ValueError`` for more than ``most``."""
    if not isinstance(value, list):
        raise ValueError(UNREADABLE)
    return list(dict.fromkeys(map(read, at_most(most, value))))


def at_most(most: int | None, items: list[T]) -> list[T]:
    """Return ``items``; raise ``ValueError`` where they are more than ``most``."""
    if most is not None and len(items) > most:
        raise ValueError(_l("Choose at most %(most)d.", most=most))
    return items


def read_form(value: object, form: re.Pattern[str], parse: Callable[[str], T], message: str) -> T:
    """Return what ``parse`` makes of a text of a certain form; raise ``ValueError`` with ``message`` for another."""
    if isinstance(value, str) and form.fullmatch(value):
        with suppress(ValueError):
            return parse(value)
    raise ValueError(message)
