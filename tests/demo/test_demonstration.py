"""The demonstration: the units of the articles, their figures and accounts, and the made-up work."""

from __future__ import annotations

import csv
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from app.catalogue.models import Baseline, Indicator
from app.config import ROOT
from app.database import reader
from app.demo.accounts import ACCOUNTS, PASSWORD
from app.demo.units import UNITS
from app.logbook.kinds import KINDS
from app.logbook.models import Companion, Entry, MonthLock, ReviewEvent
from app.logbook.recount import differences
from app.logbook.status import Status
from app.months.models import MonthEdition
from app.people.models import Membership, User
from app.permissions import Role
from app.places.models import Neighbourhood, Population, Team, TeamArea, Ward
from app.places.official_list import official_units
from app.registry.models import Household, Merchant
from tests.client import Visitor
from tests.conftest import dispose, make_app
from tests.demo.steps import LAST, MONTH, coordinator_of, count, ward_named
from tests.overview.page import Page
from tests.terminal import run


def test_counters_equal_a_recount(demonstration: Flask) -> None:
    with demonstration.app_context():
        assert list(differences(reader())) == []


def test_units_have_their_names_of_then_and_of_today(demonstration: Flask) -> None:
    with demonstration.app_context():
        wards = {ward.name: ward for ward in reader().scalars(sa.select(Ward))}
        assert {name: (ward.code, ward.official_name) for name, ward in wards.items()} == {
            "Phường Quảng Thắng": ("16417", "Phường Đông Quang"),
            "Phường Lam Sơn": ("14812", "Phường Bỉm Sơn"),
            "Phường Hiệp Tân": ("27028", "Phường Phú Thạnh"),
            "Phường Sông Cầu": ("01843", "Phường Bắc Kạn"),
            "Xã Như Cố": ("02086", "Xã Chợ Mới"),
            "Phường An Khê": ("20305", "Phường An Khê"),
        }
        for ward in wards.values():
            assert official_units()[ward.code].ward_name == ward.official_name


@pytest.mark.parametrize(
    ("name", "areas", "teams", "word"),
    [
        ("Phường Quảng Thắng", 8, 8, "phố"),
        ("Phường Hiệp Tân", 5, 1, "khu phố"),
        ("Phường Sông Cầu", 20, 20, "tổ dân phố"),
        ("Xã Như Cố", 11, 11, "thôn"),
        ("Phường An Khê", 90, 90, "tổ dân phố"),
    ],
)
def test_units_are_divided_as_the_articles_say(
    demonstration: Flask, name: str, areas: int, teams: int, word: str
) -> None:
    with demonstration.app_context():
        ward = ward_named(name)
        of_ward = Neighbourhood.ward_id == ward.id
        assert count(Neighbourhood, of_ward, sa.not_(Neighbourhood.is_whole_ward)) == areas
        assert count(Neighbourhood, of_ward, Neighbourhood.is_whole_ward) == 1
        assert count(Team, Team.ward_id == ward.id) == teams
        assert ward.neighbourhood_word == word
        covered = sa.select(TeamArea.neighbourhood_id).join(Team).where(Team.ward_id == ward.id)
        assert len(set(reader().scalars(covered))) == areas, "every neighbourhood has a team"


SIGN_IN = [
    ("0900000011", "member", "20305", "Tổ CNSCĐ và Đề án 06 số 11"),
    ("0900000012", "member", "20305", "Tổ CNSCĐ và Đề án 06 số 12"),
    ("0900000010", "leader", "20305", "Tổ CNSCĐ và Đề án 06 số 11"),
    ("0900000001", "coordinator", "20305", None),
    ("0900000004", "viewer", "20305", None),
    ("0900000002", "coordinator", "16417", None),
    ("0900000003", "province", None, None),
    ("0900000000", "admin", None, None),
]
"""The accounts that `make run` prints, with the unit of each."""


@pytest.mark.parametrize(("phone", "role", "ward", "team"), SIGN_IN)
def test_printed_accounts_sign_in(
    demonstration: Flask, phone: str, role: str, ward: str | None, team: str | None
) -> None:
    visitor = Visitor(demonstration)
    assert visitor.sign_in(phone, "tung-nha-2026").headers["Location"] == "/"
    user = visitor.session()["user"]
    assert (user["role"], user["ward"] and user["ward"]["code"], user["team"] and user["team"]["name"]) == (
        role,
        ward,
        team,
    )
    assert visitor.http.get("/", follow_redirects=True).status_code == 200


def test_printed_accounts_are_known_and_made_up(demonstration: Flask) -> None:
    assert {account.phone for account in ACCOUNTS} == {phone for phone, *_ in SIGN_IN}
    assert PASSWORD == "tung-nha-2026"
    with demonstration.app_context():
        assert count(User, sa.not_(User.is_demonstration)) == 0
        names = set(reader().scalars(sa.select(User.name)))
        assert all(any(word in name for word in ("Ví Dụ", "Thử Nghiệm", "Minh Họa", "Làm Mẫu")) for name in names)
        phones = set(reader().scalars(sa.select(User.phone)))
        assert all(phone.startswith("+849000") for phone in phones), "a made-up number that could be somebody's"
        assert count(Membership, Membership.role == Role.COORDINATOR) == len(UNITS)


def test_province_sees_its_two_wards(demonstration: Flask) -> None:
    province = Visitor(demonstration)
    province.sign_in("0900000003", PASSWORD)
    rows = Page(province.get(f"/overview/?month={MONTH}&lang=vi").text).places()
    assert [name.split(" nay là ")[0] for name in rows] == ["Phường Lam Sơn", "Phường Quảng Thắng"]
    assert all(int(row["visit"].split(" / ")[0].replace(".", "")) > 0 for row in rows.values())


def test_entries_are_of_all_kinds_in_all_states_over_three_months(demonstration: Flask) -> None:
    with demonstration.app_context():
        assert set(reader().scalars(sa.select(Entry.kind).distinct())) == set(KINDS)
        assert set(reader().scalars(sa.select(Entry.status).distinct())) == set(Status)
        months = reader().execute(sa.select(Entry.ward_id, Entry.month).distinct())
        of_calendar = {"2026-08", "2026-09", "2026-10"}
        # One ward reports from the 15th, so that the end of October is its period of November.
        others = {ward for ward, month in months if month not in of_calendar}
        assert len(others) == 1
        (ward,) = (reader().get_one(Ward, id) for id in others)
        assert ward.name == "Phường Hiệp Tân"
        assert ward.settings.periods.span(MONTH).first == date(2026, 9, 15)
        first, last = reader().execute(sa.select(sa.func.min(Entry.happened_on), sa.func.max(Entry.happened_on))).one()
        assert (first.month, last) == (8, LAST)
        assert count(MonthLock, MonthLock.closed_at.is_not(None), MonthLock.month == "2026-08") == len(UNITS)
        assert count(MonthLock, MonthLock.closed_at.is_not(None)) == len(UNITS)
        assert count(MonthEdition, MonthEdition.month == "2026-08", MonthEdition.number == 1) == len(UNITS)
        assert count(MonthEdition) == len(UNITS)
        assert count(Entry, Entry.month == "2026-08", Entry.status.in_([Status.SUBMITTED, Status.RETURNED])) == 0
        for model in (Companion, Household, Merchant):
            assert count(model) > 50
        assert count(ReviewEvent) > count(Entry)


def test_work_of_the_month_is_in_every_ward(demonstration: Flask) -> None:
    with demonstration.app_context():
        by_ward = sa.select(Entry.ward_id, sa.func.count()).where(Entry.month == str(MONTH)).group_by(Entry.ward_id)
        counts = dict(map(tuple, reader().execute(by_ward)))
    assert len(counts) == len(UNITS)
    assert min(counts.values()) >= 20


def _published() -> list[dict[str, str]]:
    with (ROOT / "app" / "demo" / "data" / "published_figures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_published_figures_are_complete(demonstration: Flask) -> None:
    with demonstration.app_context():
        assert count(Baseline) == len(_published())
        kept = reader().scalars(sa.select(Baseline))
        as_kept = sorted((b.unit_then, b.indicator_code, b.numerator, b.denominator, b.published_percent) for b in kept)
    as_printed = sorted(
        (
            row["unit_then"],
            row["indicator"],
            int(row["numerator"]) if row["numerator"] else None,
            int(row["denominator"]) if row["denominator"] else None,
            row["published_percent"],
        )
        for row in _published()
    )
    assert sorted(map(repr, as_kept)) == sorted(map(repr, as_printed))


def test_published_figures_name_indicators_and_wards_that_exist(demonstration: Flask) -> None:
    codes = official_units().keys()
    with demonstration.app_context():
        indicators = set(reader().scalars(sa.select(Indicator.code)))
        assert {figure for (figure,) in reader().execute(sa.select(Population.figure))} >= {9658, 160, 65}
    for row in _published():
        assert row["indicator"] in indicators
        assert not row["ward_code_now"] or row["ward_code_now"] in codes


def _coverage(app: Flask, ward: str) -> Page:
    """Return the page of a ward as its coordinator sees it, in Vietnamese."""
    response = coordinator_of(app, ward).get(f"/overview/?month={MONTH}&lang=vi")
    assert response.status_code == 200
    return Page(response.text)


def test_quang_thang_shows_its_printed_figures_beside_ours(demonstration: Flask) -> None:
    page = _coverage(demonstration, "Phường Quảng Thắng")
    assert "Phường Đông Quang" in page.text()
    (published,) = page.coverage("health_record")
    (in_vneid,) = page.coverage("health_book_in_vneid")
    assert published[1] == "9.547/9.658"
    assert published[2].startswith("98,9%")
    assert published[2].endswith("98,8%")
    assert published[3] == "31/12/2023"
    numerator, denominator = (int(part.replace(".", "")) for part in in_vneid[1].split("/"))
    assert (0 < numerator < 9547, denominator) == (True, 9658), "what teams helped with is not what was published"
    published, *_ = page.coverage("eid_account")
    assert published[1] == "5.571"
    assert published[2].endswith("75,5%")
    assert not published[2].startswith("75,5%"), "a ratio of our own would need what nobody printed"
    assert page.coverage("business_e_contract")[0][1:3] == ("120/160", "75,0%")


def test_song_cau_shows_bounds_in_words_and_without_ratio(demonstration: Flask) -> None:
    page = _coverage(demonstration, "Phường Sông Cầu")
    assert page.coverage("public_service_account")[0][1:3] == ("hơn 2.800", "–")
    assert page.coverage("public_service_account_in_use")[0][1:3] == ("hơn 1.100", "–")
    assert page.coverage("qr_people")[0][1:3] == ("gần 400", "–")
    assert [line[1] for line in page.coverage("hall_internet")] == ["3/20", "20/20"]
    assert all(line[2] == "–" for line in page.coverage("public_service_account"))


def test_an_khe_shows_its_accounts(demonstration: Flask) -> None:
    page = _coverage(demonstration, "Phường An Khê")
    assert page.coverage("eid_account")[0][1:3] == ("20.236", "–")
    assert page.coverage("teams")[0][1] == "90"
    assert len(page.places(1)) == 90


def test_nhu_co_shows_percentages_that_were_printed_alone(demonstration: Flask) -> None:
    page = _coverage(demonstration, "Xã Như Cố")
    published, *_ = page.coverage("health_record")
    assert published[1] == "–"
    assert published[2].endswith("40,0%")


def test_preparing_again_prints_the_accounts_and_loads_nothing(demonstration: Flask) -> None:
    with demonstration.app_context():
        before = count(Entry)
    status, output = run(demonstration, "prepare", "--demo")
    assert status == 0, output
    assert "loaded" not in output
    assert all(account.phone in output for account in ACCOUNTS)
    assert PASSWORD in output
    with demonstration.app_context():
        assert count(Entry) == before
    status, output = run(demonstration, "demo")
    assert status == 1
    assert "not empty" in output


def test_real_use_refuses_the_demonstration(demonstration: Flask) -> None:
    real = make_app(demonstration.config["TUNG_NHA"].database_url, "https://tungnha.example.vn")
    status, output = run(real, "prepare", "--real")
    assert status == 1
    assert "demonstration accounts" in output
    dispose(real)
