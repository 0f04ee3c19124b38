"""The pages of lists that come in, which are opened to see each template rendered."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask

from tests.actions import add_rows
from tests.cast import ANA
from tests.client import Visitor
from tests.house.imports_matrix import applied_import
from tests.imports.page_steps import number_of, planned, send

_LIST = "Khu dân cư;Địa chỉ\nPhố 1;Số 3, ngõ 4\nKhông có;Số 4\n"


def import_pages(app: Flask) -> Iterator[tuple[Visitor, str, int]]:
    """Yield the pages of imports in each of their states."""
    carla = Visitor(app, "carla")
    yield carla, "/imports/", 200
    yield carla, "/imports/new/households", 200
    yield carla, "/imports/house-numbers", 200
    add_rows(app, applied_import())
    yield carla, "/imports/1", 200
    yield carla, f"/imports/{number_of(send(carla, _LIST, 'households'))}/columns", 200
    yield carla, f"/imports/{planned(carla, _LIST, 'households')}", 200
    for state in ("applying", "undoing", "undone", "discarded"):
        row = applied_import()
        row.id, row.state, row.applied_by_id = 100 + len(state) + ord(state[0]), state, ANA  # type: ignore[assignment]
        add_rows(app, row)
        yield carla, f"/imports/{row.id}", 200
    yield carla, "/imports/", 200
