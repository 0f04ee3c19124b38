"""The steps of the schema go up, down and up again with rows in the tables."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.catalogue.models import Service
from app.config import ROOT
from app.database import Base, writer
from app.logbook.models import Entry
from app.logbook.recount import differences
from app.migrations import alembic, upgrade
from app.months.models import AttendanceDay, MonthEdition
from app.places.models import Neighbourhood, Place, Team, TeamArea, Ward
from app.tally.models import PlaceMonth
from tests.migrations.rows import (
    AT,
    DAY,
    ROWS,
    all_rows,
    go_down,
    go_up,
    in_common,
    insert_rows,
    revisions,
    table_of_row,
)


def test_steps_are_numbered_in_a_row(sqlite_app: Flask) -> None:
    files = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    assert all(re.fullmatch(r"\d{4}_[a-z_]+\.py", path.name) for path in files), "call a step 0007_what_it_does.py"
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    with sqlite_app.app_context():
        steps = list(reversed(list(alembic.script_directory.walk_revisions())))
        assert len(alembic.heads()) == 1, "two steps follow the same one: put one after the other"
    assert [step.revision for step in steps] == [path.name[:4] for path in files]
    assert [step.down_revision for step in steps] == [None, *(path.name[:4] for path in files[:-1])]
    assert all(step.doc for step in steps)


def test_steps_go_up_down_and_up_again_with_rows(empty_app: Flask) -> None:
    for revision in revisions():
        before = all_rows(empty_app)
        go_up(empty_app, revision)
        after = all_rows(empty_app)
        assert before.keys() <= after.keys()
        assert in_common(after, before) == before, f"step {revision} loses or changes rows"
        insert_rows(empty_app, revision)
    full = all_rows(empty_app)
    assert all(full[name] for step in ROWS.values() for name, _ in step)
    for revision in reversed(revisions()[:-1]):
        go_down(empty_app, revision)
        left = all_rows(empty_app)
        assert left == in_common(full, left), f"going down to {revision} loses or changes rows"
    go_down(empty_app, "base")
    assert all_rows(empty_app) == {}
    with empty_app.app_context():
        upgrade()
    assert set(all_rows(empty_app)) == set(Base.metadata.tables)


def test_waiting_entries_are_found_among_stored_ones(empty_app: Flask) -> None:
    """An entry of before the queue waits since it arrived, or since it was last returned."""
    for revision in ("0001", "0002", "0003", "0004", "0005", "0006"):
        go_up(empty_app, revision)
        insert_rows(empty_app, revision)
    (_, entry), _companion, (_, event), _lock = ROWS["0006"]
    later = AT + timedelta(days=1)
    with empty_app.app_context():
        kinds = ("returned", ["x"], "2026-11"), ("approved", [], "2026-11"), ("submitted", [], "2026-10")
        for number, (status, flags, month) in enumerate(kinds):
            row = {**entry, "id": UUID(int=number), "status": status, "flags": flags, "month": month}
            writer().execute(sa.insert(table_of_row("entry", row)).values(row))
        returns = [
            {**event, "entry_id": UUID(int=0), "action": "return", "number": 2 + n, "at": at}
            for n, at in enumerate((AT, later))
        ]
        for row in returns:
            writer().execute(sa.insert(table_of_row("review_event", row)).values(row))
        writer().commit()
        upgrade()
        rows = writer().execute(sa.select(Entry.status, Entry.month, Entry.is_clear, Entry.waiting_since)).all()
    assert {(row.status, row.month): (row.is_clear, row.waiting_since) for row in rows} == {
        ("submitted", "2026-11"): (True, AT),
        ("submitted", "2026-10"): (True, None),
        ("returned", "2026-11"): (False, later),
        ("approved", "2026-11"): (True, None),
    }


def test_places_of_entries_are_filled_from_their_fields(empty_app: Flask) -> None:
    """The fields of a merchant may name a place, none, or one that is not there any more."""
    go_up(empty_app, "0013")
    for revision in ("0001", "0002"):
        insert_rows(empty_app, revision)
    (_, entry), *_others = ROWS["0006"]
    entry = {**entry, "household_id": None, "merchant_id": None}
    kinds = ("merchant", {"place": 1}), ("merchant", {"place": None}), ("merchant", {"place": 9}), ("training", {})
    with empty_app.app_context():
        for number, (kind, fields) in enumerate(kinds):
            row = {**entry, "id": UUID(int=number), "kind": kind, "fields": fields}
            writer().execute(sa.insert(table_of_row("entry", row)).values(row))
        writer().commit()
        upgrade()
        rows = writer().execute(sa.select(Entry.place_id, Entry.fields).order_by(Entry.id)).all()
    assert [tuple(row) for row in rows] == [
        (1, {"place": 1}),
        (None, {"place": None}),
        (None, {"place": 9}),
        (None, {}),
    ]


def test_merchants_of_before_are_counted_by_place(empty_app: Flask) -> None:
    """The counter equals a recount from the first day on: those of a place by period, without void ones."""
    go_up(empty_app, "0013")
    for revision in ("0001", "0002"):
        insert_rows(empty_app, revision)
    (_, entry), *_others = ROWS["0006"]
    entry = {**entry, "household_id": None, "merchant_id": None, "kind": "merchant"}
    bare = {"merchant": {"id": str(UUID(int=9)), "name": "Quầy mẫu"}, "business_type": "stall", "methods": []}
    bare |= dict.fromkeys(("qr_valid", "bank_bin", "account_tail")) | dict.fromkeys(("in_use", "e_invoice"), False)
    bare |= {"e_contract": False, "marketplaces": []}
    full = bare | {"methods": ["vietqr", "bank_card"], "qr_valid": True, "marketplaces": ["Ví dụ"]}
    full |= dict.fromkeys(("in_use", "e_invoice", "e_contract"), True)
    rows = ((full, "approved", 1), (bare, "submitted", 1), (full, "void", 1), (full, "approved", None))
    with empty_app.app_context():
        for number, (fields, status, place) in enumerate(rows):
            row = {**entry, "id": UUID(int=number), "fields": {**fields, "place": place}, "status": status}
            writer().execute(sa.insert(table_of_row("entry", row)).values(row))
        writer().commit()
        upgrade()
        counted = {row.measure: (row.total, row.approved) for row in writer().scalars(sa.select(PlaceMonth))}
        differing = [line for line in differences(writer()) if line.startswith("place_month")]
    assert counted["merchant"] == (2, 1)
    assert counted["merchant.type.stall.e_contract"] == (1, 1)
    assert differing == []


EDITIONS = (
    # As it is kept today, and as an edition of the first form that lacks other parts is.
    ('{"attendance":[{"member":7,"days":["2026-09-02","2026-09-01"]},{"member":8,"days":[]}]}', True),
    ('{"attendance":[]}', True),
    ('{"version":1}', False),
    *((text, None) for text in ("", "no JSON", "[]", "3", '{"attendance":3}', '{"attendance":[{"member":1}]}')),
    ('{"attendance":[{"member":"7","days":["2026-09-01"]}]}', None),
    ('{"attendance":[{"member":7,"days":["yesterday"]}]}', None),
    ('{"attendance":[{"member":7,"days":["2026-09-31"]}]}', None),
    *((f'{{"attendance":[{{"member":{member},"days":["2026-09-01"]}}]}}', None) for member in (0, -7, 2**31, 10**22)),
    ('{"attendance":[{"member":2147483647,"days":[]}]}', True),
    ("[" * 100_000, None),
)
"""Texts of editions, and whether they have attendance: nobody can tell of those that cannot be read."""


def test_days_of_attendance_are_filled_from_editions(empty_app: Flask) -> None:
    """The days of a month that is open again are paid for by nobody; what cannot be read stops no upgrade."""
    go_up(empty_app, "0014")
    for revision in ("0001", "0002"):
        insert_rows(empty_app, revision)
    ((_, edition),) = ROWS["0010"]
    reopened = {**edition, "month": "2026-08", "figures": EDITIONS[0][0], "reopened_at": AT}
    kept = [{**edition, "month": f"{2000 + number}-01", "figures": text} for number, (text, _) in enumerate(EDITIONS)]
    with empty_app.app_context():
        for row in (reopened, *kept):
            writer().execute(sa.insert(table_of_row("month_edition", row)).values(row))
        writer().commit()
        upgrade()
        editions = writer().execute(sa.select(MonthEdition.has_days, MonthEdition.figures).order_by(MonthEdition.month))
        found = [tuple(row) for row in editions]
        days = writer().execute(sa.select(AttendanceDay.month, AttendanceDay.member_id, AttendanceDay.day)).all()
    assert found == [*((has_days, text) for text, has_days in EDITIONS), (True, EDITIONS[0][0])]
    assert sorted(tuple(row) for row in days) == [
        ("2000-01", 7, date(2026, 9, 1)),
        ("2000-01", 7, date(2026, 9, 2)),
    ]


def test_places_keep_the_order_in_which_they_were_shown(empty_app: Flask) -> None:
    """Areas and teams were sorted by their names, where numbers in words have no value, and places by their ids."""
    go_up(empty_app, "0015")
    insert_rows(empty_app, "0001")
    names = ["Tổ 10", "Tổ 2", "Tổ 2B", "Tổ 10A", "Đồi", "Dốc"]
    with empty_app.app_context():
        for table, more in (("neighbourhood", {"is_whole_ward": False}), ("team", {}), ("place", {"type": "market"})):
            for id, name in enumerate(names, start=11):
                row = {"id": id, "ward_id": 1, "name": name, **more}
                writer().execute(sa.insert(table_of_row(table, row)).values(row))
        row = {"id": 21, "ward_id": 1, "name": "Toàn phường", "is_whole_ward": True}
        writer().execute(sa.insert(table_of_row("neighbourhood", row)).values(row))
        writer().commit()
        upgrade()
        shown = {
            model: writer()
            .scalars(sa.select(model.name).where(model.position.is_not(None), model.id > 10).order_by(model.position))
            .all()
            for model in (Neighbourhood, Team, Place)
        }
        words = writer().execute(sa.select(Ward.neighbourhood_short, Ward.team_short)).one()
    by_name = ["Dốc", "Đồi", "Tổ 2", "Tổ 10", "Tổ 10A", "Tổ 2B"]
    assert shown == {Neighbourhood: by_name, Team: by_name, Place: names}
    assert tuple(words) == ("phố", "Tổ CNSCĐ")


def test_only_areas_that_a_team_covers_on_and_on_are_left_going_down(empty_app: Flask) -> None:
    go_up(empty_app, "0001")
    insert_rows(empty_app, "0001")
    with empty_app.app_context():
        upgrade()
        writer().execute(sa.update(TeamArea).values(valid_to=DAY))
        for id, first in ((12, None), (13, DAY), (14, DAY)):
            writer().add(Neighbourhood(id=id, ward_id=1, name=f"Phố {id}"))
            writer().flush()
            writer().add(TeamArea(team_id=1, neighbourhood_id=id, valid_from=first))
        writer().add(TeamArea(team_id=1, neighbourhood_id=14, valid_from=DAY + timedelta(days=1)))
        writer().commit()
    go_down(empty_app, "0015")
    assert all_rows(empty_app)["team_area"] == [{"team_id": 1, "neighbourhood_id": id} for id in (12, 13, 14)]


def test_rows_cover_every_table_of_the_models() -> None:
    tables = {name for step in ROWS.values() for name, _ in step}
    # Topics come from the catalogue that ships with the project, not from anybody's work.
    assert set(Base.metadata.tables) - tables == {"topic"}, "add a row of each new table to ROWS"


def test_services_of_the_catalogue_stay_everybodys(empty_app: Flask) -> None:
    go_up(empty_app, "0015")
    ((_, own),) = ROWS["0018"]
    old = {key: value for key, value in own.items() if key not in {"ward_id", "ended_on", "former_name"}}
    with empty_app.app_context():
        writer().execute(sa.insert(table_of_row("service", old)).values({**old, "code": "vneid_2"}))
        writer().commit()
        upgrade()
        row = writer().execute(sa.select(Service.ward_id, Service.ended_on, Service.former_name)).one()
    assert tuple(row) == (None, None, "")


def test_own_services_are_their_wards_again_after_going_down_and_up(empty_app: Flask) -> None:
    go_up(empty_app, "0001")
    insert_rows(empty_app, "0001")
    go_up(empty_app, "0018")
    ((_, own),) = ROWS["0018"]
    codes = {"own_1_2_loa": 1, "own_9_1_loa": None, "own_x": None, "vneid_2": None}
    with empty_app.app_context():
        for code in codes:
            row = {**own, "code": code, "ward_id": 1 if code == "own_1_2_loa" else None}
            writer().execute(sa.insert(table_of_row("service", row)).values(row))
        writer().commit()
    go_down(empty_app, "0017")
    with empty_app.app_context():
        upgrade()
        assert dict(writer().execute(sa.select(Service.code, Service.ward_id)).all()) == codes
