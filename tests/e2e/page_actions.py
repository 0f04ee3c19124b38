"""What is done on a page before it is checked or pictured: each function leads an opened page to one of its states."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.e2e.server import fill_in_sign_in

NOBODY = "0900000199"
TRIES = 6
LONG_TITLE = "Cảnh giác lừa đảo trên không gian mạng và cài đặt tài khoản định danh điện tử mức độ 2 cho người cao tuổi"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 Safari/604.1"
DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/124.0 Safari/537.36"


def submit_empty_form(page: Page) -> None:
    """Send a form of the desk as it is, empty."""
    page.locator("main form button[type=submit]:visible").first.click()
    page.locator("[aria-invalid=true]").first.wait_for()


def show_next_dates(page: Page) -> None:
    """Let the form of an event show the next dates, on the first Sunday of each month."""
    page.select_option("#type", index=1)
    page.check("[name=every][value=month_weekday]")
    page.locator("button[name=preview]").click()
    page.locator(".coming-dates li").first.wait_for()


def paste_figures(page: Page) -> None:
    """Fill in the figures of areas from a table on the clipboard."""
    page.locator("details", has=page.locator("#pasted")).locator("summary").click()
    page.fill("#pasted", "Phố 1\t312\nPhố 2\t1.204\nCộng\t1.516")
    page.locator("button[name=fill]").click()
    page.locator(".summary li").first.wait_for()


def check_names(page: Page) -> None:
    """Enter names of areas of which one is there already, one stands there twice and one is no name."""
    names = ["Phố 3", "Phố 1", "Phố 3", "0912345678901", "Khu dân cư Nghĩa Thương, khu tập thể Nhà máy Thuốc lá cũ"]
    page.locator("#lines").fill("\n".join(names))
    page.locator(".long-form button.primary").click()
    page.locator("[data-new]").wait_for()


def sign_in_wrongly(page: Page) -> None:
    """Sign in with a wrong password."""
    fill_in_sign_in(page, NOBODY, "sai mật khẩu")
    page.get_by_role("alert").wait_for()


def show_password(page: Page) -> None:
    """Show a password that is being typed."""
    page.locator("#password").fill("một câu dễ nhớ")
    page.locator("button[aria-controls=password]").click()


def list_people(page: Page) -> None:
    """Reload the page of signing in on a phone that two people have used."""
    page.evaluate(
        """() => {
          const people = ["Nguyễn Thị Ví Dụ Khánh Huyền", "Trần Ví Dụ"].map((name, id) => (
            { id: id + 1, name, phone: `090000010${id}`, at: Date.now() }));
          localStorage.setItem("people", JSON.stringify(people));
        }"""
    )
    page.reload()
    page.locator(".people-here li").nth(1).wait_for()


def show_own_entries(page: Page) -> None:
    """Open one's own entries in the queue."""
    user = page.request.get("/api/v1/session").json()["user"]
    page.goto(f"/review/?member={user['id']}")


def sign_in_too_often(page: Page) -> None:
    """Sign in with a wrong password until it is refused for a while."""
    for _ in range(TRIES):
        sign_in_wrongly(page)


def change_password_wrongly(page: Page) -> None:
    """Send new passwords that are not equal, and a wrong old one."""
    for name, text in (("current", "không phải"), ("new", "ngắn"), ("again", "khác")):
        page.locator(f"[name={name}]").fill(text)
    submit_empty_form(page)


def open_return_reasons(page: Page) -> None:
    """Open the reasons for returning the first entry."""
    page.locator(".entry-card .reason-panel[data-reasons-for=return] summary").first.click()


def approve_first(page: Page) -> None:
    """Approve the first entry of the queue."""
    page.locator(".entry-card .approve").first.click()
    page.locator("#undo").wait_for()


def approve_changed_entries(page: Page) -> None:
    """Approve entries without the page's script, after somebody else has decided on all of them."""
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


def save_older_settings(page: Page) -> None:
    """Save settings that somebody else has changed since the page was opened."""
    page.locator("[name=version]").evaluate("(version) => { version.value = 'older'; }")
    page.locator("#late_threshold").fill("30")
    page.locator(".questions button.primary").first.click()
    page.get_by_role("alert").wait_for()


def move_service(page: Page) -> None:
    """Move a service up, without saving that."""
    page.locator("[name=move][value='services up vneid_2']").click()
    page.locator(".unsaved").wait_for()


def add_usual_criteria(page: Page) -> None:
    """Add the usual criteria of a digital household, without saving them, and move one."""
    page.locator("[name=usual]").click()
    page.locator("[name=move][value^='up '] >> nth=2").click()
    page.locator(".criteria .moved").wait_for()


def add_criterion_without_service(page: Page) -> None:
    """Add a criterion that asks for a service, without saying for which."""
    page.locator("[name=rule]").select_option("somebody")
    page.locator("[name=add]").click()
    page.get_by_role("alert").wait_for()


def hide_all_topics(page: Page) -> None:
    """Save that phones are to offer no topic at all."""
    for box in page.locator("[name=shown_topics]").all():
        box.uncheck()
    page.locator(".actions button.primary").click()
    page.get_by_role("alert").wait_for()


def open_first_entry(page: Page) -> None:
    """Open the page of the first entry of the queue."""
    page.locator(".entry-card a[href*='/review/entries/']").first.click()
    page.wait_for_url("**/review/entries/**")


def close_unchecked_month(page: Page) -> None:
    """Close a month without confirming that its entries were looked at."""
    # The browser itself would not submit the form.
    page.locator("form[action$='/close']").evaluate("(form) => { form.noValidate = true; }")
    page.locator("form[action$='/close'] [type=submit]").click()
    page.locator(".wrong #looked-error").wait_for()


def save_invalid_number(page: Page) -> None:
    """Save settings with a number that is too small."""
    form = page.locator("main form").first
    form.evaluate("(form) => { form.noValidate = true; }")
    form.locator("input[name$=_threshold]").first.fill("0")
    form.locator("[type=submit]").first.click()
    page.locator("[aria-invalid=true]").first.wait_for()


def save_phone_number_as_signatory(page: Page) -> None:
    """Save the settings of the report with a phone number where a name belongs."""
    page.locator("[name=signatory]").fill("Nguyễn Ví Dụ 0912345678")
    page.locator("main form [type=submit]").first.click()
    page.locator("[aria-invalid=true]").first.wait_for()


def write_phone_number(page: Page) -> None:
    """Write somebody's phone number into the report's text."""
    page.locator("[name=causes]").fill("Số 0900000199 không gọi được.")
    page.locator("main form [type=submit]").last.click()
    page.locator("[aria-invalid=true]").first.wait_for()


def write_too_much(page: Page) -> None:
    """Write one text of the report that is nearly full, and one that is too long."""
    page.locator("[name=causes]").fill("Một từ. " * 450)
    page.locator("[name=proposals]").fill("Một từ. " * 502)
    page.locator(".too-long").wait_for()


def reload_with_user_agent(user_agent: str) -> Callable[[Page], None]:
    """Return an action that reloads a page in a browser with another user agent."""

    def action(page: Page) -> None:
        name = f"Object.defineProperty(navigator, 'userAgent', {{ value: {user_agent!r} }})"
        page.add_init_script(name)
        page.reload()
        page.locator("html[data-ready]").wait_for()

    return action


def offer_to_install(page: Page) -> None:
    """Send the page the event by which a browser offers to install the app."""
    page.evaluate(
        """() => {
          const event = new Event("beforeinstallprompt", { cancelable: true });
          event.prompt = () => { document.documentElement.dataset.prompted = "true"; };
          event.userChoice = Promise.resolve({ outcome: "accepted" });
          window.dispatchEvent(event);
        }"""
    )
    page.locator("[data-install-offer]:visible").wait_for()


def accept_to_install(page: Page) -> None:
    """Accept the browser's offer to install the app."""
    offer_to_install(page)
    page.locator("[data-install-offer] button:visible").click()
    page.locator("[data-outcome=accepted]").wait_for()


def show_all_methods(page: Page) -> None:
    """Show how the app is installed on every device."""
    page.locator("#other-methods").click()


def enlarge_text(page: Page) -> None:
    """Choose the larger text size with its button."""
    page.locator("button[name=type][value=large]").click()


def open_everything(page: Page) -> None:
    """Open whatever opens on a tap."""
    for summary in page.locator("main summary").all():
        summary.click()
