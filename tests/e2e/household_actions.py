"""What is done on the form of a visit with what is known of its household, and after the visit was saved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page, Route

from app.month import today
from tests.e2e.offline_actions import send_form

STATE = {
    "people_14": 4,
    "people_18": 3,
    "people_60": 1,
    "smartphones": 2,
    "internet": True,
    "shares_phone": True,
    "have": {"vneid_2": 2, "health_record": 1},
}
_STORE_READING = """
async (known) => {
  const open = indexedDB.open("tung-nha");
  const database = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
  const all = database.transaction("lists").objectStore("lists").getAll();
  await new Promise((resolve) => { all.onsuccess = resolve; });
  const bootstrap = all.result.find(({ name }) => name === "bootstrap");
  const reading = all.result.find(({ name }) => name === "households");
  const { label } = bootstrap.body.households[0];
  for (const one of reading.body.households) if (one.label === label) Object.assign(one, known);
  const writing = database.transaction("lists", "readwrite");
  writing.objectStore("lists").put(reading);
  await new Promise((resolve) => { writing.oncomplete = resolve; });
  database.close();
  return label;
}
"""


def store_known_household(page: Page, day: date | None = None, **more: Any) -> str:
    """Let the phone know the state of what its list names first, by default three weeks old; return that label.

    The list is that which the phone fetched and stored itself; only what it says of these households is changed.
    """
    page.goto("/log/households")
    page.locator("html[data-fresh]").wait_for(state="attached")
    on = (day or today() - timedelta(days=21)).isoformat()
    known = {"called": "nhà bà Sáu", "last": {"on": on, "met": "met"}, "done": [], "state": STATE, "state_on": on}
    label: str = page.evaluate(_STORE_READING, {**known, **more})
    page.goto("/log/visit")
    page.locator("html[data-ready]").wait_for()
    return label


def choose_household(page: Page, label: str) -> None:
    """Choose the household that a text finds first, or name a new one."""
    page.locator("[name=household]").fill(label)
    page.locator("[data-found] button").first.click()


def open_state(page: Page) -> None:
    """Open the fold of the household's state."""
    page.locator("[data-field=state] summary").click()


def show_known_state(page: Page) -> None:
    """Choose a household whose state is known."""
    choose_household(page, store_known_household(page))
    page.locator("[data-confirm]").wait_for()


def change_known_state(page: Page) -> None:
    """Change one count of a state that is known."""
    show_known_state(page)
    open_state(page)
    page.locator("#state-people_14").locator("xpath=following-sibling::button").click()


def write_wrong_state(page: Page) -> None:
    """Save a state that cannot be true."""
    open_state(page)
    for name, figure in (("people_14", "2"), ("people_60", "3")):
        page.fill(f"#state-{name}", figure)
    page.locator("button[type=submit].primary").click()
    page.locator("[data-field=state].wrong").wait_for()


def open_privacy_notice(page: Page) -> None:
    """Open the notice that is read out at a door."""
    page.locator("[data-opens=privacy-notice]").click()


def name_long_services(page: Page) -> None:
    """Open the fold where the ward asks for services with very long names."""
    names = (
        "Định danh và xác thực điện tử VNeID mức độ 2 của công dân từ đủ 14 tuổi trở lên theo Đề án 06",
        "Nộphồsơtrựctuyếntoàntrình-một-phần-và-thanh-toán-lệ-phí",
    )
    services = [{"code": f"own_{number}", "name": name} for number, name in enumerate(names)]

    def answer(route: Route) -> None:
        headers = {name: text for name, text in route.request.headers.items() if name != "if-none-match"}
        body = route.fetch(headers=headers).json()
        body["settings"]["state_services"] = services
        route.fulfill(json=body)

    page.context.route("**/api/v1/bootstrap*", answer)
    # The form that is open keeps its fields; the next one has the new lists.
    for _ in range(2):
        page.reload()
        page.locator("html[data-fresh]").wait_for(state="attached")
    open_state(page)
    for service in services:
        page.fill(f"#state-have-{service['code']}", "3")


def _save_new(page: Page, label: str) -> None:
    page.locator("[name=household]").fill(label)
    page.locator("[data-found] button").last.click()
    for name in ("topics", "companions"):
        page.locator(f"[data-field={name}] label.choice").first.click()
    page.locator("[data-days] button").last.click()
    send_form(page)
    page.locator("[data-receipt=stored]").wait_for()
    page.locator("#next-household:not([hidden])").wait_for()


def save_in_lane(page: Page) -> None:
    """Save a visit of yesterday to a lane with further households."""
    _save_new(page, "Số 5, ngõ 2")


def open_next_household(page: Page) -> None:
    """Open the form of the next household, with the day, a companion and a topic of the last one."""
    _save_new(page, "Số 7, ngõ 2")
    page.locator("#next-household a.primary").click()
    page.locator("#carried:not([hidden])").wait_for()


def finish_lane(page: Page) -> None:
    """Save a visit to the only household of a lane."""
    _save_new(page, "Số 5, ngõ 50")
