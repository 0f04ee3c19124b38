"""All that the answers to phones depend on: a change of each, done the way it is done, or by its row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.catalogue.models import ProcedureGroup, Service, Topic
from app.database import Base, table_of, writer
from app.events.models import (
    Campaign,
    CampaignArea,
    Duty,
    DutyAnswer,
    Event,
    EventDate,
    EventShift,
    EventTeam,
)
from app.logbook.month_actions import close_month, reopen_month
from app.logbook.status import Action
from app.month import Month, now, today
from app.people.models import Membership, User
from app.permissions import Role
from app.places.models import Neighbourhood, Place, PlaceType, Team, TeamArea, Ward
from app.targets.models import Target
from tests.actions import add_rows, log_entries, review_entries
from tests.cast import ANA, AREA_1, AREA_2, BRUNO, CARLA, LEO, MARKET_A, SINCE, TEAM_1, TEAM_2, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.households.steps import merge, version

LAST_MONTH = Month.current().previous()
HOME = household("Số 1, ngõ 1", "01920000-0000-7000-8000-0000000000a1")
TWIN = household("Số 1, ngõ 1", "01920000-0000-7000-8000-0000000000a2")
VISIT = make_entry(household=HOME, id="01920000-0000-7000-8000-0000000000b1")
STALL = make_entry("merchant", id="01920000-0000-7000-8000-0000000000b2")

TOMORROW, NEXT_WEEK = today() + timedelta(days=1), today() + timedelta(days=7)

Change = Callable[[Flask], object]


def event(id: int, **values: Any) -> Event:
    """Return an event of ward A tomorrow morning, unless told otherwise."""
    fields = {"ward_id": WARD_A, "type_code": "other", "title": "Trực điểm dịch vụ công", "venue": "", "rule": ""}
    times = {"first_day": TOMORROW, "starts_at": time(7, 30), "ends_at": time(11), "made_at": now()}
    return Event(**{"id": id, **fields, **times, **values})


def duty(event_id: int = 50, member_id: int = ANA, **values: Any) -> Duty:
    """Return a duty in the first shift tomorrow, unless told otherwise."""
    fields = {"ward_id": WARD_A, "day": TOMORROW, "shift": 1, "asked_at": now()}
    return Duty(**{"event_id": event_id, "member_id": member_id, **fields, **values})


def _events() -> list[Base]:
    """Return an event of tomorrow with a shift and a duty, one that is far off, and a campaign."""
    far = today() + timedelta(days=40)
    days = {"first_day": today(), "last_day": NEXT_WEEK, "made_at": now()}
    return [
        event(50),
        event(51, first_day=far, title="Ngày xa"),
        EventShift(event_id=50, number=1, starts_at=time(7, 30), ends_at=time(9), needed=2),
        EventShift(event_id=50, number=2, starts_at=time(9), ends_at=time(11), needed=2),
        EventShift(event_id=51, number=1, starts_at=time(7, 30), ends_at=time(9), needed=2),
        EventDate(event_id=51, day=far, reason="", changed_at=now()),
        duty(),
        duty(51, day=far),
        Campaign(id=50, ward_id=WARD_A, name="Ba mươi ngày", **days),
        CampaignArea(campaign_id=50, neighbourhood_id=AREA_1),
    ]


def _change_date(event_id: int = 50, **values: Any) -> Change:
    def change(app: Flask) -> None:
        with app.app_context():
            day = writer().get_one(Event, event_id).first_day
        add_rows(app, EventDate(**{"event_id": event_id, "day": day, "reason": "", "changed_at": now(), **values}))

    return change


def begin(app: Flask) -> None:
    """Let a ward have something of all that changes."""
    yesterday = today() - timedelta(days=1)
    rows = [
        Neighbourhood(id=50, ward_id=WARD_A, name="Phố cũ", valid_to=yesterday),
        Neighbourhood(id=52, ward_id=WARD_A, name="Phố 8"),
        Neighbourhood(id=53, ward_id=WARD_A, name="Phố 9"),
        Place(id=50, ward_id=WARD_A, type=PlaceType.MARKET, name="Chợ cũ", valid_to=yesterday),
        Target(id=50, ward_id=WARD_A, measure="visit", year=today().year, figure=5),
        Service(code="own_50", position=900, name_vi="Dịch vụ riêng", name_en="", pillar="digital_society",
                denominator_group="", outcomes="activated", ward_id=WARD_A),
        ProcedureGroup(code="own_50", position=900, name_vi="Thủ tục riêng", name_en="", ward_id=WARD_A),
        *_events(),
    ]  # fmt: skip
    add_rows(app, *rows)
    log_entries(
        Visitor(app, "ana"), VISIT, STALL, make_entry(household=TWIN, id="01920000-0000-7000-8000-0000000000b3")
    )


def _set(model: type[Base], *where: sa.ColumnElement[bool], **values: object) -> Change:
    def change(app: Flask) -> None:
        with app.app_context():
            changed = writer().connection().execute(sa.update(table_of(model)).where(*where).values(**values))
            assert changed.rowcount
            writer().commit()

    return change


def _add(row: Callable[[], Any]) -> Change:
    return lambda app: add_rows(app, row())


def _settings(**values: object) -> Change:
    def change(app: Flask) -> None:
        with app.app_context():
            ward = writer().get_one(Ward, WARD_A)
            ward.stored_settings = {**ward.stored_settings, **values}
            writer().commit()

    return change


def _month(action: str) -> Change:
    def change(app: Flask) -> None:
        with app.app_context():
            assert close_month(writer(), WARD_A, str(LAST_MONTH), CARLA, now())
            if action == "reopen":
                writer().commit()
                assert reopen_month(writer(), WARD_A, str(LAST_MONTH))
            writer().commit()

    return change


def _carla_saves_the_household(app: Flask) -> None:
    id = UUID(HOME["id"])
    form = {"label": "Số 7, ngõ 7", "area": str(AREA_1), "called": "quán đầu ngõ", "version": version(app, id)}
    assert Visitor(app, "carla").post(f"/households/{id}", **form).status_code == 302


def _carla_retires_the_household(app: Flask) -> None:
    id = UUID(HOME["id"])
    path, seen = f"/households/{id}/retire", version(app, id)
    assert Visitor(app, "carla").post(path, version=seen).status_code == 302


def _returned_with_other_words(app: Flask) -> None:
    """Return an entry, take its correction, and return it again: in the end all is as it was but for the words."""
    review_entries(app, Action.RETURN, VISIT, reason="unclear", comment="xem lại")
    log_entries(Visitor(app, "ana"), edited(VISIT))
    review_entries(app, Action.RETURN, edited(VISIT), reason="unclear", comment="xem lại lần nữa")


FORMS: dict[str, Change] = {
    "own name": _set(User, User.id == ANA, name="Nguyễn Ví Dụ Anh"),
    "own number": _set(User, User.id == ANA, phone="+84900000999"),
    "own role": _set(Membership, Membership.user_id == ANA, role=Role.LEADER),
    "own team": _set(Membership, Membership.user_id == ANA, team_id=TEAM_2),
    "name of the team": _set(Team, Team.id == TEAM_1, name="Tổ số 1"),
    "name of the ward": _set(Ward, Ward.id == WARD_A, name="Phường Mới"),
    "word of the ward": _set(Ward, Ward.id == WARD_A, neighbourhood_word="khu phố"),
    "number of the ward": _set(Ward, Ward.id == WARD_A, contact_phone="+842373000000"),
    "settings of the ward": _settings(location=True),
    "own service renamed": _set(Service, Service.code == "own_50", name_vi="Dịch vụ khác"),
    "own service ended": _set(Service, Service.code == "own_50", ended_on=today() - timedelta(days=1)),
    "service of the catalogue": _set(Service, Service.code == "vneid_2", name_vi="Định danh mức 2 mới"),
    "topic of the catalogue": _set(Topic, Topic.code == "vneid", name_vi="Chủ đề mới"),
    "own group of procedures renamed": _set(ProcedureGroup, ProcedureGroup.code == "own_50", name_vi="Thủ tục khác"),
    "own group of procedures ended": _set(
        ProcedureGroup, ProcedureGroup.code == "own_50", ended_on=today() - timedelta(days=1)
    ),
    "group of procedures of the catalogue": _set(ProcedureGroup, ProcedureGroup.code == "land", name_vi="Đất"),
    "new area": _add(lambda: Neighbourhood(id=51, ward_id=WARD_A, name="Phố 51")),
    "name of an area": _set(Neighbourhood, Neighbourhood.id == AREA_2, name="Phố Hai"),
    "end of an area": _set(Neighbourhood, Neighbourhood.id == AREA_2, valid_to=today() - timedelta(days=1)),
    "order of the areas": _set(Neighbourhood, Neighbourhood.id == 53, position=1),
    "merged areas": _set(
        Neighbourhood, Neighbourhood.id == AREA_1, merged_into_id=AREA_2, valid_to=today() - timedelta(days=1)
    ),
    "areas of the team": _add(lambda: TeamArea(team_id=TEAM_1, neighbourhood_id=53)),
    "new place": _add(lambda: Place(id=51, ward_id=WARD_A, type=PlaceType.STREET, name="Tuyến phố mới")),
    "name of a place": _set(Place, Place.id == MARKET_A, name="Chợ Mới"),
    "end of a place": _set(Place, Place.id == MARKET_A, valid_to=today() - timedelta(days=1)),
    "name of an ended place": _set(Place, Place.id == 50, name="Chợ rất cũ"),
    "name of a team mate": _set(User, User.id == LEO, name="Nguyễn Ví Dụ Lê"),
    "end of a team mate": _set(User, User.id == LEO, ended_at=now()),
    "new team mate": _set(Membership, Membership.user_id == BRUNO, team_id=TEAM_1),
    "post of a team mate ended": _set(
        Membership, Membership.user_id == LEO, valid_from=SINCE, valid_to=today() - timedelta(days=1)
    ),
    "new target": _add(lambda: Target(id=51, ward_id=WARD_A, measure="training", year=today().year, figure=3)),
    "figure of a target": _set(Target, Target.id == 50, figure=6),
    "closed month": _month("close"),
}
"""What changes what the forms of a phone need, seen by a member of team 1."""

DAYS: dict[str, Change] = {
    "new event": _add(lambda: event(52, rule="FREQ=WEEKLY;BYDAY=WE")),
    "title of an event": _set(Event, Event.id == 50, title="Ngày Chủ nhật gần Dân"),
    "time of an event": _set(Event, Event.id == 50, starts_at=time(8)),
    "place of an event": _set(Event, Event.id == 50, place_id=MARKET_A),
    "end of an event": _set(Event, Event.id == 50, ended_at=now()),
    "team of an event": _add(lambda: EventTeam(event_id=50, team_id=TEAM_2)),
    "date called off": _change_date(is_called_off=True, reason="mưa bão"),
    "date moved": _change_date(moved_to=NEXT_WEEK),
    "far date moved here": _change_date(51, moved_to=NEXT_WEEK),
    "new duty": _add(lambda: duty(shift=2)),
    "answer": _set(Duty, Duty.event_id == 50, answer=DutyAnswer.YES),
    "presence": _set(Duty, Duty.event_id == 50, is_present=True),
    "time of a shift": _set(EventShift, EventShift.event_id == 50, ends_at=time(10)),
    "end of a shift": _set(EventShift, EventShift.event_id == 50, ended_at=now()),
    "new campaign": _add(
        lambda: Campaign(id=51, ward_id=WARD_A, name="Ra quân", first_day=TOMORROW, last_day=NEXT_WEEK, made_at=now())
    ),
    "name of a campaign": _set(Campaign, Campaign.id == 50, name="Sáu mươi ngày"),
    "end of a campaign": _set(Campaign, Campaign.id == 50, ended_at=now(), last_day=today()),
    "area of a campaign": _add(lambda: CampaignArea(campaign_id=50, neighbourhood_id=AREA_2)),
}
"""What changes the days ahead that a phone of form 2 knows."""

LISTS: dict[str, Change] = {
    "new household": lambda app: log_entries(Visitor(app, "leo"), make_entry(household=household("Số 3"))),
    "new merchant": lambda app: log_entries(
        Visitor(app, "leo"), make_entry("merchant", merchant={"id": str(UUID(int=77)), "name": "Quầy 77"})
    ),
    "changed household": _carla_saves_the_household,
    "merged households": lambda app: merge(app, Visitor(app, "carla"), UUID(HOME["id"]), UUID(TWIN["id"])),
    "retired household": _carla_retires_the_household,
    "only void entries": lambda app: log_entries(Visitor(app, "ana"), edited(VISIT, withdrawn=True)),
    "void merchant": lambda app: review_entries(app, Action.VOID, STALL),
}
"""What changes the lists of households and merchants."""

MINE: dict[str, Change] = {
    "new entry": lambda app: log_entries(Visitor(app, "ana"), make_entry("training")),
    "edited entry": lambda app: log_entries(Visitor(app, "ana"), edited(VISIT, people=3)),
    "note of an entry": lambda app: log_entries(Visitor(app, "ana"), edited(VISIT, note="gặp lại")),
    "withdrawn entry": lambda app: log_entries(Visitor(app, "ana"), edited(VISIT, withdrawn=True)),
    "approved entry": lambda app: review_entries(app, Action.APPROVE, VISIT),
    "returned entry": lambda app: review_entries(app, Action.RETURN, VISIT, reason="unclear", comment="xem lại"),
    "returned again": _returned_with_other_words,
    "visit of a team mate": LISTS["new household"],
    "joined entry": lambda app: log_entries(Visitor(app, "leo"), make_entry(companions=[ANA])),
    "figure of a target": FORMS["figure of a target"],
}
"""What changes what a phone shows of its user's entries."""

NOTHING: dict[str, Change] = {
    "reopened month": _month("reopen"),
    "entry of a known household": lambda app: log_entries(Visitor(app, "ana"), make_entry(household=HOME)),
    "unnamed visit": lambda app: log_entries(Visitor(app, "ana"), make_entry()),
    "approval": lambda app: review_entries(app, Action.APPROVE, STALL),
    "household of another team": lambda app: log_entries(
        Visitor(app, "bruno"), make_entry(household=household("Số 9"), neighbourhood=AREA_2)
    ),
    "duty of somebody else": _add(lambda: duty(member_id=LEO)),
    "event of another ward": _add(lambda: event(53, ward_id=WARD_B)),
    "event far ahead": _set(Event, Event.id == 51, title="Ngày rất xa"),
    "event long past": _add(lambda: event(54, first_day=today() - timedelta(days=61))),
}
"""What changes nothing of what the forms need."""
