"""Three workbooks as wards send them come in by the pages: a clean one, a messy one and a hostile one."""

from __future__ import annotations

import zlib

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.database import reader
from app.imports.models import ImportPart
from app.imports.reading import read_file
from app.month import today
from app.registry.models import Household
from tests.cast import WARD_A
from tests.client import Visitor
from tests.imports import sample_lists
from tests.imports.page_steps import apply_all, everything, imported, number_of, try_out, undo_all


def _send(visitor: Visitor, name: str) -> TestResponse:
    form = {"given_by": "Công an phường", "given_on": today().isoformat(), "purpose": ""}
    with (sample_lists.FOLDER / name).open("rb") as file:
        return visitor.post("/imports/new/households", file=(file, name), **form)  # type: ignore[arg-type]


def _tried_out(visitor: Visitor, name: str) -> int:
    number = number_of(_send(visitor, name))
    assert try_out(visitor, number).status_code == 302
    return number


def _labels(app: Flask) -> list[str]:
    with app.app_context():
        return sorted(reader().scalars(sa.select(Household.label).where(Household.ward_id == WARD_A)))


def test_the_clean_list_comes_in_once_and_is_taken_back(app: Flask, carla: Visitor) -> None:
    before = everything(app)
    number = _tried_out(carla, "clean.xlsx")
    assert 'data-new="5" data-changed="0" data-same="0" data-wrong="0" data-unread="0"' in _page(carla, number)
    assert everything(app) == before
    apply_all(carla, number)
    assert len(_labels(app)) == 5
    again = _tried_out(carla, "clean.xlsx")
    assert 'data-new="0" data-changed="0" data-same="5"' in _page(carla, again)
    undo_all(carla, number)
    assert _without_versions(app) == {**before, "registry_version": []}


def test_the_messy_list_is_understood_or_named(app: Flask, carla: Visitor) -> None:
    number = _tried_out(carla, "messy.xlsx")
    page = _page(carla, number)
    assert 'data-new="3" data-changed="0" data-same="1" data-wrong="3"' in page
    apply_all(carla, number, skip="1")
    assert _labels(app) == ["Số 1, ngõ 3", "Số 12, đường Hàng Than", "Số 2A, ngõ 3"]


def test_what_must_not_be_stored_of_the_messy_list_is_not(app: Flask, carla: Visitor) -> None:
    number = number_of(_send(carla, "messy.xlsx"))
    try_out(carla, number)
    with app.app_context():
        parts = reader().scalars(sa.select(ImportPart.content).where(ImportPart.import_id == number)).all()
    stored = " ".join(zlib.decompress(part).decode() for part in parts) + str(imported(app, number).choices)
    assert "Hàng" in stored
    for personal in ("Nguyễn Văn Mẫu", "038080001234", "38091001235", "038088001239", "912345678", "0912.345.679"):
        assert personal not in stored
    answer = carla.get(f"/imports/{number}/wrong.xlsx")
    assert b"038088001239" not in answer.data


def test_the_hostile_list_is_refused_with_its_cell(app: Flask, carla: Visitor) -> None:
    before = everything(app)
    response = _send(carla, "hostile.xlsx")
    assert response.status_code == 422
    assert "XFD1048576" in response.text
    assert everything(app) == before


@pytest.mark.one_engine
@pytest.mark.parametrize("name", ["clean.xlsx", "messy.xlsx"])
def test_a_workbook_holds_the_cells_that_are_written_down(name: str) -> None:
    stored, made = (read_file(each, name) for each in (sample_lists.FOLDER / name, sample_lists.made()[name]))
    assert [list(map(list, sheet.rows)) for sheet in stored] == [list(map(list, sheet.rows)) for sheet in made]


def _page(visitor: Visitor, number: int) -> str:
    return visitor.get(f"/imports/{number}").text


def _without_versions(app: Flask) -> dict[str, list[object]]:
    return {**everything(app), "registry_version": []}
