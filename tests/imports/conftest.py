"""What tests of imports share."""

from __future__ import annotations

import pytest
from flask import Flask

from app.database import writer
from app.imports import kinds
from app.imports.list_kind import ListCode
from app.places.models import Neighbourhood
from tests.cast import AREA_1, AREA_2, AREA_B
from tests.imports.place_kind import PlaceKind


@pytest.fixture
def place_kind(monkeypatch: pytest.MonkeyPatch) -> PlaceKind:
    """A small kind of list, in the place of merchants."""
    kind = PlaceKind()
    monkeypatch.setitem(kinds.KINDS, ListCode.MERCHANTS, kind)  # type: ignore[arg-type]
    return kind


@pytest.fixture
def named_areas(app: Flask) -> Flask:
    """Return an app whose ward A has the areas Tổ 1 and Tổ 2."""
    with app.app_context():
        for id, name in ((AREA_1, "Tổ dân phố 1"), (AREA_2, "Tổ dân phố 2"), (AREA_B, "Tổ dân phố 3")):
            writer().get_one(Neighbourhood, id).name = name
        writer().commit()
    return app
