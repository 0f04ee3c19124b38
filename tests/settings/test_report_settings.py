"""The page on which a ward says what its report is to be like."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.database import reader, writer
from app.logbook.kinds import HEADLINES
from app.month import Month, today
from app.overview.ward_month import WardMonth
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.places.models import Population, Ward
from app.places.report_settings import OPTIONAL_COLUMNS, USUAL_ANNEXES, Rates, ReportSettings
from app.places.ward_settings import WardSettings
from tests.cast import CARLA, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import make_entry
from tests.sync.steps import stored

PAGE = "/settings/report"
PAYMENT = "payment_account"


def _ward(app: Flask, ward_id: int = WARD_A) -> Ward:
    with app.app_context():
        ward: Ward = reader().get_one(Ward, ward_id)
        return ward


def _journal(app: Flask) -> list[Any]:
    with app.app_context():
        of_settings = AuditRecord.event == AuditEvent.SETTINGS_CHANGED
        columns = AuditRecord.actor_id, AuditRecord.ward_id, AuditRecord.detail
        return [tuple(row) for row in reader().execute(sa.select(*columns).where(of_settings).order_by(AuditRecord.id))]


def _form(**changed: Any) -> dict[str, Any]:
    """Return what a browser sends of a page where nothing is set but ``changed``."""
    everything = {"columns": list(OPTIONAL_COLUMNS), "measures": [each.measure for each in HEADLINES]}
    return {"number_suffix": "BC-UBND"} | everything | changed


def _save(visitor: Visitor, **changed: Any) -> TestResponse:
    """Open the page, and save what a browser sends of it with what was ``changed``."""
    return visitor.post(PAGE, version=_version(visitor.get(PAGE).text), **_form(**changed))


def _version(page: str) -> str:
    (version,) = re.findall(r'name="version"[^>]*value="([^"]*)"', page)
    return str(version)


def _know(app: Flask, **groups: int) -> None:
    """Let ward A know how many people of some groups it has."""
    with app.app_context():
        common: dict[str, Any] = {"ward_id": WARD_A, "as_of": today(), "source": "ví dụ"}
        writer().add_all(Population(group=group, figure=figure, **common) for group, figure in groups.items())
        writer().commit()


LINES = st.lists(st.text("ăđ x.;/", min_size=1), max_size=3).map(tuple)
COUNT = st.integers(0, 10**8)
SETTINGS = st.builds(
    ReportSettings,
    superior=st.text(),
    issuer=st.text(),
    signed_as=LINES,
    recipients=LINES,
    cutoff_day=st.none() | st.integers(1, 28),
    hidden_columns=st.sets(st.sampled_from(OPTIONAL_COLUMNS)),
    hidden_measures=st.sets(st.sampled_from([each.measure for each in HEADLINES])),
    rates=st.builds(Rates, COUNT, COUNT, st.integers(1, 31), COUNT, COUNT, COUNT, st.booleans()),
)


@given(SETTINGS)
def test_stored_report_settings_are_read_as_set(settings: ReportSettings) -> None:
    again = WardSettings.parse({"other": 1, "report": settings.as_stored()}).report
    assert again.as_stored() == settings.as_stored()
    assert again.rates == settings.rates
    assert (set(again.hidden_columns), list(again.recipients)) == (settings.hidden_columns, list(settings.recipients))


def test_report_settings_are_stored_beside_other_settings(app: Flask, visitor: Callable[..., Visitor]) -> None:
    before, of_b = _ward(app).stored_settings, _ward(app, WARD_B).stored_settings
    carla = visitor("carla")
    entered: dict[str, Any] = dict(
        issuer="  Ủy ban  nhân dân phường Ví Dụ ",
        signed_as="TM. ỦY BAN NHÂN DÂN\r\n\r\nPHÓ CHỦ TỊCH\r\n",
        recipients="Thường trực Đảng ủy;\nLưu: VT.",
        signatory="Nguyễn Ví Dụ",
        number_suffix="",
        cutoff_day="5",
        columns=["target", "ratio"],
        measures=[HEADLINES[0].measure],
        bases=[f"{PAYMENT}:adults", "eid_account:residents_14_plus"],
        per_day="50.000",
        most="600 000",
        team_most="300.000",
        is_transferred="y",
        only_planned_days="y",
    )
    response = _save(carla, **entered)
    assert (response.status_code, response.headers["Location"]) == (302, PAGE)
    ward = _ward(app)
    kept = ward.settings.report
    assert (kept.issuer, kept.signatory, kept.cutoff_day) == ("Ủy ban nhân dân phường Ví Dụ", "Nguyễn Ví Dụ", 5)
    assert kept.number_suffix == "BC-UBND", "without one the number would end in a bare stroke"
    assert kept.signed_as == ["TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH"]
    assert kept.recipients == ["Thường trực Đảng ủy;", "Lưu: VT."]
    assert kept.hidden_columns == sorted(set(OPTIONAL_COLUMNS) - {"target", "ratio"})
    assert kept.hidden_measures == sorted(each.measure for each in HEADLINES[1:])
    assert kept.rates == Rates(per_day=50_000, most=600_000, team_most=300_000, is_transferred=True)
    assert kept.only_planned_days
    assert ward.settings.denominators == {PAYMENT: "adults"}, "the catalogue's own group is not a choice"
    assert {name: ward.stored_settings[name] for name in before} == before
    assert _ward(app, WARD_B).stored_settings == of_b
    ((actor, ward_id, detail),) = _journal(app)
    assert (actor, ward_id, detail["what"]) == (CARLA, WARD_A, "report")
    assert {"issuer", "rates", "age_bases"} <= set(detail["changed"])
    assert "Ví Dụ" not in str(detail), "the journal says what was changed, not the name that was entered"
    _save(carla, **entered)
    assert len(_journal(app)) == 1, "saving the same again changes nothing"


def test_report_page_shows_settings_and_defaults(app: Flask, visitor: Callable[..., Visitor]) -> None:
    _know(app, adults=7000)
    carla = visitor("carla")
    page = unescape(carla.get(PAGE).text)
    assert "ỦY BAN NHÂN DÂN PHƯỜNG ĐÔNG QUANG" in page
    assert "người trưởng thành: 7.000" in page
    assert len(re.findall(r"<input[^>]*checkbox[^>]*checked", page)) == len(
        [*OPTIONAL_COLUMNS, *HEADLINES, *USUAL_ANNEXES]
    )
    _save(carla, columns=["target"], bases=f"{PAYMENT}:adults", per_day="50000", recipients="Một;\nHai;")
    page = unescape(carla.get(PAGE).text)
    assert re.search(rf'value="{PAYMENT}:adults" selected', page)
    assert len(re.findall(r'name="columns"[^>]*checked', page)) == 1
    assert re.search(r'name="per_day"[^>]*value="50000"', page)
    assert re.search(r"<textarea[^>]*recipients[^>]*>\s*Một;\s*Hai;", page)


def test_report_settings_that_are_saved_again_change_nothing(sqlite_app: Flask) -> None:
    carla = Visitor(sqlite_app, "carla")
    assert _save(carla).status_code == 302
    assert _save(carla).status_code == 302
    assert "Không có gì thay đổi." in unescape(carla.get(PAGE).text)


def test_report_settings_saved_by_another_are_not_replaced_unseen(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, other = visitor("carla"), visitor("carla")
    for theirs in ({"per_day": "50000"}, {"bases": f"{PAYMENT}:adults"}):
        version = _version(carla.get(PAGE).text)
        assert _save(other, **theirs).status_code == 302
        before = _ward(app).stored_settings, len(_journal(app))
        refused = carla.post(PAGE, **_form(version=version, basis="Kế hoạch số 12"))
        assert refused.status_code == 422
        assert "Người khác vừa lưu cài đặt khác" in refused.text
        assert "Kế hoạch số 12" in refused.text, "what was entered is still there"
        assert (_ward(app).stored_settings, len(_journal(app))) == before
        assert carla.post(PAGE, **_form(version=_version(refused.text), basis="Kế hoạch số 12")).status_code == 302
        assert _ward(app).settings.report.basis == "Kế hoạch số 12"
    assert _ward(app).settings.report.rates == Rates(), "who saved again knew"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("issuer", "x" * 161),
        ("signatory", "Nguyễn Ví Dụ 0912345678"),
        ("recipients", "Lưu: VT.\nTài khoản 123456789012"),
        ("recipients", "\n".join("Một" for _ in range(21))),
        ("recipients", "x" * 161),
        ("signed_as", "Một\nHai\nBa\nBốn\nNăm"),
        ("cutoff_day", "29"),
        ("cutoff_day", "0"),
        ("per_day", "nhiều"),
        ("per_day", "-1"),
        ("per_day", "1.5"),
        ("per_month", "٧"),
        ("least_days", "32"),
        ("most", "9" * 30),
        ("team_most", "300"),
        ("team_most", "300.000"),
        ("team_lump", "500"),
        ("measures", []),
        ("measures", "nothing"),
        ("bases", "payment_account:staff"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(sqlite_app: Flask, name: str, text: Any) -> None:
    carla, before = Visitor(sqlite_app, "carla"), _ward(sqlite_app).stored_settings
    response = carla.post(PAGE, **_form(basis="Kế hoạch số 12", **{name: text}))
    assert response.status_code == 422
    assert f'href="#{name}"' in response.text
    assert "Kế hoạch số 12" in response.text, "what was entered otherwise is still there"
    assert (_ward(sqlite_app).stored_settings, _journal(sqlite_app)) == (before, [])


@pytest.mark.parametrize(
    ("entered", "name", "words"),
    [
        ({"team_most": "300"}, "team_most", "Hãy ghi đủ số tiền bằng đồng: 300.000 chứ không phải 300."),
        ({"team_most": "300000"}, "team_most", "Chỉ có mức trần thì chưa chi được"),
        ({"team_lump": "500000", "per_day": "50000"}, "team_lump", "Đã khoán thì không chi theo ngày"),
        ({"team_lump": "500000", "team_most": "300000"}, "team_most", "Đã khoán thì không cần mức trần"),
    ],
)
def test_rules_of_payment_that_exclude_each_other_are_refused(
    sqlite_app: Flask, entered: dict[str, str], name: str, words: str
) -> None:
    refused = Visitor(sqlite_app, "carla").post(PAGE, **_form(**entered))
    assert refused.status_code == 422
    assert f'href="#{name}"' in refused.text
    assert words in unescape(refused.text)


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ({}, "Ví dụ: mỗi ngày 50.000 đồng, mỗi tổ nhiều nhất 300.000 đồng."),
        ({"per_day": "40000"}, "160.000, 120.000 và 40.000 đồng, cả tổ 320.000 đồng."),
        ({"per_day": "50000", "team_most": "200000"}, "100.000, 75.000 và 25.000 đồng, cả tổ 200.000 đồng."),
        ({"team_lump": "600000"}, "300.000, 225.000 và 75.000 đồng, cả tổ 600.000 đồng."),
    ],
)
def test_page_has_an_example_by_the_rates_of_the_ward(sqlite_app: Flask, entered: dict[str, str], words: str) -> None:
    carla = Visitor(sqlite_app, "carla")
    assert _save(carla, **entered).status_code == 302
    page = " ".join(unescape(carla.get(PAGE).text).split())
    assert words in page
    assert ("Nếu không có mức trần thì là 400.000 đồng." in page) is (not entered or "team_most" in entered)


def test_ratio_uses_the_denominator_that_the_ward_chose(app: Flask, visitor: Callable[..., Visitor]) -> None:
    _know(app, adults=100, residents_15_plus=200)
    visitor("ana").sync(make_entry("installation", service=PAYMENT, outcome="activated", people=50))

    def of_all() -> int | None:
        with app.app_context():
            covered = WardMonth(reader(), reader().get_one(Ward, WARD_A), Month.current(), today()).covered
            (line,) = (each.today for each in covered if each.code == PAYMENT)
            assert line is not None
            return line.denominator

    assert of_all() == 200
    _save(visitor("carla"), bases=f"{PAYMENT}:adults")
    assert of_all() == 100


def test_flag_beyond_population_uses_the_denominator_that_the_ward_chose(
    app: Flask, visitor: Callable[..., Visitor]
) -> None:
    _know(app, adults=100, residents_15_plus=200)
    ana, carla = visitor("ana"), visitor("carla")
    many = {"service": PAYMENT, "outcome": "activated", "people": 110, "setting": "event"}
    first, second = make_entry("installation", **many), make_entry("installation", **many | {"people": 1})
    ana.sync(first)
    _save(carla, bases=f"{PAYMENT}:adults")
    ana.sync(second)
    assert [stored(app, each)["flags"] for each in (first, second)] == [[], ["beyond_population"]]


@pytest.mark.parametrize("name", ["ana", "leo", "vera", "eva", "ada", "nina"])
def test_report_settings_are_saved_only_by_a_coordinator(sqlite_app: Flask, name: str) -> None:
    visitor = Visitor(sqlite_app, name)
    answers = [visitor.get("/settings/"), visitor.get(PAGE), visitor.post(PAGE, **_form(issuer="Khác"))]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert "report" not in _ward(sqlite_app).stored_settings
