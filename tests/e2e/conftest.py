"""Fixtures of the browser tests: one served app for all of them, a fresh database for each module, browsers on it.

A server takes longer to start than most tests take. So it stays, and each module's database is copied into the one
that it serves. A module that wants another than the cast's has a fixture ``database`` of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, Protocol

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.cast import PASSWORD, PHONES
from tests.conftest import Databases, dispose, make_app
from tests.e2e.checks import bring_along
from tests.e2e.chromium import PHONE, SIZES, context_options, launch_options
from tests.e2e.server import Site, served
from tests.e2e.views import View
from tests.e2e.watch import Watch
from tests.e2e.work import add_work

PATIENCE = 15_000  # milliseconds


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the system's Chromium; Playwright brings none along."""
    return launch_options()


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """Leave it to :func:`open_browser` what a browser is like."""
    return {}


@pytest.fixture(scope="session")
def served_site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the app, on a database that every module puts its own into."""
    with served(databases.fresh("sqlite"), PHONES, PASSWORD, tmp_path_factory.mktemp("server") / "log") as site:
        yield site


def _copy_database(source: str, target: str) -> None:
    """Put what is in ``source`` in the place of all that is in ``target``, while that is served."""
    paths = [sa.make_url(url).database or "" for url in (source, target)]
    with (
        closing(sqlite3.connect(paths[0])) as one,
        closing(sqlite3.connect(paths[1], timeout=PATIENCE / 1000)) as other,
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
def worked_database(databases: Databases) -> str:
    """Return the address of a database in which ward A has worked, for modules that ask for it."""
    url = databases.fresh("sqlite")
    app = make_app(url)
    add_work(app)
    dispose(app)
    return url


@pytest.fixture(scope="module")
def site(served_site: Site, database: str) -> Site:
    """Return the served app, with a module's own database."""
    return site_with(served_site, database)


class OpenBrowser(Protocol):
    """Opens a browser of its own for somebody."""

    def __call__(
        self, name: str | None = None, *, size: str = PHONE, language: str = "vi", keeps: bool = True
    ) -> BrowserContext:
        """Return the browser of somebody of the cast, signed in, or of a stranger; ``keeps`` lets it have a worker."""


@pytest.fixture
def open_browser(
    new_context: Callable[..., BrowserContext], playwright: Playwright, site: Site
) -> Iterator[OpenBrowser]:
    """Open browsers that may complain of nothing until the test ends."""
    watches: list[Watch] = []

    def open_one(
        name: str | None = None, *, size: str = PHONE, language: str = "vi", keeps: bool = True
    ) -> BrowserContext:
        # A browser that only looks at a page is spared keeping all the others.
        workers = "allow" if keeps else "block"
        context = new_context(base_url=site.url, service_workers=workers, **context_options(playwright, size))
        watches.append(_prepare(context, site, name, language))
        return context

    yield open_one
    for watch in watches:
        watch.assert_silent()


def _prepare(context: BrowserContext, site: Site, name: str | None, language: str) -> Watch:
    """Let a browser be somebody's, in a language, and return who watches it."""
    context.set_default_timeout(PATIENCE)
    watch = Watch(context, site)
    context.add_cookies([{"name": "language", "value": language, "url": site.url}])
    if name:
        site.sign_in(context, name)
    return watch


class OpenView(Protocol):
    """Opens a view and does what leads to it."""

    def __call__(self, view: View, *, language: str = "vi") -> Page:
        """Return the page of a view, on a phone."""


Lookers = dict[tuple[str | None, str], tuple[Page, Watch]]


@pytest.fixture(scope="module")
def lookers(browser: Browser) -> Iterator[Lookers]:
    """Keep the pages of those who only look, by person and language, as long as the module runs."""
    kept: Lookers = {}
    yield kept
    for page, _ in kept.values():
        page.context.close()


@pytest.fixture
def open_view(
    open_browser: OpenBrowser, browser: Browser, playwright: Playwright, site: Site, lookers: Lookers
) -> Iterator[OpenView]:
    """Open views, in a browser of their own where something is done there; none may complain of anything."""
    watches: list[Watch] = []

    def open_one(view: View, *, language: str = "vi") -> Page:
        if view.act:
            page = open_browser(view.person, language=language, keeps=view.needs_worker).new_page()
        else:
            key = view.person, language
            if key not in lookers:
                options = context_options(playwright, PHONE)
                context = browser.new_context(base_url=site.url, service_workers="block", **options)
                watch = _prepare(context, site, view.person, language)
                bring_along(context)
                lookers[key] = context.new_page(), watch
            page, watch = lookers[key]
            page.set_viewport_size(SIZES[PHONE])
            watches.append(watch)
        view.open(page)
        return page

    yield open_one
    for watch in watches:
        watch.assert_silent()


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
