"""The list of all pages in all their states: each is checked, and pictured by the screenshots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Page

from app.guides.guide_list import GUIDES
from app.month import Month
from tests.e2e import (
    household_list_actions,
    invitation_actions,
    offline_actions,
    page_actions,
    people_actions,
    picker_actions,
    team_list_actions,
)

MEMBERS = {"ana", "bo", "bruno", "leo", "nina"}
LAST_MONTH = Month.current().previous()
EMPTY_MONTH = "month=2021-01"
PHONE_PAGES = "/log/"
"""Pages whose script fetches the user's own data and sets ``data-ready`` when it is done."""
FIGURES = ("/overview/", "/reports/")
CHOSEN_WARD = urlencode({"ward": "00004", "area": "tổ dân phố", "team": "Tổ công nghệ số cộng đồng"})
"""A ward of the official list with its words, as the steps of adding one choose it."""


@dataclass(frozen=True)
class PageState:
    """A page as one person of the cast sees it, after ``action`` was done on it."""

    name: str
    path: str
    person: str | None = None
    status: int = 200
    action: Callable[[Page], None] | None = None
    is_typical: bool = False
    """Whether it shows what all states of its page share, or colours that the others do not have.

    Contrast and English are checked in typical states only.
    """

    @property
    def address(self) -> str:
        """Its path without the query."""
        return self.path.partition("?")[0]

    @property
    def is_for_a_desk(self) -> bool:
        """Whether it is also opened on an office's computer: all but the members' pages are."""
        return self.action is None and self.person not in MEMBERS

    @property
    def needs_worker(self) -> bool:
        """Whether it needs the service worker."""
        return self.action is not None and self.action.__module__ == offline_actions.__name__

    def open(self, page: Page) -> None:
        """Open the page, and do what leads to this state."""
        answer = page.goto(self.path)
        assert answer is not None
        assert answer.status == self.status, f"{self.path} answers {answer.status}"
        if self.path.startswith(PHONE_PAGES):
            page.locator("html[data-ready]").wait_for()
        if self.action:
            self.action(page)


PAGE_STATES = (
    PageState("sign-in", "/login", is_typical=True),
    PageState("sign-in-empty", "/login", action=page_actions.submit_empty_form),
    PageState("sign-in-shown", "/login", action=page_actions.show_password),
    PageState("sign-in-wrong", "/login", action=page_actions.sign_in_wrongly),
    PageState("sign-in-too-often", "/login", action=page_actions.sign_in_too_often),
    PageState("start-no-link", "/start/x", status=404, is_typical=True),
    PageState("wards", "/wards/", "ada", is_typical=True),
    PageState("wards-none", "/wards/?q=nothing", "ada"),
    PageState("wards-add", "/wards/add", "ada"),
    PageState("wards-add-found", "/wards/add?q=an+khe", "ada", is_typical=True),
    PageState("wards-add-words", "/wards/add?ward=00004", "ada", is_typical=True),
    PageState("wards-add-words-wrong", "/wards/add?ward=00004&area=other", "ada"),
    PageState("wards-add-coordinator", f"/wards/add?{CHOSEN_WARD}", "ada", is_typical=True),
    PageState("wards-add-coordinator-wrong", f"/wards/add?{CHOSEN_WARD}", "ada", action=page_actions.submit_empty_form),
    PageState("error-not-found", "/nowhere", status=404, is_typical=True),
    PageState("error-not-found-signed-in", "/nowhere", "ana", status=404),
    PageState("error-forbidden", "/overview/", "ada", status=403),
    PageState("error-month", "/overview/?month=never", "carla", status=400),
    PageState("invitation", "/invite/to-a-new-person", is_typical=True),
    PageState("invitation-wrong", "/invite/to-a-new-person", action=page_actions.submit_empty_form),
    PageState("invitation-filled", "/invite/to-a-new-person", action=invitation_actions.take_suggested_password),
    PageState("invitation-inside", "/invite/to-a-new-person", action=invitation_actions.reload_inside_zalo),
    PageState(
        "invitation-inside-iphone", "/invite/to-a-new-person", action=invitation_actions.reload_inside_zalo_of_iphone
    ),
    PageState("invitation-of-account", "/invite/to-an-account", is_typical=True),
    PageState("invitation-of-account-signed-in", "/invite/to-an-account", "bo"),
    PageState("invitation-other-person", "/invite/to-an-account", "ana"),
    PageState("invitation-used", "/invite/used", status=410, is_typical=True),
    PageState("invitation-unknown", "/invite/nothing", status=404, is_typical=True),
    PageState("reset", "/invite/reset", is_typical=True),
    PageState("account", "/account", "ana", is_typical=True),
    PageState("account-long-name", "/account", "bruno"),
    PageState("account-without-post", "/account", "nina"),
    PageState("password", "/account/password", "ana", is_typical=True),
    PageState("password-wrong", "/account/password", "ana", action=page_actions.change_password_wrongly),
    PageState("review", "/review/", "carla", is_typical=True),
    PageState("review-leader", "/review/", "leo"),
    PageState("review-filtered", "/review/?kind=visit&text=ngo", "carla"),
    PageState("review-nothing-found", "/review/?text=khongcogi", "carla"),
    PageState("review-empty", "/review/", "dora"),
    PageState("review-why", "/review/", "carla", action=page_actions.open_return_reasons, is_typical=True),
    PageState("review-undo", "/review/", "carla", action=page_actions.approve_first, is_typical=True),
    PageState("review-own", "/review/", "carla", action=page_actions.show_own_entries, is_typical=True),
    PageState("review-not-done", "/review/", "carla", action=page_actions.approve_changed_entries),
    PageState("review-entry", "/review/", "carla", action=page_actions.open_first_entry, is_typical=True),
    PageState("review-returned", "/review/returned", "carla", is_typical=True),
    PageState("review-returned-empty", "/review/returned", "dora"),
    PageState("review-sample", "/review/sample", "carla", is_typical=True),
    PageState("review-sample-empty", "/review/sample", "dora"),
    PageState("months", "/reports/months", "carla", is_typical=True),
    PageState("months-empty", "/reports/months", "dora"),
    PageState("month-to-close", f"/reports/months/{LAST_MONTH}", "carla", is_typical=True),
    PageState(
        "month-to-close-wrong",
        f"/reports/months/{LAST_MONTH}",
        "carla",
        action=page_actions.close_unchecked_month,
        is_typical=True,
    ),
    PageState("month-running", f"/reports/months/{Month.current()}", "carla", is_typical=True),
    PageState("month-closed", f"/reports/months/{LAST_MONTH.previous()}", "carla", is_typical=True),
    PageState("flags", "/settings/flags", "carla", is_typical=True),
    PageState("flags-wrong", "/settings/flags", "carla", action=page_actions.save_invalid_number),
    PageState("flags-moved", "/settings/flags", "carla", action=page_actions.save_older_settings),
    PageState("services", "/settings/services", "carla", is_typical=True),
    PageState("services-moved", "/settings/services", "carla", action=page_actions.move_service, is_typical=True),
    PageState("services-none", "/settings/services", "carla", action=page_actions.hide_all_topics, is_typical=True),
    PageState("settings-households", "/settings/households", "carla", is_typical=True),
    PageState(
        "settings-households-usual",
        "/settings/households",
        "carla",
        action=page_actions.add_usual_criteria,
        is_typical=True,
    ),
    PageState(
        "settings-households-wrong", "/settings/households", "carla", action=page_actions.add_criterion_without_service
    ),
    PageState("own-service", "/settings/services/new", "carla", is_typical=True),
    PageState("own-service-wrong", "/settings/services/new", "carla", action=page_actions.submit_empty_form),
    PageState("settings", "/settings/", "carla", is_typical=True),
    PageState("settings-report", "/settings/report", "carla", is_typical=True),
    PageState("settings-names", "/settings/names", "carla", is_typical=True),
    PageState("areas", "/areas/", "carla", is_typical=True),
    PageState("areas-order", "/areas/order", "carla", is_typical=True),
    PageState("areas-checked", "/areas/add", "carla", action=page_actions.check_names, is_typical=True),
    PageState("team", "/teams/1", "carla", is_typical=True),
    PageState("places-add", "/places/add", "carla", is_typical=True),
    PageState("settings-report-wrong", "/settings/report", "carla", action=page_actions.save_phone_number_as_signatory),
    PageState("targets", "/settings/targets", "carla", is_typical=True),
    PageState("targets-empty", "/settings/targets", "dora"),
    PageState("targets-wrong", "/settings/targets", "carla", action=page_actions.submit_empty_form),
    PageState("targets-each", "/settings/targets/each?measure=visit&period=year", "carla", is_typical=True),
    PageState("populations", "/settings/populations", "carla", is_typical=True),
    PageState("population", "/settings/populations/households", "carla", is_typical=True),
    PageState("population-empty", "/settings/populations/adults", "dora", is_typical=True),
    PageState("population-pasted", "/settings/populations/households", "carla", action=page_actions.paste_figures),
    PageState("population-wrong", "/settings/populations/households", "carla", action=page_actions.submit_empty_form),
    PageState("month-unfinished", f"/reports/months/{LAST_MONTH.previous().previous()}", "carla", is_typical=True),
    PageState("words", f"/reports/months/{LAST_MONTH}/words", "carla", is_typical=True),
    PageState("words-of-team", f"/reports/months/{LAST_MONTH}/words", "leo"),
    PageState("words-wrong", f"/reports/months/{LAST_MONTH}/words", "carla", action=page_actions.write_phone_number),
    PageState("households", "/households/", "carla", is_typical=True),
    PageState("households-leader", "/households/?text=ngo+3", "leo"),
    PageState("households-none-found", "/households/?text=khongcogi&state=absent", "carla"),
    PageState("households-empty", "/households/", "dora"),
    PageState("stalls", "/merchants/", "carla", is_typical=True),
    PageState("household", "/households/?text=142", "carla", action=household_list_actions.open_first, is_typical=True),
    PageState("household-wrong", "/households/", "leo", action=household_list_actions.save_without_address),
    PageState("household-which", "/households/", "carla", action=household_list_actions.choose_other, is_typical=True),
    PageState("stall", "/merchants/", "carla", action=household_list_actions.open_first),
    PageState("doubles", "/households/doubles", "carla", is_typical=True),
    PageState(
        "doubles-next", "/households/doubles", "leo", action=household_list_actions.merge_first_pair, is_typical=True
    ),
    PageState("doubles-none", "/households/doubles", "dora"),
    PageState("household-merged", "/households/doubles", "carla", action=household_list_actions.open_merged),
    PageState("walking", "/households/walking?team=1", "carla", is_typical=True),
    PageState("walking-to-choose", "/households/walking", "carla"),
    PageState("walking-stalls", "/merchants/walking?place=1", "carla", is_typical=True),
    PageState("walking-empty", "/households/walking", "dora"),
    PageState("households-large", "/households/", "leo", action=page_actions.enlarge_text),
    PageState("people", "/people/", "carla", is_typical=True),
    PageState("people-leader", "/people/", "leo"),
    PageState("person", "/people/", "carla", action=people_actions.open_every_change, is_typical=True),
    PageState("person-reset", "/people/", "carla", action=people_actions.show_reset_code, is_typical=True),
    PageState("invite", "/people/invite", "carla", is_typical=True),
    PageState("invite-wrong", "/people/invite", "carla", action=page_actions.submit_empty_form),
    PageState("invite-link", "/people/invite", "carla", action=people_actions.invite_somebody, is_typical=True),
    PageState("invite-many", "/people/invite/many", "carla", is_typical=True),
    PageState("invite-many-read", "/people/invite/many", "carla", action=people_actions.paste_people, is_typical=True),
    PageState("people-invitation", "/people/invite", "carla", action=people_actions.open_invitation, is_typical=True),
    PageState("invitations", "/people/invitations", "carla", is_typical=True),
    PageState("journal", "/journal/", "carla", is_typical=True),
    PageState("journal-chosen", "/journal/?group=access&from=2026-01-01", "carla"),
    PageState("journal-of-all-wards", "/journal/", "ada"),
    PageState("home", "/log/", "ana", is_typical=True),
    PageState("home-empty", "/log/", "bo"),
    PageState("home-signed-out", "/log/"),
    PageState("home-no-logging", "/log/", "vera"),
    PageState("visit", "/log/visit", "ana", is_typical=True),
    PageState("visit-search", "/log/visit", "ana", action=page_actions.search_household),
    PageState("visit-equal-labels", "/log/visit", "bruno", action=picker_actions.type_equal_label, is_typical=True),
    PageState("visit-other-area", "/log/visit", "bruno", action=picker_actions.choose_in_other_area),
    PageState("visit-lane", "/log/visit", "bruno", action=picker_actions.open_whole_lane, is_typical=True),
    PageState("visit-which", "/log/visit", "bruno", action=picker_actions.ask_which_household, is_typical=True),
    PageState("visit-unlisted", "/log/visit", "bruno", action=picker_actions.ask_for_unlisted_household),
    PageState("visit-empty", "/log/visit", "bo"),
    PageState("visit-filled", "/log/visit", "ana", action=page_actions.fill_in_visit),
    PageState("visit-wrong", "/log/visit", "ana", action=page_actions.save_empty_form, is_typical=True),
    PageState("visit-refused", "/log/visit", "ana", action=page_actions.save_refused_visit, is_typical=True),
    PageState("visit-saved", "/log/visit", "bruno", action=page_actions.save_visit, is_typical=True),
    PageState("visit-returned", "/log/", "ana", action=page_actions.open_returned_entry),
    PageState("installation", "/log/installation", "ana", is_typical=True),
    PageState("installation-filled", "/log/installation", "ana", action=page_actions.fill_in_installation),
    PageState("installation-wrong", "/log/installation", "ana", action=page_actions.save_empty_form),
    PageState("training", "/log/training", "ana", is_typical=True),
    PageState("training-filled", "/log/training", "ana", action=page_actions.fill_in_training),
    PageState("training-wrong", "/log/training", "ana", action=page_actions.save_empty_form),
    PageState("merchant", "/log/merchant", "ana", is_typical=True),
    PageState("merchant-filled", "/log/merchant", "ana", action=page_actions.fill_in_merchant),
    PageState("merchant-wrong", "/log/merchant", "ana", action=page_actions.save_empty_form),
    PageState("visit-waiting", "/log/visit", "ana", action=offline_actions.save_visit, is_typical=True),
    PageState("visit-signed-out", "/log/visit", "ana", action=offline_actions.save_after_session_ended),
    PageState("visit-resumed", "/log/visit", "ana", action=offline_actions.resume_draft),
    PageState("visit-photos", "/log/visit", "ana", action=offline_actions.take_photos),
    PageState("visit-again", "/log/visit", "ana", action=offline_actions.repeat_visit),
    PageState("home-waiting", "/log/visit", "ana", action=offline_actions.save_and_go_home, is_typical=True),
    PageState(
        "home-waiting-too-long", "/log/visit", "ana", action=offline_actions.save_and_wait_for_days, is_typical=True
    ),
    PageState("mine-waiting", "/log/visit", "ana", action=offline_actions.save_and_open_list, is_typical=True),
    PageState("mine-refused", "/log/visit", "ana", action=offline_actions.save_refused_entry, is_typical=True),
    PageState("offline", "/log/", "ana", action=offline_actions.open_uncached_page, is_typical=True),
    PageState("account-unsent", "/log/visit", "ana", action=offline_actions.sign_out_with_waiting_entry),
    PageState("team-list", "/log/households", "ana", is_typical=True),
    PageState("team-list-open", "/log/households", "ana", action=team_list_actions.open_lanes, is_typical=True),
    PageState("team-list-merchants", "/log/households", "ana", action=team_list_actions.show_merchants),
    PageState("team-list-filtered", "/log/households", "ana", action=team_list_actions.choose_filter),
    PageState("team-list-none-found", "/log/households", "ana", action=team_list_actions.find_nothing),
    PageState("team-list-missing", "/log/households", "ana", action=team_list_actions.miss_list, is_typical=True),
    PageState("team-list-empty", "/log/households", "bo"),
    PageState("team-list-no-team", "/log/households", "carla"),
    PageState("team-list-signed-out", "/log/households"),
    PageState("mine", "/log/mine", "ana", is_typical=True),
    PageState("mine-empty", "/log/mine", "bo"),
    PageState("mine-long-name", "/log/mine", "bruno"),
    PageState("mine-withdraw", "/log/mine", "ana", action=page_actions.start_withdrawal, is_typical=True),
    PageState("install", "/log/install", is_typical=True),
    PageState("install-offered", "/log/install", action=page_actions.offer_to_install),
    PageState("install-accepted", "/log/install", action=page_actions.accept_to_install),
    PageState("install-iphone", "/log/install", action=page_actions.reload_with_user_agent(page_actions.IPHONE)),
    PageState(
        "install-inside", "/log/install", action=page_actions.reload_with_user_agent(invitation_actions.INSIDE_ZALO)
    ),
    PageState("install-desk", "/log/install", action=page_actions.reload_with_user_agent(page_actions.DESKTOP)),
    PageState("install-all", "/log/install", action=page_actions.show_all_methods, is_typical=True),
    PageState("help", "/log/help", is_typical=True),
    PageState("help-opened", "/log/help", action=page_actions.open_everything, is_typical=True),
    PageState("card", "/log/card", "ana", is_typical=True),
    PageState("card-signed-out", "/log/card"),
    PageState("cards", "/people/cards", "carla", is_typical=True),
    PageState("cards-empty", "/people/cards", "dora"),
    PageState("guides", "/guides/", is_typical=True),
    PageState("guides-signed-in", "/guides/", "carla"),
    *(PageState(f"guide-{name}", f"/guides/{name}", is_typical=True) for name in GUIDES),
    PageState("home-large", "/log/", "ana", action=page_actions.enlarge_text),
    PageState("visit-large", "/log/visit", "ana", action=page_actions.enlarge_text),
    PageState("ward-large", "/overview/", "carla", action=page_actions.enlarge_text),
    PageState("member", "/overview/", "ana", is_typical=True),
    PageState("member-empty", "/overview/", "bo"),
    PageState("team", "/overview/", "leo", is_typical=True),
    PageState("team-empty", f"/overview/?{EMPTY_MONTH}", "leo"),
    PageState("ward", "/overview/", "carla", is_typical=True),
    PageState("ward-viewer", "/overview/", "vera"),
    PageState("ward-empty", "/overview/", "dora", is_typical=True),
    PageState("ward-empty-month", f"/overview/?{EMPTY_MONTH}", "carla"),
    PageState("ward-of-province", "/overview/?ward=16417", "eva"),
    PageState("area", "/overview/?ward=16417&area=2", "eva", is_typical=True),
    PageState("area-empty-month", f"/overview/?ward=16417&area=2&{EMPTY_MONTH}", "eva"),
    PageState("team-of-ward", "/overview/?ward=16417&team=2", "eva"),
    PageState("entries", "/overview/entries", "carla", is_typical=True),
    PageState("entries-member", "/overview/entries", "ana"),
    PageState("entries-empty", "/overview/entries", "dora"),
    PageState("reports", "/reports/", "carla", is_typical=True),
    PageState("reports-member", "/reports/", "ana"),
    PageState("reports-province", "/reports/", "eva"),
    PageState("reports-empty-month", f"/reports/?{EMPTY_MONTH}", "dora"),
    PageState("report", f"/reports/read?month={LAST_MONTH.previous()}", "carla", is_typical=True),
    PageState("report-running", "/reports/read", "carla"),
    PageState("report-of-team", "/reports/read", "leo"),
    PageState("report-of-person", "/reports/read", "ana"),
    PageState("report-to-province", "/reports/read?ward=16417", "eva"),
    PageState("report-empty", f"/reports/read?{EMPTY_MONTH}", "dora"),
    PageState("province", "/overview/", "eva", is_typical=True),
    PageState("province-empty", f"/overview/?{EMPTY_MONTH}", "eva"),
)


def states_under(*paths: str) -> list[PageState]:
    """Return the states of all pages whose paths begin with one of ``paths``."""
    return [state for state in PAGE_STATES if state.path.startswith(paths)]
