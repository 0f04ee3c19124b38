"""``flask ward add`` and ``flask team add``."""

from __future__ import annotations

import json
import unicodedata
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader, writer
from app.month import now, today
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.places.actions import add_ward, whole_ward_name
from app.places.models import Neighbourhood, Province, Team, TeamArea, Ward
from app.settings.team_actions import NewTeam, add_teams
from app.settings.ward_lists import PlaceRefusedError
from tests.start.steps import NOBODY_SEES
from tests.terminal import run


def test_ward_comes_from_the_official_list(ward_app: Flask) -> None:
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
def test_area_of_the_whole_ward_is_named_by_the_kind_of_ward(name: str, whole: str) -> None:
    assert whole_ward_name(name) == whole


def test_wards_of_one_province_share_it(ward_app: Flask) -> None:
    assert run(ward_app, "ward", "add", "14812")[0] == 0
    assert run(ward_app, "ward", "add", "20305")[0] == 0
    with ward_app.app_context():
        codes = reader().scalars(sa.select(Province.code).order_by(Province.code)).all()
    assert codes == ["38", "48"]


def test_errors_name_what_cannot_be_added(ward_app: Flask) -> None:
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
def test_empty_and_taken_names_are_refused(ward_app: Flask, arguments: tuple[str, ...], words: str) -> None:
    before = _names(ward_app)
    status, output = run(ward_app, *arguments)
    assert (status in {1, 2}, words in output) == (True, True), output
    assert _names(ward_app) == before


def test_names_are_cleaned_and_compared_without_spelling(ward_app: Flask) -> None:
    nfd = unicodedata.normalize("NFD", " Phố   1\u200b ")
    assert run(ward_app, "ward", "add", "14812", unicodedata.normalize("NFD", " Thôn  Đông\u202e "))[0] == 0
    status, output = run(ward_app, "team", "add", "--ward", "16417", "--name", "Tổ\u00a0 2\u200b", nfd, "PHỐ 1")
    assert (status, "Added Tổ 2, number 2." in output) == (0, True), output
    areas, teams = _names(ward_app)
    assert (areas[3:], teams) == (["Thôn Đông", "Toàn phường"], ["Tổ 1", "Tổ 2"])
    with ward_app.app_context():
        covered = sa.select(TeamArea.neighbourhood_id).where(TeamArea.team_id == 2)
        assert reader().scalars(covered).all() == [1], "the area is covered once, however often it is named"


def test_team_with_the_name_of_an_ended_one_or_for_the_whole_ward_is_refused(ward_app: Flask) -> None:
    """As on the page: nobody confuses the two, and the area that stands for the whole ward is no area of a team."""
    with ward_app.app_context():
        writer().execute(sa.update(Team).values(valid_to=today() - timedelta(days=1)))
        writer().commit()
    add = "team", "add", "--ward", "16417", "--name"
    for arguments, words in (
        (("TỔ 1", "Phố 1"), "the team TỔ 1 has ended: bring it back, or rename it first"),
        (("Tổ 2", "toàn phường"), "not in this ward: toàn phường"),
    ):
        status, output = run(ward_app, *add, *arguments)
        assert (status in {1, 2}, words in output) == (True, True), output
    assert _names(ward_app)[1] == ["Tổ 1"]
    assert run(ward_app, *add, "Tổ 2", "Phố 1")[0] == 0


def test_names_stored_in_other_spellings_are_found(ward_app: Flask) -> None:
    with ward_app.app_context():
        writer().execute(
            sa.update(Neighbourhood).where(Neighbourhood.id == 1).values(name=unicodedata.normalize("NFD", "Phố  1"))
        )
        writer().commit()
    assert run(ward_app, "team", "add", "--ward", "16417", "--name", "Tổ 2", "Phố 1")[0] == 0


def test_two_commands_at_once_do_not_give_one_name_twice(ward_app: Flask) -> None:
    start, done = Barrier(2), []

    def add(name: str) -> None:
        with ward_app.app_context():
            start.wait()
            try:
                in_transaction(lambda session: add_teams(session, 1, [NewTeam(name, [1])], today(), None, now()))
                done.append("added")
            except PlaceRefusedError:
                done.append("taken")

    threads = [Thread(target=add, args=[name]) for name in ("Tổ 2", "tổ  2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["added", "taken"]
    assert len(_names(ward_app)[1]) == 2


@pytest.mark.parametrize(("second", "words"), [("16417", "there already"), ("14812", "Added Phường Bỉm Sơn")])
def test_two_commands_at_once_add_a_ward_or_its_province_once(empty_app: Flask, second: str, words: str) -> None:
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


def test_wards_and_teams_are_recorded_in_the_audit_log(ward_app: Flask) -> None:
    with ward_app.app_context():
        lines = reader().execute(
            sa.select(AuditRecord.event, AuditRecord.actor_id, AuditRecord.ward_id, AuditRecord.detail).order_by(
                AuditRecord.id
            )
        )
        assert [tuple(line) for line in lines] == [
            (AuditEvent.SETTINGS_CHANGED, None, 1, {"what": "ward", "areas": 2}),
            (AuditEvent.SETTINGS_CHANGED, None, 1, {"what": "teams", "added": ["Tổ 1"]}),
        ]


def test_earlier_name_of_a_ward_is_kept_beside_its_official_name(ward_app: Flask) -> None:
    with ward_app.app_context():
        ward = add_ward(writer(), "01843", ["Tổ 1"], name="Phường Sông Cầu", team_word="Tổ công nghệ số")
        assert (ward.name, ward.official_name, ward.team_word) == (
            "Phường Sông Cầu",
            "Phường Bắc Kạn",
            "Tổ công nghệ số",
        )


def _listed(app: Flask, *command: str) -> list[dict[str, Any]]:
    status, output = run(app, *command, "--json")
    assert status == 0, output
    rows: list[dict[str, Any]] = json.loads(output)
    return rows


def test_wards_areas_and_teams_are_listed_for_people_and_for_programs(ward_app: Flask) -> None:
    """The keys are those of docs/deploy.md: programs of operators read them."""
    assert run(ward_app, "team", "add", "--ward", "16417", "--name", "Tổ 10", "Phố 2")[0] == 0
    assert run(ward_app, "team", "add", "--ward", "16417", "--name", "Tổ 2")[0] == 0
    with ward_app.app_context():
        writer().execute(sa.update(Team).where(Team.name == "Tổ 10").values(valid_to=date(2026, 1, 31)))
        writer().commit()
    name = "Phường Đông Quang"
    places = {"code": "16417", "name": name, "official_name": name, "province": "Tỉnh Thanh Hóa"}
    ward = {**places, "areas": 2, "teams": 2, "people": 0, "coordinators": 0}
    assert _listed(ward_app, "ward", "list") == _listed(ward_app, "ward", "list", "--ward", "16417") == [ward]
    assert _listed(ward_app, "ward", "list", "--ward", "20305") == []
    since = {"since": None, "until": None, "merged_into": None}
    assert _listed(ward_app, "area", "list", "--ward", "16417") == [
        {"id": 1, "name": "Phố 1", "whole_ward": False, **since},
        {"id": 2, "name": "Phố 2", "whole_ward": False, **since},
        {"id": 3, "name": "Toàn phường", "whole_ward": True, **since},
    ]
    day = today().isoformat()
    assert _listed(ward_app, "team", "list", "--ward", "16417") == [
        {"id": 1, "name": "Tổ 1", "areas": ["Phố 1", "Phố 2"], "since": day, "until": None},
        {"id": 3, "name": "Tổ 2", "areas": [], "since": day, "until": None},
        {"id": 2, "name": "Tổ 10", "areas": [], "since": day, "until": "2026-01-31"},
    ]
    table = run(ward_app, "team", "list", "--ward", "16417")[1].splitlines()
    assert table[0].split() == ["id", "name", "areas", "since", "until"]
    assert table[1] == f"1   Tổ 1   Phố 1, Phố 2  {day}"
    for command in (("area", "list"), ("team", "list")):
        assert "Missing option '--ward'" in run(ward_app, *command)[1]
        assert "names no ward of this database" in run(ward_app, *command, "--ward", "20305")[1]


def test_areas_are_added_like_those_of_a_page(ward_app: Flask) -> None:
    add = "area", "add", "--ward", "16417"
    status, output = run(ward_app, *add, "Phố  10", unicodedata.normalize("NFD", "Phố 3"))
    assert (status, output) == (0, "Added 2: Phố 10, Phố 3.\n")
    for name in ("phố 1", "PHỐ 10", "Toàn Phường"):
        status, output = run(ward_app, *add, "Phố 4", name)
        assert (status, "has an area of this name" in output) == (2, True), name
    assert run(ward_app, *add, NOBODY_SEES)[0] == run(ward_app, *add)[0] == 2
    assert run(ward_app, *add, "--since", "2026-01-01", "Phố 5")[0] == 0
    listed = _listed(ward_app, "area", "list", "--ward", "16417")
    names = ["Phố 1", "Phố 2", "Phố 3", "Phố 5", "Phố 10", "Toàn phường"]
    assert [area["name"] for area in listed] == names
    assert [area["since"] for area in listed if area["since"]] == ["2026-01-01"]
    with ward_app.app_context():
        lines = reader().scalars(sa.select(AuditRecord.detail).order_by(AuditRecord.id)).all()
    assert lines[-1]["added"] == ["Phố 5"]
