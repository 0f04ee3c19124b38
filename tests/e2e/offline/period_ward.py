"""A ward whose periods begin on the 15th, a minute before one ends: its clock, its periods and its closings."""

from __future__ import annotations

from datetime import datetime

from playwright.sync_api import Page
from sqlalchemy.orm import Session

from app.database import in_transaction, reader
from app.month import ZONE, Month, today
from app.periods import CALENDAR, Periods
from app.places.queries import ward_periods
from app.settings.period_actions import change_periods, periods_version
from app.versions import SaveOutcome
from tests.actions import close_ward_month, set_periods
from tests.cast import CARLA, WARD_A
from tests.conftest import dispose, make_app
from tests.e2e.clocked_server import ServerClock
from tests.e2e.server import Site

ENDING = Month.of(today()).next()
"""The period that ends on the 14th of the next month, so that all who take part have their posts by then."""

BEFORE, AFTER = ENDING.previous(), ENDING.next()
MIDDLE = CALENDAR.changed(BEFORE.previous().previous(), 15)
LAST_MINUTE = datetime(ENDING.year, ENDING.number, 14, 23, 59, tzinfo=ZONE)
FIRST_MINUTE = datetime(ENDING.year, ENDING.number, 15, 0, 1, tzinfo=ZONE)


class PeriodWard:
    """The ward on the served database, and the time that it is for all."""

    def __init__(self, site: Site, clock: ServerClock) -> None:
        self._site, self._clock = site, clock
        self.set_clock(LAST_MINUTE)

    def set_clock(self, instant: datetime, *pages: Page) -> None:
        """Let it be ``instant`` at the ward, and on the phones of ``pages``."""
        self._clock.set(instant)
        for page in pages:
            page.clock.set_system_time(instant)

    def set_periods(self, periods: Periods) -> None:
        """Let the ward go by other periods."""
        app = make_app(self._site.database)
        set_periods(app, periods)
        dispose(app)

    def change_periods(self, since: Month, first_day: int) -> None:
        """Change when periods begin, as the coordinator does, with what counts by them."""
        app = make_app(self._site.database)
        with app.app_context():
            seen = periods_version(ward_periods(reader(), WARD_A))
            instant = self._clock.time

            def change(session: Session) -> object:
                return change_periods(session, WARD_A, since, first_day, seen, CARLA, instant)

            assert in_transaction(change) == SaveOutcome.SAVED
        dispose(app)

    def close(self, *months: Month) -> None:
        """Close periods."""
        app = make_app(self._site.database)
        for month in months:
            close_ward_month(app, month)
        dispose(app)
