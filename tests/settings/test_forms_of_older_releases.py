"""Forms that were opened before an upgrade: they carry no version, or one that was made in another way."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask

from app.database import reader, writer
from app.logbook.flags import FLAGS
from app.month import Month, now, today
from app.months.models import WHOLE_WARD, MonthWords
from app.places.models import Population
from app.targets.models import Target
from tests.cast import AREA_1, AREA_2, CARLA, WARD_A
from tests.client import Visitor
from tests.html import parse

LAST = Month.current().previous()
YEAR = today().year
SEEN = {"stamp": "0123456789abcdef", "saved_at": "2026-01-01T00:00:00+00:00", "was-ward": "60"}
"""What the forms of release 0.1 carried."""

FLAGS_FORM = {f"{flag.code}_threshold": str(flag.threshold) for flag in FLAGS if flag.has_threshold}
REPORT_FORM = {"neighbourhood_word": "xóm", "team_word": "Tổ", "columns": "note", "measures": "visit"}
FORMS = {
    "/settings/flags": (FLAGS_FORM | {"late_threshold": "47"}, "47"),
    "/settings/report": (REPORT_FORM | {"basis": "Kế hoạch số 9", "number_suffix": "BC"}, "Kế hoạch số 9"),
    "/settings/populations/adults": ({"as_of": today().isoformat(), "source": "Công an", "ward": "4321"}, "4321"),
    f"/settings/targets/each?year={YEAR}&measure=visit&period=year": ({"ward": "77"}, "77"),
    f"/reports/months/{LAST}/words": ({"causes": "Trời mưa to"}, "Trời mưa to"),
}


def _is_filled_in(text: str, page: str) -> bool:
    return re.search(rf'(value="|>\s*){text}["<]', unescape(page)) is not None


@pytest.mark.parametrize("seen", [SEEN, {}])
@pytest.mark.parametrize("page", FORMS)
def test_form_of_an_older_release_replaces_nothing_and_keeps_what_was_typed(
    sqlite_app: Flask, page: str, seen: dict[str, str]
) -> None:
    with sqlite_app.app_context():
        stored = {"ward_id": WARD_A, "month": str(LAST), "team_id": WHOLE_WARD, "causes": "Nắng"}
        writer().add(MonthWords(**stored, saved_at=now(), saved_by_id=CARLA))
        writer().add(Target(ward_id=WARD_A, year=YEAR, measure="visit", figure=60))
        writer().add(Population(ward_id=WARD_A, group="adults", figure=4000, as_of=today(), source="Phường"))
        writer().commit()
    carla = Visitor(sqlite_app, "carla")
    form, typed = FORMS[page]
    answer = carla.post(page, **seen | form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert _is_filled_in(typed, answer.text)
    assert not _is_filled_in(typed, carla.get(page).text), "nothing was stored"


TARGETS = f"/settings/targets/each?year={YEAR}&measure=visit&period=year"


def _fields(page: str) -> dict[str, str]:
    """Return what the form of a page sends when it is sent as it is shown."""
    fields = {field.get("name", ""): field.get("value", "") for field in parse(page).findall(".//main//input")}
    return {name: value for name, value in fields.items() if name and name != "csrf_token"}


def _targets(app: Flask) -> dict[int | None, int]:
    with app.app_context():
        return {each.neighbourhood_id: each.figure for each in reader().query(Target)}


@pytest.mark.parametrize("colleague", [60, 77])
def test_saving_again_from_a_form_of_an_older_release_keeps_a_colleagues_target(
    sqlite_app: Flask, colleague: int
) -> None:
    carla = Visitor(sqlite_app, "carla")
    controls = [name for name in _fields(carla.get(TARGETS).text) if not name.startswith("version-")]
    with sqlite_app.app_context():
        writer().add(Target(ward_id=WARD_A, year=YEAR, measure="visit", figure=60, neighbourhood_id=AREA_1))
        writer().add(Target(ward_id=WARD_A, year=YEAR, measure="visit", figure=colleague))
        writer().commit()
    empty = dict.fromkeys(controls, "") | {f"was-{name}": "" for name in controls}
    form = empty | {"ward": "77", f"area-{AREA_2}": "5"}
    first = carla.post(TARGETS, **form)
    assert first.status_code == 422
    again = _fields(first.text)
    assert (again[f"area-{AREA_1}"], again["ward"], again[f"area-{AREA_2}"]) == ("60", "77", "5")
    assert "took this target away" not in first.text, "nobody did"
    assert carla.post(TARGETS, **again).status_code == 302
    assert _targets(sqlite_app) == {None: 77, AREA_1: 60, AREA_2: 5}


def test_target_that_an_older_form_agrees_with_can_be_removed_from_the_page_that_answers(sqlite_app: Flask) -> None:
    carla = Visitor(sqlite_app, "carla")
    with sqlite_app.app_context():
        writer().add(Target(ward_id=WARD_A, year=YEAR, measure="visit", figure=60))
        writer().commit()
    first = carla.post(TARGETS, **{"ward": "60", f"area-{AREA_1}": "5"})
    assert first.status_code == 422
    assert carla.post(TARGETS, **_fields(first.text) | {"ward": ""}).status_code == 302
    assert _targets(sqlite_app) == {AREA_1: 5}


def test_words_that_nobody_wrote_yet_are_stored_from_a_form_of_an_older_release(sqlite_app: Flask) -> None:
    carla = Visitor(sqlite_app, "carla")
    page = f"/reports/months/{LAST}/words"
    assert carla.post(page, saved_at="", causes="Mưa").status_code == 302
    assert "Mưa" in carla.get(page).text
