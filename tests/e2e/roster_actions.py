"""What a ward's people do on the calendar's pages before an event and on its day: plan it, ask, answer, confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from playwright.sync_api import Locator, Page, expect

NEW, DUTIES = "/calendar/new", "/calendar/duties"


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """An event of one day as somebody enters it: what it is, where, when, and how many people are expected."""

    type: str
    title: str
    place: str
    day: date
    starts_at: time
    ends_at: time
    expected: int


def add_event(page: Page, planned: PlannedEvent) -> int:
    """Add an event by its form; return its id. Its page is open then."""
    page.goto(NEW)
    page.locator("main [name=type]").select_option(label=planned.type)
    page.locator("[name=title]").fill(planned.title)
    page.locator("[name=place]").select_option(label=planned.place)
    page.locator("label", has=page.locator("[name=every][value=once]")).tap()
    page.locator("[name=first_day]").fill(planned.day.isoformat())
    _fill_in_times(page, planned.starts_at, planned.ends_at)
    page.locator("[name=expected]").fill(str(planned.expected))
    page.locator("main form button.primary").tap()
    expect(page.locator("h1")).to_have_text(planned.title)
    return int(page.url.split("?")[0].rsplit("/", 1)[1])


def add_shifts(page: Page, event: int, first: tuple[time, time], needed: int, number: int) -> list[str]:
    """Add shifts to an event whose page is open: the first one, and those that follow it as the form proposes.

    Returns the times that the page says they have.
    """
    page.locator(f"main a[href='/calendar/{event}/shifts']").first.tap()
    _fill_in_times(page, *first)
    page.locator("[name=needed]").fill(str(needed))
    shifts = page.locator("main ul.rows li a")
    for so_far in range(number):
        expect(shifts).to_have_count(so_far)
        page.locator("main form button.primary").tap()
    expect(shifts).to_have_count(number)
    return shifts.all_inner_texts()


def ask_for_duty(page: Page, event: int, day: date, shift: int, member: int) -> None:
    """Ask somebody for a shift, from the page of the date."""
    open_date(page, event, day)
    _shift(page, shift).locator("a[href$='/ask']").tap()
    page.locator("label", has=page.locator(f"[name=member][value='{member}']")).tap()
    page.locator("main form button.primary").tap()
    expect(_line(page, shift, member)).to_be_visible()


def answer_yes(page: Page, event: int) -> None:
    """Say yes to the one duty that one is asked for at an event, on the page of one's own duties."""
    page.goto(DUTIES)
    card = page.locator(f".duty-card[data-event='{event}']")
    card.locator("button.primary").tap()
    expect(card.locator(".duty-state.duty-yes")).to_be_visible()
    # Nothing is to be done any more: the other answer stays open to whom plans change.
    expect(card.locator("button.primary")).to_have_count(0)


def confirm_presence(page: Page, event: int, day: date, shift: int, member: int) -> None:
    """Confirm by a tap that somebody was there, on the page of the date."""
    open_date(page, event, day)
    line = _line(page, shift, member)
    line.locator("button.primary").tap()
    # The page comes back at the same line, where one goes on with the next.
    expect(line.locator("button.primary")).to_have_count(0)
    expect(line).to_be_in_viewport()
    expect(line.locator(".duty-state.duty-yes")).to_be_visible()


def open_date(page: Page, event: int, day: date) -> None:
    """Open the page of a date from that of its event."""
    page.goto(f"/calendar/{event}")
    page.locator(f"[data-date='{day}'] a").tap()
    page.locator("#roster").wait_for()


def _shift(page: Page, shift: int) -> Locator:
    return page.locator(f"[data-shift='{shift}']")


def _line(page: Page, shift: int, member: int) -> Locator:
    return _shift(page, shift).locator(f"[data-member='{member}']")


def _fill_in_times(page: Page, starts_at: time, ends_at: time) -> None:
    page.locator("[name=starts_at]").fill(f"{starts_at:%H:%M}")
    page.locator("[name=ends_at]").fill(f"{ends_at:%H:%M}")
