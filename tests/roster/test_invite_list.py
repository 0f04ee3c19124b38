"""Inviting the people of a ward's list: each line may name its role and its team."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.people.models import Invitation
from app.permissions import Role
from app.places.models import Team
from tests.cast import TEAM_1, TEAM_2
from tests.client import Visitor
from tests.roster.page import tokens_in

Sign = Callable[..., Visitor]
MANY = "/people/invite/many"
HEADER = "STT\tHọ và tên\tSố điện thoại\tChức danh\tTổ\tNgày sinh\n"
WARD_LIST = HEADER + "\n".join(
    (
        "1\tLê An\t912000001\tTổ trưởng\tTổ 2\t1/2/1980",
        "2\tLê Bình\t0912000002\tTổ viên\t1\t",
        "3\tLê Chi\t0912000003\tTổ viên\tPhố 2\t",
        "4\tLê Dung\t0912000004\tCán bộ phường\t\t",
        "5\tLê Em\t0912000005\t\tTổ 9\t",
    )
)


def _form(text: str, **form: str) -> dict[str, str]:
    return {"pasted": text, "role": "member", "team": ""} | form


def _previewed(page: str) -> str:
    return page.partition('name="previewed" value="')[2].partition('"')[0]


def _send(visitor: Visitor, text: str, **form: str) -> str:
    page = visitor.post(MANY, **_form(text, **form)).text
    return str(visitor.post(MANY, **_form(text, **form), previewed=_previewed(page), send="1").text)


def _invited(app: Flask) -> list[tuple[str, Role | None, int | None]]:
    with app.app_context():
        rows = reader().scalars(sa.select(Invitation).order_by(Invitation.phone))
        return [(each.name, each.role, each.team_id) for each in rows]


def _headings(page: str, level: int) -> list[str]:
    return [text.strip() for text in re.findall(rf"<h{level}[^>]*>([^<]+)</h{level}>", page)]


def test_each_is_invited_to_the_role_and_team_of_the_line(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    page = carla.post(MANY, **_form(WARD_LIST)).text
    assert _headings(page, 3) == ["Phường Quảng Thắng (1)", "Tổ 1 (1)", "Tổ 2 (2)"]
    assert "Có thể mời 4 người" in page
    assert re.findall(r'data-line="(\d+)"', page) == ["6"]
    assert page.index("Không có tổ “Tổ 9”") < page.index("Phường Quảng Thắng (1)")
    assert "Không đọc và không lưu: Ngày sinh." in page
    assert _invited(app) == []
    links = _send(carla, WARD_LIST)
    assert len(tokens_in(links)) == 4
    assert _headings(links, 2)[:3] == ["Phường Quảng Thắng", "Tổ 1", "Tổ 2"]
    assert _invited(app) == [
        ("Lê An", Role.LEADER, TEAM_2),
        ("Lê Bình", Role.MEMBER, TEAM_1),
        ("Lê Chi", Role.MEMBER, TEAM_2),
        ("Lê Dung", Role.COORDINATOR, None),
    ]


@pytest.mark.one_engine
def test_what_was_chosen_holds_for_lines_that_name_nothing(app: Flask, visitor: Sign) -> None:
    text = "Lê An; 0912000001\nLê Bình; 0912000002; Tổ 2\nLê Chi; 0912000003; tổ viên"
    _send(visitor("carla"), text, role="leader", team=str(TEAM_1))
    assert _invited(app) == [
        ("Lê An", Role.LEADER, TEAM_1),
        ("Lê Bình", Role.LEADER, TEAM_2),
        ("Lê Chi", Role.MEMBER, TEAM_1),
    ]


@pytest.mark.one_engine
def test_a_team_that_nobody_names_is_asked_for(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    answer = carla.post(MANY, **_form("Lê An; 0912000001\nLê Bình; 0912000002"))
    assert (answer.status_code, "Hãy chọn tổ, hoặc ghi tên tổ vào dòng" in answer.text) == (422, True)
    assert "Lê Bình; 0912000002" in answer.text
    # Those of the ward need none.
    assert len(tokens_in(_send(carla, "Lê An; 0912000001; Cán bộ phường"))) == 1
    assert carla.post(MANY, **_form("Lê Bình; 0912000002", role="viewer")).status_code == 200


@pytest.mark.one_engine
def test_a_leader_gives_neither_other_roles_nor_other_teams(app: Flask, visitor: Sign) -> None:
    text = (
        "Lê An; 0912000001; Tổ 1\nLê Bình; 0912000002; Tổ 2\nLê Chi; 0912000003; Tổ trưởng\nLê Dung; 0912000004; cán bộ"
    )
    page = _send(visitor("leo"), text, team=str(TEAM_1))
    assert re.findall(r'data-line="(\d+)"', page) == ["2", "3", "4"]
    assert "Anh/chị chỉ mời được vào Tổ 1" in page
    assert page.count("Không có quyền giao vai trò này") == 2
    assert _invited(app) == [("Lê An", Role.MEMBER, TEAM_1)]


@pytest.mark.one_engine
def test_a_list_is_shown_again_when_a_team_was_renamed_meanwhile(app: Flask, visitor: Sign) -> None:
    carla, text = visitor("carla"), "Lê An; 0912000001; Tổ 2"
    page = carla.post(MANY, **_form(text, team=str(TEAM_1))).text
    with app.app_context():
        writer().execute(sa.update(Team).where(Team.id == TEAM_2).values(name="Tổ 3"))
        writer().execute(sa.update(Team).where(Team.id == TEAM_1).values(name="Tổ 2"))
        writer().commit()
    again = carla.post(MANY, **_form(text, team=str(TEAM_1)), previewed=_previewed(page), send="1")
    assert _headings(again.text, 3) == ["Tổ 2 (1)"]
    assert _invited(app) == []
