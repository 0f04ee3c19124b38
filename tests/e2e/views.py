"""Every page in every state that people meet it in: what is checked, and what screenshots are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from app.month import Month
from tests.e2e import without_line
from tests.e2e.server import fill_in_sign_in
from tests.e2e.work import LONG_HOUSEHOLD, LONG_NOTE

NOBODY = "0900000199"
MEMBERS = {"ana", "bo", "bruno", "leo", "nina"}
TRIES = 6
LONG_TITLE = "Cảnh giác lừa đảo trên không gian mạng và cài đặt tài khoản định danh điện tử mức độ 2 cho người cao tuổi"
LAST_MONTH = Month.current().previous()
EMPTY_MONTH = "month=2021-01"
PHONE_PAGES = "/log/"
"""Where a page's script fetches what is one's own, and says when it is done."""
FIGURES = ("/overview/", "/reports/")


@dataclass(frozen=True)
class View:
    """A page as somebody of the cast sees it, after what they did there."""

    name: str
    path: str
    person: str | None = None
    status: int = 200
    act: Callable[[Page], None] | None = None
    is_typical: bool = False
    """Whether it shows what all states of its page share, or colours that the others have not.

    Contrast and the words of the other language are looked at there only.
    """

    @property
    def address(self) -> str:
        """Its path without what is asked of it."""
        return self.path.partition("?")[0]

    @property
    def is_for_a_desk(self) -> bool:
        """Whether it comes up at an office's computer: it is nobody's, or the ward's or the province's."""
        return self.act is None and self.person not in MEMBERS

    @property
    def needs_worker(self) -> bool:
        """Whether it comes about by what the phone keeps."""
        return self.act is not None and self.act.__module__ == without_line.__name__

    def open(self, page: Page) -> None:
        """Go there, and do what leads to this state."""
        answer = page.goto(self.path)
        assert answer is not None
        assert answer.status == self.status, f"{self.path} answers {answer.status}"
        if self.path.startswith(PHONE_PAGES):
            page.locator("html[data-ready]").wait_for()
        if self.act:
            self.act(page)


def _send_nothing(page: Page) -> None:
    page.locator("main form button[type=submit]:visible").first.click()
    page.locator("[aria-invalid=true]").first.wait_for()


def _paste_figures(page: Page) -> None:
    page.locator("details", has=page.locator("#pasted")).locator("summary").click()
    page.fill("#pasted", "Phố 1\t312\nPhố 2\t1.204\nCộng\t1.516")
    page.locator("button[name=fill]").click()
    page.locator(".summary li").first.wait_for()


def _sign_in_wrongly(page: Page) -> None:
    fill_in_sign_in(page, NOBODY, "sai mật khẩu")
    page.get_by_role("alert").wait_for()


def _show_password(page: Page) -> None:
    page.locator("#password").fill("một câu dễ nhớ")
    page.locator("button[aria-controls=password]").click()


def _show_own(page: Page) -> None:
    user = page.request.get("/api/v1/session").json()["user"]
    page.goto(f"/review/?member={user['id']}")


def _sign_in_too_often(page: Page) -> None:
    for _ in range(TRIES):
        _sign_in_wrongly(page)


def _change_password_wrongly(page: Page) -> None:
    for name, text in (("current", "không phải"), ("new", "ngắn"), ("again", "khác")):
        page.locator(f"[name={name}]").fill(text)
    _send_nothing(page)


def _ask_why(page: Page) -> None:
    page.locator(".entry-card .reason-panel[data-reasons-for=return] summary").first.click()


def _approve_first(page: Page) -> None:
    page.locator(".entry-card .approve").first.click()
    page.locator("#undo").wait_for()


def _decide_on_many_that_changed(page: Page) -> None:
    """Send what a page without its script sends when somebody else has dealt with all of it meanwhile."""
    page.evaluate(
        """() => {
          const form = document.getElementById("undo");
          const seen = [...document.querySelectorAll("[data-entry]")].map((card) => `${card.dataset.entry}:99`);
          for (let i = 0; i < 60; i++) seen.push(`0199a000-0000-7000-8000-0000000${10000 + i}:1`);
          form.action = "/review/decide";
          form.append(...[["action", "approve"], ...seen.map((one) => ["seen", one])].map(([name, value]) =>
            Object.assign(document.createElement("input"), { type: "hidden", name, value })));
          HTMLFormElement.prototype.submit.call(form);
        }"""
    )
    page.locator("[data-not-done]").first.wait_for()


def _save_after_another(page: Page) -> None:
    page.locator("[name=stamp]").evaluate("(stamp) => { stamp.value = 'older'; }")
    page.locator("#late_threshold").fill("30")
    page.locator(".questions button.primary").first.click()
    page.get_by_role("alert").wait_for()


def _open_first(page: Page) -> None:
    page.locator(".entry-card a[href*='/review/entries/']").first.click()
    page.wait_for_url("**/review/entries/**")


def _close_unseen(page: Page) -> None:
    # The browser itself would not send it.
    page.locator("form[action$='/close']").evaluate("(form) => { form.noValidate = true; }")
    page.locator("form[action$='/close'] [type=submit]").click()
    page.locator(".wrong #looked-error").wait_for()


def _set_nonsense(page: Page) -> None:
    form = page.locator("main form").first
    form.evaluate("(form) => { form.noValidate = true; }")
    form.locator("input[type=number]").first.fill("0")
    form.locator("[type=submit]").first.click()
    page.locator("[aria-invalid=true]").first.wait_for()


def _set_no_word(page: Page) -> None:
    page.locator("[name=team_word]").fill("")
    page.locator("main form [type=submit]").first.click()
    page.locator("[aria-invalid=true]").first.wait_for()


def _write_a_number(page: Page) -> None:
    page.locator("[name=causes]").fill("Số 0900000199 không gọi được.")
    page.locator("main form [type=submit]").last.click()
    page.locator("[aria-invalid=true]").first.wait_for()


def _send_nothing_from_phone(page: Page) -> None:
    without_line.send_form(page)
    page.locator("#errors").wait_for()


def _fill_in_visit(page: Page) -> None:
    page.locator("[name=household]").fill(LONG_HOUSEHOLD)
    page.locator("[data-found] button").last.click()
    for control in ("[name=topics]", "[name=also]", "[name=companions]"):
        if page.locator(control).count():
            page.locator("label", has=page.locator(control)).first.click()
    page.locator("[name=note]").fill(LONG_NOTE)


def _fill_in_training(page: Page) -> None:
    page.locator("label", has=page.locator("[name=topic]")).first.click()
    for name, text in (("attendees", "1450"), ("women", "800"), ("title", LONG_TITLE), ("venue", LONG_TITLE)):
        page.locator(f"[name={name}]").fill(text)


def _fill_in_installation(page: Page) -> None:
    for name in ("service", "outcome", "setting"):
        page.locator("label", has=page.locator(f"[name={name}]")).first.click()


def _fill_in_merchant(page: Page) -> None:
    page.locator("[name=merchant]").fill(LONG_TITLE)
    page.locator("[data-found] button").last.click()
    for name in ("methods", "in_use", "e_invoice"):
        page.locator("label", has=page.locator(f"[name={name}]")).first.click()


def _search_door(page: Page) -> None:
    page.locator("[name=household]").press_sequentially("so")
    page.locator("[data-found] button").first.wait_for()


def _refuse(page: Page) -> None:
    _fill_in_visit(page)
    page.locator("[name=note]").fill("Căn cước 001099012345")
    without_line.send_form(page)
    page.locator("#errors").wait_for()


def _save_visit(page: Page) -> None:
    _fill_in_visit(page)
    page.locator("[name=note]").fill("")
    without_line.send_form(page)
    page.locator("[data-receipt=stored]").wait_for()


def _ask_to_withdraw(page: Page) -> None:
    page.locator("[data-entry] button.danger").first.click()
    page.locator("dialog[open]").wait_for()


def _open_returned(page: Page) -> None:
    page.locator("[data-status=returned] a").first.click()
    page.wait_for_url("**/log/*?id=*")
    page.locator("html[data-ready]").wait_for()


INSIDE_ZALO = (
    "Mozilla/5.0 (Linux; Android 10; wv) AppleWebKit/537.36 Chrome/124.0 Mobile Safari/537.36 Zalo android/121"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 Safari/604.1"
DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/124.0 Safari/537.36"


def calls_itself(user_agent: str) -> Callable[[Page], None]:
    """Return what opens a page anew in a browser that gives another name."""

    def act(page: Page) -> None:
        name = f"Object.defineProperty(navigator, 'userAgent', {{ value: {user_agent!r} }})"
        page.add_init_script(name)
        page.reload()
        page.locator("html[data-ready]").wait_for()

    return act


def offer_to_install(page: Page) -> None:
    """Send the page what a browser sends that would put the app on the home screen."""
    page.evaluate(
        """() => {
          const event = new Event("beforeinstallprompt", { cancelable: true });
          event.prompt = () => { document.documentElement.dataset.prompted = "true"; };
          event.userChoice = Promise.resolve({ outcome: "accepted" });
          window.dispatchEvent(event);
        }"""
    )
    page.locator("[data-install-offer]:visible").wait_for()


def _accept_to_install(page: Page) -> None:
    offer_to_install(page)
    page.locator("[data-install-offer] button:visible").click()
    page.locator("[data-outcome=accepted]").wait_for()


def _show_all_ways(page: Page) -> None:
    page.locator("#other-methods").click()


def enlarge(page: Page) -> None:
    """Choose the larger type, as its switch does."""
    page.locator("button[name=type][value=large]").click()


VIEWS = (
    View("sign-in", "/login", is_typical=True),
    View("sign-in-empty", "/login", act=_send_nothing),
    View("sign-in-shown", "/login", act=_show_password),
    View("sign-in-wrong", "/login", act=_sign_in_wrongly),
    View("sign-in-too-often", "/login", act=_sign_in_too_often),
    View("error-not-found", "/nowhere", status=404, is_typical=True),
    View("error-not-found-signed-in", "/nowhere", "ana", status=404),
    View("error-forbidden", "/overview/", "ada", status=403),
    View("error-month", "/overview/?month=never", "carla", status=400),
    View("account", "/account", "ana", is_typical=True),
    View("account-long-name", "/account", "bruno"),
    View("account-without-post", "/account", "nina"),
    View("password", "/account/password", "ana", is_typical=True),
    View("password-wrong", "/account/password", "ana", act=_change_password_wrongly),
    View("review", "/review/", "carla", is_typical=True),
    View("review-leader", "/review/", "leo"),
    View("review-filtered", "/review/?kind=visit&text=ngo", "carla"),
    View("review-nothing-found", "/review/?text=khongcogi", "carla"),
    View("review-empty", "/review/", "dora"),
    View("review-why", "/review/", "carla", act=_ask_why, is_typical=True),
    View("review-undo", "/review/", "carla", act=_approve_first, is_typical=True),
    View("review-own", "/review/", "carla", act=_show_own, is_typical=True),
    View("review-not-done", "/review/", "carla", act=_decide_on_many_that_changed),
    View("review-entry", "/review/", "carla", act=_open_first, is_typical=True),
    View("review-returned", "/review/returned", "carla", is_typical=True),
    View("review-returned-empty", "/review/returned", "dora"),
    View("review-sample", "/review/sample", "carla", is_typical=True),
    View("review-sample-empty", "/review/sample", "dora"),
    View("months", "/reports/months", "carla", is_typical=True),
    View("months-empty", "/reports/months", "dora"),
    View("month-to-close", f"/reports/months/{LAST_MONTH}", "carla", is_typical=True),
    View("month-to-close-wrong", f"/reports/months/{LAST_MONTH}", "carla", act=_close_unseen, is_typical=True),
    View("month-running", f"/reports/months/{Month.current()}", "carla", is_typical=True),
    View("month-closed", f"/reports/months/{LAST_MONTH.previous()}", "carla", is_typical=True),
    View("flags", "/settings/flags", "carla", is_typical=True),
    View("flags-wrong", "/settings/flags", "carla", act=_set_nonsense),
    View("flags-moved", "/settings/flags", "carla", act=_save_after_another),
    View("settings", "/settings/", "carla", is_typical=True),
    View("settings-report", "/settings/report", "carla", is_typical=True),
    View("settings-report-wrong", "/settings/report", "carla", act=_set_no_word),
    View("targets", "/settings/targets", "carla", is_typical=True),
    View("targets-empty", "/settings/targets", "dora"),
    View("targets-wrong", "/settings/targets", "carla", act=_send_nothing),
    View("targets-each", "/settings/targets/each?measure=visit&period=year", "carla", is_typical=True),
    View("populations", "/settings/populations", "carla", is_typical=True),
    View("population", "/settings/populations/households", "carla", is_typical=True),
    View("population-empty", "/settings/populations/adults", "dora", is_typical=True),
    View("population-pasted", "/settings/populations/households", "carla", act=_paste_figures),
    View("population-wrong", "/settings/populations/households", "carla", act=_send_nothing),
    View("month-unfinished", f"/reports/months/{LAST_MONTH.previous().previous()}", "carla", is_typical=True),
    View("words", f"/reports/months/{LAST_MONTH}/words", "carla", is_typical=True),
    View("words-of-team", f"/reports/months/{LAST_MONTH}/words", "leo"),
    View("words-wrong", f"/reports/months/{LAST_MONTH}/words", "carla", act=_write_a_number),
    View("journal", "/journal/", "carla", is_typical=True),
    View("journal-chosen", "/journal/?group=access&from=2026-01-01", "carla"),
    View("journal-of-all-wards", "/journal/", "ada"),
    View("home", "/log/", "ana", is_typical=True),
    View("home-empty", "/log/", "bo"),
    View("home-signed-out", "/log/"),
    View("home-no-logging", "/log/", "vera"),
    View("visit", "/log/visit", "ana", is_typical=True),
    View("visit-search", "/log/visit", "ana", act=_search_door),
    View("visit-empty", "/log/visit", "bo"),
    View("visit-filled", "/log/visit", "ana", act=_fill_in_visit),
    View("visit-wrong", "/log/visit", "ana", act=_send_nothing_from_phone, is_typical=True),
    View("visit-refused", "/log/visit", "ana", act=_refuse, is_typical=True),
    View("visit-saved", "/log/visit", "bruno", act=_save_visit, is_typical=True),
    View("visit-returned", "/log/", "ana", act=_open_returned),
    View("installation", "/log/installation", "ana", is_typical=True),
    View("installation-filled", "/log/installation", "ana", act=_fill_in_installation),
    View("installation-wrong", "/log/installation", "ana", act=_send_nothing_from_phone),
    View("training", "/log/training", "ana", is_typical=True),
    View("training-filled", "/log/training", "ana", act=_fill_in_training),
    View("training-wrong", "/log/training", "ana", act=_send_nothing_from_phone),
    View("merchant", "/log/merchant", "ana", is_typical=True),
    View("merchant-filled", "/log/merchant", "ana", act=_fill_in_merchant),
    View("merchant-wrong", "/log/merchant", "ana", act=_send_nothing_from_phone),
    View("visit-waiting", "/log/visit", "ana", act=without_line.save, is_typical=True),
    View("visit-signed-out", "/log/visit", "ana", act=without_line.end_session),
    View("visit-resumed", "/log/visit", "ana", act=without_line.resume),
    View("visit-photos", "/log/visit", "ana", act=without_line.take_photos),
    View("visit-again", "/log/visit", "ana", act=without_line.visit_again),
    View("home-waiting", "/log/visit", "ana", act=without_line.save_and_go_home, is_typical=True),
    View("home-waiting-too-long", "/log/visit", "ana", act=without_line.forget_for_days, is_typical=True),
    View("mine-waiting", "/log/visit", "ana", act=without_line.save_and_look, is_typical=True),
    View("mine-refused", "/log/visit", "ana", act=without_line.be_refused, is_typical=True),
    View("offline", "/log/", "ana", act=without_line.open_what_only_the_ward_has, is_typical=True),
    View("account-unsent", "/log/visit", "ana", act=without_line.sign_out),
    View("mine", "/log/mine", "ana", is_typical=True),
    View("mine-empty", "/log/mine", "bo"),
    View("mine-long-name", "/log/mine", "bruno"),
    View("mine-withdraw", "/log/mine", "ana", act=_ask_to_withdraw, is_typical=True),
    View("install", "/log/install", is_typical=True),
    View("install-offered", "/log/install", act=offer_to_install),
    View("install-accepted", "/log/install", act=_accept_to_install),
    View("install-iphone", "/log/install", act=calls_itself(IPHONE)),
    View("install-inside", "/log/install", act=calls_itself(INSIDE_ZALO)),
    View("install-desk", "/log/install", act=calls_itself(DESKTOP)),
    View("install-all", "/log/install", act=_show_all_ways, is_typical=True),
    View("home-large", "/log/", "ana", act=enlarge),
    View("visit-large", "/log/visit", "ana", act=enlarge),
    View("ward-large", "/overview/", "carla", act=enlarge),
    View("member", "/overview/", "ana", is_typical=True),
    View("member-empty", "/overview/", "bo"),
    View("team", "/overview/", "leo", is_typical=True),
    View("team-empty", f"/overview/?{EMPTY_MONTH}", "leo"),
    View("ward", "/overview/", "carla", is_typical=True),
    View("ward-viewer", "/overview/", "vera"),
    View("ward-empty", "/overview/", "dora"),
    View("ward-empty-month", f"/overview/?{EMPTY_MONTH}", "carla"),
    View("ward-of-province", "/overview/?ward=16417", "eva"),
    View("area", "/overview/?ward=16417&area=2", "eva", is_typical=True),
    View("area-empty-month", f"/overview/?ward=16417&area=2&{EMPTY_MONTH}", "eva"),
    View("team-of-ward", "/overview/?ward=16417&team=2", "eva"),
    View("entries", "/overview/entries", "carla", is_typical=True),
    View("entries-member", "/overview/entries", "ana"),
    View("entries-empty", "/overview/entries", "dora"),
    View("reports", "/reports/", "carla", is_typical=True),
    View("reports-member", "/reports/", "ana"),
    View("reports-province", "/reports/", "eva"),
    View("reports-empty-month", f"/reports/?{EMPTY_MONTH}", "dora"),
    View("report", f"/reports/read?month={LAST_MONTH.previous()}", "carla", is_typical=True),
    View("report-running", "/reports/read", "carla"),
    View("report-of-team", "/reports/read", "leo"),
    View("report-of-person", "/reports/read", "ana"),
    View("report-to-province", "/reports/read?ward=16417", "eva"),
    View("report-empty", f"/reports/read?{EMPTY_MONTH}", "dora"),
    View("province", "/overview/", "eva", is_typical=True),
    View("province-empty", f"/overview/?{EMPTY_MONTH}", "eva"),
)


def views_under(*paths: str) -> list[View]:
    """Return the views of some part of the app."""
    return [view for view in VIEWS if view.path.startswith(paths)]
