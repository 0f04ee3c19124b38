"""The pages that are opened to see each template rendered: who opens which address, and what status answers."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from flask import Flask

from app.catalogue.models import Baseline
from app.database import writer
from app.events.models import Duty
from app.guides.guide_list import GUIDES
from app.households.party_tables import TABLES
from app.logbook.kinds import KINDS
from app.logbook.models import Entry
from app.month import Month, now
from tests.actions import add_rows
from tests.cast import ALL_OF_A, ANA, AREA_1, CARLA, TEAM_1, WARD_A
from tests.client import Visitor
from tests.events.rows import SUNDAY, campaign_row, event_row, shift_row
from tests.house.import_pages import import_pages
from tests.house.people_pages import people_pages
from tests.households.steps import listed


def _places_pages(app: Flask) -> Iterator[tuple[Visitor, str, int]]:
    """Yield the pages of areas, teams and places of a ward."""
    carla = Visitor(app, "carla")
    for which in ("areas", "teams", "places"):
        yield from ((carla, f"/{which}/{path}", 200) for path in ("", "order", "add", "1"))
        yield Visitor(app, "vera"), f"/{which}/?text=nothing", 200
    yield from ((carla, f"/areas/{path}", 200) for path in ("merge", "map", "split", "1/split", "changes"))
    yield carla, "/settings/names", 200


def _calendar_pages(app: Flask) -> Iterator[tuple[Visitor, str, int]]:
    """Yield the pages of the calendar, of an event and of a date, and of a month without any."""
    asked = Duty(ward_id=WARD_A, event_id=1, day=SUNDAY, shift=1, member_id=ANA, asked_at=now())
    add_rows(app, event_row(1, title="Ngày Chủ nhật gần Dân"), shift_row(1), asked)
    for name in ("ana", "leo", "carla", "vera"):
        paths = "?month=2026-12", "?month=2021-01", "1", "1/2026-12-06", "duties"
        yield from ((Visitor(app, name), f"/calendar/{path}", 200) for path in paths)
    of_office = "1/2026-12-06/shifts/1/ask", "1/shifts", "1/shifts/1", "plan"
    yield from ((Visitor(app, "carla"), f"/calendar/{path}", 200) for path in of_office)
    paths = "new", "1/edit", "1/2026-12-06/change"
    yield from ((Visitor(app, "carla"), f"/calendar/{path}", 200) for path in paths)
    yield Visitor(app, "leo"), "/calendar/new", 200
    yield Visitor(app, "carla"), "/settings/event-types", 200
    add_rows(app, campaign_row(1), campaign_row(2, ended_at=now()))
    for name in ("ana", "leo", "carla", "vera"):
        yield from ((Visitor(app, name), f"/campaigns/{path}", 200) for path in ("", "1", "2"))
    yield from ((Visitor(app, "carla"), f"/campaigns/{path}", 200) for path in ("new", "1/edit", "1/targets"))


def _households_pages(app: Flask) -> Iterator[tuple[Visitor, str, int]]:
    """Yield the pages of the lists of households and merchants, with a pair of each that may be one."""
    ids = {table.which: listed(app, "Số 1, ngõ 2", "số 1 ngõ 2", table=table) for table in TABLES.values()}
    for name in ("leo", "carla"):
        visitor = Visitor(app, name)
        for which, (one, two) in ids.items():
            paths = "", "?text=nothing", f"?beside={one}", one, "doubles", f"{one}/beside/{two}", "walking"
            yield from ((visitor, f"/{which}/{path}", 200) for path in paths)
    yield Visitor(app, "vera"), "/households/", 200
    yield Visitor(app, "dora"), "/households/doubles", 200


def pages(app: Flask) -> Iterator[tuple[Visitor, str, int]]:
    """Yield who opens which address, and what status answers."""
    stranger = Visitor(app)
    yield stranger, "/login", 200
    yield stranger, "/nowhere", 404
    yield stranger, "/invite/nothing", 404
    yield stranger, "/log/", 200
    yield stranger, "/log/mine", 200
    yield stranger, "/log/households", 200
    yield stranger, "/log/install", 200
    yield stranger, "/offline", 200
    yield from ((stranger, f"/log/{name}", 200) for name in ("help", "card", "counting"))
    yield from ((stranger, f"/guides/{name}", 200) for name in ("", *GUIDES))
    for kind in KINDS:
        yield stranger, f"/log/{kind}", 200
    for name in ("ana", "leo", "carla", "eva"):
        visitor = Visitor(app, name)
        yield visitor, "/overview/", 200
        # Long ago there was nothing: the tables say so.
        yield visitor, "/overview/?month=2021-01", 200
        yield visitor, "/overview/?month=never", 400
        yield visitor, "/nowhere", 404
    yield Visitor(app, "eva"), "/overview/?ward=16417", 200
    for name in ("carla", "eva"):
        for part in (f"area={AREA_1}", f"team={TEAM_1}", f"area={AREA_1}&team={TEAM_1}", f"area={ALL_OF_A}"):
            yield Visitor(app, name), f"/overview/?ward=16417&{part}", 200
            yield Visitor(app, name), f"/overview/?ward=16417&{part}&month=2021-01", 200
        yield from ((Visitor(app, name), f"/overview/places?ward=16417{of}", 200) for of in ("", "&month=2021-01"))
    for name in ("ana", "leo", "carla"):
        yield Visitor(app, name), "/overview/entries", 200
        yield Visitor(app, name), f"/overview/entries?area={AREA_1}&kind=visit", 200
        yield Visitor(app, name), "/overview/entries?month=2021-01", 200
    yield from _review_pages(app)
    yield from _report_pages(app)
    yield from people_pages(app)
    yield from _places_pages(app)
    yield from _calendar_pages(app)
    yield from _households_pages(app)
    yield Visitor(app, "carla"), "/waiting/", 200
    yield from import_pages(app)
    yield stranger, "/start/x", 404
    admin = Visitor(app, "ada")
    # A first start has the same pages, but for the password in the last step.
    words = "area=other&area_own=khu&team=T%E1%BB%95+c%C3%B4ng+ngh%E1%BB%87+s%E1%BB%91"
    for path in ("", "?q=nothing", "add", "add?q=hoa+phat", "add?ward=00004", f"add?ward=00004&{words}"):
        yield admin, f"/wards/{path}", 200
    yield admin, "/account", 200
    yield admin, "/account/password", 200
    for reader in (admin, Visitor(app, "carla")):
        yield reader, "/journal/", 200
        yield reader, f"/journal/?group=names&person={CARLA}&from=2021-01-01&to=2021-01-31", 200
    yield admin, "/overview/", 403
    yield Visitor(app, "nina"), "/account", 200


def _report_pages(app: Flask) -> Iterator[tuple[Visitor, str, int]]:
    add_rows(app, Baseline(id=1000, ward_id=WARD_A, indicator_code="eid_account", unit_then="", source="ví dụ"))
    for name in ("ana", "leo", "carla", "eva"):
        yield Visitor(app, name), "/reports/", 200
        yield Visitor(app, name), "/reports/read?ward=16417", 200
    yield Visitor(app, "eva"), "/reports/?ward=16417", 200
    yield Visitor(app, "eva"), "/reports/year-parts", 200
    for name in ("leo", "carla", "eva"):
        yield Visitor(app, name), "/reports/year-parts?ward=16417", 200
        yield Visitor(app, name), "/reports/year-part?ward=16417", 200
        yield Visitor(app, name), "/reports/quick?ward=16417", 200
        yield Visitor(app, name), "/reports/quick?ward=16417&from=2021-01-01&to=2021-01-31", 200
        yield Visitor(app, name), "/reports/quick?ward=16417&from=2021-02-01&to=2021-01-31", 400
    yield Visitor(app, "eva"), "/reports/quick", 200
    yield Visitor(app, "carla"), "/reports/months", 200
    yield Visitor(app, "carla"), f"/reports/months/{Month.current()}", 200
    yield Visitor(app, "carla"), "/settings/flags", 200
    yield Visitor(app, "carla"), "/settings/template", 200
    for path in (
        "",
        "report",
        "periods",
        "targets",
        "targets/each?measure=visit&period=year",
        "populations",
        "populations/households",
        "published",
        "published/eid_account",
        "published/eid_account/1000",
        "opening",
        "offices",
        "households",
        "services",
        "services/new",
        "procedures",
        "procedures/new",
    ):
        yield Visitor(app, "carla"), f"/settings/{path}", 200
    for name in ("leo", "carla"):
        yield Visitor(app, name), f"/reports/months/{Month.current()}/words", 200


def _review_pages(app: Flask) -> Iterator[tuple[Visitor, str, int]]:
    carla = Visitor(app, "carla")
    for visitor in (Visitor(app, "leo"), carla, Visitor(app, "dora")):
        for path in ("/review/", "/review/?text=nothing", "/review/returned"):
            yield visitor, path, 200
    yield carla, "/review/sample?last=2020-01-01", 200
    yield carla, carla.http.get("/review/sample").headers["Location"], 200
    with app.app_context():
        ids = list(writer().scalars(sa.select(Entry.id)))
    for visitor in (Visitor(app, "ana"), carla, Visitor(app, "vera")):
        for id in ids:
            yield visitor, f"/review/entries/{id}", 200
