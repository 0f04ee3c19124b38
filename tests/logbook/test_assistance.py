"""Help with procedures: what is asked, kept and counted, and whose groups of procedures may be named."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.catalogue.models import CODE_LENGTH, ProcedureGroup
from app.database import reader
from app.logbook.kinds import KINDS
from app.logbook.kinds.common import EntryForm, Reference
from app.month import today
from app.tally.models import MEASURE_LENGTH, AreaMonth
from app.targets.models import Target
from tests.actions import add_rows
from tests.cast import WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.reports.test_entries_csv import download
from tests.sync.steps import assert_counted, outcome

KIND = KINDS["assistance"]
DAY = date(2026, 11, 22)
REFERENCE = Reference(latest_day=DAY, today=DAY, procedures={"land", "own_1_1_market"})
NEEDED: dict[str, Any] = {"happened_on": str(DAY), "neighbourhood": 1, "procedure": "land", "people": 3}


def _read(**values: Any) -> tuple[EntryForm, set[str]]:
    form = KIND.form()
    return form, set(form.read({**NEEDED, **values}, REFERENCE))


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, set()),
        ({"procedure": "football"}, {"procedure"}),
        ({"procedure": "own_1_1_market"}, set()),
        ({"people": 2000, "needed_attendant": 2000, "minutes": 1440}, set()),
        ({"people": 2001}, {"people"}),
        ({"people": 0}, {"people"}),
        ({"needed_attendant": 4}, {"needed_attendant"}),
        ({"needed_attendant": -1}, {"needed_attendant"}),
        ({"outcome": "lost"}, {"outcome"}),
        ({"fee_online": "yes"}, {"fee_online"}),
        ({"minutes": 0}, {"minutes"}),
    ],
)
def test_wrong_values_are_refused(values: dict[str, Any], wrong: set[str]) -> None:
    assert _read(**values)[1] == wrong


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({}, {"assistance": 1, "assistance.people": 3, "assistance.procedure.land": 3}),
        (
            {
                "procedure": "own_1_1_market",
                "people": 12,
                "outcome": "submitted",
                "fee_online": True,
                "needed_attendant": 2,
                "minutes": 90,
            },
            {
                "assistance": 1,
                "assistance.people": 12,
                "assistance.procedure.own_1_1_market": 12,
                "assistance.outcome.submitted": 12,
                "assistance.fee_online": 12,
                "assistance.needed_attendant": 2,
            },
        ),
        (
            {"outcome": "referred", "fee_online": False, "needed_attendant": 0},
            {
                "assistance": 1,
                "assistance.people": 3,
                "assistance.procedure.land": 3,
                "assistance.outcome.referred": 3,
            },
        ),
    ],
)
def test_people_are_counted_by_procedures_and_outcome(values: dict[str, Any], counts: dict[str, int]) -> None:
    form, wrong = _read(**values)
    assert not wrong
    assert KIND.counts(KIND.fields(form)) == counts


def test_measures_fit_their_column_whatever_a_ward_calls_its_procedures() -> None:
    assert len(f"assistance.procedure.{'x' * CODE_LENGTH}") <= MEASURE_LENGTH


def _own_group(number: int = 1, ward_id: int = WARD_A, **values: Any) -> ProcedureGroup:
    code = f"own_{ward_id}_{number}_cho"
    return ProcedureGroup(code=code, position=1001, name_vi="Thủ tục chợ", name_en="", ward_id=ward_id, **values)


def _people(app: Flask, code: str) -> int:
    with app.app_context():
        measure = f"assistance.procedure.{code}"
        return reader().scalar(sa.select(sa.func.sum(AreaMonth.total)).where(AreaMonth.measure == measure)) or 0


def test_own_group_is_taken_at_once_and_after_its_end_but_not_from_another_ward(app: Flask, ana: Visitor) -> None:
    add_rows(app, _own_group(), _own_group(ward_id=WARD_B), _own_group(2, ended_on=today() - timedelta(days=9)))
    entry = make_entry("assistance", procedure="own_1_1_cho")
    late, foreign, unknown = (
        make_entry("assistance", procedure=code) for code in ("own_1_2_cho", "own_2_1_cho", "own_1_9_cho")
    )
    receipts = ana.sync(entry, late, foreign, unknown)
    assert [each["outcome"] for each in receipts] == ["stored", "stored", "refused", "refused"]
    assert receipts[2]["errors"] == {
        "procedure": ["Nhóm thủ tục này không có ở phường này. Hãy chọn lại trong danh sách."]
    }
    assert receipts[3]["errors"].keys() == {"procedure"}
    assert [_people(app, code) for code in ("own_1_1_cho", "own_1_2_cho", "own_2_1_cho")] == [3, 3, 0]
    assert outcome(ana.sync(edited(entry, people=5))[0]) == ("stored", "")
    assert _people(app, "own_1_1_cho") == 5
    assert_counted(app)


def test_phones_of_form_1_get_no_help_with_procedures(app: Flask, ana: Visitor) -> None:
    ana.sync(make_entry("assistance"), make_entry("training"))
    old, new = (ana.get(f"/api/v1/mine{form}").json for form in ("", "?form=2"))
    assert {each["kind"] for each in old["entries"]} == {"training"}
    assert {each["kind"] for each in new["entries"]} == {"training", "assistance"}
    assert "assistance" not in {*old["received"], *old["approved"]}
    assert new["received"]["assistance"] == 1


def test_target_is_named_for_phones_that_do_not_know_its_measure(app: Flask, ana: Visitor) -> None:
    add_rows(app, Target(ward_id=WARD_A, measure="assistance.people", year=today().year, figure=50))
    ana.sync(make_entry("assistance", people=7))
    for form in ("", "?form=2"):
        (progress,) = ana.get(f"/api/v1/mine{form}").json["progress"]
        assert (progress["name"], progress["figure"], progress["done"]) == ("Lượt người được hỗ trợ làm thủ tục", 50, 7)


def test_report_counts_the_people_and_shows_the_column_of_a_target(app: Flask, ana: Visitor, carla: Visitor) -> None:
    label = "Lượt người được hỗ trợ làm thủ tục"
    assert label not in unescape(carla.get("/reports/read").text), "nobody logged it or is to"
    add_rows(app, Target(ward_id=WARD_A, measure="assistance.people", year=today().year, figure=50))
    assert label in unescape(carla.get("/reports/read").text)
    ana.sync(make_entry("assistance", people=7))
    text = unescape(carla.get("/reports/read").text)
    assert "Đã hỗ trợ 7 lượt người làm thủ tục hành chính" in text


def test_shown_words_are_the_wards(app: Flask, ana: Visitor, carla: Visitor) -> None:
    add_rows(app, _own_group())
    ana.sync(make_entry("assistance", procedure="own_1_1_cho", people=7))
    for page in ("/review/", "/overview/entries", "/overview/"):
        text = carla.get(page).text
        assert "Thủ tục chợ" in text, page
        assert ">own_1_1_cho" not in text, page
    (row,) = download(carla)
    columns = "people", "outcome", "minutes", "procedure", "fee_online", "needed_attendant"
    assert {name: row[name] for name in columns} == {
        "people": "7",
        "outcome": "guided",
        "minutes": "45",
        "procedure": "own_1_1_cho",
        "fee_online": "1",
        "needed_attendant": "1",
    }
