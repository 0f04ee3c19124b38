"""Fixtures of the tests without a network: phones, their proxies, and the ward's own log."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import APIResponse, BrowserContext, Page, Playwright
from sqlalchemy.orm import Session

from app.database import in_transaction
from app.month import Month
from tests.cast import PASSWORD, PHONES
from tests.conftest import Databases, dispose, make_app
from tests.e2e.chromium import PHONE, context_options
from tests.e2e.clocked_server import ServerClock
from tests.e2e.offline.event_ward import morning
from tests.e2e.offline.phone import NO_BACKGROUND, Phone, PhoneOnDisk
from tests.e2e.server import Site, served
from tests.network import FlakyProxy, running

Row = dict[str, str]


class NewPhone(Protocol):
    """Hands out phones."""

    def __call__(self, *, in_background: bool = True, **options: Any) -> Phone:
        """Return a phone that nobody used before; without ``in_background`` only its pages send."""


@pytest.fixture
def new_phone(new_context: Callable[..., BrowserContext], playwright: Playwright, site: Site) -> Iterator[NewPhone]:
    """Hand out phones, none of which may have stumbled over its own scripts by the end."""
    phones: list[Phone] = []
    with ExitStack() as proxies:

        def make(*, in_background: bool = True, **options: Any) -> Phone:
            proxy = proxies.enter_context(running(FlakyProxy(site.port)))
            context = new_context(base_url=proxy.url, **context_options(playwright, PHONE) | options)
            if not in_background:
                context.add_init_script(NO_BACKGROUND)
            phones.append(Phone(context, site, proxy))
            return phones[-1]

        yield make
    assert [error for phone in phones for error in phone.errors] == []


@pytest.fixture
def phone(new_phone: NewPhone) -> Phone:
    """Return a phone that nobody used before."""
    return new_phone()


@pytest.fixture
def quiet_phone(new_phone: NewPhone) -> Phone:
    """Return a phone on which only pages send, so that a test knows when."""
    return new_phone(in_background=False)


@pytest.fixture
def phone_on_disk(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[PhoneOnDisk]:
    """Return a phone whose browser can be killed and started again."""
    with running(FlakyProxy(site.port)) as proxy:
        phone = PhoneOnDisk(playwright, site, proxy, tmp_path / "profile")
        yield phone
        phone.context.close()
    assert phone.errors == []


class Ward:
    """What the ward has: its log as the coordinator reads it, and hands that work beside the server."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        site.sign_in(context, "carla")
        self._context, self._site = context, site
        self._before = set(self._all(Month.current()))

    def _all(self, month: Month) -> dict[str, Row]:
        answer = self._context.request.get(f"/reports/entries.csv?month={month}")
        assert answer.ok
        rows = list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))
        by_id = {row["id"]: row for row in rows}
        assert len(by_id) == len(rows), "an entry stands in the log twice"
        return by_id

    def rows(self, month: Month | None = None) -> dict[str, Row]:
        """Return what came into the log of a month, else of this one, since the test began, by id."""
        return {id: row for id, row in self._all(month or Month.current()).items() if id not in self._before}

    def open_page(self, path: str) -> Page:
        """Open one of the coordinator's own pages."""
        page = self._context.new_page()
        page.goto(path)
        return page

    def fetch(self, path: str) -> APIResponse:
        """Return the answer to a request of the coordinator's."""
        answer = self._context.request.get(path)
        assert answer.ok, path
        return answer

    def do(self, work: Callable[[Session], Any]) -> Any:
        """Do something to the served database, as the ward's own pages do."""
        app = make_app(self._site.database)
        with app.app_context():
            result = in_transaction(work)
        dispose(app)
        return result


@pytest.fixture
def ward(new_context: Callable[..., BrowserContext], site: Site) -> Ward:
    """Return the ward as its coordinator sees it."""
    return Ward(new_context(base_url=site.url), site)


@pytest.fixture(scope="module")
def morning_site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the app on this morning, whatever the hour is."""
    clock = ServerClock(tmp_path_factory.mktemp("clock") / "time")
    clock.set(morning())
    log = tmp_path_factory.mktemp("server") / "log"
    target = "--target", "tests.e2e.clocked_server:served"
    with clock.environment(), served(databases.fresh("sqlite"), PHONES, PASSWORD, log, *target) as site:
        yield site
