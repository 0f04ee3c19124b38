"""The pages of closing a month: the check list, the buttons, the editions, and who may open them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.logbook.models import MonthLock
from app.logbook.status import Action
from app.month import Month
from app.places.models import Neighbourhood, Population, Team
from tests.actions import add_rows, close_ward_month, log_entries, review_entries
from tests.cast import AREA_1, AREA_2, CARLA, WARD_A
from tests.client import Visitor
from tests.factories import household
from tests.html import parse
from tests.months.pages import audit_log_of_months, checks_of, month_page, press_close, press_reopen, text_of
from tests.months.steps import EARLIER, LAST, THIS, closed, editions, entry_of, flag, statuses

pytestmark = pytest.mark.usefixtures("no_flags")


def test_close_button_approves_no_more_than_was_shown(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = log_entries(ana, entry_of(LAST), entry_of(LAST))
    assert checks_of(month_page(carla))["clear"] == 2
    entries += log_entries(ana, *(entry_of(LAST) for _ in range(12)))
    response = press_close(carla, waiting=2)
    assert response.status_code == 302
    assert set(statuses(app, *entries)) == {"submitted"}
    again = month_page(carla)
    assert "12" in text_of(again)
    assert checks_of(again)["clear"] == 14
    press_close(carla, waiting=14)
    assert set(statuses(app, *entries)) == {"approved"}
    assert len(editions(app)) == 1


def test_close_button_approves_no_later_entries_though_they_are_as_many(
    app: Flask, ana: Visitor, carla: Visitor
) -> None:
    entries = log_entries(ana, entry_of(LAST), entry_of(LAST))
    (newest,) = {one.get("value") for one in month_page(carla).iter("input") if one.get("name") == "newest"}
    review_entries(app, Action.APPROVE, entries[0])
    entries += log_entries(ana, entry_of(LAST))
    press_close(carla, waiting=2, newest=newest)
    assert statuses(app, *entries) == ["approved", "submitted", "submitted"]
    assert editions(app) == []
    press_close(carla, waiting=2)
    assert statuses(app, *entries) == ["approved", "approved", "approved"]


def test_close_button_closes_with_fewer_entries_than_were_shown(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = log_entries(ana, entry_of(LAST), entry_of(LAST))
    review_entries(app, Action.APPROVE, entries[0])
    press_close(carla, waiting=2)
    assert [edition.approved_at_closing for edition in editions(app)] == [1]


def test_check_list_counts_every_point(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = log_entries(ana, *(entry_of(LAST) for _ in range(7)), entry_of(EARLIER))
    flag(app, *entries[:2])
    review_entries(app, Action.RETURN, *entries[2:5], reason="people")
    review_entries(app, Action.APPROVE, entries[5])
    old = LAST.last - timedelta(days=366)
    add_rows(
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
    tree = month_page(carla)
    assert checks_of(tree) == {"clear": 1, "flagged": 2, "returned": 3, "silent": 1, "words": 8, "old": 2, "before": 1}
    words = text_of(tree)
    for shown in ("Tổ 1: 3", "Tổ 2", "9.000", "80", f"{EARLIER.number:02d}/{EARLIER.year}"):
        assert shown in words
    for absent in ("Tổ đã giải thể", "Tổ mới", "7.000"):
        assert absent not in words


def test_close_button_needs_the_tick(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    for form in ({"looked": ""}, {"waiting": ""}, {"waiting": "-1"}, {"waiting": "many"}):
        response = carla.post(f"/reports/months/{LAST}/close", **({"looked": "y", "waiting": "1"} | form))
        assert response.status_code == 422, form
    assert editions(app) == []
    assert 'role="alert"' in carla.post(f"/reports/months/{LAST}/close", waiting="1").text


def test_reopen_button_needs_a_reason(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    closed(app)
    for reason in ("", "  \n ", "\x00", "x" * 501, "Số 0912345678 gọi báo"):
        assert press_reopen(carla, reason=reason).status_code == 422, reason
    assert editions(app)[0].reopened_at is None
    assert press_reopen(carla, reason="  Tổ 2  gửi muộn ").status_code == 302
    (edition,) = editions(app)
    assert (edition.reopened_for, edition.reopened_by_id) == ("Tổ 2 gửi muộn", CARLA)
    assert edition.reopened_at is not None
    log_entries(ana, entry_of(LAST))


def test_month_list_shows_the_state_of_each_month(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(EARLIER), entry_of(LAST))
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
    assert "Tổ 2 gửi muộn" in text_of(month_page(carla))


def test_closer_is_named_in_either_language(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    press_close(carla, waiting=1)
    for language in ("vi", "en"):
        assert "Nguyễn Ví Dụ Carla" in text_of(month_page(carla, language=language))
        assert "Nguyễn Ví Dụ Carla" in carla.get(f"/reports/months?lang={language}").text


def test_running_month_has_a_check_list_and_no_button(ana: Visitor, carla: Visitor, app: Flask) -> None:
    log_entries(ana, entry_of(THIS))
    tree = month_page(carla, THIS)
    assert checks_of(tree)["clear"] == 1
    assert tree.find(".//form[@action]//input[@name='looked']") is None
    assert press_close(carla, THIS, 1).status_code == 302
    assert editions(app, THIS) == []


def test_month_closed_before_editions_can_be_reopened(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = log_entries(ana, entry_of(LAST))
    review_entries(app, Action.APPROVE, *entries)
    close_ward_month(app, LAST)
    assert "data-edition" not in carla.get(f"/reports/months/{LAST}").text
    assert carla.get("/reports/months").status_code == 200
    assert press_reopen(carla).status_code == 302
    assert audit_log_of_months(app) == [("month_reopened", CARLA, {"month": str(LAST), "reason": "Tổ 2 gửi muộn"})]
    assert checks_of(month_page(carla))["clear"] == 0
    press_close(carla)
    assert [edition.number for edition in editions(app)] == [1]


def test_report_names_its_edition(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    address = f"/reports/?month={LAST}&lang=en"
    assert "edition" not in carla.get(address).text
    press_close(carla, waiting=1)
    assert "edition 1:" in carla.get(address).text
    assert "edition 1:" in ana.get(address).text
    press_reopen(carla)
    press_close(carla)
    assert "edition 2:" in carla.get(address).text


@pytest.mark.parametrize("address", ["2031-01", "2019-12", "2026-13", "never", str(THIS.next())])
def test_month_without_entries_has_no_page(ana: Visitor, carla: Visitor, address: str) -> None:
    log_entries(ana, entry_of(LAST))
    assert carla.get(f"/reports/months/{address}").status_code == 404
    assert carla.post(f"/reports/months/{address}/close", waiting="0", looked="y").status_code == 404
    assert carla.post(f"/reports/months/{address}/reopen", reason="x").status_code == 404


def test_closing_is_forbidden_to_other_roles(app: Flask, visitor: Callable[..., Visitor], ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
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


def test_link_to_closing_is_shown_to_coordinators_only(visitor: Callable[..., Visitor]) -> None:
    assert 'href="/reports/months"' in visitor("carla").get("/reports/").text
    for name in ("vera", "leo", "eva"):
        assert 'href="/reports/months"' not in visitor(name).get("/reports/?ward=16417").text


def test_difference_between_editions_is_shown(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(LAST, people=2, household=household()))
    (missing,) = log_entries(ana, entry_of(LAST, people=3, household=household("Số 7"), neighbourhood=AREA_2))
    flag(app, missing)
    press_close(carla, waiting=1)
    first = editions(app)[0]
    press_reopen(carla)
    review_entries(app, Action.APPROVE, missing)
    press_close(carla, waiting=0)
    before, after = editions(app)
    assert (before.figures, before.digest) == (first.figures, first.digest)
    assert (before.number, after.number) == (1, 2)
    rows = month_page(carla).findall(".//section[@data-edition='2']//table[@class='change-table']/tbody/tr")
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


def test_edition_without_a_change_has_no_table_of_changes(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(LAST, neighbourhood=AREA_1))
    press_close(carla, waiting=1)
    press_reopen(carla)
    press_close(carla)
    tree = month_page(carla)
    assert tree.find(".//table[@class='change-table']") is None
    assert len(tree.findall(".//section[@data-edition]")) == 2


@pytest.mark.parametrize("newest", ["2026-11-01", "2026-11-01T00:00:00", "x", "9" * 5000, "2026-11-01T00:00+99:00"])
def test_instants_that_no_page_sends_close_nothing(app: Flask, carla: Visitor, newest: str) -> None:
    log_entries(Visitor(app, "ana"), entry_of(LAST))
    assert press_close(carla, waiting=1, newest=newest).status_code < 500
    assert press_close(carla, waiting=1).status_code == 302
