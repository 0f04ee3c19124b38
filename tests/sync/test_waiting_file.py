"""What a file of waiting entries must look like as a whole, before anybody asks what is in it."""

from __future__ import annotations

import base64
import json
from typing import Any
from uuid import uuid4

import pytest

from app.sync.waiting_file import (
    EMPTY,
    MOST_ENTRIES,
    MOST_PHOTOS,
    NEWER,
    NOT_OURS,
    TOO_MANY,
    UnusableFileError,
    read_photo,
    read_waiting_file,
)

SOUND: dict[str, Any] = {
    "format": "tung-nha/waiting",
    "version": 1,
    "exported_at": "2026-11-22T08:00:00+07:00",
    "member": {"id": 1, "name": "Nguyễn Ví Dụ Ana", "ward": None},
    "entries": [{"id": str(uuid4())}],
    "photos": [],
}


def _written(**changed: Any) -> bytes:
    return json.dumps(SOUND | changed).encode()


def test_a_sound_file_is_read() -> None:
    file = read_waiting_file(_written())
    assert (file.member_id, file.entries, file.photos) == (1, SOUND["entries"], [])
    assert file.exported_at is not None
    assert file.exported_at.isoformat() == "2026-11-22T01:00:00+00:00"


def test_a_mark_that_another_program_put_in_front_does_no_harm() -> None:
    assert read_waiting_file(b"\xef\xbb\xbf" + _written()).member_id == 1


@pytest.mark.parametrize("exported_at", [None, "", "yesterday", 12, "2026-13-01T00:00:00Z", ["2026-11-22"]])
def test_file_without_a_readable_time_still_has_entries(exported_at: Any) -> None:
    file = read_waiting_file(_written(exported_at=exported_at))
    assert (file.exported_at, len(file.entries)) == (None, 1)


def test_a_file_may_hold_photos_alone() -> None:
    photo = {"id": str(uuid4()), "entry": str(uuid4()), "jpeg": ""}
    assert read_waiting_file(_written(entries=[], photos=[photo])).photos == [photo]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", EMPTY),
        (_written(entries=[]), EMPTY),
        (b"hello", NOT_OURS),
        (b"\xff\xd8\xff\xe0 a picture with another name", NOT_OURS),
        (b"[" * 100_000, NOT_OURS),
        (b"null", NOT_OURS),
        (b"[1, 2]", NOT_OURS),
        (b"{}", NOT_OURS),
        (_written(format="tung-nha/other"), NOT_OURS),
        (_written(format=["tung-nha/waiting"]), NOT_OURS),
        (_written(version=0), NOT_OURS),
        (_written(version="1"), NOT_OURS),
        (_written(version=True), NOT_OURS),
        (_written(version=2), NEWER),
        (_written(version=2, member=None, entries="otherwise"), NEWER),
        (_written(member=None), NOT_OURS),
        (_written(member={"id": "1"}), NOT_OURS),
        (_written(member={"id": True}), NOT_OURS),
        (_written(member={"id": 2**31}), NOT_OURS),
        (_written(entries=None), NOT_OURS),
        (_written(entries={}), NOT_OURS),
        (_written(photos="none"), NOT_OURS),
        (_written(entries=[0] * (MOST_ENTRIES + 1)), TOO_MANY),
        (_written(photos=[0] * (MOST_PHOTOS + 1)), TOO_MANY),
    ],
)
def test_file_errors_are_distinguished(content: bytes, message: Any) -> None:
    with pytest.raises(UnusableFileError) as caught:
        read_waiting_file(content)
    assert caught.value.message is message


def test_a_photo_is_read_byte_by_byte() -> None:
    photo, entry = uuid4(), uuid4()
    content = bytes(range(256))
    read = read_photo({"id": str(photo), "entry": str(entry), "jpeg": base64.b64encode(content).decode()})
    assert read is not None
    assert (read.id, read.entry_id, read.content) == (photo, entry, content)


@pytest.mark.parametrize(
    "changed",
    [{"id": "x"}, {"id": None}, {"entry": 5}, {"jpeg": "*"}, {"jpeg": "abc"}, {"jpeg": None}, {"jpeg": "\ud800"}],
)
def test_a_photo_that_cannot_be_read_is_none(changed: dict[str, Any]) -> None:
    assert read_photo({"id": str(uuid4()), "entry": str(uuid4()), "jpeg": "AAAA"} | changed) is None
    assert read_photo("AAAA") is None
