"""The page on which a ward sets targets: for itself, its teams and its areas, for a year or its months."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader, writer
from app.month import Month, now, today
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.places.models import Team
from app.targets.actions import set_targets
from app.targets.keys import TargetKey, TargetRow
from app.targets.models import Target
from app.targets.progress import targets_of_team
from app.targets.queries import targets_in
from app.versions import version_token
from tests.cast import AREA_1, AREA_2, AREA_B, CARLA, TEAM_1, TEAM_2, TEAM_B, WARD_A, WARD_B
from tests.client import Visitor

PAGE = "/settings/targets"
YEAR = today().year
MAY = f"{YEAR}-05"


def _targets(app: Flask, ward_id: int = WARD_A) -> list[tuple[Any, ...]]:
    with app.app_context():
        columns = Target.team_id, Target.neighbourhood_id, Target.measure, Target.year, Target.month, Target.figure
        rows = reader().execute(sa.select(*columns).where(Target.ward_id == ward_id))
        return sorted((tuple(row) for row in rows), key=str)


def _set(visitor: Visitor, whose: str = "ward", period: str = "year", figure: Any = 100, **more: str) -> int:
    form = {"measure": "visit", "whose": whose, "period": period, "figure": str(figure)} | more
    return visitor.post(f"{PAGE}?year={YEAR}", **form).status_code


def _shown(visitor: Visitor, path: str) -> dict[str, str]:
    """Return what a browser sends of a page on which nothing is changed."""
    page = visitor.get(path).text.split('method="post" action="/settings')[-1]
    controls = [each for each in re.findall(r"<input[^>]*>", page) if 'name="csrf_token"' not in each]
    return {unescape(_messages("name", each)): unescape(_messages("value", each)) for each in controls}


def _messages(attribute: str, tag: str) -> str:
    found = re.search(rf'\s{attribute}="([^"]*)"', tag)
    return found[1] if found else ""


def test_target_replaces_the_earlier_one(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    with app.app_context():
        # Before there was a page, one could come to stand twice.
        for former in (7, 8):
            writer().add(Target(ward_id=WARD_A, measure="visit", year=YEAR, figure=former))
        writer().add(Target(ward_id=WARD_B, measure="visit", year=YEAR, figure=9))
        writer().commit()
    of_b = _targets(app, WARD_B)
    for whose, period, figure in (
        ("ward", "year", "1.200"),
        ("ward", MAY, 100),
        (f"team:{TEAM_1}", "year", 50),
        (f"area:{AREA_2}", "year", 60),
        (f"team:{TEAM_1}", "year", 55),
    ):
        assert _set(carla, whose, period, figure) == 302
    expected = [
        (None, None, "visit", YEAR, None, 1200),
        (None, None, "visit", YEAR, MAY, 100),
        (TEAM_1, None, "visit", YEAR, None, 55),
        (None, AREA_2, "visit", YEAR, None, 60),
    ]
    assert _targets(app) == sorted(expected, key=str)
    assert _set(carla, f"team:{TEAM_1}", figure="", remove="1") == 302
    assert _set(carla, f"team:{TEAM_1}", figure="", remove="1") == 302
    assert _targets(app) == sorted([each for each in expected if each[0] is None], key=str)
    assert _targets(app, WARD_B) == of_b
    with app.app_context():
        month = Month.parse(MAY)
        rows = [TargetRow(*row) for row in reader().execute(targets_in(WARD_A, month))]
        assert targets_of_team(rows, None).preferred == {"visit": (100, True)}
        assert [row for row in rows if row.neighbourhood_id] == [TargetRow(None, AREA_2, "visit", None, 60)]
        lines = reader().execute(
            sa.select(AuditRecord.actor_id, AuditRecord.ward_id, AuditRecord.detail).where(
                AuditRecord.event == AuditEvent.SETTINGS_CHANGED
            )
        )
        messages = [tuple(line) for line in lines]
    assert messages == [(CARLA, WARD_A, {"what": "targets", "year": YEAR, "targets": 1})] * 6, (
        "the last one changed nothing"
    )


def test_form_sets_targets_of_all_teams_in_all_months(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    with app.app_context():
        writer().get_one(Team, TEAM_2).valid_to = date(YEAR, 6, 30)
        writer().commit()
    assert _set(carla, "team", "months", 12) == 302
    assert _set(carla, "area", "year", 30) == 302
    found = _targets(app)
    months = [str(Month(YEAR, number)) for number in range(1, 13)]
    assert [each[4] for each in found if each[0] == TEAM_1] == months
    assert [each[4] for each in found if each[0] == TEAM_2] == months[:6], "a team that ended has none afterwards"
    assert [each[1] for each in found if each[0] is None] == [AREA_1, AREA_2], "not the area of the whole ward"
    assert len(found) == 20
    _set(carla, "team", "months", "", remove="1")
    assert len(_targets(app)) == 2


def test_form_by_place_sets_a_figure_for_each(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    path = f"{PAGE}/each?year={YEAR}&measure=visit&period=year"
    _set(carla, f"team:{TEAM_2}", figure=9)
    _set(carla, f"team:{TEAM_2}", MAY, figure=2)
    assert re.search(rf'name="team-{TEAM_2}"[^>]*value="9"', carla.get(path).text)
    entered = {"ward": "100", f"team-{TEAM_1}": "40", f"team-{TEAM_2}": "", f"area-{AREA_1}": "70"}
    entered |= {f"team-{TEAM_B}": "5"}
    shown = _shown(carla, path)
    assert carla.post(path, **shown | entered).status_code == 302
    assert _targets(app) == sorted(
        [
            (None, None, "visit", YEAR, None, 100),
            (TEAM_1, None, "visit", YEAR, None, 40),
            (TEAM_2, None, "visit", YEAR, MAY, 2),
            (None, AREA_1, "visit", YEAR, None, 70),
        ],
        key=str,
    ), "what is left empty is taken away, another month stays, a foreign team is not read"
    refused = carla.post(path, **shown | entered | {f"team-{TEAM_1}": "viele"})
    assert refused.status_code == 422
    assert f'href="#team-{TEAM_1}"' in refused.text
    assert refused.text.count('aria-invalid="true"') == 1


def test_targets_set_by_another_are_not_replaced_unseen(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, other = visitor("carla"), visitor("carla")
    path = f"{PAGE}/each?year={YEAR}&measure=visit&period=year"
    _set(carla, f"team:{TEAM_1}", figure=40)
    shown = _shown(carla, path)
    _set(other, f"team:{TEAM_1}", figure=45)
    _set(other, f"team:{TEAM_2}", figure=30)
    with app.app_context():
        writer().add(Team(id=1000, ward_id=WARD_A, name="Tổ mới"))
        writer().commit()
    _set(other, "team:1000", figure=20)
    assert carla.post(path, **shown | {"ward": "100"}).status_code == 302
    of_teams = {TEAM_1: 45, TEAM_2: 30, 1000: 20}
    assert {each[0]: each[-1] for each in _targets(app)} == {None: 100, **of_teams}, "only the ward's was changed"

    sent = shown | {"ward": "100", "version-ward": version_token(100), f"team-{TEAM_1}": "50", f"area-{AREA_1}": "7"}
    refused = carla.post(path, **sent)
    assert refused.status_code == 422
    assert {each[0]: each[-1] for each in _targets(app)} == {None: 100, **of_teams}, "nothing of it was written"
    assert refused.text.count('aria-invalid="true"') == 1
    assert re.search(rf'name="team-{TEAM_1}"[^>]*value="50"', refused.text), "what was entered is still there"
    assert "Người khác vừa giao 45 ở đây" in refused.text
    assert re.search(rf'name="team-{TEAM_2}"[^>]*value="30"', refused.text), "what was not changed is as it stands now"
    assert re.search(r'name="team-1000"[^>]*value="20"', refused.text)
    again = sent | {
        f"version-team-{TEAM_1}": version_token(45),
        f"version-team-{TEAM_2}": version_token(30),
        f"team-{TEAM_2}": "30",
    }
    assert f'name="version-team-{TEAM_1}" type="hidden" value="{version_token(45)}"' in refused.text
    assert carla.post(path, **again).status_code == 302
    found = {each[:2]: each[-1] for each in _targets(app)}
    teams = {(id, None): figure for id, figure in (of_teams | {TEAM_1: 50}).items()}
    assert found == {(None, None): 100, (None, AREA_1): 7, **teams}


def test_target_for_all_is_named_for_every_kind_of_ward(carla: Visitor) -> None:
    assert '<option value="ward">toàn phường</option>' in carla.get(PAGE).text


def test_targets_page_shows_sums_and_where_they_differ(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    _set(carla, "ward", figure=100)
    _set(carla, f"team:{TEAM_1}", figure=60)
    page = carla.get(f"{PAGE}?lang=en").text
    assert 'data-sum="60"' in page
    assert "1 of 2 teams together: 60" in page
    assert "differ from the ward" not in page, "the other team may still get the rest"
    _set(carla, f"team:{TEAM_2}", figure=30)
    assert "The teams together differ from the ward." in carla.get(f"{PAGE}?lang=en").text
    _set(carla, f"team:{TEAM_2}", figure=40)
    assert "differ from the ward" not in carla.get(f"{PAGE}?lang=en").text
    other_year = carla.get(f"{PAGE}?year={YEAR + 1}&lang=en").text
    assert "No target is set for this year." in other_year


@pytest.mark.parametrize(
    "wrong",
    [
        {"figure": ""},
        {"figure": "0"},
        {"figure": "1000000000"},
        {"figure": "ba"},
        {"whose": f"team:{TEAM_B}"},
        {"whose": f"area:{AREA_B}"},
        {"measure": "nothing"},
        {"period": "2020-01"},
    ],
)
def test_what_makes_no_sense_is_refused(sqlite_app: Flask, wrong: dict[str, str]) -> None:
    carla = Visitor(sqlite_app, "carla")
    response = carla.post(
        f"{PAGE}?year={YEAR}", **{"measure": "visit", "whose": "ward", "period": "year", "figure": "5"} | wrong
    )
    assert response.status_code == 422
    assert f'href="#{next(iter(wrong))}"' in response.text
    if "figure" in wrong:
        messages = "Hãy nhập số nguyên từ 1 đến 999.999.999.", "Hãy nhập số cần đạt."
        assert sum(text in response.text for text in messages) == 1, "what is wrong is said once"
    assert _targets(sqlite_app) == []


def test_two_requests_at_once_leave_one_target(app: Flask) -> None:
    start, done = Barrier(2), []

    def set_one(figure: int) -> None:
        with app.app_context():
            start.wait()
            key = TargetKey("visit")
            done.append(in_transaction(lambda s: set_targets(s, WARD_A, YEAR, {key: figure}, CARLA, now())))

    threads = [Thread(target=set_one, args=[figure]) for figure in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [1, 1]
    assert len(_targets(app)) == 1


@pytest.mark.parametrize("name", ["ana", "leo", "vera", "eva", "ada", "nina"])
def test_targets_are_set_only_by_a_coordinator(sqlite_app: Flask, name: str) -> None:
    visitor = Visitor(sqlite_app, name)
    assert visitor.get(PAGE).status_code == 403
    assert _set(visitor) == 403
    assert visitor.post(f"{PAGE}/each?measure=visit&period=year", ward="5").status_code == 403
    assert _targets(sqlite_app) == []
