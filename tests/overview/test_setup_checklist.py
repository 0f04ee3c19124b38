"""What is left to set up in a new ward: each step is ticked when it is done, and the list ends for good."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import Base, in_transaction, reader, writer
from app.month import now, today
from app.overview.setup_checklist import SetupFacts
from app.overview.setup_queries import setup_facts
from app.people.models import AuditRecord, Invitation, InvitationPurpose, Membership, User
from app.permissions import Role
from app.places.actions import store_settings
from app.places.models import Neighbourhood, Place, PlaceType, Population, Team, TeamArea, Ward
from app.places.report_settings import ReportSettings
from app.targets.models import Target
from tests.actions import add_rows, log_entries
from tests.cast import AREA_C, CARLA, SINCE, TEAM_1, VERA, WARD_A, WARD_C
from tests.client import Visitor
from tests.factories import make_entry
from tests.house.test_query_counts import statements_for

LIST = "Trước khi bắt đầu"
YESTERDAY = today() - timedelta(days=1)


def _being_set_up(app: Flask) -> None:
    with app.app_context():
        in_transaction(lambda session: store_settings(session.get_one(Ward, WARD_A), is_being_set_up=True))


def _done(visitor: Visitor) -> set[str]:
    """Return the steps that are ticked on the ward's page, or nothing where there is no list."""
    page = visitor.get("/overview/").text
    assert (LIST in page) == ('class="setup"' in page)
    return set(re.findall(r'<li class="done">.*?<b>(.*?)</b>', page, re.S))


def _populations(as_of_ward: int = WARD_A) -> Population:
    return Population(ward_id=as_of_ward, group="households", figure=1200, as_of=today(), source="x")


def test_steps_are_ticked_and_the_list_ends_for_good(app: Flask, carla: Visitor, ana: Visitor) -> None:
    assert LIST not in carla.get("/overview/").text, "wards of before see no list"
    _being_set_up(app)
    first = {
        "Tổ dân phố",
        "Tổ công nghệ số cộng đồng",
        "Mỗi tổ phụ trách nơi nào",
        "Tổ viên và tổ trưởng",
        "Chợ, tuyến phố và địa điểm khác",
    }
    assert _done(carla) == first
    log_entries(ana, make_entry())
    add_rows(app, _populations())
    assert _done(carla) - first == {"Bản ghi đầu tiên", "Dân số, số hộ, doanh nghiệp"}
    with app.app_context():
        report = ReportSettings(signatory="Nguyễn Ví Dụ")
        in_transaction(lambda session: store_settings(session.get_one(Ward, WARD_A), report=report))
    page = carla.get("/overview/").text
    assert page.count('<li class="done">') == 8
    assert 'href="/people/"' in page, "a second coordinator is left"
    for name in ("vera", "eva"):
        assert LIST not in Visitor(app, name).get("/overview/?ward=16417").text
    with app.app_context():
        writer().execute(sa.update(Membership).where(Membership.user_id == VERA).values(role=Role.COORDINATOR))
        writer().commit()
    page = carla.get("/overview/").text
    assert (LIST in page, "đã lập xong" in page) == (False, True)
    page = carla.get("/overview/").text
    assert (LIST in page, "đã lập xong" in page) == (False, False), "it says so once"
    with app.app_context():
        writer().execute(sa.delete(Population))
        writer().commit()
        assert not reader().get_one(Ward, WARD_A).settings.is_being_set_up
    assert LIST not in carla.get("/overview/").text


@pytest.mark.one_engine
def test_the_list_can_be_put_away(app: Flask, carla: Visitor) -> None:
    _being_set_up(app)
    assert LIST in carla.get("/overview/").text
    for _ in range(2):
        assert carla.post("/overview/setup/hide").headers["Location"] == "/overview/"
        assert LIST not in carla.get("/overview/").text
    with app.app_context():
        query = sa.select(AuditRecord.actor_id, AuditRecord.detail).where(AuditRecord.event == "settings_changed")
        assert [tuple(row) for row in reader().execute(query)] == [(CARLA, {"what": "setup"})]


def test_each_fact_is_of_the_ward_and_of_today(app: Flask) -> None:
    """Of ward C, which has an area alone: what has ended, is another ward's or was withdrawn does not count."""

    def facts(*rows: Base) -> SetupFacts:
        add_rows(app, *rows)
        with app.app_context():
            return setup_facts(reader(), WARD_C, today(), now())

    nothing = SetupFacts(False, False, False, 0, 0, 0, *[False] * 6)
    with app.app_context():
        writer().execute(sa.update(Neighbourhood).where(Neighbourhood.id == AREA_C).values(valid_to=YESTERDAY))
        writer().commit()
    ended_team = Team(id=101, ward_id=WARD_C, name="Tổ cũ", valid_to=YESTERDAY)
    assert facts(ended_team, Neighbourhood(ward_id=WARD_C, name="Toàn phường", is_whole_ward=True)) == nothing
    found = facts(Neighbourhood(id=101, ward_id=WARD_C, name="Khu phố 2"), Team(id=102, ward_id=WARD_C, name="Tổ 1"))
    assert found == nothing._replace(has_areas=True, has_teams=True, has_team_without_area=True, empty_teams=1)
    assert facts(TeamArea(team_id=102, neighbourhood_id=101, valid_to=YESTERDAY)).has_team_without_area
    assert not facts(TeamArea(team_id=102, neighbourhood_id=101)).has_team_without_area
    late = _invitation(expires_at=now())
    withdrawn = _invitation(withdrawn_at=now())
    assert facts(late, withdrawn, _invitation(used_at=now())).invited == 0
    found = facts(_invitation())
    assert (found.invited, found.empty_teams, found.has_invited_coordinator) == (1, 1, False)
    found = facts(_invitation(role=Role.COORDINATOR, team_id=None))
    assert (found.invited, found.has_invited_coordinator) == (1, True)
    assert facts(*_person(101, Role.COORDINATOR), *_person(102, Role.COORDINATOR, ended=True)).joined == 0
    assert facts(*_person(105, Role.MEMBER, ended=True)).empty_teams == 1
    assert not facts().has_second_coordinator
    found = facts(*_person(103, Role.COORDINATOR), *_person(104, Role.MEMBER))
    assert (found.has_second_coordinator, found.joined, found.empty_teams) == (True, 1, 0)
    assert not facts(Place(ward_id=WARD_C, name="Chợ cũ", type=PlaceType.MARKET, valid_to=YESTERDAY)).has_places
    assert facts(Place(ward_id=WARD_C, name="Chợ Mới", type=PlaceType.MARKET)).has_places
    assert not facts(_populations()).has_populations
    target = Target(ward_id=WARD_C, measure="visit", year=2020, figure=1)
    found = facts(_populations(WARD_C), target)
    assert (found.has_populations, found.has_targets, found.has_entries) == (True, True, False)


def _invitation(**columns: object) -> Invitation:
    number = next(_numbers)
    given = {"token_hash": f"{number:064}", "purpose": InvitationPurpose.JOIN, "role": Role.MEMBER, "name": "x"}
    given |= {"ward_id": WARD_C, "team_id": 102, "phone": "+84900000301", "created_at": now()}
    return Invitation(**{**given, "expires_at": now() + timedelta(days=7), **columns})


_numbers = iter(range(1000))


def _person(id: int, role: Role, *, ended: bool = False) -> tuple[Base, Base]:
    user = User(id=id, phone=f"+84900001{id}", name="Ví Dụ", password_hash="", created_at=now())
    user.ended_at = now() if ended else None
    team = 102 if role is Role.MEMBER else None
    return user, Membership(user_id=id, role=role, ward_id=WARD_C, team_id=team, valid_from=SINCE)


@pytest.mark.one_engine
def test_the_list_costs_one_statement_and_none_where_it_is_not(app: Flask, carla: Visitor) -> None:
    before = statements_for(app, lambda: carla.http.get("/overview/").get_data())
    _being_set_up(app)
    during = statements_for(app, lambda: carla.http.get("/overview/").get_data())
    assert len(during) - len(before) == 1
    assert not [statement for statement in before if "invitation" in statement]


@pytest.mark.one_engine
def test_open_invitations_keep_the_list_and_its_steps_say_how_far_they_are(app: Flask, carla: Visitor) -> None:
    _being_set_up(app)
    assert "Tổ viên và tổ trưởng" in _done(carla)
    assert 'href="/people/"' in carla.get("/overview/").text, "a step that is done can be opened"
    leader = _invitation(ward_id=WARD_A, team_id=TEAM_1)
    second = _invitation(ward_id=WARD_A, team_id=None, role=Role.COORDINATOR, phone="+84900000302")
    add_rows(app, leader, second)
    page = unescape(carla.get("/overview/").text)
    assert re.search(r"<b>Tổ viên và tổ trưởng</b><small[^>]*>đã nhận lời mời: \d trên \d<", page)
    assert re.search(r"<b>Cán bộ phụ trách thứ hai</b><small[^>]*>đã mời, chưa nhận<", page)
    with app.app_context():
        writer().execute(sa.delete(Invitation))
        writer().commit()
    add_rows(app, Team(ward_id=WARD_A, name="Tổ mới"))
    page = unescape(carla.get("/overview/").text)
    assert re.search(r"<b>Tổ viên và tổ trưởng</b><small[^>]*>số tổ chưa có ai: 1<", page)


@pytest.mark.one_engine
def test_pages_of_steps_lead_on_while_the_ward_is_set_up(app: Flask, carla: Visitor) -> None:
    pages = ("/areas/", "/teams/", "/places/", "/people/")
    assert not [page for page in pages if "next-step" in carla.get(page).text]
    _being_set_up(app)
    for page in pages:
        text = unescape(carla.get(page).text)
        assert ("Việc còn lại" in text, "Việc tiếp theo: Cán bộ phụ trách thứ hai" in text) == (
            True,
            page != "/people/",
        )
    invited = carla.post("/people/invite", name="Ví Dụ", phone="0900000999", role="member", team=str(TEAM_1))
    assert 'class="actions next-step"' in invited.text
    assert "next-step" not in Visitor(app, "eva").get("/areas/?ward=16417").text
