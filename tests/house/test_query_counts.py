"""A page asks the database as often for sixty teams as for four: no query stands in a loop.

And when it was answered, no connection is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.catalogue.models import Baseline
from app.database import in_transaction, writer
from app.extensions import db
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import Month, now, today
from app.people.models import Membership, User
from app.permissions import Role
from app.places.models import Neighbourhood, Place, PlaceType, Population, Team, TeamArea, Ward
from app.targets.models import Target
from tests.cast import ANA, AREA_1, AREA_2, CARLA, MARKET_A, PROVINCE_A, SINCE, TEAM_1, WARD_A
from tests.client import Visitor
from tests.events.days_ahead import add_day_ahead
from tests.factories import FIELDS, household, make_entry
from tests.photos.steps import make_picture, put

FEW, MANY = 4, 60
FIRST_ID = 1000
"""The cast has its ids from 1 on; what is added here must not meet them."""


@contextmanager
def counted_statements(app: Flask) -> Iterator[list[str]]:
    """Collect what is sent to the database, over both engines."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    with app.app_context():
        engines = list(db.engines.values())
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        for engine in engines:
            sa.event.remove(engine, "before_cursor_execute", note)


def statements_for(app: Flask, ask: Callable[[], Any]) -> list[str]:
    """Return what one request sends to the database; the first one, which warms up, is not counted."""
    ask()
    with counted_statements(app) as statements:
        ask()
    return statements


def _get(visitor: Visitor, path: str) -> Callable[[], None]:
    def ask() -> None:
        response = visitor.http.get(path)
        # A file leaves in pieces, and each may ask the database: read it to its end.
        assert (response.status_code, bool(response.data)) == (200, True)

    return ask


def _same(few: list[str], many: list[str], what: object = "") -> None:
    extra = [statement for statement in dict.fromkeys(many) if many.count(statement) > few.count(statement)]
    assert len(few) == len(many), (
        f"{what} {len(few)} statements for {FEW}, {len(many)} for {MANY}: ask once for all of them, not in a loop. "
        f"More of these: {extra[:3]}"
    )


def _batch(number: int, companion: int = CARLA) -> list[dict[str, Any]]:
    """Return entries of all kinds, with households, merchants, companions and places, by turns."""
    kinds = list(FIELDS)
    entries = []
    for each in range(number):
        kind = kinds[each % len(kinds)]
        particular: dict[str, Any] = {}
        if kind == "visit":
            particular = {"household": household(f"Số {each}")}
        elif kind == "merchant":
            particular = {"merchant": {"id": str(UUID(int=each + 1)), "name": f"Quầy {each}"}, "place": MARKET_A}
        entries.append(make_entry(kind, companions=[companion], **particular))
    return entries


def _grow_ward(number: int) -> None:
    """Give ward A ``number`` more areas, teams, people, places, populations, targets and published figures."""
    session = writer()
    for each in range(FIRST_ID, FIRST_ID + number):
        area = Neighbourhood(
            id=each, ward_id=WARD_A, name=f"Phố thêm {each}", merged_into_id=AREA_1 if each % 2 else None
        )
        team = Team(id=each, ward_id=WARD_A, name=f"Tổ thêm {each}")
        user = User(
            id=each, phone=f"+8490900{each:04d}", name=f"Nguyễn Ví Dụ {each}", password_hash="-", created_at=now()
        )
        place = Place(id=each, ward_id=WARD_A, type=PlaceType.STREET, name=f"Tuyến phố {each}")
        session.add_all([area, team, user, place])
        session.flush()
        add_day_ahead(session, each)
        common: dict[str, Any] = {"ward_id": WARD_A, "source": "ví dụ", "as_of": today()}
        session.add_all(
            [
                TeamArea(team_id=TEAM_1, neighbourhood_id=area.id),
                Membership(
                    id=each, user_id=user.id, role=Role.MEMBER, ward_id=WARD_A, team_id=TEAM_1, valid_from=SINCE
                ),
                Population(id=each, group=f"group {each}", figure=each, **common),
                Baseline(id=each, indicator_code="eid_account", unit_then="ví dụ", numerator=each, **common),
                Target(id=each, ward_id=WARD_A, measure=f"measure {each}", year=today().year, figure=1),
                Target(
                    id=each + MANY,
                    ward_id=WARD_A,
                    neighbourhood_id=area.id,
                    measure="visit",
                    year=today().year,
                    figure=1,
                ),
            ]
        )
    session.commit()


def give_something_to_reach(session: Session) -> None:
    """Give ward A a target of each sort, and households in all and in an area: some things are asked only then."""
    of_year: dict[str, Any] = {"ward_id": WARD_A, "year": today().year, "figure": 5}
    for each, whose in enumerate(({}, {"team_id": TEAM_1}, {"neighbourhood_id": AREA_1})):
        for measure in ("households", "eid_account"):
            session.add(Target(measure=measure, **of_year, **whose))
        of_all: dict[str, Any] = {"ward_id": WARD_A, "group": "households", "source": "ví dụ", "as_of": today()}
        session.add(Population(figure=9, neighbourhood_id=(None, AREA_1, AREA_2)[each], **of_all))
    session.commit()


def _grow_province(number: int) -> None:
    session = writer()
    for each in range(FIRST_ID, FIRST_ID + number):
        ward = Ward(
            id=each,
            province_id=PROVINCE_A,
            code=f"9{each}",
            list_version="2025-07-01",
            name=f"Phường Ví Dụ {each}",
            official_name=f"Phường Ví Dụ {each}",
            stored_settings={},
        )
        session.add(ward)
    session.commit()


def _return_some(entries: list[dict[str, Any]]) -> None:
    """Return every second entry, so that a reason has to be read for it."""
    seen = {UUID(entry["id"]): 1 for entry in entries[::2]}
    codes = in_transaction(lambda session: review(session, WARD_A, seen, DecisionNote(Action.RETURN, CARLA, now())))
    assert set(codes.values()) == {"done"}


PAGES = (
    ("carla", "/overview/"),
    ("leo", "/overview/"),
    ("ana", "/overview/"),
    ("eva", "/overview/"),
    ("eva", "/overview/?ward=16417"),
    *(("carla", f"/overview/{path}") for path in (f"?area={AREA_1}", f"?team={TEAM_1}", "places", "entries")),
    ("leo", f"/overview/entries?area={AREA_1}&kind=visit"),
    ("carla", "/api/v1/bootstrap"),
    *(("ana", f"/api/v1/{path}") for path in ("bootstrap", "bootstrap?form=2", "mine", "mine?form=2", "households")),
    ("leo", "/api/v1/team"),
    ("carla", "/households/"),
    ("carla", f"/households/walking?team={TEAM_1}"),
    ("leo", "/merchants/"),
    *(("carla", f"/settings/{page}") for page in ("flags", "template", "report", "targets", "populations")),
    ("carla", "/settings/targets/each?measure=visit&period=year"),
    ("carla", "/settings/populations/households"),
    *(("carla", f"/settings/{page}") for page in ("published", "published/eid_account", "opening", "offices")),
    ("carla", f"/reports/months/{Month.current()}/words"),
    ("leo", f"/reports/months/{Month.current()}/words"),
    *(("carla", f"/reports/entries.{extension}") for extension in ("csv", "xlsx")),
    ("eva", "/reports/"),
    ("carla", "/reports/month.xlsx"),
    ("leo", "/reports/month.xlsx"),
    ("ana", "/reports/month.xlsx"),
    ("carla", "/reports/read"),
    ("leo", "/reports/read"),
    ("ana", "/reports/read"),
    ("carla", "/review/"),
    ("leo", "/review/"),
    ("carla", "/review/?text=so&flag=late"),
    ("carla", "/review/returned"),
    ("carla", "/reports/months"),
    ("carla", f"/reports/months/{Month.current()}"),
    ("carla", "/journal/"),
    ("carla", "/journal/journal.csv"),
)


def test_reading_costs_the_same_for_few_and_for_many(app: Flask) -> None:
    visitors = {name: Visitor(app, name) for name, _ in PAGES}
    counts: list[dict[Any, list[str]]] = []
    with app.app_context():
        give_something_to_reach(writer())
        add_day_ahead(writer(), FIRST_ID - 1)
    for number in (FEW, MANY):
        batch = _batch(number)
        assert {receipt["outcome"] for receipt in visitors["ana"].sync(*batch)} == {"stored"}
        visitors["leo"].sync(*_batch(number, companion=ANA))
        for entry in batch:
            assert put(visitors["ana"], entry, make_picture()).status_code == 200
        with app.app_context():
            _return_some(batch)
        counts.append({page: statements_for(app, _get(visitors[page[0]], page[1])) for page in PAGES})
        if number == FEW:
            with app.app_context():
                _grow_ward(MANY)
                _grow_province(MANY)
    for page in PAGES:
        assert counts[0][page], page
        _same(counts[0][page], counts[1][page], page)


def test_every_answer_gives_its_connections_back(app: Flask) -> None:
    """A connection that is kept is one that the pool lacks: after some downloads nobody is served any more."""
    visitors = {name: Visitor(app, name) for name, _ in PAGES}
    visitors["ana"].sync(make_entry())
    for name, path in (*PAGES, ("ana", "/reports/entries.csv"), ("eva", "/reports/entries.csv"), ("ana", "/nowhere")):
        response = visitors[name].http.get(path)
        response.get_data()
        response.close()
        with app.app_context():
            kept = {engine_name: engine.pool.checkedout() for engine_name, engine in db.engines.items()}
        assert set(kept.values()) == {0}, (
            f"{path} keeps a connection: {kept}. What streams opens its session inside the stream, where the request's "
            f"context is pushed anew and closes it"
        )


def test_storing_costs_the_same_for_few_and_for_many(app: Flask) -> None:
    ana = Visitor(app, "ana")
    ana.sync(make_entry())
    counts = []
    for number in (FEW, MANY):
        batch = _batch(number)
        with counted_statements(app) as statements:
            assert {receipt["outcome"] for receipt in ana.sync(*batch)} == {"stored"}
        counts.append(statements)
    _same(*counts)


def test_asking_what_is_odd_costs_the_same_for_few_and_for_many(app: Flask) -> None:
    """Every entry has something around it to be looked up: its household, its author's others, a population."""
    ana, party = Visitor(app, "ana"), household()
    with app.app_context():
        writer().get_one(Ward, WARD_A).stored_settings = {"location": True}
        writer().add(Population(ward_id=WARD_A, group="residents_14_plus", figure=1, as_of=today(), source="ví dụ"))
        writer().commit()
    place = {"lat": 16.0, "lng": 108.2, "accuracy": 10}
    ana.sync(make_entry("installation", people=2), make_entry(household=party))
    counts = []
    for number in (FEW, MANY):
        new = [make_entry("installation", location=place) for _ in range(number)]
        new += [make_entry(household=party, location=place) for _ in range(number // 2)]
        with counted_statements(app) as statements:
            assert {receipt["outcome"] for receipt in ana.sync(*new)} == {"stored"}
        counts.append(statements)
    _same(*counts)


def test_knowing_again_costs_the_same_for_few_and_for_many(app: Flask) -> None:
    ana = Visitor(app, "ana")
    ana.sync(*(batch := _batch(MANY)))
    _same(*(statements_for(app, lambda part=part: ana.sync(*part)) for part in (batch[:FEW], batch)))


def test_reviewing_a_month_reads_and_counts_once(app: Flask) -> None:
    """All entries are compared and set by one statement, and everything around it is done once."""
    ana, counts = Visitor(app, "ana"), []
    for number in (FEW, MANY):
        batch = _batch(number)
        ana.sync(*batch)
        seen = {UUID(entry["id"]): 1 for entry in batch}
        with app.app_context(), counted_statements(app) as statements:
            codes = in_transaction(
                lambda session, s=seen: review(session, WARD_A, s, DecisionNote(Action.APPROVE, CARLA, now()))
            )
        assert list(codes.values()) == ["done"] * number
        counts.append(statements)
    _same(*counts)
