"""What tests of imports share."""

from __future__ import annotations

import pytest

from app.imports import kinds
from app.imports.list_kind import ListCode
from tests.imports.place_kind import PlaceKind


@pytest.fixture
def place_kind(monkeypatch: pytest.MonkeyPatch) -> PlaceKind:
    """A small kind of list, in the place of merchants."""
    kind = PlaceKind()
    monkeypatch.setitem(kinds.KINDS, ListCode.MERCHANTS, kind)  # type: ignore[arg-type]
    return kind
