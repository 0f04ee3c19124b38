"""Settings and editions that another version of the program stored, with names that this one does not know."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.month import now
from app.months.edition_text import digest_of
from app.months.models import MonthEdition
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.places.models import Ward
from app.places.report_settings import Rates, ReportSettings
from app.places.ward_settings import WardSettings
from app.settings.actions import report_version, save_report
from tests.actions import log_entries
from tests.cast import CARLA, WARD_A
from tests.client import Visitor
from tests.months.steps import LAST, canonical, closed, entry_of, reopening, turn_flags_off

SET = ReportSettings(
    superior="ỦY BAN NHÂN DÂN TỈNH",
    signed_as=("TM. ỦY BAN NHÂN DÂN",),
    cutoff_day=5,
    hidden_columns=("note",),
    rates=Rates(per_day=50_000, least_days=2),
)
PAGES = (
    f"/reports/read?month={LAST}",
    f"/reports/?month={LAST}",
    f"/reports/month.docx?month={LAST}",
    f"/reports/month.xlsx?month={LAST}",
    "/reports/months",
    f"/reports/months/{LAST}",
    "/settings/report",
    "/settings/flags",
    "/overview/",
)


@pytest.fixture(autouse=True)
def logged(app: Flask, ana: Visitor) -> None:
    """Log entries for a report."""
    turn_flags_off(app)
    log_entries(ana, entry_of(LAST, "training"), entry_of(LAST))


def store(app: Flask, settings: Any) -> None:
    with app.app_context():
        writer().execute(sa.update(Ward).values(stored_settings=settings))
        writer().commit()


def rewrite(app: Flask, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the edition of last month to one that another version stored."""
    with app.app_context():
        edition = writer().scalars(sa.select(MonthEdition).where(MonthEdition.month == str(LAST))).one()
        figures = json.loads(edition.figures)
        change(figures)
        edition.figures = canonical(figures)
        edition.digest = digest_of(edition.figures)
        writer().commit()


def check_pages(app: Flask, carla: Visitor, expected: int = 200) -> None:
    found = {page: carla.get(page).status_code for page in PAGES}
    assert found == dict.fromkeys(PAGES, expected)
    assert Visitor(app, "eva").get(f"/overview/?month={LAST}").status_code == 200
    assert Visitor(app, "eva").get(f"/reports/read?month={LAST}&ward=16417").status_code == 200


def test_settings_are_stored_under_names_that_stay() -> None:
    assert SET.as_stored() == {
        "superior": "ỦY BAN NHÂN DÂN TỈNH",
        "issuer": "",
        "place": "",
        "number_suffix": "BC-UBND",
        "basis": "",
        "signed_as": ["TM. ỦY BAN NHÂN DÂN"],
        "signatory": "",
        "recipients": [],
        "cutoff_day": 5,
        "annexes": ["results", "areas", "activities"],
        "hidden_columns": ["note"],
        "hidden_measures": [],
        "only_planned_days": False,
        "rates": {
            "per_day": 50_000,
            "per_month": 0,
            "least_days": 2,
            "most": 0,
            "team_most": 0,
            "team_lump": 0,
            "is_transferred": False,
        },
    }
    assert WardSettings.parse({"report": SET.as_stored()}).report.as_stored() == SET.as_stored()


UNKNOWN = {**SET.as_stored(), "later": {"any": 1}, "rates": {**SET.as_stored()["rates"], "later": 1}}


def test_unknown_names_in_the_settings_are_passed_over(app: Flask, carla: Visitor) -> None:
    store(app, {"report": UNKNOWN, "later": [1], "flags": {"later": {"on": 1}}, "age_bases": {"later": "later"}})
    check_pages(app, carla)
    assert WardSettings.parse({"report": UNKNOWN}).report.as_stored() == SET.as_stored()


@pytest.mark.parametrize(
    "settings",
    [
        {"report": []},
        {"report": "text", "age_bases": [], "flags": 3, "location": "yes"},
        {"report": {"rates": [], "signed_as": "text", "recipients": 3, "cutoff_day": "5"}},
        {"report": {"rates": {"per_day": "50"}, "hidden_columns": [["a"], 3], "issuer": None}},
        {"report": {"cutoff_day": 31, "superior": 3}, "age_bases": {"a": ["b"], "c": None}},
        {"report": {"cutoff_day": -1, "hidden_measures": {"a": 1}}},
    ],
)
def test_values_of_another_type_are_as_if_not_set(app: Flask, carla: Visitor, settings: Any) -> None:
    store(app, settings)
    check_pages(app, carla)


def test_saving_keeps_what_another_version_has_stored_beside(app: Flask) -> None:
    store(app, {"report": UNKNOWN, "later": [1]})
    with app.app_context():
        ward = writer().get_one(Ward, WARD_A)
        changed = ReportSettings(issuer="ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ")
        assert save_report(writer(), WARD_A, changed, {}, report_version(ward), CARLA, now())
        writer().commit()
        settings = writer().get_one(Ward, WARD_A).stored_settings or {}
    assert WardSettings.parse(settings).report == WardSettings.parse({"report": changed.as_stored()}).report
    assert (settings["later"], settings["report"]["later"], settings["report"]["rates"]["later"]) == (
        [1],
        {"any": 1},
        1,
    )


def _of_a_later_version(figures: dict[str, Any]) -> None:
    figures["version"] = 99
    figures["later"] = {"any": [1]}
    figures["ward"]["later"] = 1
    figures["rates"]["later"] = 1
    figures["letter"]["later"] = 1
    figures["letter"]["settings"] |= {"later": 1, "rates": {"later": 1}}
    figures["letter"]["words"]["0"] = {"later": "mới", "strengths": "Được việc"}
    for part in ("areas", "teams", "attendance", "services", "activities"):
        for each in figures[part]:
            each["later"] = 1


def _of_the_first_version(figures: dict[str, Any]) -> None:
    figures["version"] = 1
    for name in ("attendance", "rates", "members", "letter"):
        del figures[name]
    for each in figures["activities"]:
        del each["teams"]


def _with_less(figures: dict[str, Any]) -> None:
    del figures["ward"]["team_word"]
    del figures["rates"]["most"]
    figures["rates"]["per_day"] = "50"
    figures["letter"]["settings"] = {"signed_as": 3}
    figures["letter"]["words"] = []


def _with_a_field_that_is_gone(figures: dict[str, Any]) -> None:
    (training,) = (each for each in figures["activities"] if each["kind"] == "training")
    training["columns"] = [f"old_{column}" for column in training["columns"]]
    figures["activities"].append({**training, "kind": "gone"})


@pytest.mark.parametrize("change", [_of_a_later_version, _of_the_first_version, _with_less, _with_a_field_that_is_gone])
def test_edition_of_another_version_is_read(
    app: Flask, carla: Visitor, change: Callable[[dict[str, Any]], object]
) -> None:
    closed(app)
    rewrite(app, change)
    check_pages(app, carla)
    page = carla.get(f"/reports/read?month={LAST}").text
    assert "Được việc" in page or change is not _of_a_later_version
    assert "old_attendees" in page or change is not _with_a_field_that_is_gone
    reopening(app)
    assert closed(app).edition == 2
    assert carla.get(f"/reports/months/{LAST}").status_code == 200


@pytest.mark.parametrize("part", ["measures", "households", "areas", "month"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_missing_figure_is_never_taken_for_zero(app: Flask, carla: Visitor, part: str, language: str) -> None:
    closed(app)
    rewrite(app, lambda figures: figures.pop(part))
    title = (
        "Không đọc được số liệu đã lưu của tháng này" if language == "vi" else "The kept figures of this month cannot"
    )
    for page in (f"/reports/read?month={LAST}", f"/reports/months/{LAST}", f"/reports/month.pdf?month={LAST}"):
        response = carla.get(f"{page}{'&' if '?' in page else '?'}lang={language}")
        assert response.status_code == 500
        assert title in response.text
    assert carla.get("/reports/months").status_code == 200


def test_lines_of_the_journal_that_say_something_else_are_shown(app: Flask, carla: Visitor) -> None:
    details: list[tuple[AuditEvent, dict[str, Any]]] = [
        (AuditEvent.NAMES_SEEN, {}),
        (AuditEvent.SIGN_IN_FAILED, {"later": 1}),
        (AuditEvent.PERSON_ADDED, {"role": "later"}),
        (AuditEvent.MONTH_CLOSED, {"month": "later", "edition": "x", "approved": None}),
        (AuditEvent.SETTINGS_CHANGED, {"what": ["later"], "as_of": "later"}),
    ]
    with app.app_context():
        for event, detail in details:
            writer().add(AuditRecord(at=now(), actor_id=CARLA, ward_id=WARD_A, event=event, detail=detail))
        writer().commit()
    for language in ("vi", "en"):
        assert carla.get(f"/journal/?lang={language}").status_code == 200
