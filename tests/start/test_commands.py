"""``flask`` sets a database up: wards and teams from the official list, and the first accounts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from flask import Flask

from app.catalogue.models import Indicator, Service, Topic
from app.database import in_transaction, reader, writer
from app.migrations import alembic
from app.month import today
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord, User
from app.permissions import Role
from app.places.actions import NameTakenError, add_team, add_ward, whole_ward_name
from app.places.models import Neighbourhood, Province, Team, TeamArea, Ward
from tests.client import Visitor
from tests.conftest import ENGINES, Databases, dispose, make_app
from tests.terminal import run

SENTENCE = "mot cau de nho"
TYPED = f"{SENTENCE}\n{SENTENCE}\n"


@pytest.fixture(params=ENGINES)
def empty_app(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Flask]:
    """Return an app on a database that ``prepare`` just made."""
    url = databases.fresh(request.param, empty=True)
    app = make_app(url)
    assert run(app, "prepare")[0] == 0
    yield app
    dispose(app)
    databases.drop(url)


@pytest.fixture
def ward_app(empty_app: Flask) -> Flask:
    """Return an app whose database holds one ward with two neighbourhoods and a team."""
    assert run(empty_app, "ward", "add", "16417", "Phố 1", "Phố 2", "--word", "phố")[0] == 0
    assert run(empty_app, "team", "add", "--ward", "16417", "--name", "Tổ 1", "Phố 1", "Phố 2")[0] == 0
    return empty_app


def test_preparing_brings_schema_and_catalogue_and_nothing_else(empty_app: Flask) -> None:
    for _ in range(2):
        assert run(empty_app, "prepare") == (0, "")
        with empty_app.app_context():
            assert not alembic.needs_upgrade()
            for model, least in ((Service, 14), (Topic, 12), (Indicator, 27)):
                assert reader().scalars(sa.select(sa.func.count()).select_from(model)).one() >= least
            for model in (User, Ward, Province):
                assert reader().scalars(sa.select(sa.func.count()).select_from(model)).one() == 0


def test_real_use_asks_for_the_address_that_people_use(empty_app: Flask) -> None:
    status, output = run(empty_app, "prepare", "--real")
    assert status == 1
    assert "PUBLIC_ORIGIN" in output


def test_real_use_of_a_fresh_database_is_fine(empty_app: Flask) -> None:
    real = make_app(empty_app.config["TUNG_NHA"].database_url, "https://tungnha.example.vn")
    assert run(real, "prepare", "--real") == (0, "")
    dispose(real)


def test_a_ward_comes_from_the_official_list(ward_app: Flask) -> None:
    with ward_app.app_context():
        ward = reader().scalars(sa.select(Ward)).one()
        assert (ward.code, ward.name, ward.official_name, ward.list_version) == (
            "16417",
            "Phường Đông Quang",
            "Phường Đông Quang",
            "2025-07-01",
        )
        assert (ward.province.name, ward.province.code, ward.neighbourhood_word) == ("Tỉnh Thanh Hóa", "38", "phố")
        areas = reader().execute(sa.select(Neighbourhood.name, Neighbourhood.is_whole_ward).order_by(Neighbourhood.id))
        assert [tuple(row) for row in areas] == [("Phố 1", False), ("Phố 2", False), ("Toàn phường", True)]
        assert reader().scalars(sa.select(Team.name)).all() == ["Tổ 1"]
        assert reader().scalars(sa.select(sa.func.count()).select_from(TeamArea)).one() == 2


@pytest.mark.parametrize(
    ("name", "whole"),
    [("Phường Đông Quang", "Toàn phường"), ("Xã Chợ Mới", "Toàn xã"), ("Đặc khu Phú Quốc", "Toàn đặc khu")],
)
def test_the_whole_ward_is_called_after_its_kind(name: str, whole: str) -> None:
    assert whole_ward_name(name) == whole


def test_wards_of_one_province_share_it(ward_app: Flask) -> None:
    assert run(ward_app, "ward", "add", "14812")[0] == 0
    assert run(ward_app, "ward", "add", "20305")[0] == 0
    with ward_app.app_context():
        codes = reader().scalars(sa.select(Province.code).order_by(Province.code)).all()
    assert codes == ["38", "48"]


def test_what_cannot_be_added_is_said(ward_app: Flask) -> None:
    for arguments, words in (
        (("ward", "add", "16417"), "there already"),
        (("ward", "add", "1843"), "official list"),
        (("ward", "add", "99999"), "official list"),
        (("team", "add", "--ward", "20305", "--name", "Tổ 2"), "names no ward"),
        (("team", "add", "--ward", "16417", "--name", "Tổ 2", "Phố 9", "Phố 1"), "not in this ward: Phố 9"),
    ):
        status, output = run(ward_app, *arguments)
        assert (status in {1, 2}, words in output) == (True, True), (arguments, output)
    with ward_app.app_context():
        assert reader().scalars(sa.select(Ward.code)).all() == ["16417"]
        assert reader().scalars(sa.select(Team.name)).all() == ["Tổ 1"]


NOBODY_SEES = "\u200b\u3164"


def _names(app: Flask) -> tuple[list[str], list[str]]:
    """Return the names of all areas and teams."""
    with app.app_context():
        areas, teams = (reader().scalars(sa.select(model.name).order_by(model.id)) for model in (Neighbourhood, Team))
        return list(areas), list(teams)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ward", "add", "14812", ""), "NEIGHBOURHOODS"),
        (("ward", "add", "14812", "Thôn 1", " \u00a0"), "NEIGHBOURHOODS"),
        (("ward", "add", "14812", NOBODY_SEES), "nothing that can be seen"),
        (("ward", "add", "14812", "x" * 121), "at most 120 characters"),
        (("ward", "add", "14812", "Thôn \udcff"), "no text"),
        (("ward", "add", "14812", "Thôn 09 12 34 56 78"), "phone numbers"),
        (("ward", "add", "14812", "Thôn 1", "THÔN  1"), "two areas are called THÔN 1"),
        (("ward", "add", "14812", "Hoà Bình", unicodedata.normalize("NFD", "Hòa Bình")), "two areas are called"),
        (("ward", "add", "14812", "toàn phường"), "two areas are called Toàn phường"),
        (("ward", "add", "14812", "Thôn 1", "--word", NOBODY_SEES), "--word"),
        (("ward", "add", "14812", "Thôn 1", "--word", "x" * 41), "at most 40 characters"),
        (("team", "add", "--ward", "16417", "--name", ""), "--name"),
        (("team", "add", "--ward", "16417", "--name", NOBODY_SEES), "--name"),
        (("team", "add", "--ward", "16417", "--name", "x" * 121), "at most 120 characters"),
        (("team", "add", "--ward", "16417", "--name", "TỔ 1"), "a team TỔ 1 already"),
        (("team", "add", "--ward", "16417", "--name", unicodedata.normalize("NFD", "Tổ 1")), "a team Tổ 1 already"),
        (("team", "add", "--ward", "16417", "--name", "Tổ 2", ""), "NEIGHBOURHOODS"),
    ],
)
def test_no_name_is_empty_or_given_twice(ward_app: Flask, arguments: tuple[str, ...], words: str) -> None:
    before = _names(ward_app)
    status, output = run(ward_app, *arguments)
    assert (status in {1, 2}, words in output) == (True, True), output
    assert _names(ward_app) == before


def test_names_are_cleaned_and_known_however_they_are_typed(ward_app: Flask) -> None:
    nfd = unicodedata.normalize("NFD", " Phố   1\u200b ")
    assert run(ward_app, "ward", "add", "14812", unicodedata.normalize("NFD", " Thôn  Đông\u202e "))[0] == 0
    status, output = run(ward_app, "team", "add", "--ward", "16417", "--name", "Tổ\u00a0 2\u200b", nfd, "PHỐ 1")
    assert (status, "Added Tổ 2, number 2." in output) == (0, True), output
    areas, teams = _names(ward_app)
    assert (areas[3:], teams) == (["Thôn Đông", "Toàn phường"], ["Tổ 1", "Tổ 2"])
    with ward_app.app_context():
        covered = sa.select(TeamArea.neighbourhood_id).where(TeamArea.team_id == 2)
        assert reader().scalars(covered).all() == [1], "the area is covered once, however often it is named"


def test_a_name_is_free_again_when_its_team_has_ended(ward_app: Flask) -> None:
    with ward_app.app_context():
        writer().execute(sa.update(Team).values(valid_to=today() - timedelta(days=1)))
        writer().commit()
    assert run(ward_app, "team", "add", "--ward", "16417", "--name", "Tổ 1", "Phố 1")[0] == 0


def test_what_stands_under_other_spellings_from_before_is_found(ward_app: Flask) -> None:
    with ward_app.app_context():
        writer().execute(
            sa.update(Neighbourhood).where(Neighbourhood.id == 1).values(name=unicodedata.normalize("NFD", "Phố  1"))
        )
        writer().commit()
    assert run(ward_app, "team", "add", "--ward", "16417", "--name", "Tổ 2", "Phố 1")[0] == 0


def test_two_at_once_do_not_give_one_name_twice(ward_app: Flask) -> None:
    start, done = Barrier(2), []

    def add(name: str) -> None:
        with ward_app.app_context():
            start.wait()
            try:
                in_transaction(lambda session: add_team(session, 1, name, ["Phố 1"], today()))
                done.append("added")
            except NameTakenError:
                done.append("taken")

    threads = [Thread(target=add, args=[name]) for name in ("Tổ 2", "tổ  2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["added", "taken"]
    assert len(_names(ward_app)[1]) == 2


@pytest.mark.parametrize(("second", "words"), [("16417", "there already"), ("14812", "Added Phường Bỉm Sơn")])
def test_two_at_once_add_a_ward_or_its_province_once(empty_app: Flask, second: str, words: str) -> None:
    answers: list[tuple[int, str]] = []
    other = Thread(target=lambda: answers.append(run(empty_app, "ward", "add", second)))
    with empty_app.app_context():
        add_ward(writer(), "16417", [])
        other.start()
        other.join(1)  # It waits for what was added here, or for its turn.
        writer().commit()
        other.join()
    assert [(status, words in output) for status, output in answers] == [(int(second == "16417"), True)], answers
    with empty_app.app_context():
        assert set(reader().scalars(sa.select(Ward.code))) == {"16417", second}
        assert reader().scalars(sa.select(Province.code)).all() == ["38"]


def test_wards_and_teams_are_noted(ward_app: Flask) -> None:
    with ward_app.app_context():
        lines = reader().execute(
            sa.select(AuditRecord.event, AuditRecord.actor_id, AuditRecord.ward_id, AuditRecord.detail)
        )
        assert [tuple(line) for line in lines] == [
            (AuditEvent.SETTINGS_CHANGED, None, 1, {"what": "ward", "areas": 2}),
            (AuditEvent.SETTINGS_CHANGED, None, 1, {"what": "teams", "team": 1}),
        ]


def test_a_name_of_then_stands_beside_todays(ward_app: Flask) -> None:
    with ward_app.app_context():
        ward = add_ward(writer(), "01843", ["Tổ 1"], name="Phường Sông Cầu", team_word="Tổ công nghệ số")
        assert (ward.name, ward.official_name, ward.team_word) == (
            "Phường Sông Cầu",
            "Phường Bắc Kạn",
            "Tổ công nghệ số",
        )


def _add_user(app: Flask, *options: str, phone: str = "0900 000 201", typed: str = TYPED) -> tuple[int, str]:
    return run(app, "user", "add", "--phone", phone, "--name", " Nguyễn  Ví Dụ ", *options, typed=typed)


OF_WARD = ("--ward", "16417")


@pytest.mark.one_engine
def test_an_account_of_every_role_can_sign_in(ward_app: Flask) -> None:
    posts = {
        Role.MEMBER: (*OF_WARD, "--team", "1"),
        Role.LEADER: (*OF_WARD, "--team", "1"),
        Role.COORDINATOR: OF_WARD,
        Role.VIEWER: OF_WARD,
        Role.PROVINCE: ("--province", "38"),
        Role.ADMIN: (),
    }
    assert posts.keys() == set(Role)
    for number, (role, place) in enumerate(posts.items()):
        phone = f"090000021{number}"
        status, output = _add_user(ward_app, "--role", role.value, *place, phone=phone)
        assert status == 0, output
        assert phone in output
        assert SENTENCE not in output
        visitor = Visitor(ward_app)
        assert visitor.sign_in(phone, SENTENCE).headers["Location"] == "/"
        user = visitor.session()["user"]
        assert (user["role"], user["name"]) == (role.value, "Nguyễn Ví Dụ")
        assert visitor.http.get("/", follow_redirects=True).status_code == 200


def test_what_an_account_lacks_is_said(ward_app: Flask) -> None:
    for options, words in (
        (("--role", "member", *OF_WARD), "--team"),
        (("--role", "member", *OF_WARD, "--team", "99"), "--team"),
        (("--role", "coordinator"), "--ward"),
        (("--role", "coordinator", "--ward", "20305"), "--ward"),
        (("--role", "province"), "--province"),
        (("--role", "province", "--province", "99"), "--province"),
        (("--role", "mayor"), "--role"),
        (("--role", "admin", "--phone", "xin chào"), "--phone"),
        (("--role", "admin", "--password", "ngan"), "at least 10 characters"),
        (("--role", "admin", "--name", ""), "--name"),
        (("--role", "admin", "--name", NOBODY_SEES), "--name"),
        (("--role", "admin", "--name", "\udcff"), "--name"),
        (("--role", "admin", "--name", "x" * 121), "at most 120 characters"),
        (("--role", "admin", "--name", "Nguyễn Ví Dụ 0912 345678"), "phone numbers"),
    ):
        status, output = _add_user(ward_app, *options)
        assert (status, words in output) == (2, True), (options, output)
    assert _users(ward_app) == 0


def _users(app: Flask) -> int:
    with app.app_context():
        return reader().scalars(sa.select(sa.func.count()).select_from(User)).one()


def test_a_number_is_given_once(ward_app: Flask) -> None:
    assert _add_user(ward_app, "--role", "admin")[0] == 0
    status, output = _add_user(ward_app, "--role", "admin", phone="+84900000201")
    assert status == 1
    assert "there is an account with this phone number" in output
    assert _users(ward_app) == 1


@pytest.mark.one_engine
def test_a_lost_password_is_replaced_and_an_account_ended(ward_app: Flask) -> None:
    _add_user(ward_app, "--role", "admin")
    visitor = Visitor(ward_app)
    visitor.sign_in("0900000201", SENTENCE)
    new = "mot cau khac han"
    assert run(ward_app, "user", "password", "--phone", "0900000201", typed=f"{new}\n{new}\n")[0] == 0
    assert visitor.session()["user"] is None, "who knew the old password is signed out"
    assert Visitor(ward_app).sign_in("0900000201", SENTENCE).status_code == 422
    assert Visitor(ward_app).sign_in("0900000201", new).headers["Location"] == "/"
    assert run(ward_app, "user", "end", "--phone", "0900000201")[0] == 0
    assert Visitor(ward_app).sign_in("0900000201", new).status_code == 422
    for command in ("end", "password"):
        status, output = run(ward_app, "user", command, "--phone", "0900000999", typed=TYPED)
        assert (status, "no account has this number" in output) == (2, True)


def test_the_demonstration_asks_for_a_day(empty_app: Flask) -> None:
    for day in ("tomorrow", "2026-13-01", "22/11/2026"):
        status, output = run(empty_app, "demo", "--day", day)
        assert (status, "not a day" in output) == (2, True)
    assert _users(empty_app) == 0
