"""The queue: its order, what it can be narrowed to, and its pages while entries come and go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.month import Month, today
from app.places.models import Neighbourhood
from app.review import queue as queue_room
from tests.actions import add_rows, log_entries
from tests.cast import AREA_1, AREA_2, AREA_B, BRUNO, TEAM_1, TEAM_2, TEAM_B, WARD_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.review.steps import Cast, decide, page_of, seen, set_flags, shown, wait_since


def test_flagged_ones_stand_first_then_who_has_waited_longest(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = [make_entry(people=number) for number in range(1, 6)]
    log_entries(ana, *entries)
    wait_since(app, *entries)
    set_flags(app, entries[3], "late")
    set_flags(app, entries[1], "at_night", "in_a_rush")
    page = page_of(carla)
    assert shown(page) == [entries[number]["id"] for number in (1, 3, 0, 2, 4)]
    (counted,) = page.parts("data-waiting").values()
    assert (counted["waiting"], counted["flagged"], counted["returned"]) == ("5", "2", "0")


def test_a_card_says_what_there_is_to_know(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entry = make_entry(household=household("Số 9, ngõ 3"), people=3, note="Hẹn quay lại tối thứ bảy.")
    log_entries(ana, entry, edited(entry, people=4))
    set_flags(app, entry, "late", "household_elsewhere")
    card = page_of(carla).parts("data-entry")[entry["id"]]
    assert card["seen"] == seen(entry, 2)
    for text in ("Số 9, ngõ 3", "4", "Hẹn quay lại tối thứ bảy.", "Phố 1", "Tổ 1", "Nguyễn Ví Dụ Ana", "bản thứ 2"):
        assert text in card["words"], text
    assert list(page_of(carla).parts("data-flag")) == ["late", "household_elsewhere"]
    for flag in page_of(carla).parts("data-flag").values():
        assert "." in flag["words"], "each flag explains itself in a sentence"


def _three(app: Flask, visitor: Cast) -> dict[str, dict[str, object]]:
    """Let three people log what differs in everything that can be asked for."""
    ana, bruno = visitor("ana"), visitor("bruno")
    day = (today() - timedelta(days=3)).isoformat()
    entries = {
        "of ana": make_entry(household=household("Số 5, ngõ Giếng Cũ"), happened_on=day, note="Cụ bà chưa quen."),
        "training": make_entry("training", note="Mượn LOA của khu phố"),
        "of bruno": make_entry("merchant", neighbourhood=AREA_2),
    }
    log_entries(ana, entries["of ana"], entries["training"])
    log_entries(bruno, entries["of bruno"])
    wait_since(app, *entries.values())
    set_flags(app, entries["of bruno"], "late")
    set_flags(app, entries["training"], "in_a_rush")
    return entries


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (f"team={TEAM_1}", {"of ana", "training"}),
        (f"team={TEAM_2}", {"of bruno"}),
        (f"area={AREA_2}", {"of bruno"}),
        ("kind=training", {"training"}),
        ("flag=late", {"of bruno"}),
        ("flag=at_night", set()),
        (f"member={BRUNO}", {"of bruno"}),
        (f"first={today() - timedelta(days=1)}", {"training", "of bruno"}),
        (f"last={today() - timedelta(days=1)}", {"of ana"}),
        (f"team={TEAM_1}&kind=visit&first=2020-01-01", {"of ana"}),
        ("text=gieng cu", {"of ana"}),
        ("text=GIẾNG CŨ", {"of ana"}),
        ("text=quay mau", {"of bruno"}),
        ("text=vi du bruno", {"of bruno"}),
        ("text=chua quen", {"of ana"}),
        ("text=loa của", {"training"}),
        ("text=nothing of it", set()),
        ("text=%25", set()),
        ("text=*", set()),
        ("text=.", {"of ana"}),
        ("text=[", set()),
        ("text=_", set()),
        (f"text=ngo&team={TEAM_2}", set()),
    ],
)
def test_the_queue_is_narrowed_down(app: Flask, visitor: Cast, arguments: str, names: set[str]) -> None:
    entries = _three(app, visitor)
    page = page_of(visitor("carla"), f"/review/?{arguments}")
    assert set(shown(page)) == {entries[name]["id"] for name in names}
    (counted,) = page.parts("data-waiting").values()
    assert int(counted["waiting"]) == len(names)


def test_a_month_is_the_one_that_entries_count_in(app: Flask, visitor: Cast) -> None:
    month = Month.current()
    last = month.previous().last.isoformat()
    own, counted_later = make_entry(happened_on=last), make_entry(happened_on=last, count_in=str(month))
    log_entries(visitor("ana"), own, counted_later)
    carla = visitor("carla")
    assert shown(page_of(carla, f"/review/?month={month}")) == [counted_later["id"]]
    before = page_of(carla, f"/review/?month={month.previous()}")
    assert shown(before) == [own["id"]]
    assert "/review/" in before.links(), "it can be taken away"


def test_an_area_brings_along_those_merged_into_it(app: Flask, visitor: Cast) -> None:
    entries = _three(app, visitor)
    add_rows(app, Neighbourhood(id=AREA_2, ward_id=WARD_A, name="Phố 2", merged_into_id=AREA_1))
    assert len(shown(page_of(visitor("carla"), f"/review/?area={AREA_1}"))) == len(entries)


def test_each_part_of_a_filter_can_be_removed(app: Flask, visitor: Cast) -> None:
    _three(app, visitor)
    links = page_of(visitor("carla"), f"/review/?team={TEAM_1}&text=gieng").links()
    assert f"/review/?team={TEAM_1}" in links
    assert "/review/?text=gieng" in links


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (f"team={TEAM_B}", 404),
        (f"area={AREA_B}", 404),
        ("member=7", 404),
        ("kind=nothing", 404),
        ("flag=nothing", 404),
        ("team=x", 404),
        ("first=yesterday", 400),
        ("month=2026-13", 400),
        ("after=x", 404),
        ("after=1-2-3", 404),
        (f"after=1-{'9' * 40}-{'0' * 32}", 404),
        ("told=x", 404),
    ],
)
def test_filter_by_unknown_values_is_404(sqlite_app: Flask, arguments: str, status: int) -> None:
    assert Visitor(sqlite_app, "carla").get(f"/review/?{arguments}").status_code == status


def test_a_leader_has_the_own_team_alone(app: Flask, visitor: Cast) -> None:
    entries = _three(app, visitor)
    leo = visitor("leo")
    page = page_of(leo)
    assert set(shown(page)) == {entries["of ana"]["id"], entries["training"]["id"]}
    assert leo.get(f"/review/?team={TEAM_2}").status_code == 404
    assert leo.get(f"/review/?member={BRUNO}").status_code == 404
    assert 'value="approve"' not in leo.get("/review/").text
    assert "void:" not in leo.get("/review/").text


def test_pages_show_each_once_while_entries_come_and_go(
    app: Flask, ana: Visitor, carla: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_room, "PAGE", 4)
    entries = [make_entry() for _ in range(10)]
    log_entries(ana, *entries)
    wait_since(app, *entries)
    for entry in entries[:2]:
        set_flags(app, entry, "late")
    ids = [entry["id"] for entry in entries]
    first = page_of(carla)
    assert shown(first) == ids[:4]
    (following,) = [link for link in first.links() if "after=" in link]
    decide(carla, "approve", *map(seen, entries[1:4]))
    new = make_entry()
    log_entries(ana, new)
    set_flags(app, new)
    decide(carla, "approve", seen(entries[5]))
    second = page_of(carla, following)
    assert shown(second) == [ids[4], *ids[6:9]]
    (following,) = [link for link in second.links() if "after=" in link]
    last = page_of(carla, following)
    assert shown(last) == [ids[9], new["id"]]
    assert not [link for link in last.links() if "after=" in link]
    assert shown(page_of(carla)) == [ids[0], ids[4], *ids[6:8]], "what was passed by is there again from the beginning"


def test_a_narrowed_queue_is_counted_up_to_a_bound(
    app: Flask, ana: Visitor, carla: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_room, "PAGE", 2)
    monkeypatch.setattr(queue_room, "MOST_COUNTED", 3)
    log_entries(ana, *(make_entry() for _ in range(5)))
    page = page_of(carla, f"/review/?team={TEAM_1}")
    assert "hơn 3 bản ghi đang chờ" in page.text()
    assert "5 bản ghi đang chờ" in page_of(carla).text()


def test_an_empty_queue_says_what_to_do_next(ana: Visitor, carla: Visitor) -> None:
    assert "/reports/months" in " ".join(page_of(carla).links())
    entry = make_entry()
    log_entries(ana, entry)
    decide(carla, "return", seen(entry), reason="people")
    assert "/review/returned" in page_of(carla).links()
    assert "/review/" in page_of(carla, "/review/?text=nobody").links()
