"""Members' cards for printing: of who has a post in the team today, with the ward's number, and noted as names seen."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord, Membership
from app.people.phones import national_phone
from app.places.models import Ward
from tests.cast import ANA, TEAM_1, TEAM_2, WARD_A
from tests.client import Visitor

pytestmark = pytest.mark.one_engine


def _holders(page: str) -> set[int]:
    return {int(number) for number in re.findall(r'<li data-person="(\d+)"', page)}


def _change(app: Flask, statement: sa.Update) -> None:
    with app.app_context():
        in_transaction(lambda session: session.execute(statement))


def test_a_team_has_a_card_for_each_of_its_members(app: Flask) -> None:
    carla = Visitor(app, "carla")
    page = carla.get(f"/people/cards?team={TEAM_1}").text
    assert ANA in _holders(page)
    assert page.count("Không bao giờ hỏi mật khẩu, OTP, số tài khoản.") == len(_holders(page)) >= 2
    assert not _holders(page) & _holders(carla.get(f"/people/cards?team={TEAM_2}").text)


def test_cards_have_a_button_that_prints_them(app: Flask) -> None:
    page = Visitor(app, "carla").get(f"/people/cards?team={TEAM_1}").text
    assert ('id="print"' in page, "/print-" in page) == (True, True)


def test_a_leader_prints_the_own_team_without_choosing(app: Flask) -> None:
    page = Visitor(app, "leo").get("/people/cards").text
    assert ANA in _holders(page)
    assert "<select" not in page


def test_who_has_ended_has_no_card(app: Flask) -> None:
    _change(app, sa.update(Membership).where(Membership.user_id == ANA).values(valid_to=sa.func.date("2026-01-31")))
    assert ANA not in _holders(Visitor(app, "leo").get("/people/cards").text)


def test_the_wards_number_stands_on_each_card(app: Flask) -> None:
    carla = Visitor(app, "carla")
    assert "Thẻ chưa có số điện thoại của phường" in carla.get("/people/cards").text
    _change(app, sa.update(Ward).where(Ward.id == WARD_A).values(contact_phone="+842363650000"))
    page = carla.get("/people/cards").text
    assert page.count(national_phone("+842363650000")) == len(_holders(page)) > 0
    assert "Thẻ chưa có số điện thoại của phường" not in page


def test_printing_cards_is_noted(app: Flask) -> None:
    Visitor(app, "leo").get("/people/cards")
    with app.app_context():
        records = reader().scalars(sa.select(AuditRecord).where(AuditRecord.event == AuditEvent.NAMES_SEEN)).all()
    assert [(one.detail["page"], one.detail["team"]) for one in records] == [("roster.cards", TEAM_1)]
