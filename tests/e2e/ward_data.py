"""A ward with data: entries of every kind and status, published figures, closed months, and very long names.

Ward B stays empty, so that the pages of its people show no data, but what is left to set up. Ward C reports from the
15th on, since last month.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.catalogue.models import Baseline
from app.catalogue.terms import Bound
from app.database import in_transaction, writer
from app.events.models import CampaignArea, CampaignTarget
from app.logbook.models import Entry
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action, Status
from app.month import Month, now, today
from app.months.actions import close, freeze, reopen
from app.people.models import Membership, User
from app.periods import CALENDAR
from app.permissions import Role
from app.places.actions import store_settings
from app.places.models import Neighbourhood, Place, PlaceType, Population, Team, Ward
from app.places.ward_settings import stored_rules
from app.targets.models import Target
from tests.actions import add_rows
from tests.cast import AREA_2, BRUNO, CARLA, LEO, MARKET_A, PHONES, TEAM_2, WARD_A, WARD_B, WARD_C
from tests.client import Visitor
from tests.e2e.calendar_data import calendar_rows
from tests.e2e.invitation_links import add_invitations
from tests.e2e.ward_duties import add_duties
from tests.events.rows import campaign_row
from tests.factories import household, make_entry

LONG_PERSON = "Công Tằng Tôn Nữ Ví Dụ Nguyễn Thị Minh Hòa Huyền Trang Bruno"
LONG_TEAM = "Tổ công nghệ số cộng đồng và Đề án 06 khu dân cư Nghĩa Thương – Trường Xuân mở rộng số 22"
LONG_AREA = "Khu dân cư Nghĩa Thương – Trường Xuân (khu tập thể Nhà máy Thuốc lá cũ)"
LONG_PLACE = "Nhà văn hóa khu dân cư Nghĩa Thương – Trường Xuân và điểm sinh hoạt cộng đồng"
LONG_HOUSEHOLD = "Số 142/15/7B ngách 22 ngõ 5 đường Trường Xuân, gần giếng cũ, nhà hai tầng sơn xanh phía sau chợ"
LONG_NOTE = (
    "Nhà có hai cụ cao tuổi chưa quen dùng điện thoại thông minh, hẹn quay lại vào tối thứ bảy cùng con gái. " * 4
)
WHY_REOPENED = "Một buổi tập huấn bị ghi hai lần, tổ đã báo lại sau khi phường chốt số liệu."
COLLEAGUE = 1000
HALL, POINT = 1000, 1001
REASON, COMMENT = "people", "Số người chưa khớp với số phòng, mời xem lại giúp."


def add_ward_data(app: Flask) -> None:
    """Add entries, reviews, figures and closed months to the cast's ward A."""
    add_rows(app, *calendar_rows())
    hall = Place(id=HALL, ward_id=WARD_A, type=PlaceType.HALL, name=LONG_PLACE)
    add_rows(app, hall, Place(id=POINT, ward_id=WARD_A, type=PlaceType.SERVICE_POINT, name="Bộ phận Một cửa"))
    with app.app_context():
        _add_published_figures()
        _add_campaigns()
        _lengthen_names()
        add_invitations(writer(), PHONES)
        store_settings(writer().get_one(Ward, WARD_B), is_being_set_up=True)
        from_last_month = CALENDAR.changed(Month.current().previous(), 15)
        store_settings(writer().get_one(Ward, WARD_C), period_rules=stored_rules(from_last_month))
        writer().commit()
    add_duties(app)
    entries = _log_month(app, today())
    before = Month.of(today()).previous()
    older = _log_month(app, before.last)
    oldest = _log_month(app, before.previous().last)
    _review(app, Action.APPROVE, [*entries[:4], *older, *oldest])
    _review(app, Action.RETURN, entries[4:6], reason=REASON, comment=COMMENT)
    _review(app, Action.VOID, entries[6:7], reason="duplicate", comment="Trùng với bản ghi khác trong ngày.")
    with app.app_context():
        month = before.previous()
        in_transaction(lambda session: close(session, WARD_A, month, CARLA, now()))
        in_transaction(lambda session: reopen(session, WARD_A, month, CARLA, now(), WHY_REOPENED))
        in_transaction(
            lambda session: review(session, WARD_A, _approved(session, month), DecisionNote(Action.VOID, CARLA, now()))
        )
        in_transaction(lambda session: close(session, WARD_A, month, CARLA, now()))
    _log_own(app, before.previous().previous())
    with app.app_context():
        in_transaction(lambda session: freeze(session, WARD_A, before.previous().previous(), None, now()))


def _log_own(app: Flask, month: Month) -> None:
    """Log own entries of the coordinator, in a month and today, and add a colleague who has to approve them."""
    colleague = User(
        id=COLLEAGUE,
        phone="+84900000120",
        name="Nguyễn Ví Dụ Đồng Nghiệp",
        password_hash="-",
        created_at=now(),
    )
    with app.app_context():
        writer().add(colleague)
        writer().flush()
        membership = Membership(user_id=COLLEAGUE, role=Role.COORDINATOR, ward_id=WARD_A, valid_from=month.first)
        writer().add(membership)
        writer().commit()
    days = [month.last, today()]
    receipts = Visitor(app, "carla").sync(*(make_entry(happened_on=day.isoformat()) for day in days))
    assert {receipt["outcome"] for receipt in receipts} == {"stored"}


def _approved(session: Session, month: Month) -> dict[UUID, int]:
    """Return some entries of a month that were approved, and how many moves each has made."""
    query = sa.select(Entry.id, Entry.moves).where(Entry.month == str(month), Entry.status == Status.APPROVED)
    return {row.id: row.moves for row in session.execute(query.order_by(Entry.id).limit(2))}


def _log_month(app: Flask, day: date) -> list[dict[str, Any]]:
    """Log entries of both teams on a day; return Ana's."""
    on = day.isoformat()
    outcomes = cycle(("installed", "activated", "self_sufficient", "declined", "ineligible"))
    mine = [
        *(make_entry(happened_on=on, household=household(f"Số {n}, ngõ {n + 1}"), met="met") for n in range(1, 8)),
        make_entry(happened_on=on, household=household(LONG_HOUSEHOLD), note=LONG_NOTE.strip(), companions=[LEO]),
        make_entry(happened_on=on, met="absent", people=0, topics=[], barrier="away"),
        *(make_entry("installation", happened_on=on, outcome=next(outcomes), people=n) for n in range(1, 7)),
        make_entry("training", happened_on=on, attendees=1450, women=800, elderly=310, place=HALL),
        make_entry("merchant", happened_on=on, place=MARKET_A),
    ]
    others = [make_entry(happened_on=on, neighbourhood=AREA_2, people=50), make_entry("merchant", happened_on=on)]
    for name, entries in (("ana", mine), ("bruno", others)):
        assert {receipt["outcome"] for receipt in Visitor(app, name).sync(*entries)} == {"stored"}
    return mine


def _review(app: Flask, action: Action, entries: list[dict[str, Any]], reason: str = "", comment: str = "") -> None:
    seen = {UUID(entry["id"]): 1 for entry in entries}
    with app.app_context():
        codes = in_transaction(
            lambda session: review(
                session, WARD_A, seen, DecisionNote(action, CARLA, now(), reason=reason, comment=comment)
            )
        )
    assert set(codes.values()) == {"done"}, codes


def _lengthen_names() -> None:
    for model, id, name in (
        (User, BRUNO, LONG_PERSON),
        (Team, TEAM_2, LONG_TEAM),
        (Neighbourhood, AREA_2, LONG_AREA),
    ):
        writer().execute(sa.update(model).where(model.id == id).values(name=name))


def _add_campaigns() -> None:
    """Add a campaign that is on, with targets, one to come that is of an area, and one that is over."""
    day, this, last = timedelta(days=1), today(), Month.of(today()).previous().last
    for id, first_day, last_day in ((1, last - 30 * day, this + 9 * day), (2, this + 3 * day, this + 9 * day)):
        writer().add(campaign_row(id, name=f"Ra quân chuyển đổi số đợt {id}", first_day=first_day, last_day=last_day))
    writer().add(campaign_row(3, name="Tháng hành động", first_day=last - 30 * day, last_day=last))
    writer().flush()
    writer().add(CampaignArea(campaign_id=2, neighbourhood_id=AREA_2))
    for team_id, measure, figure in ((TEAM_2, "visit", 40), (TEAM_2, "installation", 12), (None, "training", 20)):
        writer().add(CampaignTarget(campaign_id=1, team_id=team_id, measure=measure, figure=figure))


def _add_published_figures() -> None:
    as_of, source = date(2023, 12, 31), "Bài báo “Dấu ấn ở Quảng Thắng”, 12/2023"
    for indicator, numerator, denominator, bound, percent in (
        ("health_record", 9547, 9658, Bound.EXACT, "98.8"),
        ("eid_account", 5571, None, Bound.EXACT, "75.5"),
        ("telehealth_user", 1601, None, Bound.MORE_THAN, ""),
    ):
        published = {"indicator_code": indicator, "numerator": numerator, "denominator": denominator, "bound": bound}
        before = {"unit_then": "Phường Quảng Thắng", "as_of": as_of, "source": source, "note": ""}
        writer().add(Baseline(ward_id=WARD_A, published_percent=percent, **published, **before))
    writer().add(Population(ward_id=WARD_A, group="residents", figure=9658, as_of=as_of, source=source))
    for measure, figure in (("visit", 12000), ("training", 120)):
        writer().add(Target(ward_id=WARD_A, measure=measure, year=today().year, figure=figure))
