"""A new version of the app on a phone with waiting entries: it is offered, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from playwright.sync_api import Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from app.config import ROOT
from tests.cast import PASSWORD, PHONES
from tests.conftest import Databases, dispose, make_app
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.faults import answer_with
from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import (
    entry_row,
    expect_waiting,
    fill_in_visit,
    log_entry,
    save,
    stored,
    wait_for_script,
)
from tests.e2e.server import HOST, Site

CHECK = "navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => true, () => false)"
HAS_TRIED = "() => navigator.serviceWorker.getRegistration().then(({ installing }) => installing === null)"


class Quiet(WSGIRequestHandler):
    """A handler that writes nothing."""

    def log_entry(self, type: str, message: str, *args: Any) -> None:
        """Keep silent."""


class Releases:
    """A server whose version may change between two requests, as when the ward's server is renewed."""

    def __init__(self, database: str) -> None:
        self._made = [make_app(database), make_app(database)]
        template = (Path(ROOT) / "templates/pwa/home.html").read_text(encoding="utf-8")
        newer = {"pwa/home.html": template.replace("<h1>", '<h1 id="newer">')}
        new = self._made[1]
        new.jinja_env.bytecode_cache = None
        new.jinja_loader = ChoiceLoader([DictLoader(newer), new.jinja_loader])  # type: ignore[list-item]
        self.current: Flask = self._made[0]

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer as the version of the moment, and read the whole answer.

        Werkzeug's server leaves an answer open when the browser resets the connection, and with it a static file.
        """
        with closing(self.current(environ, start_response)) as answer:
            return list(answer)

    def release(self) -> None:
        """Put the new version into use."""
        self.current = self._made[1]

    def take_back(self) -> None:
        """Put the old version into use."""
        self.current = self._made[0]

    def close(self) -> None:
        """Let go of the database."""
        for app in self._made:
            dispose(app)


@pytest.fixture(scope="module")
def releases(databases: Databases) -> Iterator[tuple[Releases, Site]]:
    """Serve a database from a server that can be renewed."""
    database = databases.fresh("sqlite")
    releases = Releases(database)
    server = make_server(HOST, 0, releases, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield releases, Site(server.server_port, database, PHONES, PASSWORD)
    server.shutdown()
    thread.join()
    server.server_close()
    releases.close()


@pytest.fixture
def site(releases: tuple[Releases, Site]) -> Site:
    """Put the server that can be renewed in the place of the shared one."""
    releases[0].take_back()
    return releases[1]


@pytest.fixture
def server(releases: tuple[Releases, Site]) -> Releases:
    """Return the server that can be renewed."""
    return releases[0]


def _caches(page: Page) -> list[str]:
    found: list[str] = page.evaluate("caches.keys()")
    return [name for name in found if name.startswith("tung-nha-")]


def test_new_version_is_installed_at_one_tap_and_keeps_waiting_entries(
    quiet_phone: Phone, ward: Ward, server: Releases
) -> None:
    phone = quiet_phone
    page = phone.prepare()
    expect(page.locator("#newer")).to_have_count(0)
    (before,) = _caches(page)
    phone.go_offline()
    id = log_entry(phone, page, "Chờ qua bản mới")
    phone.open("/log/", page)
    server.release()
    phone.add_fault("**/api/v1/sync", answer_with(500))
    phone.go_online()
    assert page.evaluate(CHECK)
    renew = page.locator("#update [data-renew]")
    expect(renew).to_be_visible()
    expect(page.locator("#newer")).to_have_count(0)  # offered, not forced
    with page.expect_navigation():
        renew.tap()
    page.locator("h1#newer").wait_for()
    expect(page.locator("#update")).to_be_hidden()
    (after,) = _caches(page)
    assert after != before
    expect_waiting(page, 1)
    assert [copy["id"] for copy in stored(page)] == [id]
    phone.go_offline()
    phone.open("/log/", page)
    page.locator("h1#newer").wait_for()
    phone.remove_faults("**/api/v1/sync")
    phone.go_online()
    expect_waiting(page, 0)
    assert set(ward.rows()) == {id}


def test_new_version_waits_until_the_form_is_saved(quiet_phone: Phone, ward: Ward, server: Releases) -> None:
    phone = quiet_phone
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Đang ghi thì có bản mới")
    page.fill("[name=note]", "Đừng mất")
    server.release()
    assert page.evaluate(CHECK)
    page.evaluate(
        """() => navigator.serviceWorker.getRegistration().then((one) => one.waiting ||
          new Promise((resolve) => one.installing.addEventListener("statechange", resolve, { once: true })))
          .then(() => true)"""
    )
    expect(page.locator("#update")).to_be_hidden()
    id = save(page, "stored")
    phone.open("/log/", page)
    expect(page.locator("#update [data-renew]")).to_be_visible()
    assert set(ward.rows()) == {id}


def test_new_version_from_a_captive_portal_is_not_installed(quiet_phone: Phone, ward: Ward, server: Releases) -> None:
    phone = quiet_phone
    page = phone.prepare()
    (before,) = _caches(page)
    server.release()
    phone.add_fault("**/log/?lang=*", answer_with(200, "<h1 id=portal>Wi-Fi</h1>", "text/plain"))
    page.evaluate(CHECK)
    phone.open("/log/mine", page)
    wait_for_script(page, HAS_TRIED)
    assert page.evaluate("navigator.serviceWorker.getRegistration().then(({ waiting }) => waiting === null)")
    assert before in _caches(page)
    phone.go_offline()
    id = log_entry(phone, page, "Bản mới hỏng")
    phone.open("/log/mine", page)
    expect(entry_row(page, id)).to_have_attribute("data-status", "waiting")
    phone.remove_faults("**/log/?lang=*")
    phone.go_online()
    expect_waiting(page, 0)
    assert page.evaluate(CHECK)
    expect(page.locator("#update [data-renew]")).to_be_visible()
    assert set(ward.rows()) == {id}
