"""The pages of duties and of days under a plan in all their states."""

from __future__ import annotations

from datetime import timedelta

from app.month import Month, today
from tests.e2e import page_actions
from tests.e2e.page_state import PageState
from tests.e2e.ward_duties import AFTERNOON, CALLED_OFF, EVENT, MORNING, date_page

CLOSED_MONTH = Month.current().previous().previous()

DUTY_STATES = (
    PageState("duties", "/calendar/duties", "bruno", is_typical=True),
    PageState("duties-none", "/calendar/duties", "bo"),
    PageState("roster", date_page(today()), "carla", is_typical=True),
    PageState("roster-other", date_page(today()), "carla", action=page_actions.open_everything),
    PageState("roster-member", date_page(today() + timedelta(days=1)), "ana", is_typical=True),
    PageState("roster-called-off", date_page(CALLED_OFF), "carla", is_typical=True),
    PageState("duty-ask", f"{date_page(today())}/shifts/{AFTERNOON}/ask", "carla", is_typical=True),
    PageState("shifts", f"/calendar/{EVENT}/shifts", "carla", is_typical=True),
    PageState("shift", f"/calendar/{EVENT}/shifts/{MORNING}", "carla", is_typical=True),
    PageState("plan", "/calendar/plan", "leo", is_typical=True),
    PageState("plan-closed", f"/calendar/plan?month={CLOSED_MONTH}", "carla"),
)
