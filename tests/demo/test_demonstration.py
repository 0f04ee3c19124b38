"""The demonstration: the articles' six units with their figures, and made-up work that went through the same door."""

from __future__ import annotations

import csv
import hashlib
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.catalogue.models import Baseline, Indicator
from app.config import ROOT
from app.database import reader, writer
from app.demo import demonstration as demo
from app.demo.demonstration import ACCOUNTS, PASSWORD, UNITS, NotEmptyError, load_demonstration
from app.extensions import db
from app.logbook.kinds import KINDS
from app.logbook.models import Companion, Entry, MonthLock, ReviewEvent
from app.logbook.recount import differences
from app.logbook.status import Status
from app.month import Month, today
from app.months.models import MonthEdition
from app.people.models import Membership, User
from app.permissions import Role
from app.places.models import Neighbourhood, Population, Team, TeamArea, Ward
from app.places.official_list import official_units
from app.registry.models import Household, Merchant
from tests.client import Visitor
from tests.conftest import ENGINES, Databases, dispose, make_app
from tests.overview.page import Page
from tests.terminal import run

LAST = date(2026, 10, 20)
MONTH = Month.of(LAST)
EARLY = date(2026, 10, 5)
"""With one month of work, these few days are all of it."""


def _load(databases: Databases, engine: str, day: date, seed: str = "1") -> Flask:
    """Return an app on a database of its own, with the demonstration up to ``day``."""
    app = make_app(databases.fresh(engine, empty=True))
    assert run(app, "prepare")[0] == 0
    status, output = run(app, "demo", "--day", day.isoformat(), "--seed", seed)
    assert status == 0, output
    with app.app_context():
        assert f"The demonstration is loaded. Entries: {_count(Entry)}." in output
    return app


@pytest.fixture(scope="module")
def demonstration(databases: Databases) -> Iterator[Flask]:
    """Return an app with the whole demonstration, loaded once for all tests."""
    app = _load(databases, "sqlite", LAST)
    yield app
    dispose(app)


@pytest.fixture(scope="module")
def on_postgresql(databases: Databases) -> Iterator[Flask]:
    """Return an app with the first days of the demonstration on PostgreSQL."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "MONTHS", 1)
        app = _load(databases, "postgresql", EARLY)
    yield app
    dispose(app)


@pytest.fixture
def few_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the demonstration be of one month."""
    monkeypatch.setattr(demo, "MONTHS", 1)


def _count(model: Any, *conditions: Any) -> int:
    return reader().scalars(sa.select(sa.func.count()).select_from(model).where(*conditions)).one()


def _ward(name: str) -> Ward:
    ward: Ward = reader().scalars(sa.select(Ward).where(Ward.name == name)).one()
    return ward


def test_its_counters_equal_a_recount(demonstration: Flask) -> None:
    with demonstration.app_context():
        assert list(differences(reader())) == []


def test_it_loads_on_postgresql_too(on_postgresql: Flask) -> None:
    with on_postgresql.app_context():
        assert list(differences(reader())) == []
        assert _count(Ward) == 6
        assert _count(Entry) > 100


def test_the_six_units_stand_under_their_names_of_then_and_todays(demonstration: Flask) -> None:
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
def test_the_units_are_divided_as_the_articles_say(
    demonstration: Flask, name: str, areas: int, teams: int, word: str
) -> None:
    with demonstration.app_context():
        ward = _ward(name)
        of_ward = Neighbourhood.ward_id == ward.id
        assert _count(Neighbourhood, of_ward, sa.not_(Neighbourhood.is_whole_ward)) == areas
        assert _count(Neighbourhood, of_ward, Neighbourhood.is_whole_ward) == 1
        assert _count(Team, Team.ward_id == ward.id) == teams
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
def test_the_printed_accounts_sign_in(
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


def test_all_printed_accounts_are_known_and_none_is_somebody(demonstration: Flask) -> None:
    assert {account.phone for account in ACCOUNTS} == {phone for phone, *_ in SIGN_IN}
    assert PASSWORD == "tung-nha-2026"
    with demonstration.app_context():
        assert _count(User, sa.not_(User.is_demonstration)) == 0
        names = set(reader().scalars(sa.select(User.name)))
        assert all(any(word in name for word in ("Ví Dụ", "Thử Nghiệm", "Minh Họa", "Làm Mẫu")) for name in names)
        phones = set(reader().scalars(sa.select(User.phone)))
        assert all(phone.startswith("+849000") for phone in phones), "a made-up number that could be somebody's"
        assert _count(Membership, Membership.role == Role.COORDINATOR) == len(UNITS)


def test_the_province_sees_its_two_wards(demonstration: Flask) -> None:
    province = Visitor(demonstration)
    province.sign_in("0900000003", PASSWORD)
    rows = Page(province.get(f"/overview/?month={MONTH}&lang=vi").text).places()
    assert [name.split(" nay là ")[0] for name in rows] == ["Phường Lam Sơn", "Phường Quảng Thắng"]
    assert all(int(row["visit"].split(" / ")[0].replace(".", "")) > 0 for row in rows.values())


def test_entries_are_of_all_kinds_in_all_states_over_three_months(demonstration: Flask) -> None:
    with demonstration.app_context():
        assert set(reader().scalars(sa.select(Entry.kind).distinct())) == set(KINDS)
        assert set(reader().scalars(sa.select(Entry.status).distinct())) == set(Status)
        assert set(reader().scalars(sa.select(Entry.month).distinct())) == {"2026-08", "2026-09", "2026-10"}
        first, last = reader().execute(sa.select(sa.func.min(Entry.happened_on), sa.func.max(Entry.happened_on))).one()
        assert (first.month, last) == (8, LAST)
        assert _count(MonthLock, MonthLock.closed_at.is_not(None), MonthLock.month == "2026-08") == len(UNITS)
        assert _count(MonthLock, MonthLock.closed_at.is_not(None)) == len(UNITS)
        assert _count(MonthEdition, MonthEdition.month == "2026-08", MonthEdition.number == 1) == len(UNITS)
        assert _count(MonthEdition) == len(UNITS)
        assert _count(Entry, Entry.month == "2026-08", Entry.status.in_([Status.SUBMITTED, Status.RETURNED])) == 0
        for model in (Companion, Household, Merchant):
            assert _count(model) > 50
        assert _count(ReviewEvent) > _count(Entry)


def test_every_ward_has_work_in_the_month(demonstration: Flask) -> None:
    with demonstration.app_context():
        by_ward = sa.select(Entry.ward_id, sa.func.count()).where(Entry.month == str(MONTH)).group_by(Entry.ward_id)
        counts = dict(map(tuple, reader().execute(by_ward)))
    assert len(counts) == len(UNITS)
    assert min(counts.values()) >= 20


def _published() -> list[dict[str, str]]:
    with (ROOT / "app" / "demo" / "data" / "published_figures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_published_figures_are_there(demonstration: Flask) -> None:
    with demonstration.app_context():
        assert _count(Baseline) == len(_published())
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


def test_what_was_published_names_indicators_and_wards_that_exist(demonstration: Flask) -> None:
    codes = official_units().keys()
    with demonstration.app_context():
        indicators = set(reader().scalars(sa.select(Indicator.code)))
        assert {figure for (figure,) in reader().execute(sa.select(Population.figure))} >= {9658, 160, 65}
    for row in _published():
        assert row["indicator"] in indicators
        assert not row["ward_code_now"] or row["ward_code_now"] in codes


def _coverage(app: Flask, ward: str) -> Page:
    """Return the page of a ward as its coordinator sees it, in Vietnamese."""
    with app.app_context():
        phone = reader().scalars(
            sa.select(User.phone)
            .join(Membership)
            .join(Ward, Ward.id == Membership.ward_id)
            .where(Ward.name == ward, Membership.role == Role.COORDINATOR)
        )
        coordinator = Visitor(app)
        assert coordinator.sign_in(phone.one(), PASSWORD).headers["Location"] == "/"
    response = coordinator.get(f"/overview/?month={MONTH}&lang=vi")
    assert response.status_code == 200
    return Page(response.text)


def test_quang_thang_shows_its_printed_figures_beside_ours(demonstration: Flask) -> None:
    page = _coverage(demonstration, "Phường Quảng Thắng")
    assert "Phường Đông Quang" in page.text()
    (published, now) = page.coverage("health_record")
    assert published[1] == "9.547/9.658"
    assert published[2].startswith("98,9%")
    assert published[2].endswith("98,8%")
    assert published[3] == "31/12/2023"
    numerator, denominator = (int(part.replace(".", "")) for part in now[1].split("/"))
    assert (numerator > 9547, denominator) == (True, 9658)
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


def _fingerprint(app: Flask) -> str:
    with app.app_context():
        columns = Entry.id, Entry.digest, Entry.status, Entry.member_id, Entry.happened_on
        rows = reader().execute(sa.select(*columns).order_by(Entry.id))
        return hashlib.sha256(repr([tuple(map(str, row)) for row in rows]).encode()).hexdigest()


@pytest.mark.usefixtures("few_days")
def test_the_same_seed_and_day_give_the_same_on_both_engines(databases: Databases, on_postgresql: Flask) -> None:
    same, other = _load(databases, "sqlite", EARLY), _load(databases, "sqlite", EARLY, seed="2")
    assert _fingerprint(same) == _fingerprint(on_postgresql)
    assert _fingerprint(other) != _fingerprint(same)
    for app in (same, other):
        dispose(app)


@pytest.mark.usefixtures("few_days")
def test_any_day_can_be_the_last(databases: Databases) -> None:
    """The made-up people have their posts before their first entry, whatever day is asked for."""
    app = _load(databases, "sqlite", date(2025, 12, 2))
    with app.app_context():
        first = reader().scalar(sa.select(sa.func.min(Entry.happened_on)))
        began = reader().scalar(sa.select(sa.func.max(Membership.valid_from)))
    assert began <= first <= today()
    dispose(app)


def test_it_refuses_a_database_that_holds_something(app: Flask) -> None:
    with app.app_context():
        users = _count(User)
        with pytest.raises(NotEmptyError):
            load_demonstration(writer(), LAST, random.Random("1"))
        writer().rollback()
        assert (_count(User), _count(Entry), _count(Ward)) == (users, 0, 3)


def test_preparing_again_prints_the_accounts_and_loads_nothing(demonstration: Flask) -> None:
    with demonstration.app_context():
        before = _count(Entry)
    status, output = run(demonstration, "prepare", "--demo")
    assert status == 0, output
    assert "loaded" not in output
    assert all(account.phone in output for account in ACCOUNTS)
    assert PASSWORD in output
    with demonstration.app_context():
        assert _count(Entry) == before
    status, output = run(demonstration, "demo")
    assert status == 1
    assert "not empty" in output


@pytest.fixture(params=ENGINES)
def two_apps(request: pytest.FixtureRequest, databases: Databases) -> Iterator[tuple[Flask, Flask]]:
    """Return two apps on one database that holds nothing yet."""
    url = databases.fresh(request.param, empty=True)
    apps = make_app(url), make_app(url)
    assert run(apps[0], "prepare")[0] == 0
    yield apps
    for app in apps:
        dispose(app)
    databases.drop(url)


def _is_prepared(outcome: tuple[int, str]) -> bool:
    status, output = outcome
    return status == 0 and "loaded" not in output and PASSWORD in output


@pytest.mark.usefixtures("few_days")
def test_what_another_process_loaded_meanwhile_is_there(two_apps: tuple[Flask, Flask]) -> None:
    app, other = two_apps
    with app.app_context():
        engine = db.get_engine("read")
    looks = []

    @sa.event.listens_for(engine, "after_cursor_execute")
    def load_it_after_the_first_look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "EXISTS" in statement and not looks:
            looks.append(statement)
            with other.app_context():
                load_demonstration(writer(), EARLY, random.Random("1"))
                writer().commit()

    outcome = run(app, "prepare", "--demo")
    assert _is_prepared(outcome), outcome


@pytest.mark.usefixtures("few_days")
@pytest.mark.parametrize("two_apps", ["postgresql"], indirect=True)
def test_who_loads_the_demonstration_second_waits_for_the_first(two_apps: tuple[Flask, Flask]) -> None:
    """PostgreSQL lets both write; the second learns of the first by the first name that is taken."""
    app, other = two_apps
    with ThreadPoolExecutor(1) as pool:
        with other.app_context():
            load_demonstration(writer(), EARLY, random.Random("1"))
            second = pool.submit(run, app, "prepare", "--demo")
            while not _somebody_waits_for_a_lock():
                assert not second.done(), second.result()
            writer().commit()
        outcome = second.result(120)
    assert _is_prepared(outcome), outcome


def _somebody_waits_for_a_lock() -> bool:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with db.get_engine("read").connect() as connection:
        return bool(connection.scalar(sa.text(waiting)))


def test_real_use_refuses_the_demonstration(demonstration: Flask) -> None:
    real = make_app(demonstration.config["TUNG_NHA"].database_url, "https://tungnha.example.vn")
    status, output = run(real, "prepare", "--real")
    assert status == 1
    assert "demonstration accounts" in output
    dispose(real)
