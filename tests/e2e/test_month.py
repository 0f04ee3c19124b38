"""A month from its first visit to its second edition: a member on a phone and a coordinator at a desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.database import reader
from app.logbook.recount import differences
from app.month import Month
from tests.conftest import dispose, make_app
from tests.e2e.chromium import DESK
from tests.e2e.conftest import OpenBrowser
from tests.e2e.offline.phone_actions import fill_in_visit, save
from tests.e2e.server import Site

LAST = Month.current().previous()
COMMENT = "Số người chưa khớp, mời xem lại giúp."
WHY_REOPENED = "Một lượt thăm bị ghi hai lần"


@dataclass
class Member:
    """A member at the phone."""

    page: Page

    def log(self, label: str, state: str | None = "stored") -> str:
        """Log a visit of last month; return its id once the phone says where it is."""
        self.begin(label)
        return save(self.page, state)

    def begin(self, label: str) -> None:
        """Fill in a visit of last month without saving it."""
        self.page.goto("/log/visit")
        self.page.locator("html[data-fresh]").wait_for(state="attached")
        fill_in_visit(self.page, label)
        self.page.fill("[name=happened_on]", LAST.last.isoformat())

    def mend(self, id: str) -> None:
        """Correct what came back, to which a line of the phone's home leads, and which stands there with the reason."""
        self.page.goto("/log/")
        self.page.locator('[data-line="correct"] a').tap()
        returned = self.page.locator(f'#entries [data-entry="{id}"]')
        expect(returned.locator(".reason")).to_have_text(f"Số người được giúp: {COMMENT}")
        returned.locator("a").tap()
        self.page.locator("#entry").wait_for()
        self.page.locator("[data-field=people] [data-step='1']").tap()
        assert save(self.page, "stored") == id


@dataclass
class Coordinator:
    """A coordinator at the desk."""

    page: Page

    def card(self, id: str) -> str:
        """Return where an entry stands in the queue."""
        return f'.entry-card[data-entry="{id}"]'

    def review(self, *, returned: str, approved: list[str]) -> None:
        """Return one entry with its reason and a word, and approve the others by key."""
        self.page.goto("/review/")
        expect(self.page.locator(".entry-card")).to_have_count(1 + len(approved))
        card = self.page.locator(self.card(returned))
        card.locator("details[data-reasons-for=return] summary").click()
        card.locator("details[data-reasons-for=return] textarea").fill(COMMENT)
        card.locator("button[value='return:people']").click()
        expect(card).to_have_count(0)
        self.approve(*approved)

    def approve(self, *ids: str) -> None:
        """Approve entries of the queue by key, each as it stands there."""
        for id in ids:
            self.page.locator(self.card(id)).focus()
            self.page.keyboard.press("a")
            expect(self.page.locator(self.card(id))).to_have_count(0)
        expect(self.page.locator("#undo")).to_be_visible()

    def close(self, *, waiting: int) -> None:
        """Go through the check list of last month, and close it."""
        self.page.goto("/reports/months")
        self.page.locator(f'[data-month="{LAST}"] a').click()
        expect(self.page.locator("[data-check=clear]")).to_have_attribute("data-number", str(waiting))
        self.page.locator("#looked").check()
        self.page.locator("form[action$='/close'] [type=submit]").click()

    def reopen(self) -> None:
        """Open last month again."""
        self.page.goto(f"/reports/months/{LAST}")
        self.page.fill("#reason", WHY_REOPENED)
        self.page.locator("form[action$='/reopen'] [type=submit]").click()
        expect(self.page.locator("[data-edition='1'] .notice")).to_contain_text(WHY_REOPENED)

    def void(self, id: str) -> None:
        """Take an approved entry out of the count, from its own page."""
        self.page.goto(f"/review/entries/{id}")
        self.page.locator("details[data-reasons-for=void] summary").click()
        self.page.locator("button[value='void:duplicate']").click()
        self.page.goto(f"/review/entries/{id}")
        expect(self.page.locator("main")).to_contain_text("bị ghi hai lần")

    def edition(self, number: int) -> dict[str, int]:
        """Return the figures of visits that an edition shows, and how they differ from the one before."""
        section = self.page.locator(f"[data-edition='{number}']")
        expect(section).to_have_count(1)
        figure = section.locator("[data-figures=ward] [data-measure=visit] td").first.text_content() or ""
        changed = section.locator(".change-table [data-part=ward][data-code=visit]")
        shown = {"visit": int(figure)}
        if changed.count():
            shown["difference"] = int(changed.first.get_attribute("data-difference") or "")
        return shown


@pytest.fixture
def ward_app(site: Site) -> Flask:
    """Return an app on the served database."""
    return make_app(site.database)


def test_month_is_logged_reviewed_closed_reopened_and_closed_again(
    open_browser: OpenBrowser, ward_app: Flask, month_of: Callable[[str], str]
) -> None:
    ana = Member(open_browser("ana").new_page())
    carla = Coordinator(open_browser("carla", size=DESK).new_page())

    wrong, right, other = (ana.log(f"Số {number}, ngõ 4") for number in (5, 7, 9))
    carla.review(returned=wrong, approved=[right, other])
    ana.mend(wrong)
    carla.page.goto("/review/")
    carla.approve(wrong)

    ana.begin("Số 11, ngõ 4")
    carla.close(waiting=0)
    assert carla.edition(1) == {"visit": 3}

    # The form was filled in before the month was closed, and sent after it.
    ana.page.locator("#entry button[type=submit]").tap()
    expect(ana.page.locator("#errors")).to_contain_text("chốt")
    expect(ana.page.locator("#closed-month")).to_contain_text(f"{Month.current().first:%m/%Y}")
    late = save(ana.page, "stored")
    assert month_of(late) == str(Month.current())

    carla.reopen()
    carla.void(other)
    carla.close(waiting=0)
    assert carla.edition(2) == {"visit": 2, "difference": -1}
    assert carla.edition(1) == {"visit": 3}
    with ward_app.app_context():
        assert list(differences(reader())) == []
    dispose(ward_app)


@pytest.fixture
def month_of(open_browser: OpenBrowser) -> Callable[[str], str]:
    """Return what tells in which month the ward counts an entry."""
    context = open_browser("vera")

    def month_of(id: str) -> str:
        for month in (Month.current(), LAST):
            rows = context.request.get(f"/reports/entries.csv?month={month}").text()
            if id in rows:
                return str(month)
        raise AssertionError("the ward does not have it")

    return month_of
