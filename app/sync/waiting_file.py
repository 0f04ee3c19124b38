"""The file that a phone writes of what still waits on it: what it must look like. Pure.

Only the file as a whole is judged here. What is wrong inside one of its entries becomes that entry's receipt.
"""

from __future__ import annotations

import base64
import binascii
import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeGuard
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.json_types import Message
from app.json_values import read_uuid
from app.sync.envelope import UnreadableBodyError, read_body, read_moment

FORMAT = "tung-nha/waiting"
VERSION = 1
MOST_BYTES = 40 * 1024 * 1024
MOST_ENTRIES = 5000
MOST_PHOTOS = 1000

_MOST_ID = 2**31 - 1

NO_FILE = _l("Choose the file first.")
NOT_OURS = _l("This is not a file that the app wrote. Choose the file again, as it came from the phone.")
NEWER = _l("This file was written by a newer version of the app than the server's. Have the server brought up to date.")
EMPTY = _l("Nothing is waiting in this file.")
TOO_MANY = _l("There is more in this file than can be taken in at once.")


class UnusableFileError(ValueError):
    """The file cannot be imported; ``message`` says why, in the reader's language."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """The member whose entries and photos wait, and when the file was written. Items are as they came."""

    member_id: int
    exported_at: datetime | None
    entries: list[object]
    photos: list[object]


@dataclass(frozen=True, slots=True)
class WaitingPhoto:
    """A photo of the file, as the phone would have sent it."""

    id: UUID
    entry_id: UUID
    content: bytes


def read_waiting_file(content: bytes) -> WaitingFile:
    """Return what the bytes of a file hold; raise :class:`UnusableFileError` when they are no such file."""
    if not content:
        raise UnusableFileError(EMPTY)
    try:
        # Some programs put a mark in front of a text when they save it again.
        body = read_body(content.removeprefix(codecs.BOM_UTF8))
    except UnreadableBodyError:
        raise UnusableFileError(NOT_OURS) from None
    if not isinstance(body, dict) or body.get("format") != FORMAT or not _is_number(body.get("version")):
        raise UnusableFileError(NOT_OURS)
    if body["version"] > VERSION:
        raise UnusableFileError(NEWER)
    member, entries, photos = body.get("member"), body.get("entries"), body.get("photos", [])
    if not isinstance(member, dict) or not _is_number(member.get("id")):
        raise UnusableFileError(NOT_OURS)
    if not isinstance(entries, list) or not isinstance(photos, list):
        raise UnusableFileError(NOT_OURS)
    if not entries and not photos:
        raise UnusableFileError(EMPTY)
    if len(entries) > MOST_ENTRIES or len(photos) > MOST_PHOTOS:
        raise UnusableFileError(TOO_MANY)
    return WaitingFile(member["id"], read_moment(body.get("exported_at")), entries, photos)


def _is_number(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 < value <= _MOST_ID


def read_photo(item: object) -> WaitingPhoto | None:
    """Return a photo of the file, or nothing when it cannot be read. Whether it is a picture is not asked here."""
    if not isinstance(item, dict) or not isinstance(item.get("jpeg"), str):
        return None
    try:
        content = base64.b64decode(item["jpeg"], validate=True)
        return WaitingPhoto(read_uuid(item.get("id")), read_uuid(item.get("entry")), content)
    except (ValueError, binascii.Error):
        return None


def id_of(item: object, name: str = "id") -> UUID | None:
    """Return the id that an item gives under ``name``, or nothing when it is none."""
    if not isinstance(item, Mapping):
        return None
    try:
        return read_uuid(item.get(name))
    except ValueError:
        return None
