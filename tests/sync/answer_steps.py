"""Steps of the tests of a phone's answers: the month, and asking again with a tag."""

from __future__ import annotations

from app.month import Month
from tests.client import Visitor

THIS = Month.current()


def conditional(visitor: Visitor, path: str, tag: str) -> int:
    """Ask again with the tag of an answer; return the status."""
    response = visitor.get(path, **{"If-None-Match": tag})
    if response.status_code == 304:
        assert response.data == b""
        assert response.headers["ETag"] == tag
    return response.status_code


def tag_of(visitor: Visitor, path: str) -> str:
    response = visitor.get(path)
    assert response.status_code == 200
    return response.headers["ETag"]
