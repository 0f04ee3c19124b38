"""Fixtures of what is tried at a desk: a database that is new for each test, and Carla's browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.conftest import dispose, make_app
from tests.e2e.chromium import DESK, context_options
from tests.e2e.conftest import TIMEOUT_MS, site_with
from tests.e2e.server import Site


@pytest.fixture
def site(served_site: Site, cast_database: str) -> Site:
    """Return the served app with a database that is new for each test."""
    return site_with(served_site, cast_database)


@pytest.fixture
def app(site: Site) -> Iterator[Flask]:
    """Return an app of this process on the served database."""
    app = make_app(site.database)
    yield app
    dispose(app)


@pytest.fixture
def desk(browser: Browser, playwright: Playwright, site: Site) -> Iterator[BrowserContext]:
    """Return a browser at a desk, in which errors of requests are wanted; Carla is signed in."""
    options: dict[str, Any] = context_options(playwright, DESK)
    context = browser.new_context(base_url=site.url, service_workers="block", **options)
    context.set_default_timeout(TIMEOUT_MS)
    context.add_cookies([{"name": "language", "value": "vi", "url": site.url}])
    site.sign_in(context, "carla")
    yield context
    context.close()
