"""``/wards/``: the administrator finds wards, sees how they are staffed, and adds others."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.month import today
from app.people.models import Invitation, User
from app.permissions import Role
from app.places.models import Ward
from app.start.ward_list import ward_list
from tests.client import Visitor, form_token
from tests.logbook.race_steps import at_once
from tests.start.test_first_start import WORDS

BA_DINH = "00004"
ADDRESS = f"/wards/add?{urlencode({'ward': BA_DINH, **WORDS})}"
OFFICER = {"name": "Nguyễn Ví Dụ", "phone": "0900 000 201"}


def _found(app: Flask, query: str = "") -> list[tuple[object, ...]]:
    with app.app_context():
        return [(line.code, *line[4:]) for line in ward_list(reader(), query, today()).lines]


def test_wards_are_found_in_any_spelling_with_what_each_has(app: Flask) -> None:
    a, b, c = ("16417", 2, 2, 5, 1), ("20305", 1, 1, 3, 1), ("14812", 1, 0, 0, 0)
    assert _found(app) == [b, c, a], "by province and name"
    for query in ("quang thang", "Đông Quang", "thanh hoa dong", "16417"):
        assert _found(app, query) == [a], query
    assert _found(app, "thanh hoa") == [c, a]
    assert _found(app, "xyzzy") == []
    with app.app_context():
        found = ward_list(reader(), "", today(), most=1)
        assert (len(found.lines), found.all) == (1, 3)


@pytest.mark.one_engine
def test_the_administrator_begins_here_and_sees_no_figures(app: Flask) -> None:
    ada = Visitor(app, "ada")
    assert ada.get("/").headers["Location"] == "/wards/"
    page = ada.get("/wards/").text
    assert "chưa có cán bộ phụ trách" in page, "ward C"
    for path in ("people", "areas", "teams", "places"):
        assert f'href="/{path}/?ward=16417"' in page
    assert "hộ" not in re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0])


def _sent(ada: Visitor, address: str = ADDRESS, **officer: str) -> tuple[int, str]:
    ada.token = form_token(ada.get(address).text)
    answer = ada.post(address, **{**OFFICER, **officer})
    return answer.status_code, answer.headers.get("Location") or answer.text


def test_a_ward_is_added_and_its_first_coordinator_invited(app: Flask) -> None:
    ada = Visitor(app, "ada")
    page = ada.get("/wards/add?q=an+khe+da+nang").text
    assert "đã có ở đây" in page
    assert "/wards/add?ward=20305" not in page, "what is here already cannot be chosen"
    status, page = _sent(ada, phone="xin chào")
    assert (status, 'value="Nguyễn Ví Dụ"' in page) == (422, True)
    status, page = _sent(ada)
    assert status == 200
    assert len(set(re.findall(r"http://localhost/invite/[\w-]{20,}", page))) == 1
    assert all(words in page for words in ("<svg", "Phường Ba Đình", "/people/?ward=00004"))
    with app.app_context():
        ward = reader().scalars(sa.select(Ward).where(Ward.code == BA_DINH)).one()
        assert (ward.team_short, ward.settings.is_being_set_up) == ("Tổ CĐS", True)
        invitation = reader().scalars(sa.select(Invitation)).one()
        wanted = invitation.ward_id, invitation.role, invitation.phone, invitation.name
        assert wanted == (ward.id, Role.COORDINATOR, "+84900000201", "Nguyễn Ví Dụ")
        assert reader().scalar(sa.select(User.id).where(User.phone == "+84900000201")) is None
    answer = ada.post(ADDRESS, **OFFICER)
    assert answer.headers["Location"] == f"/wards/?q={BA_DINH}", "a form sent twice adds nothing"
    assert "đã có ở đây" in ada.get(f"/wards/?q={BA_DINH}").text


def test_of_two_who_add_a_ward_at_once_one_adds_it(app: Flask) -> None:
    """Its coordinator is invited once, and the words that one of them chose stay."""
    visitors = [Visitor(app, "ada"), Visitor(app, "ada")]
    team_words = ("Tổ A", "Tổ B")
    addresses = [f"/wards/add?{urlencode({'ward': BA_DINH, **WORDS, 'team_own': word})}" for word in team_words]
    officers = [OFFICER, OFFICER | {"phone": "0900000202"}]
    sent = [partial(visitors[i].post, addresses[i], **officers[i]) for i in range(2)]
    statuses = [answer.status_code for answer in at_once(*sent)]
    assert sorted(statuses) == [200, 302]
    with app.app_context():
        ward = reader().scalars(sa.select(Ward).where(Ward.code == BA_DINH)).one()
        assert ward.team_word == team_words[statuses.index(200)]
        phones = reader().scalars(sa.select(Invitation.phone)).all()
    assert phones == [("+84900000201", "+84900000202")[statuses.index(200)]]


@pytest.mark.one_engine
def test_a_refused_invitation_adds_no_ward(app: Flask) -> None:
    status, page = _sent(Visitor(app, "ada"), phone="0900000109")
    assert (status, 'role="alert"' in page) == (422, True), "an administrator does not invite themselves"
    assert _found(app, "ba dinh") == []


@pytest.mark.one_engine
def test_only_the_administrator_opens_them(app: Flask) -> None:
    for name in ("carla", "vera", "eva", "ana"):
        for path in ("/wards/", "/wards/add"):
            assert Visitor(app, name).get(path).status_code == 403
        assert Visitor(app, name).post(ADDRESS, **OFFICER).status_code == 403
    assert _found(app, "ba dinh") == []
