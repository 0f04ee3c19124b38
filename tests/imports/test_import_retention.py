"""What came in and was not applied is gone after a day; what is applied keeps only what undoing needs."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader
from app.imports.models import Import
from app.imports.retention import KEPT_FOR, delete_overdue_cells
from app.month import now
from tests.client import Visitor, without_tokens
from tests.imports.page_steps import apply_one, imported, number_of, part_types, planned, send, undo_all
from tests.terminal import run

pytestmark = pytest.mark.usefixtures("place_kind")
LIST = "Tên chợ;Số quầy\nChợ Mới;5\nChợ Cũ;6\nChợ Đêm;7\n"


def _age(app: Flask) -> None:
    """Let more than a day pass for all imports."""
    with app.app_context():
        then = now() - KEPT_FOR - timedelta(minutes=1)
        in_transaction(lambda session: session.execute(sa.update(Import).values(uploaded_at=then)))


def test_cells_are_deleted_after_a_day(app: Flask, carla: Visitor) -> None:
    read, tried, begun = number_of(send(carla, LIST)), planned(carla, LIST), planned(carla, LIST)
    apply_one(carla, begun)
    with app.app_context():
        delete_overdue_cells(reader(), now())
    assert [part_types(app, number) for number in (read, tried)] == [{"sheet"}, {"sheet", "plan"}]
    _age(app)
    carla.get("/imports/")
    assert [imported(app, number).state for number in (read, tried, begun)] == ["discarded", "discarded", "applied"]
    assert [part_types(app, number) for number in (read, tried, begun)] == [set(), set(), {"change"}]
    assert "đã quá một ngày" in carla.get(f"/imports/{begun}").text
    undo_all(carla, begun)
    assert imported(app, begun).state == "undone"


@pytest.mark.one_engine
def test_the_next_list_and_the_next_start_delete_them_too(app: Flask, carla: Visitor) -> None:
    first = planned(carla, LIST)
    _age(app)
    second = number_of(send(carla, LIST))
    assert (part_types(app, first), part_types(app, second)) == (set(), {"sheet"})
    _age(app)
    assert run(app, "prepare")[0] == 0
    assert part_types(app, second) == set()


def test_personal_columns_are_stored_nowhere(app: Flask, carla: Visitor) -> None:
    rows = "Tên chợ;Số quầy;Số CCCD;Ngày sinh\nChợ Mới;5;048090001234;12/03/1961\nChợ Cũ;6;048090004321;01/02/1970\n"
    number = number_of(send(carla, rows))
    page = without_tokens(carla.get(f"/imports/{number}/columns").text)
    assert "Không đọc và không lưu:" in page
    assert "Số CCCD" in page
    for secret in ("048090001234", "12/03/1961", "1961"):
        assert secret not in page
    carla.post(f"/imports/{number}/columns")
    assert "048090001234" not in carla.get(f"/imports/{number}/columns").text
