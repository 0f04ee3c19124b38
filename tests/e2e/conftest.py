"""Fixtures of the browser tests: one served app for all modules, a fresh database for each, and browsers.

Starting a server takes longer than most tests. So one server runs for all, and the database of each module is copied
into the one that it serves. A module that needs another database than the cast's has its own fixture ``database``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, Protocol

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.cast import PASSWORD, PHONES
from tests.conftest import Databases, dispose, make_app
from tests.e2e.browser_errors import BrowserErrors
from tests.e2e.checks import preload_axe
from tests.e2e.chromium import PHONE, SIZES, context_options, launch_options
from tests.e2e.page_state import PageState
from tests.e2e.server import Site, served
from tests.e2e.ward_data import add_ward_data

TIMEOUT_MS = 15_000
# What is expected of a page has as long as what is done on it: a machine with other things to do is slow at both.
expect.set_options(timeout=TIMEOUT_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the system's Chromium; none is installed with Playwright."""
    return launch_options()


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """Leave all options of a browser to :func:`open_browser`."""
    return {}


@pytest.fixture(scope="session")
def served_site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the app, on a database into which every module copies its own."""
    with served(databases.fresh("sqlite"), PHONES, PASSWORD, tmp_path_factory.mktemp("server") / "log") as site:
        yield site


def _copy_database(source: str, target: str) -> None:
    """Replace the content of ``target`` by that of ``source`` while it is served."""
    paths = [sa.make_url(url).database or "" for url in (source, target)]
    with (
        closing(sqlite3.connect(paths[0])) as one,
        closing(sqlite3.connect(paths[1], timeout=TIMEOUT_MS / 1000)) as other,
    ):
        one.backup(other)


def site_with(served_site: Site, database: str) -> Site:
    """Return the served site after its database became a copy of ``database``, with nobody signed in yet."""
    _copy_database(database, served_site.database)
    return Site(served_site.port, served_site.database, served_site.phones, served_site.password)


@pytest.fixture(scope="session")
def cast_database(databases: Databases) -> str:
    """Return the address of a database with the cast and nothing else."""
    return databases.fresh("sqlite")


@pytest.fixture(scope="module")
def database(cast_database: str) -> str:
    """Return the address of the database whose copy a module is served."""
    return cast_database


@pytest.fixture(scope="session")
def filled_database(databases: Databases) -> str:
    """Return the address of a database with data in ward A, for modules that ask for it."""
    url = databases.fresh("sqlite")
    app = make_app(url)
    add_ward_data(app)
    dispose(app)
    return url


@pytest.fixture(scope="module")
def site(served_site: Site, database: str) -> Site:
    """Return the served app, with a module's own database."""
    return site_with(served_site, database)


class OpenBrowser(Protocol):
    """Opens a browser of its own for somebody."""

    def __call__(
        self, name: str | None = None, *, size: str = PHONE, language: str = "vi", has_worker: bool = True
    ) -> BrowserContext:
        """Return the browser of somebody of the cast, signed in, or of a stranger."""


@pytest.fixture
def open_browser(
    new_context: Callable[..., BrowserContext], playwright: Playwright, site: Site
) -> Iterator[OpenBrowser]:
    """Open browsers, and fail when one of them had errors."""
    error_lists: list[BrowserErrors] = []

    def open_one(
        name: str | None = None, *, size: str = PHONE, language: str = "vi", has_worker: bool = True
    ) -> BrowserContext:
        # Without a service worker a browser does not load all the other pages.
        workers = "allow" if has_worker else "block"
        context = new_context(base_url=site.url, service_workers=workers, **context_options(playwright, size))
        error_lists.append(_prepare(context, site, name, language))
        return context

    yield open_one
    for errors in error_lists:
        errors.assert_none()


def _prepare(context: BrowserContext, site: Site, name: str | None, language: str) -> BrowserErrors:
    """Let a browser be somebody's, in a language, and return who error_lists it."""
    context.set_default_timeout(TIMEOUT_MS)
    errors = BrowserErrors(context, site)
    context.add_cookies([{"name": "language", "value": language, "url": site.url}])
    if name:
        site.sign_in(context, name)
    return errors


class OpenState(Protocol):
    """Opens a page and leads it to one of its states."""

    def __call__(self, state: PageState, *, language: str = "vi") -> Page:
        """Return the page in a state, on a phone."""


SharedPages = dict[tuple[str | None, str], tuple[Page, BrowserErrors]]


@pytest.fixture(scope="module")
def shared_pages(browser: Browser) -> Iterator[SharedPages]:
    """Keep one page for each person and language, for all states of the module that need no action."""
    pages: SharedPages = {}
    yield pages
    for page, _ in pages.values():
        page.context.close()


@pytest.fixture
def open_state(
    open_browser: OpenBrowser, browser: Browser, playwright: Playwright, site: Site, shared_pages: SharedPages
) -> Iterator[OpenState]:
    """Open states, each with an action in a new browser; fail when a browser had errors."""
    error_lists: list[BrowserErrors] = []

    def open_one(state: PageState, *, language: str = "vi") -> Page:
        if state.action:
            page = open_browser(state.person, language=language, has_worker=state.needs_worker).new_page()
        else:
            key = state.person, language
            if key not in shared_pages:
                options = context_options(playwright, PHONE)
                context = browser.new_context(base_url=site.url, service_workers="block", **options)
                errors = _prepare(context, site, state.person, language)
                preload_axe(context)
                shared_pages[key] = context.new_page(), errors
            page, errors = shared_pages[key]
            page.set_viewport_size(SIZES[PHONE])
            error_lists.append(errors)
        state.open(page)
        return page

    yield open_one
    for errors in error_lists:
        errors.assert_none()


@pytest.fixture
def context(open_browser: OpenBrowser) -> BrowserContext:
    """Return a stranger's phone."""
    return open_browser()


@pytest.fixture
def signed_in(site: Site) -> Callable[[Page, str], Page]:
    """Sign somebody of the cast in on a page's browser."""

    def sign_in(page: Page, name: str) -> Page:
        site.sign_in(page.context, name)
        return page

    return sign_in
