"""Down from a ward to an area, a team and the entries: each step shows what is logged there and to whom it may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.logbook.status import Action
from app.month import Month
from app.overview.entries import PAGE
from tests.actions import log_entries, review_entries
from tests.cast import AREA_1, AREA_2, AREA_B, TEAM_1, TEAM_2, TEAM_B
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.overview.page import Page
from tests.overview.steps import page_of

pytestmark = pytest.mark.one_engine

Cast = Callable[..., Visitor]


def _numbers(page: Page) -> tuple[int, int]:
    """Return how many entries a list says that it has, and how many it shows."""
    (total,) = page.parts("data-total")
    return int(total), len(page.parts("data-entry"))


def test_each_step_shows_what_was_logged_there(visitor: Cast, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, make_entry(people=1), make_entry(people=2, neighbourhood=AREA_2))
    log_entries(
        visitor("bruno"), make_entry(people=4, neighbourhood=AREA_2), make_entry("training", neighbourhood=AREA_2)
    )
    figures = {
        path: (page.total("visit"), page.total("visit.people"), page.total("training"))
        for path in (f"area={AREA_1}", f"area={AREA_2}", f"team={TEAM_1}", f"team={TEAM_2}")
        for page in [page_of(carla, f"/overview/?{path}")]
    }
    assert figures == {
        f"area={AREA_1}": (1, 1, 0),
        f"area={AREA_2}": (2, 6, 1),
        f"team={TEAM_1}": (2, 3, 0),
        f"team={TEAM_2}": (1, 4, 1),
    }
    listed = {
        path: _numbers(page_of(carla, f"/overview/entries?{path}"))[0]
        for path in ("kind=visit", f"area={AREA_2}", f"team={TEAM_1}", f"area={AREA_2}&team={TEAM_1}", "kind=merchant")
    }
    assert listed == {
        "kind=visit": 3,
        f"area={AREA_2}": 3,
        f"team={TEAM_1}": 2,
        f"area={AREA_2}&team={TEAM_1}": 1,
        "kind=merchant": 0,
    }


def test_figures_lead_down_to_their_entries(ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, make_entry(household=household("Số 9, ngõ 3")))
    path = "/overview/"
    for part in (f"&area={AREA_1}", f"&team={TEAM_1}", "/overview/entries?", ""):
        page = Page(carla.get(path).text)
        if part:
            path = next(link for link in page.links() if part in link)
    assert "Số 9, ngõ 3" in page.text()
    assert "Nguyễn Ví Dụ" in page.text()


def test_an_entry_reads_as_its_kind_says_with_its_status_in_words(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = [make_entry(household=household(f"Số {number}, ngõ 2"), people=number) for number in (1, 2, 3, 4)]
    log_entries(ana, *entries)
    for entry, action in zip(entries, (Action.APPROVE, Action.RETURN, Action.VOID), strict=False):
        review_entries(app, action, entry)
    page = page_of(carla, "/overview/entries")
    shown = page.parts("data-entry")
    for entry, number, status in zip(
        entries, (1, 2, 3, 4), ("đã duyệt", "cần sửa", "không tính", "phường đã nhận"), strict=True
    ):
        words = shown[entry["id"]]["words"]
        assert words.startswith(f"Số {number}, ngõ 2 ")
        assert words.endswith(status)
        for text in ("Phố 1", "Tổ 1", "Gặp được"):
            assert text in words
    assert "4 bản ghi" in page.text()


def test_entry_list_holds_only_what_its_reader_may_read(visitor: Cast) -> None:
    log_entries(visitor("ana"), make_entry())
    log_entries(visitor("bruno"), make_entry(), make_entry(neighbourhood=AREA_2))
    log_entries(visitor("bo"), make_entry(neighbourhood=AREA_B))
    numbers = {
        name: _numbers(page_of(visitor(name), "/overview/entries"))[0]
        for name in ("ana", "bruno", "leo", "carla", "vera", "bo", "dora", "moved")
    }
    assert numbers == {"ana": 1, "bruno": 2, "leo": 1, "carla": 3, "vera": 3, "bo": 1, "dora": 1, "moved": 0}
    assert _numbers(page_of(visitor("leo"), f"/overview/entries?area={AREA_1}"))[0] == 1
    assert _numbers(page_of(visitor("ana"), f"/overview/entries?team={TEAM_1}"))[0] == 1


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("carla", f"/overview/?area={AREA_B}", 404),
        ("carla", f"/overview/?team={TEAM_B}", 404),
        ("leo", f"/overview/?area={AREA_1}", 404),
        ("leo", f"/overview/?team={TEAM_2}", 404),
        ("leo", f"/overview/entries?team={TEAM_2}", 404),
        ("ana", f"/overview/?team={TEAM_1}", 404),
        ("carla", f"/overview/entries?area={AREA_B}", 404),
        ("carla", f"/overview/entries?team={TEAM_B}", 404),
        ("eva", f"/overview/?ward=16417&area={AREA_B}", 404),
        ("eva", "/overview/entries", 403),
        ("eva", f"/overview/entries?area={AREA_1}", 403),
        ("carla", f"/overview/?area={'9' * 30}", 404),
        ("carla", "/overview/?team=-1", 404),
        ("carla", "/overview/entries?kind=nothing", 404),
        ("carla", f"/overview/entries?page={'9' * 30}", 404),
        ("carla", "/overview/entries?page=2", 404),
        ("carla", "/overview/entries?page=x", 404),
    ],
)
def test_entries_out_of_reach_are_404(sqlite_app: Flask, name: str, path: str, status: int) -> None:
    assert Visitor(sqlite_app, name).get(path).status_code == status


def test_the_province_sees_the_figures_of_the_parts_and_no_way_to_entries(visitor: Cast) -> None:
    log_entries(visitor("ana"), make_entry(people=3, household=household("Số 5, ngõ 2")))
    eva = visitor("eva")
    for path in ("", f"&area={AREA_1}", f"&team={TEAM_1}", f"&area={AREA_1}&team={TEAM_1}"):
        page = page_of(eva, f"/overview/?ward=16417{path}")
        assert page.total("visit.people") == 3
        assert not [link for link in page.links() if "entries" in link]
        assert "Số 5, ngõ 2" not in page.text()


def test_a_leader_has_no_way_up_to_the_ward(visitor: Cast) -> None:
    page = page_of(visitor("leo"))
    assert page.text("h1") == "Tổ 1"
    assert not [link for link in page.links() if "area=" in link]


def test_a_long_list_is_read_page_by_page_the_newest_first(ana: Visitor, carla: Visitor) -> None:
    entries = [make_entry(happened_on=f"2025-03-{1 + number % 28:02d}") for number in range(PAGE + 5)]
    log_entries(ana, *entries)
    pages = [page_of(carla, f"/overview/entries?page={number}", month=Month(2025, 3)) for number in (1, 2)]
    assert [_numbers(page) for page in pages] == [(PAGE + 5, PAGE), (PAGE + 5, 5)]
    shown = [id for page in pages for id in page.parts("data-entry")]
    assert sorted(shown) == sorted(entry["id"] for entry in entries), "each once"
    days = {entry["id"]: entry["fields"]["happened_on"] for entry in entries}
    assert [days[id] for id in shown] == sorted(days.values(), reverse=True)
    assert [link for link in pages[0].links() if "page=2" in link]
    assert [link for link in pages[1].links() if "page=1" in link]
