"""The pages on which a ward enters how many people, households and firms there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader, writer
from app.month import Month, now, today
from app.overview.populations import KnownPopulation
from app.overview.ward_month import WardMonth
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.places.models import Neighbourhood, Population, Ward
from app.settings.actions import enter_populations
from app.settings.populations import Census, group_page
from app.versions import SaveOutcome
from tests.cast import ALL_OF_A, AREA_1, AREA_2, CARLA, WARD_A, WARD_B
from tests.client import Visitor

PAGE = "/settings/populations"
HOUSEHOLDS = f"{PAGE}/households"
JUNE = date(2026, 6, 30)
SOURCE = "Danh sách của công an phường"


def _known(app: Flask, ward_id: int = WARD_A) -> list[tuple[Any, ...]]:
    columns = Population.group, Population.neighbourhood_id, Population.as_of, Population.figure, Population.source
    with app.app_context():
        return sorted(
            (tuple(row) for row in reader().execute(sa.select(*columns).where(Population.ward_id == ward_id))), key=str
        )


def _version(visitor: Visitor, path: str = HOUSEHOLDS) -> str:
    found = re.search(r'name="version"[^>]*value="([^"]*)"', visitor.get(path).text)
    assert found
    return found[1]


def _enter(visitor: Visitor, path: str = HOUSEHOLDS, as_of: Any = JUNE, **fields: str) -> Any:
    form = {"as_of": str(as_of), "source": SOURCE, "version": _version(visitor, path)} | fields
    return visitor.post(path, **form)


def _journal(app: Flask) -> list[dict[str, Any]]:
    query = sa.select(AuditRecord.detail).where(AuditRecord.event == AuditEvent.SETTINGS_CHANGED)
    with app.app_context():
        return list(reader().scalars(query.order_by(AuditRecord.id)))


@pytest.mark.one_engine
def test_the_list_says_how_many_areas_are_known_without_a_figure(carla: Visitor) -> None:
    page = unescape(carla.get(PAGE).text)
    line = page[page.index('data-group="neighbourhoods"') :].split("</li>")[0]
    assert ("chưa nhập" in line, "trong danh sách của phường có: 2" in line) == (True, True)
    assert page.count("trong danh sách của phường có") == 1
    assert "<b>Tổng số cuộc thanh tra, kiểm tra</b>" in page


def test_the_ward_and_its_areas_get_figures(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    assert _enter(carla, ward="3,000", **{f"area-{AREA_1}": "1\u00a0200", f"area-{AREA_2}": ""}).status_code == 302
    assert _known(app) == sorted(
        [("households", None, JUNE, 3000, SOURCE), ("households", AREA_1, JUNE, 1200, SOURCE)], key=str
    )
    assert _enter(carla, **{f"area-{AREA_1}": "1250", f"area-{AREA_2}": "1700"}, source="Sửa lại").status_code == 302
    assert _known(app) == sorted(
        [
            ("households", None, JUNE, 3000, SOURCE),
            ("households", AREA_1, JUNE, 1250, "Sửa lại"),
            ("households", AREA_2, JUNE, 1700, "Sửa lại"),
        ],
        key=str,
    ), "a figure takes the place of the one of the same day, and what is left empty stays"
    assert _enter(carla, f"{PAGE}/adults", ward="9658").status_code == 302
    assert ("adults", None, JUNE, 9658, SOURCE) in _known(app)
    assert _known(app, WARD_B) == []
    assert [(each["group"], each["entered"]) for each in _journal(app)] == [
        ("households", 2),
        ("households", 2),
        ("adults", 1),
    ]
    assert "30/06/2026 · đã nhập: 2 số" in unescape(carla.get("/journal/").text)
    page = unescape(carla.get(HOUSEHOLDS).text)
    assert "2.950" in page, "the areas' sum is shown beside the ward's, from which it differs"
    assert "3.000 ngày 30/06/2026" in unescape(carla.get(PAGE).text)


def test_remaining_households_are_known_with_a_population(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    assert f'href="{HOUSEHOLDS}"' in carla.get("/overview/").text
    assert f'href="{HOUSEHOLDS}"' not in visitor("vera").get("/overview/").text
    assert _enter(carla, **{f"area-{AREA_1}": "120", f"area-{AREA_2}": "80"}).status_code == 302
    assert "2 khu dân cư cộng lại: 200" in unescape(carla.get(PAGE).text)
    page = carla.get("/overview/").text
    assert f'data-remaining="{AREA_1}" data-households="120"' in page
    assert f'href="{HOUSEHOLDS}"' not in page


def _take_away(visitor: Visitor, as_of: str, version: str | None = None) -> int:
    version = _version(visitor) if version is None else version
    return visitor.post(f"{HOUSEHOLDS}/take-away", as_of=as_of, version=version).status_code


def test_figure_can_be_removed_again(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    _enter(carla, ward="3000", **{f"area-{AREA_1}": "1200"})
    before = _version(carla)
    _enter(carla, as_of=JUNE + timedelta(days=31), ward="3100")
    assert _take_away(carla, JUNE.isoformat(), before) == 302
    assert len(_known(app)) == 3, "somebody entered more than its author saw"
    for _ in range(2):
        assert _take_away(carla, JUNE.isoformat()) == 302
        assert len(_known(app)) == 1
    assert _take_away(carla, "never") == 302
    assert len(_known(app)) == 1
    message_text = [(each.get("entered"), each.get("taken_away")) for each in _journal(app)]
    assert message_text == [(2, None), (1, None), (None, 2)], "taking away nothing leaves no line"


@pytest.mark.parametrize(
    ("fields", "control"),
    [
        ({}, "ward"),
        ({"ward": "viele"}, "ward"),
        ({"ward": "-1"}, "ward"),
        ({"ward": "5", "as_of": ""}, "as_of"),
        ({"ward": "5", "as_of": "30/06/2026"}, "as_of"),
        ({"ward": "5", "as_of": "2019-12-31"}, "as_of"),
        ({"ward": "5", "as_of": (today() + timedelta(days=2)).isoformat()}, "as_of"),
        ({"ward": "5", "source": " "}, "source"),
        ({"ward": "5", "source": "\u200b\u00ad"}, "source"),
        ({"ward": "5", "source": "x" * 301}, "source"),
        ({"ward": "5", "source": "gọi 0912 345 678"}, "source"),
        ({"ward": "5", "source": "gọi 09 12 34 56 78"}, "source"),
        ({f"area-{AREA_1}": "1.2"}, f"area-{AREA_1}"),
    ],
)
def test_wrong_figures_are_named_and_not_stored(sqlite_app: Flask, fields: dict[str, str], control: str) -> None:
    carla = Visitor(sqlite_app, "carla")
    answer = _enter(carla, **fields)
    assert answer.status_code == 422
    assert f'href="#{control}"' in answer.text
    assert re.search(rf'<input[^>]*aria-invalid="true"[^>]*id="{control}"|id="{control}"[^>]*aria-invalid', answer.text)
    assert f'id="{control}-error"' in answer.text
    assert _known(sqlite_app) == []


def test_pasted_lines_fill_the_fields_and_store_nothing(sqlite_app: Flask) -> None:
    carla = Visitor(sqlite_app, "carla")
    text = "Phố 1\t1.200\nphố 2\t800\nPhố 3\t5"
    answer = _enter(carla, pasted=text, fill="1", **{f"area-{AREA_2}": "1"})
    assert answer.status_code == 200
    page = unescape(answer.text)
    for area, figure in ((AREA_1, 1200), (AREA_2, 800)):
        assert re.search(rf'name="area-{area}"[^>]*value="{figure}"', page)
    assert "“Phố 3\t5”" in page
    assert SOURCE in page, "what else was entered stays"
    assert _known(sqlite_app) == []
    assert _enter(carla, pasted=text, ward="5").status_code == 200, "to save would lose the lines"
    assert _known(sqlite_app) == []
    assert "20000" in _enter(carla, pasted="x" * 20_001, fill="1").text


def test_merged_area_has_no_figure_from_before(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, day = visitor("carla"), JUNE + timedelta(days=1)
    _enter(carla, **{f"area-{AREA_1}": "100", f"area-{AREA_2}": "50"})
    with app.app_context():
        merged = writer().get_one(Neighbourhood, AREA_2)
        merged.merged_into_id, merged.valid_to = AREA_1, JUNE
        writer().commit()
    page = carla.get(HOUSEHOLDS).text
    assert f'name="area-{AREA_2}"' not in page
    assert f'name="area-{ALL_OF_A}"' not in page
    answer = _enter(carla, **{f"area-{AREA_1}": "150"})
    assert answer.status_code == 422
    assert f'id="area-{AREA_1}-error">Có khu dân cư khác sáp nhập' in unescape(answer.text)
    with app.app_context():
        ward = reader().get_one(Ward, WARD_A)
        assert group_page(reader(), ward, "households", today()).newest == {}
        known = WardMonth(reader(), ward, Month.current(), today()).households_of_areas()
    source = "Danh sách của công an phường (Phố 1 + Phố 2)"
    assert known[AREA_1] == KnownPopulation(150, JUNE, source), "the sum of both parts, as both are known on one day"
    assert _enter(carla, as_of=day, **{f"area-{AREA_1}": "150"}).status_code == 302
    with app.app_context():
        ward = reader().get_one(Ward, WARD_A)
        assert group_page(reader(), ward, "households", today()).newest == {AREA_1: (150, day)}
        known = WardMonth(reader(), ward, Month.current(), today()).households_of_areas()
    assert (known[AREA_1].figure, known[AREA_1].as_of) == (150, day)


def test_second_coordinator_reads_that_figures_changed(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    before = _version(carla)
    _enter(carla, ward="3000")
    assert (
        carla.post(HOUSEHOLDS, as_of=JUNE.isoformat(), source=SOURCE, ward="3000", version=before).status_code == 302
    ), "the second tap of a double one changes nothing, and nobody else was there"
    late = {"as_of": JUNE.isoformat(), "source": "Khác", "ward": "2900"}
    filled = carla.post(HOUSEHOLDS, **late, version=before, pasted="Phố 1\t5").text
    assert f'value="{before}"' in filled, "who fills in fields has not seen what came meanwhile"
    answer = carla.post(HOUSEHOLDS, **late, version=before)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'value="2900"' in answer.text, "what was entered stays"
    assert [row[3] for row in _known(app)] == [3000]
    found = re.search(r'name="version"[^>]*value="([^"]*)"', answer.text)
    assert found
    assert carla.post(HOUSEHOLDS, **late, version=found[1]).status_code == 302
    assert [row[3] for row in _known(app)] == [2900]


def test_form_that_is_sent_twice_is_answered_alike(sqlite_app: Flask) -> None:
    carla = Visitor(sqlite_app, "carla")
    form = {"as_of": str(JUNE), "source": SOURCE, "version": _version(carla), "ward": "2900"}
    for _time in range(2):
        assert carla.post(HOUSEHOLDS, **form).status_code == 302
        assert "Số liệu đã nhập: 1." in unescape(carla.get(HOUSEHOLDS).text)


def test_two_requests_at_once_leave_one_figure(app: Flask) -> None:
    with app.app_context():
        version = group_page(reader(), reader().get_one(Ward, WARD_A), "adults", today()).version
    start, done = Barrier(2), []

    def enter(figure: int) -> None:
        with app.app_context():
            start.wait()
            census = Census(JUNE, [SOURCE], {None: figure})
            done.append(in_transaction(lambda s: enter_populations(s, WARD_A, "adults", census, version, CARLA, now())))

    threads = [Thread(target=enter, args=[figure]) for figure in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [SaveOutcome.CHANGED_MEANWHILE, SaveOutcome.SAVED]
    assert len(_known(app)) == 1


def test_old_figure_is_pointed_out(sqlite_app: Flask) -> None:
    carla = Visitor(sqlite_app, "carla")
    last = Month.current().previous().last
    _enter(carla, f"{PAGE}/adults", as_of=last - timedelta(days=365), ward="1")
    assert 'class="warning-text"' not in carla.get(PAGE).text
    _enter(carla, f"{PAGE}/residents", as_of=last - timedelta(days=366), ward="1")
    assert carla.get(PAGE).text.count('class="warning-text"') == 1
    _enter(carla, as_of=last - timedelta(days=366), **{f"area-{AREA_1}": "7"})
    assert carla.get(PAGE).text.count('class="warning-text"') == 2


@pytest.mark.parametrize("group", ["households", "adults", "staff", "nothing", "households_of_areas"])
def test_only_known_groups_have_a_page(sqlite_app: Flask, group: str) -> None:
    expected = 200 if group in ("households", "adults", "staff") else 404
    assert Visitor(sqlite_app, "carla").get(f"{PAGE}/{group}").status_code == expected


@pytest.mark.parametrize("name", ["ana", "leo", "vera", "eva", "ada", "nina"])
def test_populations_are_entered_only_by_a_coordinator(sqlite_app: Flask, name: str) -> None:
    visitor = Visitor(sqlite_app, name)
    assert visitor.get(PAGE).status_code == 403
    assert visitor.get(HOUSEHOLDS).status_code == 403
    form = {"as_of": JUNE.isoformat(), "source": SOURCE, "ward": "5"}
    assert visitor.post(HOUSEHOLDS, **form).status_code == 403
    assert visitor.post(f"{HOUSEHOLDS}/take-away", as_of=JUNE.isoformat()).status_code == 403
    assert _known(sqlite_app) == []
