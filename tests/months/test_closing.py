"""Closing a month: what is asked before, what becomes of everything that waits, and opening it again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.logbook.models import MonthLock, ReviewEvent
from app.logbook.status import Action
from app.month import Month, now
from app.months.actions import ClosingRefusal, Refused
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.places.models import Neighbourhood, Population, Team
from tests.cast import AREA_1, AREA_2, CARLA, WARD_A
from tests.client import Visitor
from tests.factories import household
from tests.html import parse
from tests.months.steps import (
    EARLIER,
    LAST,
    THIS,
    ask_nothing,
    closed,
    closing,
    editions,
    entry_of,
    figures,
    flag,
    log,
    reopening,
    statuses,
)
from tests.overview.steps import add
from tests.sync.steps import assert_counted, close, decide, outcome


@pytest.fixture(autouse=True)
def no_flags(app: Flask) -> None:
    """Let entries carry a flag only where a test says so."""
    ask_nothing(app)


def page(visitor: Visitor, month: Month = LAST, language: str = "vi") -> Any:
    response = visitor.get(f"/reports/months/{month}?lang={language}")
    assert response.status_code == 200
    return parse(response.text)


def checks(tree: Any) -> dict[str, int]:
    """Return the numbers of a check list, by its points."""
    return {
        item.get("data-check"): int(item.get("data-number")) for item in tree.findall(".//ul[@class='rows checks']/li")
    }


def text_of(tree: Any) -> str:
    return " ".join(" ".join(tree.find(".//main").itertext()).split())


def press_close(visitor: Visitor, month: Month = LAST, waiting: Any = 0, **form: str) -> Any:
    return visitor.post(f"/reports/months/{month}/close", waiting=str(waiting), **({"looked": "y"} | form))


def press_reopen(visitor: Visitor, month: Month = LAST, reason: str = "Tổ 2 gửi muộn") -> Any:
    return visitor.post(f"/reports/months/{month}/reopen", reason=reason)


def journal(app: Flask) -> list[tuple[str, Any, dict[str, Any]]]:
    with app.app_context():
        lines = reader().scalars(sa.select(AuditRecord).order_by(AuditRecord.id))
        events = {AuditEvent.MONTH_CLOSED, AuditEvent.MONTH_REOPENED}
        return [(line.event.value, line.actor_id, line.detail) for line in lines if line.event in events]


def test_closing_approves_what_carries_no_flag_and_nothing_else(app: Flask, ana: Visitor) -> None:
    clear, flagged, returned, void, approved = log(ana, *(entry_of(LAST, people=n) for n in range(1, 6)))
    (other_month,) = log(ana, entry_of(EARLIER))
    flag(app, flagged)
    decide(app, Action.RETURN, returned, reason="people")
    decide(app, Action.VOID, void, reason="trial")
    decide(app, Action.APPROVE, approved)
    done = closed(app)
    assert (done.edition, done.approved) == (1, 1)
    assert statuses(app, clear, flagged, returned, void, approved, other_month) == [
        "approved",
        "submitted",
        "returned",
        "void",
        "approved",
        "submitted",
    ]
    kept = figures(app)
    assert kept["measures"]["visit"][:2] == [2, 3]
    assert kept["measures"]["visit.people"][0] == 1 + 5
    assert kept["entries"] == {"approved": 2, "submitted": 1, "returned": 1, "void": 1}
    assert_counted(app)


def test_closing_stands_in_the_history_and_in_the_journal(app: Flask, ana: Visitor) -> None:
    log(ana, entry_of(LAST))
    done = closed(app)
    reopening(app, reason="Thiếu một bản ghi")
    with app.app_context():
        last = reader().scalars(sa.select(ReviewEvent).order_by(ReviewEvent.number)).all()[-1]
    assert (last.action, last.actor_id) == (Action.APPROVE, CARLA)
    first = {"month": str(LAST), "edition": 1}
    assert journal(app) == [
        ("month_closed", CARLA, first | {"approved": 1, "digest": done.digest}),
        ("month_reopened", CARLA, first | {"reason": "Thiếu một bản ghi"}),
    ]


def test_a_late_entry_is_refused_and_counts_in_the_open_month(app: Flask, ana: Visitor) -> None:
    log(ana, entry_of(LAST))
    closed(app)
    late = entry_of(LAST, day=3, people=7)
    [receipt] = ana.sync(late)
    assert outcome(receipt) == ("refused", "month_closed")
    late["fields"]["count_in"] = str(THIS)
    log(ana, late)
    assert figures(app)["measures"]["visit"][0] == 1
    assert ana.mine()["received"]["visit"] == 1


@pytest.mark.parametrize(
    ("month", "why"),
    [
        (THIS, ClosingRefusal.NOT_OVER),
        (THIS.next(), ClosingRefusal.NOT_COME),
        (Month(2999, 1), ClosingRefusal.NOT_COME),
        (EARLIER, ClosingRefusal.NOTHING_LOGGED),
        (Month(1, 1), ClosingRefusal.NOTHING_LOGGED),
    ],
)
def test_not_every_month_is_closed(app: Flask, ana: Visitor, month: Month, why: ClosingRefusal) -> None:
    log(ana, entry_of(LAST))
    assert closing(app, month) == Refused(why)
    assert editions(app, month) == []


def test_a_month_without_entries_between_others_is_closed(app: Flask, ana: Visitor) -> None:
    log(ana, entry_of(EARLIER))
    assert closed(app).approved == 0
    assert figures(app)["measures"]["visit"] == [0, int(EARLIER.year == LAST.year), 1]


def test_a_month_is_closed_once(app: Flask, ana: Visitor) -> None:
    log(ana, entry_of(LAST))
    closed(app)
    assert closing(app) == Refused(ClosingRefusal.ALREADY_CLOSED)
    assert reopening(app) is None
    assert reopening(app) == Refused(ClosingRefusal.ALREADY_OPEN)
    assert len(editions(app)) == 1


def test_more_than_the_coordinator_saw_is_not_approved(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = log(ana, entry_of(LAST), entry_of(LAST))
    assert checks(page(carla))["clear"] == 2
    entries += log(ana, *(entry_of(LAST) for _ in range(12)))
    response = press_close(carla, waiting=2)
    assert response.status_code == 302
    assert set(statuses(app, *entries)) == {"submitted"}
    again = page(carla)
    assert "12" in text_of(again)
    assert checks(again)["clear"] == 14
    press_close(carla, waiting=14)
    assert set(statuses(app, *entries)) == {"approved"}
    assert len(editions(app)) == 1


def test_others_than_the_coordinator_saw_are_not_approved_though_they_are_as_many(
    app: Flask, ana: Visitor, carla: Visitor
) -> None:
    entries = log(ana, entry_of(LAST), entry_of(LAST))
    (newest,) = {one.get("value") for one in page(carla).iter("input") if one.get("name") == "newest"}
    decide(app, Action.APPROVE, entries[0])
    entries += log(ana, entry_of(LAST))
    press_close(carla, waiting=2, newest=newest)
    assert statuses(app, *entries) == ["approved", "submitted", "submitted"]
    assert editions(app) == []
    press_close(carla, waiting=2)
    assert statuses(app, *entries) == ["approved", "approved", "approved"]


def test_fewer_than_the_coordinator_saw_is_no_reason_to_refuse(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = log(ana, entry_of(LAST), entry_of(LAST))
    decide(app, Action.APPROVE, entries[0])
    press_close(carla, waiting=2)
    assert [edition.approved_at_closing for edition in editions(app)] == [1]


def test_the_check_list_counts_what_there_is_to_look_at(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = log(ana, *(entry_of(LAST) for _ in range(7)), entry_of(EARLIER))
    flag(app, *entries[:2])
    decide(app, Action.RETURN, *entries[2:5], reason="people")
    decide(app, Action.APPROVE, entries[5])
    old = LAST.last - timedelta(days=366)
    add(
        app,
        Team(id=1000, ward_id=WARD_A, name="Tổ đã giải thể", valid_to=EARLIER.last),
        Team(id=1001, ward_id=WARD_A, name="Tổ mới", valid_from=LAST.next().first),
        Neighbourhood(id=1000, ward_id=WARD_A, name="Phố 3"),
        Population(id=1000, ward_id=WARD_A, group="residents", figure=9000, as_of=old, source="ví dụ"),
        Population(id=1001, ward_id=WARD_A, group="adults", figure=7000, as_of=LAST.first, source="ví dụ"),
        Population(
            id=1002, ward_id=WARD_A, neighbourhood_id=1000, group="households", figure=80, as_of=old, source="ví dụ"
        ),
    )
    tree = page(carla)
    assert checks(tree) == {"clear": 1, "flagged": 2, "returned": 3, "silent": 1, "words": 8, "old": 2, "before": 1}
    words = text_of(tree)
    for said in ("Tổ 1: 3", "Tổ 2", "9.000", "80", f"{EARLIER.number:02d}/{EARLIER.year}"):
        assert said in words
    for unsaid in ("Tổ đã giải thể", "Tổ mới", "7.000"):
        assert unsaid not in words


def test_closing_needs_that_one_has_looked(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log(ana, entry_of(LAST))
    for form in ({"looked": ""}, {"waiting": ""}, {"waiting": "-1"}, {"waiting": "many"}):
        response = carla.post(f"/reports/months/{LAST}/close", **({"looked": "y", "waiting": "1"} | form))
        assert response.status_code == 422, form
    assert editions(app) == []
    assert 'role="alert"' in carla.post(f"/reports/months/{LAST}/close", waiting="1").text


def test_reopening_needs_a_reason(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log(ana, entry_of(LAST))
    closed(app)
    for reason in ("", "  \n ", "\x00", "x" * 501, "Số 0912345678 gọi báo"):
        assert press_reopen(carla, reason=reason).status_code == 422, reason
    assert editions(app)[0].reopened_at is None
    assert press_reopen(carla, reason="  Tổ 2  gửi muộn ").status_code == 302
    (edition,) = editions(app)
    assert (edition.reopened_for, edition.reopened_by_id) == ("Tổ 2 gửi muộn", CARLA)
    assert edition.reopened_at is not None
    log(ana, entry_of(LAST))


def test_the_pages_tell_how_a_month_stands(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log(ana, entry_of(EARLIER), entry_of(LAST))
    states = {}

    def state(month: Month) -> tuple[str, str, str]:
        tree = parse(carla.get("/reports/months").text)
        for item in tree.findall(".//li[@data-month]"):
            states[item.get("data-month")] = (
                item.get("data-closed"),
                item.get("data-edition"),
                item.get("data-clear"),
            )
        return states[str(month)]

    assert state(LAST) == ("0", "0", "1")
    assert list(states) == [str(THIS), str(LAST), str(EARLIER)]
    press_close(carla, waiting=1)
    assert state(LAST) == ("1", "1", "0")
    assert state(EARLIER) == ("0", "0", "1")
    press_reopen(carla)
    assert state(LAST) == ("0", "1", "0")
    press_close(carla, waiting=0)
    assert state(LAST) == ("1", "2", "0")
    assert "Tổ 2 gửi muộn" in text_of(page(carla))


def test_who_closed_a_month_is_named_in_either_language(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log(ana, entry_of(LAST))
    press_close(carla, waiting=1)
    for language in ("vi", "en"):
        assert "Nguyễn Ví Dụ Carla" in text_of(page(carla, language=language))
        assert "Nguyễn Ví Dụ Carla" in carla.get(f"/reports/months?lang={language}").text


def test_a_month_that_is_not_over_has_a_check_list_and_no_button(ana: Visitor, carla: Visitor, app: Flask) -> None:
    log(ana, entry_of(THIS))
    tree = page(carla, THIS)
    assert checks(tree)["clear"] == 1
    assert tree.find(".//form[@action]//input[@name='looked']") is None
    assert press_close(carla, THIS, 1).status_code == 302
    assert editions(app, THIS) == []


def test_a_month_closed_before_editions_were_kept_can_be_reopened(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = log(ana, entry_of(LAST))
    decide(app, Action.APPROVE, *entries)
    close(app, LAST)
    assert "data-edition" not in carla.get(f"/reports/months/{LAST}").text
    assert carla.get("/reports/months").status_code == 200
    assert press_reopen(carla).status_code == 302
    assert journal(app) == [("month_reopened", CARLA, {"month": str(LAST), "reason": "Tổ 2 gửi muộn"})]
    assert checks(page(carla))["clear"] == 0
    press_close(carla)
    assert [edition.number for edition in editions(app)] == [1]


def test_the_report_names_the_edition(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log(ana, entry_of(LAST))
    address = f"/reports/?month={LAST}&lang=en"
    assert "edition" not in carla.get(address).text
    press_close(carla, waiting=1)
    assert "edition 1:" in carla.get(address).text
    assert "edition 1:" in ana.get(address).text
    press_reopen(carla)
    press_close(carla)
    assert "edition 2:" in carla.get(address).text


@pytest.mark.parametrize("address", ["2031-01", "2019-12", "2026-13", "never", str(THIS.next())])
def test_a_month_of_which_there_is_nothing_has_no_page(ana: Visitor, carla: Visitor, address: str) -> None:
    log(ana, entry_of(LAST))
    assert carla.get(f"/reports/months/{address}").status_code == 404
    assert carla.post(f"/reports/months/{address}/close", waiting="0", looked="y").status_code == 404
    assert carla.post(f"/reports/months/{address}/reopen", reason="x").status_code == 404


def test_nobody_else_closes_a_month(app: Flask, visitor: Callable[..., Visitor], ana: Visitor) -> None:
    log(ana, entry_of(LAST))
    for name in ("ana", "leo", "vera", "eva", "ada", "nina"):
        for response in (
            visitor(name).get("/reports/months"),
            visitor(name).get(f"/reports/months/{LAST}"),
            press_close(visitor(name), waiting=1),
            press_reopen(visitor(name)),
        ):
            assert response.status_code == 403, name
    dora = visitor("dora")
    assert dora.get("/reports/months?ward=16417").status_code == 404
    for response in (dora.get(f"/reports/months/{LAST}"), press_close(dora, waiting=1), press_reopen(dora)):
        assert response.status_code == 404
    assert dora.post(f"/reports/months/{LAST}/close?ward=16417", looked="y", waiting="1").status_code == 404
    assert editions(app) == []
    with app.app_context():
        assert reader().scalars(sa.select(MonthLock).where(MonthLock.closed_at.is_not(None))).all() == []


def test_only_coordinators_see_the_way_there(visitor: Callable[..., Visitor]) -> None:
    assert 'href="/reports/months"' in visitor("carla").get("/reports/").text
    for name in ("vera", "leo", "eva"):
        assert 'href="/reports/months"' not in visitor(name).get("/reports/?ward=16417").text


def test_the_difference_between_editions_is_shown(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log(ana, entry_of(LAST, people=2, household=household()))
    (missing,) = log(ana, entry_of(LAST, people=3, household=household("Số 7"), neighbourhood=AREA_2))
    flag(app, missing)
    press_close(carla, waiting=1)
    first = editions(app)[0]
    press_reopen(carla)
    decide(app, Action.APPROVE, missing)
    press_close(carla, waiting=0)
    before, after = editions(app)
    assert (before.figures, before.digest) == (first.figures, first.digest)
    assert (before.number, after.number) == (1, 2)
    rows = page(carla).findall(".//section[@data-edition='2']//table[@class='changes']/tbody/tr")
    found = {(row.get("data-part"), row.get("data-code")): row.get("data-difference") for row in rows}
    assert found[("ward", "visit")] == "1"
    assert found[("ward", "visit.people")] == "3"
    assert found[("ward", "households")] == "1"
    assert found[("area", "visit.people")] == "3"
    assert found[("team", "visit.people")] == "3"
    assert found[("entries", "approved")] == "1"
    assert found[("entries", "submitted")] == "-1"
    assert not [code for part, code in found if part in {"since_january", "reached", "of_all"}]
    names = [re.sub(r"\s+", " ", "".join(row[0].itertext())) for row in rows]
    assert [name for name in names if name.startswith("Phố 2")]
    assert not [name for name in names if name.startswith("Phố 1")]


def test_closing_again_without_a_change_says_so(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log(ana, entry_of(LAST, neighbourhood=AREA_1))
    press_close(carla, waiting=1)
    press_reopen(carla)
    press_close(carla)
    tree = page(carla)
    assert tree.find(".//table[@class='changes']") is None
    assert len(tree.findall(".//section[@data-edition]")) == 2


def test_a_moment_of_closing_lies_in_the_lock_and_in_the_edition(app: Flask, ana: Visitor) -> None:
    log(ana, entry_of(LAST))
    before = now()
    closed(app)
    (edition,) = editions(app)
    with app.app_context():
        lock = reader().scalars(sa.select(MonthLock).where(MonthLock.month == str(LAST))).one()
    assert lock.closed_at == edition.closed_at
    assert before <= edition.closed_at + timedelta(milliseconds=1) <= now() + timedelta(milliseconds=1)
    assert date.fromisoformat(figures(app)["as_of"]) == LAST.last


@pytest.mark.parametrize("newest", ["2026-11-01", "2026-11-01T00:00:00", "x", "9" * 5000, "2026-11-01T00:00+99:00"])
def test_an_instant_that_no_page_of_ours_sends_closes_nothing(app: Flask, carla: Visitor, newest: str) -> None:
    log(Visitor(app, "ana"), entry_of(LAST))
    assert press_close(carla, waiting=1, newest=newest).status_code < 500
    assert press_close(carla, waiting=1).status_code == 302
