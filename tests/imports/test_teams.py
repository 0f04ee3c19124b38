"""Lists of teams that come in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import reader, writer
from app.imports.kinds.teams import TEAMS
from app.imports.list_kind import OutdatedPlanError
from app.month import today
from app.people.models import Membership
from app.places.models import Neighbourhood, Team, TeamArea, Ward
from app.settings.ward_lists import WardList
from tests.cast import ANA, AREA_1, AREA_2, TEAM_1, TEAM_2, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import make_entry
from tests.imports.applied import Cells, apply, bring_in, origin, plan, standing, tables, undo, verdicts
from tests.settings.list_steps import YESTERDAY, covered, names, recorded

LIST: list[Cells] = [
    {"name": "Tổ 1", "areas": "Phố 1, 2"},
    {"name": "Tổ 2", "areas": "Phố 2"},
    {"name": "Tổ 3", "areas": "Phố 3–5; Phố Đình", "since": "2025-07-01"},
    {"name": "Tổ lưu động"},
]


@pytest.fixture
def app(app: Flask) -> Flask:
    """Return the app with more areas in ward A."""
    with app.app_context():
        for name in ("Phố 3", "Phố 4", "Phố 5", "Phố Đình"):
            writer().add(Neighbourhood(ward_id=WARD_A, name=name))
        writer().commit()
    return app


def _covers(app: Flask) -> dict[str, set[str]]:
    query = (
        sa.select(Team.name, Neighbourhood.name)
        .outerjoin(TeamArea, sa.and_(TeamArea.team_id == Team.id, TeamArea.valid_to.is_(None)))
        .outerjoin(Neighbourhood, Neighbourhood.id == TeamArea.neighbourhood_id)
        .where(Team.ward_id == WARD_A)
    )
    found: dict[str, set[str]] = {}
    with app.app_context():
        for team, area in reader().execute(query):
            found.setdefault(team, set()).update({area} - {None})
    return found


def test_list_adds_teams_and_changes_what_they_cover(app: Flask) -> None:
    planned = plan(app, TEAMS, LIST)
    assert verdicts(planned) == "csnn"
    assert "Phố 1, Phố 2" in planned[0].problem
    apply(app, TEAMS, planned)
    assert _covers(app) == {
        "Tổ 1": {"Phố 1", "Phố 2"},
        "Tổ 2": {"Phố 2"},
        "Tổ 3": {"Phố 3", "Phố 4", "Phố 5", "Phố Đình"},
        "Tổ lưu động": set(),
    }
    assert covered(app, TEAM_1, YESTERDAY) == {AREA_1}
    with app.app_context():
        assert reader().scalars(sa.select(Team.valid_from).where(Team.name == "Tổ 3")).one() == date(2025, 7, 1)
    assert recorded(app)[0]["added"] == ["Tổ 3"]
    assert verdicts(plan(app, TEAMS, LIST)) == "ssss"
    before = tables(app)
    assert [change.is_empty for change in apply(app, TEAMS, planned)] == [True]
    assert tables(app) == before


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Phố 1", {1}),
        ("1, 2, 5", {1, 2, 5}),
        ("phố 1, phố 2 và 3", {1, 2, 3}),
        ("Phố 1; Phố 01", {1}),
        ("từ phố 2 đến phố 4", {2, 3, 4}),
        ("Phố 3 - 5", {3, 4, 5}),
        ("Phố 3–5, 1", {1, 3, 4, 5}),
        ("1-3", {1, 2, 3}),
        ("Phố 1 Phố 2", {1, 2}),
        ("Phố số 4 + Phố số 5", {4, 5}),
    ],
)
def test_areas_are_named_in_many_ways(app: Flask, text: str, found: set[int]) -> None:
    with app.app_context():
        ward = writer().get_one(Ward, WARD_A)
        ward.neighbourhood_word, ward.neighbourhood_short = "phố", "phố"
        writer().commit()
    bring_in(app, TEAMS, [{"name": "Đội mới", "areas": text}])
    assert _covers(app)["Đội mới"] == {f"Phố {number}" for number in found}


@pytest.mark.one_engine
@pytest.mark.parametrize("name", ["Tổ 01", "tổ công nghệ số cộng đồng số 1", "TỔ CNSCĐ 1", "Tổ số 1"])
def test_team_is_known_by_all_ways_to_write_it(app: Flask, name: str) -> None:
    assert verdicts(plan(app, TEAMS, [{"name": name, "areas": "Phố 1"}])) == "s"
    assert verdicts(plan(app, TEAMS, [{"name": "Tổ dân phố 1", "areas": "Phố 1"}])) == "n"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"name": "Tổ 3", "areas": "Phố 2"}, "row 1"),
        ({"name": "Tổ 4", "areas": "Phố Đìn"}, "Phố Đình"),
        ({"name": "Tổ 4", "areas": "Phố 1, Phố 9"}, "“Phố 9”"),
        ({"name": "Tổ 4", "areas": "Phố 5–3"}, "lower number"),
        ({"name": "Tổ 4", "areas": "Toàn phường"}, "Toàn phường"),
        ({"name": "Tổ 4", "since": "2019-01-01"}, "2020"),
        ({"name": "Tổ Cũ"}, "has ended"),
        ({"name": "x" * 121}, "120"),
        ({"areas": "Phố 1"}, "no name"),
    ],
)
def test_wrong_rows_say_why(app: Flask, row: Cells, words: str) -> None:
    with app.app_context():
        writer().add(Team(ward_id=WARD_A, name="Tổ Cũ", valid_to=YESTERDAY))
        writer().commit()
    planned = plan(app, TEAMS, [{"name": "Tổ 3", "areas": "Phố 1"}, row])
    assert verdicts(planned) == "nw"
    assert words in planned[1].problem


def test_team_to_come_covers_its_areas_from_its_first_day(app: Flask) -> None:
    rows = [{"name": "Tổ 3", "areas": "Phố 3", "since": str(today() + timedelta(days=30))}]
    changes = bring_in(app, TEAMS, rows)
    assert verdicts(plan(app, TEAMS, rows)) == "s"
    changes += bring_in(app, TEAMS, [{**rows[0], "areas": "Phố 3, Phố 4"}])
    assert verdicts(plan(app, TEAMS, [{**rows[0], "areas": "Phố 3, Phố 4"}])) == "s"
    assert _covers(app)["Tổ 3"] == {"Phố 3", "Phố 4"}
    assert standing(app, TEAMS, changes) == []


def test_first_day_of_a_team_takes_along_what_it_covers(ana: Visitor, app: Flask) -> None:
    ana.sync(make_entry())
    assert verdicts(plan(app, TEAMS, [{"name": "Tổ 1", "since": str(today() + timedelta(days=1))}])) == "w"
    rows = [{"name": "Tổ 1", "since": "2025-07-01"}]
    before = tables(app)
    changes = bring_in(app, TEAMS, rows)
    assert covered(app, TEAM_1, date(2025, 6, 30)) == set()
    assert covered(app, TEAM_1, date(2025, 7, 1)) == {AREA_1}
    assert verdicts(plan(app, TEAMS, rows)) == "s"
    undo(app, TEAMS, changes)
    assert tables(app) == before


def test_import_is_taken_back_part_by_part(app: Flask) -> None:
    before = tables(app)
    changes = bring_in(app, TEAMS, LIST, at_once=1)
    assert standing(app, TEAMS, changes) == []
    undo(app, TEAMS, changes)
    assert tables(app) == before
    assert names(app, WardList.TEAMS) == ["Tổ 1", "Tổ 2"]


def test_what_stands_on_an_import_is_named(app: Flask) -> None:
    changes = bring_in(app, TEAMS, LIST)
    with app.app_context():
        session = writer()
        team = session.scalars(sa.select(Team).where(Team.name == "Tổ 3")).one()
        post = session.scalars(sa.select(Membership).where(Membership.user_id == ANA)).one()
        post.team_id = team.id
        session.add(TeamArea(team_id=team.id, neighbourhood_id=AREA_2))
        newest = sa.select(TeamArea).where(TeamArea.team_id == TEAM_1).order_by(-TeamArea.id).limit(1)
        session.scalars(newest).one().valid_to = today()
        session.commit()
    assert standing(app, TEAMS, changes) == [
        "People who are or were in these teams: 1",
        "Neighbourhoods that these teams were given since: 1",
        "Teams that were changed since: 1",
    ]


def test_plan_is_outdated_when_a_team_covers_something_else_by_now(app: Flask) -> None:
    planned = plan(app, TEAMS, LIST)
    with app.app_context():
        writer().add(TeamArea(team_id=TEAM_1, neighbourhood_id=AREA_2))
        writer().get_one(Team, TEAM_2).valid_to = YESTERDAY
        writer().commit()
    assert verdicts(plan(app, TEAMS, LIST)) == "swnn"
    assert [change.is_empty for change in apply(app, TEAMS, planned[:1])] == [True]
    with app.app_context():
        writer().get_one(Neighbourhood, AREA_2).name = "Phố Hai"
        writer().commit()
    with pytest.raises(OutdatedPlanError):
        apply(app, TEAMS, planned)
    assert names(app, WardList.TEAMS) == ["Tổ 1"]
    assert names(app, WardList.TEAMS, WARD_B) == ["Tổ số 11"]


_AREAS = st.lists(st.sampled_from(["Phố 1", "Phố 2", "Phố 3–5", "Phố Đình"]), max_size=3).map("; ".join)
_ROWS = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from([f"Tổ {number}" for number in range(1, 6)]), "areas": _AREAS},
        optional={"since": st.sampled_from(["2024-01-01", "2025-07-01"])},
    ),
    max_size=6,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_ROWS, cut=st.integers(0, 6), at_once=st.integers(1, 4), data=st.data())
def test_any_split_twice_is_once(app: Flask, rows: list[Cells], cut: int, at_once: int, data: st.DataObject) -> None:
    by, before = origin(app), tables(app)
    once = bring_in(app, TEAMS, rows, by)
    expected = _covers(app)
    undo(app, TEAMS, once)
    assert tables(app) == before
    planned = plan(app, TEAMS, rows, by)
    parts = data.draw(st.permutations(planned))
    changes = apply(app, TEAMS, parts[:cut], by, at_once)
    changes += apply(app, TEAMS, parts, by, at_once)
    changes += bring_in(app, TEAMS, rows, by)
    assert _covers(app) == expected
    assert set(verdicts(plan(app, TEAMS, rows, by))) <= {"s", "w"}
    assert standing(app, TEAMS, changes) == []
    undo(app, TEAMS, changes)
    assert tables(app) == before
