"""The page and the file of the audit log: who reads what, filtered and page by page."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta

from flask import Flask

from app.access import access_to
from app.database import writer
from app.month import now
from app.people.audit import page_names
from app.people.audit_events import GROUPS, AuditEvent
from app.people.audit_log import PAGE
from app.people.detail_words import SETTING_NAMES
from app.people.models import User
from app.people.wording import GROUP_NAMES
from app.permissions import Permission
from app.settings.ward_lists import WardList
from tests.cast import ANA, CARLA, DORA, WARD_A, WARD_B
from tests.client import Visitor
from tests.house.source import read_house
from tests.people.audit_log.records import Visit, audit_records, shown, write


def rows(visitor: Visitor, query: str = "") -> list[dict[str, str]]:
    """Return the lines of the journal's file."""
    response = visitor.get(f"/journal/journal.csv{query}")
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    text = response.data.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))


def test_a_coordinator_reads_the_own_ward_and_an_administrator_all(app: Flask, visitor: Visit) -> None:
    carla, dora, ada = visitor("carla"), visitor("dora"), visitor("ada")
    of_a, of_b, of_none = audit_records(app)
    assert shown(carla.get("/journal/")) == [of_a.id]
    assert shown(dora.get("/journal/")) == [of_b.id]
    everything = ada.get("/journal/")
    assert shown(everything) == [of_none.id, of_b.id, of_a.id]
    assert "Phường An Khê" in everything.text
    assert [row["person_id"] for row in rows(carla)] == [str(CARLA)]
    assert [row["person_id"] for row in rows(dora)] == [str(DORA)]
    assert [row["ward"] for row in rows(ada)] == ["", "Phường An Khê", "Phường Quảng Thắng"]
    # The journal does not tell of its own reading.
    assert len(audit_records(app)) == 3


def test_lines_are_chosen_by_what_who_and_when(app: Flask, carla: Visitor) -> None:
    (own,) = audit_records(app)
    noon = datetime.fromisoformat("2026-03-05T12:00:00+07:00")
    for days, event in enumerate(AuditEvent):
        detail = {"phone": "101", "page": "overview.entries", "user": ANA}
        write(app, (event, ANA, WARD_A, detail), at=noon + timedelta(days=days))
    lines = [line.id for line in audit_records(app, since=own.id)]
    assert shown(carla.get("/journal/")) == [own.id, *reversed(lines)]
    assert shown(carla.get(f"/journal/?person={CARLA}")) == [own.id]
    assert shown(carla.get("/journal/?from=2026-03-06&to=2026-03-07")) == [lines[2], lines[1]]
    assert shown(carla.get("/journal/?to=2026-03-05")) == [lines[0]]
    by_group = [shown(carla.get(f"/journal/?group={group}&person={ANA}")) for group in GROUP_NAMES]
    assert sorted(id for ids in by_group for id in ids) == lines
    assert len(rows(carla, f"?group=accounts&person={ANA}")) == len(GROUPS["accounts"])


def test_a_day_begins_at_midnight_in_viet_nam(app: Flask, carla: Visitor) -> None:
    (own,) = audit_records(app)
    for hour in ("2026-03-04T16:59:59+00:00", "2026-03-04T17:00:00+00:00", "2026-03-05T16:59:59+00:00"):
        write(app, (AuditEvent.SIGNED_OUT, ANA, WARD_A, {}), at=datetime.fromisoformat(hour))
    _, first, last = (line.id for line in audit_records(app, since=own.id))
    assert shown(carla.get("/journal/?from=2026-03-05&to=2026-03-05")) == [last, first]


def test_older_lines_follow_page_by_page(app: Flask, carla: Visitor) -> None:
    (own,) = audit_records(app)
    same_moment = now() - timedelta(days=1)
    write(app, *[(AuditEvent.SIGNED_OUT, ANA, WARD_A, {})] * (2 * PAGE), at=same_moment)
    write(app, (AuditEvent.SIGNED_OUT, DORA, WARD_B, {}), at=same_moment)
    seen: list[int] = []
    path: str | None = "/journal/"
    sizes = []
    while path:
        page = carla.get(path)
        sizes.append(len(shown(page)))
        seen += shown(page)
        older = re.search(r'rel="next" href="([^"]+)"', page.text)
        path = older[1].replace("&amp;", "&") if older else None
    assert sizes == [PAGE, PAGE, 1]
    foreign = audit_records(app)[-1].id
    assert seen == [own.id, *range(foreign - 1, own.id, -1)]
    assert carla.get(f"/journal/?before={foreign}").status_code == 404
    assert len(rows(carla)) == 2 * PAGE + 1


def test_a_line_is_a_sentence(app: Flask, visitor: Visit, carla: Visitor) -> None:
    write(
        app,
        (AuditEvent.PERSON_ADDED, None, WARD_A, {"user": ANA, "role": "member"}),
        (AuditEvent.MONTH_CLOSED, CARLA, WARD_A, {"month": "2026-03", "edition": 1, "approved": 1200}),
        (AuditEvent.SIGN_IN_FAILED, None, WARD_A, {"phone": "101"}),
        (AuditEvent.MONTH_REOPENED, CARLA, WARD_A, {"month": "2026-03", "reason": "=1+1"}),
    )
    explained = [(row["person"], row["what"]) for row in rows(carla, "?lang=en")]
    assert explained[:4] == [
        ("Nguyễn Ví Dụ Carla", "reopened the month · month 03/2026 · reason: =1+1"),
        ("Unknown", "failed to sign in with the number that ends in 101"),
        ("Nguyễn Ví Dụ Carla", "closed the month · month 03/2026 · edition 1 · 1,200 approved with it"),
        ("Server administrator", "added the account of Nguyễn Ví Dụ Ana · Team member"),
    ]
    assert rows(carla, "?lang=en")[0]["at"].endswith("+07:00")


def test_a_name_in_the_file_is_no_formula(app: Flask, carla: Visitor) -> None:
    with app.app_context():
        writer().get_one(User, CARLA).name = "=HYPERLINK(1)"
        writer().commit()
    assert [row["person"] for row in rows(carla)] == ["'=HYPERLINK(1)"]


def test_link_to_the_audit_log_needs_its_permission(app: Flask, visitor: Visit) -> None:
    for name, reads in (("ana", False), ("leo", False), ("vera", False), ("carla", True), ("ada", True)):
        assert ('href="/journal/"' in visitor(name).get("/account").text) is reads


def test_codes_of_pages_that_older_versions_noted_have_a_name(sqlite_app: Flask) -> None:
    noted = {"overview.entries", "reports.read", "review.queue", "review.sample", "review.returned", "review.entry"}
    assert noted <= page_names(sqlite_app).keys()


def test_a_code_of_a_page_has_one_name(sqlite_app: Flask) -> None:
    pages = [view.audited_page for view in sqlite_app.view_functions.values() if hasattr(view, "audited_page")]
    assert len({(page.code, str(page.name)) for page in pages}) == len({page.code for page in pages})


def test_pages_that_show_names_ask_for_a_permission(sqlite_app: Flask) -> None:
    for endpoint, view in sqlite_app.view_functions.items():
        assert not hasattr(view, "audited_page") or isinstance(access_to(sqlite_app, endpoint), Permission), endpoint


def test_codes_of_changed_settings_have_a_name() -> None:
    texts = [module.text for module in read_house().values()]
    codes = {code for text in texts for code in re.findall(r'SETTINGS_CHANGED,.{0,120}?\bwhat="(\w+)"', text, re.S)}
    assert codes | {which.value for which in WardList} == SETTING_NAMES.keys()
