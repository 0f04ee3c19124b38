"""The smoke journey in WebKit, the engine of iPhones: without a server forms open and keep, and send when it is back.

WebKitGTK is no iPhone, but its engine and its gaps are the same: no background sync, and faults that only Safari has.
Offline means here that the server is stopped, which a browser cannot tell from a lane without signal.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from selenium.common.exceptions import TimeoutException, WebDriverException
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from app.database import reader
from app.logbook.models import Entry
from tests.cast import ANA, PASSWORD, PHONES
from tests.chaos.database import app_on, durable_database
from tests.e2e.chromium import environment
from tests.served import Server

DRIVER, DISPLAY = "WebKitWebDriver", "Xvfb"
PACKAGES = {DRIVER: "webkit2gtk-driver", DISPLAY: "xvfb"}
BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
TIMEOUT_SECONDS = 60
PHONE = (412, 850)
HOUSEHOLDS = ("Số 7, ngõ 3", "Số 8, ngõ 3", "Số 9, ngõ 3")


def missing() -> list[str]:
    """Return the packages that have to be installed first."""
    packages = [package for program, package in PACKAGES.items() if shutil.which(program) is None]
    return packages if packages or _browser() else [PACKAGES[DRIVER]]


def _browser() -> str | None:
    found = sorted(Path("/").glob(BROWSERS.removeprefix("/")))
    return str(found[-1]) if found else None


@contextmanager
def screen() -> Iterator[None]:
    """Give the browser a screen that nobody sees."""
    read, write = os.pipe()
    command = [DISPLAY, "-displayfd", str(write), "-screen", "0", "1024x1024x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as message:
            os.environ["DISPLAY"] = f":{message.readline().strip()}"
        yield
    finally:
        process.terminate()
        process.wait(TIMEOUT_SECONDS)


@contextmanager
def webkit() -> Iterator[WebKitGTK]:
    """Start the browser, as wide as a phone."""
    options = Options()
    options.binary_location = _browser() or ""
    options.add_argument("--automation")
    driver = WebKitGTK(options=options, service=Service(shutil.which(DRIVER) or "", env=environment()))
    try:
        driver.set_window_size(*PHONE)
        yield driver
    finally:
        driver.quit()


class Phone:
    """A member's phone, used by its pages only."""

    def __init__(self, driver: WebKitGTK, url: str) -> None:
        self._driver, self._url = driver, url

    def open(self, path: str) -> None:
        """Open an address from nothing, as after a cold start, and wait until its script has filled it."""
        self._driver.get("about:blank")
        self._driver.get(f"{self._url}{path}")
        self.until(lambda: self.script("return document.documentElement.dataset.ready"), f"{path} does not open")

    def until(self, is_so: Callable[[], Any], complaint: str) -> None:
        """Wait until something is so."""
        wait = WebDriverWait(self._driver, TIMEOUT_SECONDS, poll_frequency=0.5, ignored_exceptions=[WebDriverException])
        try:
            wait.until(lambda _driver: is_so())
        except TimeoutException:
            raise AssertionError(f"{complaint}: {self._driver.current_url}\n{self._body()[:800]}") from None

    def _body(self) -> str:
        return self._driver.find_element(By.TAG_NAME, "body").text

    def script(self, text: str) -> Any:
        """Return what a script returns."""
        return self._driver.execute_script(text)  # type: ignore[no-untyped-call]

    def one(self, selector: str) -> WebElement:
        """Return the one element that is seen; wait for it."""
        found: list[WebElement] = []

        def is_seen() -> bool:
            found[:] = [one for one in self._driver.find_elements(By.CSS_SELECTOR, selector) if one.is_displayed()]
            return bool(found)

        self.until(is_seen, f"there is no {selector}")
        return found[0]

    def tap(self, selector: str) -> None:
        """Tap what is seen, wherever it is on the page."""
        target = self.one(selector)
        self._driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", target)  # type: ignore[no-untyped-call]
        target.click()

    def sign_in(self) -> None:
        """Sign in by the page."""
        self._driver.get(f"{self._url}/login")
        self.one("[name=phone]").send_keys(PHONES["ana"])
        self.one("[name=password]").send_keys(PASSWORD)
        self.tap("main form button[type=submit]")
        self.until(lambda: self._driver.current_url.endswith("/log/"), "signing in does not lead home")
        # A page left for another site while it first makes its database locks that up for all others in WebKitGTK.
        self.until(self.is_kept, "no worker keeps the pages")

    def is_kept(self) -> bool:
        """Whether the worker has taken over, so that the pages open without a server."""
        return bool(self.script("return Boolean(navigator.serviceWorker && navigator.serviceWorker.controller)"))

    def log_visit(self, household: str) -> None:
        """Log a visit to a door that is new, and wait until it is saved."""
        self.open("/log/visit")
        self.one("[name=household]").send_keys(household)
        self.tap("[data-found] .add-new")
        self.tap("#entry button[type=submit]")
        self.until(lambda: self.one("[data-receipt]"), f"{household} is not saved")

    def saved_as(self) -> str:
        """Return where what was saved last stands: waiting, or stored by the ward."""
        return str(self.one("[data-receipt]").get_attribute("data-receipt"))

    def waiting(self) -> int:
        """Return how many entries the page says wait on this phone."""
        return int(self.one("#status-bar").get_attribute("data-waiting") or -1)


def _households_in_log(database: str) -> Counter[str]:
    """Count the visits that the server has, by door."""
    with app_on(database):
        entries = reader().scalars(sa.select(Entry).where(Entry.member_id == ANA)).all()
        return Counter(entry.fields["household"]["label"] for entry in entries)


def journey(driver: WebKitGTK, server: Server, database: str) -> None:
    """Log one visit online and three without a server; every one arrives once."""
    phone = Phone(driver, f"http://127.0.0.1:{server.port}")
    first = "Số 1, ngõ 1"
    phone.sign_in()
    phone.log_visit(first)
    phone.until(lambda: phone.saved_as() == "stored", "the ward did not receive what was saved online")
    print("webkit: signed in, a visit received by the ward, the pages kept by the worker", flush=True)

    server.stop()
    for number, household in enumerate(HOUSEHOLDS, start=1):
        phone.log_visit(household)
        phone.until(lambda: phone.saved_as() == "waiting", f"{household} does not wait")
        phone.open("/log/")
        phone.until(lambda wanted=number: phone.waiting() == wanted, f"the bar does not say that {number} wait")
    assert _households_in_log(database) == Counter([first])
    print(
        f"webkit: the server stopped, the form opened cold, {len(HOUSEHOLDS)} visits kept and said to wait", flush=True
    )

    server.start()
    phone.open("/log/")
    phone.until(lambda: phone.waiting() == 0, "what waited is not sent")
    phone.open("/log/mine")
    assert _households_in_log(database) == Counter([first, *HOUSEHOLDS])
    print("webkit: the server back, every visit received exactly once", flush=True)


def main() -> int:
    """Run the journey; return 1 when it cannot be run or fails."""
    if packages := missing():
        print(f"WebKit cannot be tried: apt-get install {' '.join(packages)}", file=sys.stderr)
        return 1
    with TemporaryDirectory(prefix="tung-nha-webkit-") as name:
        folder = Path(name)
        with durable_database("sqlite", folder) as database:
            server = Server(database, folder / "log")
            server.start()
            try:
                with screen(), webkit() as driver:
                    journey(driver, server, database)
            finally:
                server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
