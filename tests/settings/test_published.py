"""Published figures: entered, corrected, ended, brought back, preferred; which one the report uses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.catalogue.coverage import start_of
from app.catalogue.models import Baseline
from app.catalogue.queries import baselines_of
from app.database import reader
from app.month import Month, today
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from tests.actions import add_rows
from tests.cast import WARD_A
from tests.client import Visitor

PAGE = "/settings/published/eid_account"
OLD, NEW = date(2023, 12, 31), date(2026, 6, 30)


def _article(**values: Any) -> Baseline:
    common = {"ward_id": WARD_A, "indicator_code": "eid_account", "unit_then": "", "source": "Bài báo"}
    return Baseline(**{"as_of": OLD, "numerator": 9547, "denominator": 9658, **common, **values})


def _version(visitor: Visitor, path: str = PAGE) -> str:
    found = re.search(r'name="version"[^>]*value="([^"]*)"', visitor.get(path).text)
    assert found
    return found[1]


def _enter(visitor: Visitor, path: str = PAGE, **fields: str) -> Any:
    form = {"bound": "=", "numerator": "9.600", "as_of": str(NEW), "source": "Báo cáo số 12", "percent": ""} | fields
    return visitor.post(path, **{"version": _version(visitor, path), **form})


def _stored(app: Flask) -> list[Baseline]:
    with app.app_context():
        return list(reader().scalars(baselines_of(WARD_A)))


def _used(app: Flask) -> int | None:
    used = start_of(_stored(app), Month.of(today()))
    return used.numerator if used else None


def _changes(app: Flask) -> list[Any]:
    query = sa.select(AuditRecord.detail).where(AuditRecord.event == AuditEvent.SETTINGS_CHANGED)
    with app.app_context():
        return list(reader().scalars(query.order_by(AuditRecord.id)))


def test_a_figure_is_entered_once_and_the_article_goes_out_of_use(app: Flask, visitor: Callable[..., Visitor]) -> None:
    add_rows(app, _article(), _article(as_of=date(2026, 8, 31), numerator=9999))
    carla = visitor("carla")
    assert _used(app) == 9999
    assert _enter(carla).status_code == 302
    assert _used(app) == 9600, "the ward's own goes before a newer one of an article"
    assert _enter(carla).status_code == 302
    assert len(_stored(app)) == 3, "the same figure is entered once"
    (change,) = _changes(app)
    assert change["figures_changed"] == ["", "9600 2026-06-30 (Báo cáo số 12)"]


def test_a_percentage_alone_and_a_bound_are_figures(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    assert _enter(carla, numerator="", percent="98,8").status_code == 302
    assert _enter(carla, numerator="2.800", bound=">", as_of="2026-05-31").status_code == 302
    stored = {(row.numerator, row.bound.value, row.published_percent) for row in _stored(app)}
    assert stored == {(None, "=", "98.8"), (2800, ">", "")}
    for wrong in ({"numerator": ""}, {"percent": "101"}, {"as_of": "2199-01-01"}, {"source": ""}, {"numerator": "1.2"}):
        assert _enter(carla, **wrong).status_code == 422
    assert len(_stored(app)) == 2


def test_a_correction_says_what_was_and_what_is(app: Flask, visitor: Callable[..., Visitor]) -> None:
    add_rows(app, _article(id=1000))
    carla = visitor("carla")
    path = f"{PAGE}/1000"
    form = carla.get(path).text
    assert 'value="9547"' in form
    assert (
        _enter(carla, path, numerator="9.548", denominator="9.658", as_of=str(OLD), source="Bài báo").status_code == 302
    )
    (row,) = _stored(app)
    assert (row.numerator, row.is_own) == (9548, True)
    (change,) = _changes(app)
    assert change["figures_changed"] == ["9547/9658 2023-12-31 (Bài báo)", "9548/9658 2023-12-31 (Bài báo)"]
    words = unescape(carla.get("/journal/").text)
    assert "9547/9658 2023-12-31 (Bài báo) → 9548/9658 2023-12-31 (Bài báo)" in words


def test_who_saw_older_figures_replaces_nothing(app: Flask, visitor: Callable[..., Visitor]) -> None:
    add_rows(app, _article(id=1000))
    carla = visitor("carla")
    seen = _version(carla)
    assert _enter(carla).status_code == 302
    assert _enter(carla, numerator="1", version=seen).status_code == 422
    assert _enter(carla, f"{PAGE}/1000", numerator="2", version=seen).status_code == 422
    late = carla.post(f"{PAGE}/1000/use", use="end", version=seen)
    assert late.status_code == 302
    assert sorted(row.numerator or 0 for row in _stored(app)) == [9547, 9600]
    assert not any(row.is_ended for row in _stored(app))


def test_figures_end_come_back_and_are_preferred(app: Flask, visitor: Callable[..., Visitor]) -> None:
    add_rows(app, _article(id=1000))
    carla = visitor("carla")
    _enter(carla)

    def use(use: str, id: int = 1000) -> None:
        assert carla.post(f"{PAGE}/{id}/use", use=use, version=_version(carla)).status_code == 302

    use("prefer")
    assert _used(app) == 9547
    assert 'data-used="preferred"' in carla.get(PAGE).text
    use("newest")
    assert _used(app) == 9600
    own = next(row.id for row in _stored(app) if row.is_own)
    use("end", own)
    assert _used(app) == 9547
    use("end")
    assert _used(app) is None
    use("restore", own)
    assert _used(app) == 9600
    assert carla.post(f"{PAGE}/1000/use", use="nothing", version="").status_code == 400


def test_an_ended_figure_stands_in_no_report(app: Flask, visitor: Callable[..., Visitor]) -> None:
    add_rows(app, _article(id=1000, source="Bài báo về tài khoản"))
    carla = visitor("carla")
    assert "Bài báo về tài khoản" in unescape(carla.get("/reports/read").text)
    carla.post(f"{PAGE}/1000/use", use="end", version=_version(carla))
    assert "Bài báo về tài khoản" not in unescape(carla.get("/reports/read").text)
    assert "Bài báo về tài khoản" not in unescape(carla.get("/overview/").text)


def test_a_viewer_sees_and_changes_nothing(app: Flask, visitor: Callable[..., Visitor]) -> None:
    add_rows(app, _article(id=1000))
    vera = visitor("vera")
    page = vera.get(PAGE).text
    assert "9.547" in page
    assert "long-form" not in page
    assert "/use" not in page
    assert vera.post(f"{PAGE}/1000/use", use="end", version="").status_code == 403
