"""A closed month stays as it is when two of its households are merged later, and when that is taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.database import writer
from app.households.merge_actions import Pair, undo_merge
from app.households.merge_actions import merge as merge_pair
from app.households.party_tables import HOUSEHOLDS
from app.month import now
from app.registry.models import Merge
from tests.actions import log_entries
from tests.cast import CARLA, WARD_A
from tests.client import Visitor
from tests.factories import household
from tests.households.steps import version
from tests.html import parse
from tests.months.pages import text_of
from tests.months.steps import LAST, closed, editions, entry_of, figures, reopening

pytestmark = pytest.mark.usefixtures("no_flags")
PAGES = (f"/reports/months/{LAST}", f"/reports/read?month={LAST}")


def _read(visitor: Visitor) -> list[str]:
    pages = [visitor.get(page) for page in PAGES]
    assert [page.status_code for page in pages] == [200, 200]
    return [text_of(parse(page.text)) for page in pages]


def _merge(app: Flask, homes: list[dict[str, Any]]) -> int:
    kept, other = (UUID(home["id"]) for home in homes)
    pair = Pair(WARD_A, kept, other, (version(app, kept), version(app, other)), CARLA, now())
    with app.app_context():
        merged = merge_pair(writer(), HOUSEHOLDS, pair)
        assert isinstance(merged, Merge)
        number: int = merged.id
        writer().commit()
    return number


def _undo(app: Flask, number: int) -> None:
    with app.app_context():
        undo_merge(writer(), HOUSEHOLDS, WARD_A, number, CARLA, now())
        writer().commit()


def test_an_edition_does_not_move_by_a_later_merge(app: Flask, ana: Visitor, carla: Visitor) -> None:
    homes = [household("Số 1"), household("Số 1A")]
    log_entries(ana, *(entry_of(LAST, household=home) for home in homes))
    closed(app)
    edition, pages = editions(app)[0], _read(carla)
    number = _merge(app, homes)
    assert editions(app)[0].figures == edition.figures
    assert _read(carla) == pages
    _undo(app, number)
    assert editions(app)[0].figures == edition.figures
    assert _read(carla) == pages


def test_a_page_of_a_closed_month_says_that_it_counts_a_later_merge(app: Flask, ana: Visitor, carla: Visitor) -> None:
    homes = [household("Số 1"), household("Số 1A")]
    log_entries(ana, *(entry_of(LAST, household=home) for home in homes))
    assert _merge_note(carla) == ""
    closed(app)
    assert _merge_note(carla) == ""
    number = _merge(app, homes)
    assert "1 hộ trùng" in _merge_note(carla)
    _undo(app, number)
    assert _merge_note(carla) == ""


def test_a_page_says_that_a_merge_was_taken_back_after_closing(app: Flask, ana: Visitor, carla: Visitor) -> None:
    homes = [household("Số 1"), household("Số 1A")]
    log_entries(ana, *(entry_of(LAST, household=home) for home in homes))
    number = _merge(app, homes)
    closed(app)
    assert _merge_note(carla) == ""
    _undo(app, number)
    assert "1 hộ trùng" in _merge_note(carla)


def _merge_note(visitor: Visitor) -> str:
    found = parse(visitor.get(f"/overview/?month={LAST}").text).find(".//*[@data-note='merges']")
    return "" if found is None else "".join(found.itertext())


def test_closing_again_after_a_merge_counts_one_and_says_so(app: Flask, ana: Visitor, carla: Visitor) -> None:
    homes = [household("Số 1"), household("Số 1A")]
    log_entries(ana, *(entry_of(LAST, household=home) for home in homes))
    closed(app)
    number = _merge(app, homes)
    assert reopening(app) is None
    closed(app)
    first, second = editions(app)
    assert [figures(app, number=each)["households"]["month"] for each in (1, 2)] == [2, 1]
    page = _read(carla)[0]
    _undo(app, number)
    assert _read(carla)[0] == page
    assert [each.figures for each in editions(app)] == [first.figures, second.figures]
