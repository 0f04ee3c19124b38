"""The questions that the pages of figures answer: what is left, who fell silent, what comes back, what waits, and how
wards compare.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, writer
from app.logbook.models import Entry
from app.logbook.review_actions import undo
from app.logbook.status import Action
from app.month import ZONE, Month, now, today
from app.places.models import Neighbourhood, Population, Team
from app.targets.models import Target
from tests.actions import add_rows, close_ward_month, log_entries, review_entries
from tests.cast import ALL_OF_A, AREA_1, AREA_2, CARLA, TEAM_1, TEAM_2, WARD_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.overview.steps import FEBRUARY, FIRST, MARCH, THIS, columns_of, households_row, page_of, visit_to


def test_neighbourhoods_stand_by_the_households_that_are_left(app: Flask, ana: Visitor, carla: Visitor) -> None:
    """Area 1 swallowed an old one; a door that was met in both, in two months and often, is one door."""
    twice, old, elsewhere = household("Số 1"), household("Số 2"), household("Số 3")
    add_rows(
        app,
        Neighbourhood(id=FIRST, ward_id=WARD_A, name="Phố cũ", valid_to=date(2025, 2, 1), merged_into_id=AREA_1),
        Neighbourhood(id=FIRST + 1, ward_id=WARD_A, name="Phố chưa rõ"),
        Neighbourhood(id=FIRST + 2, ward_id=WARD_A, name="Phố đã hết", valid_to=date(2025, 1, 31)),
        households_row(0, 10, AREA_1),
        households_row(1, 30, AREA_2),
    )
    add_rows(app, Population(**columns_of(households_row(0, 10, AREA_1)) | {"as_of": date(2025, 2, 15)}))
    log_entries(
        ana,
        *(visit_to(twice, day) for day in ("2025-02-03", "2025-02-20", "2025-03-05")),
        visit_to(twice, "2025-01-20", FIRST),
        visit_to(old, "2025-01-20", FIRST),
        visit_to(twice, "2025-03-06", AREA_2),
        visit_to(elsewhere, "2024-12-31", AREA_2),
        visit_to(elsewhere, "2025-04-01", AREA_2),
        make_entry(happened_on="2025-03-05"),
    )
    found = page_of(carla, month=MARCH).parts("data-remaining")
    assert list(found) == [str(AREA_2), str(AREA_1), str(FIRST + 1)], "most left first, unknown last"
    assert [each.get("households") for each in found.values()] == ["29", "8", None]
    assert "đã đến 2/10 hộ (20,0%)" in found[str(AREA_1)]["words"]
    assert "chưa biết tổng số hộ" in found[str(FIRST + 1)]["words"]
    # The old area no longer has figures of its own: all of it stands with area 1, as the page of area 1 says.
    assert page_of(carla, f"/overview/?area={AREA_1}", MARCH).total("households", "cumulative") == 2
    assert "Phố đã hết" not in str(found)
    assert str(ALL_OF_A) not in found


def test_target_gap_of_an_area_is_shown_beside_it(app: Flask, ana: Visitor, carla: Visitor) -> None:
    common: dict[str, Any] = {"ward_id": WARD_A, "year": 2025}
    add_rows(
        app,
        Neighbourhood(id=FIRST, ward_id=WARD_A, name="Phố cũ", valid_to=date(2025, 2, 1), merged_into_id=AREA_2),
        Target(id=FIRST, neighbourhood_id=AREA_1, measure="visit", month="2025-03", figure=5, **common),
        Target(id=FIRST + 1, neighbourhood_id=AREA_1, measure="eid_account", figure=4, **common),
        Target(id=FIRST + 2, neighbourhood_id=FIRST, measure="households", figure=7, **common),
        Target(id=FIRST + 3, neighbourhood_id=AREA_2, measure="visit", month="2025-02", figure=9, **common),
    )
    log_entries(
        ana,
        make_entry(happened_on="2025-03-05"),
        make_entry(happened_on="2025-02-05"),
        make_entry("installation", service="vneid_2", outcome="activated", people=6, happened_on="2025-02-05"),
        visit_to(household(), "2025-02-05", FIRST),
    )
    page = page_of(carla, month=MARCH)
    words = {id: each["words"] for id, each in page.parts("data-remaining").items()}
    assert "Lượt đến hộ, chỉ tiêu của tháng: 1/5, còn thiếu 4" in words[str(AREA_1)]
    assert "6/4 – đã đạt" in words[str(AREA_1)]
    assert "Số hộ khác nhau đã đến, chỉ tiêu cả năm: 1/7, còn thiếu 6" in words[str(AREA_2)]
    assert "/9" not in words[str(AREA_2)], "that was February's"
    area = page_of(carla, f"/overview/?area={AREA_1}", MARCH)
    assert (area.total("visit", "target"), area.total("eid_account", "target")) == (5, 4)
    assert area.total("eid_account", "cumulative") == 6
    assert page_of(carla, f"/overview/?area={AREA_2}", MARCH).total("households", "target") == 7


def test_a_target_of_an_app_counts_who_came_to_use_it(app: Flask, ana: Visitor, carla: Visitor) -> None:
    app_code = "field_feedback"
    target = Target(
        id=FIRST, neighbourhood_id=AREA_1, measure=f"service.{app_code}", figure=9, ward_id=WARD_A, year=2025
    )
    add_rows(app, target)
    march: dict[str, Any] = {"service": app_code, "happened_on": "2025-03-05"}
    log_entries(
        ana,
        *(
            make_entry("installation", outcome=outcome, people=people, **march)
            for outcome, people in (("installed", 5), ("activated", 3), ("self_sufficient", 2))
        ),
    )
    left = page_of(carla, month=MARCH).parts("data-remaining")[str(AREA_1)]["words"]
    assert "Phản ánh hiện trường, chỉ tiêu cả năm: 5/9, còn thiếu 4" in left
    area = page_of(carla, f"/overview/?area={AREA_1}", MARCH)
    code = f"service.{app_code}"
    assert (area.total(code, "target"), area.total(code, "cumulative")) == (9, 5)
    assert "Phản ánh hiện trường" in area.cards()[code]


def test_a_team_is_silent_from_the_seventh_day_on(app: Flask, ana: Visitor, carla: Visitor) -> None:
    def day(days: int) -> str:
        return (today() - timedelta(days=days)).isoformat()

    log_entries(
        ana,
        make_entry(happened_on=day(9)),
        late := make_entry(happened_on=day(7)),
        last := make_entry(happened_on=day(6)),
    )
    bruno = Visitor(app, "bruno")
    log_entries(bruno, void := make_entry(happened_on=day(1), neighbourhood=AREA_2))
    add_rows(
        app,
        Team(id=FIRST, ward_id=WARD_A, name="Tổ mới", valid_from=today() - timedelta(days=6)),
        Team(id=FIRST + 1, ward_id=WARD_A, name="Tổ đã nghỉ", valid_to=today() - timedelta(days=1)),
    )
    silent = page_of(carla).parts("data-silent")
    assert silent == {}, "six days are not seven"
    review_entries(app, Action.VOID, last, void, reason="other", comment="thử")
    silent = page_of(carla).parts("data-silent")
    assert {id: each.get("days") for id, each in silent.items()} == {str(TEAM_2): None, str(TEAM_1): "7"}
    assert "7 ngày trước" in silent[str(TEAM_1)]["words"]
    assert list(silent) == [str(TEAM_2), str(TEAM_1)], "who never did anything comes first"
    review_entries(app, Action.VOID, late, reason="other", comment="thử")
    assert page_of(carla).parts("data-silent")[str(TEAM_1)]["days"] == "9"
    assert "data-silent" not in carla.get(f"/overview/?month={THIS.previous()}").text, "it is so today, not then"


def test_an_entry_counts_once_among_the_returned_ones(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = [make_entry() for _ in range(9)] + [make_entry("installation")]
    of_before = make_entry(happened_on=THIS.previous().last.isoformat())
    log_entries(ana, *entries, of_before)
    log_entries(Visitor(app, "bruno"), other := make_entry(neighbourhood=AREA_2))
    twice, once, undone, void, *_ = entries
    review_entries(app, Action.RETURN, twice, once, undone, void, of_before, other, reason="people")
    again = edited(twice, people=3)
    log_entries(ana, again)
    review_entries(app, Action.RETURN, again, reason="people")
    review_entries(app, Action.VOID, void, reason="other", comment="thử")
    log_entries(ana, edited(once, people=3))
    with app.app_context():
        codes = in_transaction(lambda session: undo(session, WARD_A, {UUID(undone["id"]): 2}, CARLA, now()))
    assert set(codes.values()) == {"done"}
    page = page_of(carla)
    ((returned, ward),) = page.parts("data-ever-returned").items()
    assert (returned, ward["received"], ward["waiting"]) == ("3", "10", "2"), (
        "nine of team 1 are left, and one of team 2"
    )
    assert "3 bản ghi từng bị trả lại (30,0%)" in ward["words"]
    assert page.parts("data-rate") == {}, "nine and one are too few for a rate"
    log_entries(ana, make_entry())
    ((team, rate),) = page_of(carla).parts("data-rate").items()
    assert team == str(TEAM_1)
    assert "20,0% (2/10)" in rate["words"]
    close_ward_month(app, THIS)
    (ward,) = page_of(carla).parts("data-ever-returned").values()
    assert (ward["received"], ward["waiting"]) == ("11", "0"), "received stays received, and nobody mends any more"


def test_waiting_entries_are_listed_by_age(app: Flask, ana: Visitor, carla: Visitor) -> None:
    midnight = datetime.combine(today(), time(), ZONE)
    just_before = timedelta(seconds=1)
    since = [midnight - timedelta(days=2), *(instants_beside(midnight, days, just_before) for days in (2, 7, 14))]
    moments = [since[0] + just_before, *(each for pair in since[1:] for each in pair)]
    entries = [make_entry() for _ in moments]
    log_entries(ana, *entries, approved := make_entry())
    review_entries(app, Action.APPROVE, approved)
    review_entries(app, Action.RETURN, entries[0], reason="people")
    with app.app_context():
        for entry, moment in zip(entries, moments, strict=True):
            writer().execute(sa.update(Entry).where(Entry.id == UUID(entry["id"])).values(waiting_since=moment))
        writer().commit()
    ages = page_of(carla).parts("data-age")
    assert [(each["submitted"], each["returned"]) for each in ages.values()] == [
        ("1", "1"),
        ("2", "0"),
        ("2", "0"),
        ("1", "0"),
    ]
    assert "/review/" in page_of(carla).links()
    assert "/review/" not in page_of(Visitor(app, "vera")).links(), "who does not review is not sent there"
    assert page_of(carla, month=THIS.previous()).parts("data-age") == {}


def instants_beside(midnight: datetime, days: int, just_before: timedelta) -> tuple[datetime, datetime]:
    edge = midnight - timedelta(days=days)
    return edge, edge - just_before


@pytest.mark.parametrize(("is_closed", "figure", "words"), [(False, 4, "−50,0%"), (True, 1, "+100,0%")])
def test_the_same_month_last_year_is_official_too(
    app: Flask, ana: Visitor, carla: Visitor, is_closed: bool, figure: int, words: str
) -> None:
    then = [visit_to(household(f"Số {n}"), "2024-03-05") for n in range(4)]
    log_entries(ana, *then, make_entry(happened_on="2025-03-05"), make_entry(happened_on="2025-03-06"))
    review_entries(app, Action.APPROVE, then[0])
    if is_closed:
        close_ward_month(app, Month(2024, 3))
    for path in ("/overview/", f"/overview/?area={AREA_1}", f"/overview/?team={TEAM_1}"):
        page = page_of(carla, path, MARCH)
        assert page.total("visit", "year-ago") == figure
        assert words in page.cards()["visit"]
        assert page.total("visit", "cumulative") == 2, "the year before is in no sum of this one"
    assert page_of(carla, month=MARCH).total("households", "year-ago") == figure
    assert "cùng kỳ" not in page_of(carla, month=FEBRUARY).cards()["visit"]


def test_a_ward_without_anything_says_so_in_a_line(carla: Visitor) -> None:
    text = page_of(carla).text()
    assert "Chưa có số hộ của từng khu dân cư" in text
    assert "Không có bản ghi nào đang chờ." in text
