"""Any order of changing the periods to and fro, logging, editing, reviewing, closing and reopening.

Every entry stands in the period of its day or in the later one that was chosen, and counters equal a recount.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.database import in_transaction, reader, writer
from app.logbook.models import Companion, Entry, MonthLock
from app.logbook.month_actions import close_month, reopen_month
from app.logbook.recount import differences
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import ZONE, Month, now
from app.periods import CALENDAR
from app.places.queries import ward_periods
from app.settings.period_actions import RefusedPeriods, change_periods, periods_version
from app.versions import SaveOutcome
from tests.actions import set_periods
from tests.cast import AREA_1, AREA_2, BRUNO, CARLA, LEO, WARD_A
from tests.client import Visitor
from tests.empty_log import empty_log
from tests.factories import edited, make_entry
from tests.frozen.clock import stopped
from tests.properties import examples

AT = datetime(2026, 12, 20, 9, 0, tzinfo=ZONE)
EXAMPLES = {"sqlite": 15, "postgresql": 8}
DAYS = [date(2026, month, day) for month in (9, 10, 11) for day in (1, 14, 15, 30)]
DAYS += [date(2026, 10, 31), date(2026, 12, 1), date(2026, 12, 14), date(2026, 12, 15), date(2026, 12, 20)]
HOMES = [{"id": str(UUID(int=number)), "label": f"Số {number}"} for number in (1, 2, 3)]
STATE = {"people_14": 3, "internet": True}
MONTHS = [f"2026-{number:02d}" for number in (9, 10, 11, 12)] + ["2027-01"]

DRAFTS = st.fixed_dictionaries(
    {
        "happened_on": st.sampled_from(DAYS).map(str),
        "count_in": st.sampled_from([None, None, *MONTHS]),
        "household": st.sampled_from([None, *HOMES]),
        "neighbourhood": st.sampled_from([AREA_1, AREA_2]),
        "companions": st.sampled_from([[], [LEO], [LEO, BRUNO]]),
        "people": st.integers(1, 3),
    }
)


class PeriodChanges(RuleBasedStateMachine):
    """A ward that cannot decide when its periods begin."""

    def __init__(self, app: Flask, visitor: Visitor) -> None:
        super().__init__()
        self.app, self.visitor = app, visitor
        self.sent: list[dict[str, Any]] = []
        with app.app_context():
            empty_log()
        set_periods(app, CALENDAR)

    def _send(self, entry: dict[str, Any]) -> None:
        [receipt] = self.visitor.sync(entry)
        if receipt["outcome"] == "stored":
            self.sent = [*(each for each in self.sent if each["id"] != entry["id"]), entry]

    @rule(drafts=st.lists(DRAFTS, min_size=1, max_size=4))
    def log(self, drafts: list[dict[str, Any]]) -> None:
        for draft in drafts:
            extra = {"state": STATE} if draft["household"] else {}
            self._send({**make_entry(**draft, **extra), "form": 2})

    @rule(pick=st.integers(0, 50), draft=DRAFTS)
    def edit(self, pick: int, draft: dict[str, Any]) -> None:
        if self.sent:
            self._send(edited(self.sent[pick % len(self.sent)], **draft))

    @rule(pick=st.integers(0, 50))
    def withdraw(self, pick: int) -> None:
        if self.sent:
            self._send(edited(self.sent[pick % len(self.sent)], withdrawn=True))

    @rule(pick=st.integers(0, 50), action=st.sampled_from([Action.APPROVE, Action.RETURN, Action.VOID]))
    def decide(self, pick: int, action: Action) -> None:
        if self.sent:
            id = UUID(self.sent[pick % len(self.sent)]["id"])
            with self.app.app_context():
                moves = writer().scalars(sa.select(Entry.moves).where(Entry.id == id)).one()
                review(writer(), WARD_A, {id: moves}, DecisionNote(action, CARLA, now(), reason="other"))
                writer().commit()

    @rule(month=st.sampled_from(MONTHS[:3]), closes=st.booleans())
    def turn_the_lock(self, month: str, closes: bool) -> None:
        with self.app.app_context():
            if closes:
                close_month(writer(), WARD_A, month, CARLA, now())
            else:
                reopen_month(writer(), WARD_A, month)
            writer().commit()

    @rule(since=st.sampled_from(MONTHS), first_day=st.sampled_from([1, 15]))
    def change(self, since: str, first_day: int) -> None:
        month = Month.parse(since)
        with self.app.app_context():
            before = ward_periods(reader(), WARD_A)
            closed = [each for each in MONTHS if self._is_closed(each)]
            reader().rollback()
            seen = periods_version(before)
            done = in_transaction(lambda session: change_periods(session, WARD_A, month, first_day, seen, CARLA, now()))
            after = ward_periods(writer(), WARD_A)
        if isinstance(done, RefusedPeriods):
            assert after == before
            assert since <= max(closed, default="") or month > before.of(AT.date()).next()
        else:
            assert since > max(closed, default="")
            assert after == before.changed(month, first_day)
            assert done is (SaveOutcome.UNCHANGED if after == before else SaveOutcome.SAVED)

    def _is_closed(self, month: str) -> bool:
        is_closed = MonthLock.ward_id == WARD_A, MonthLock.month == month, MonthLock.closed_at.is_not(None)
        return bool(reader().scalar(sa.select(sa.func.count()).where(*is_closed)))

    @invariant()
    def all_stands_where_it_should(self) -> None:
        with self.app.app_context():
            periods = ward_periods(reader(), WARD_A)
            entries = {entry.id: entry for entry in reader().scalars(sa.select(Entry))}
            for entry in entries.values():
                assert entry.month == max(str(periods.of(entry.happened_on)), entry.count_in or "")
            for companion in reader().scalars(sa.select(Companion)):
                assert companion.month == entries[companion.entry_id].month
            assert list(differences(reader())) == []


@pytest.mark.hypothesis
def test_periods_change_to_and_fro(app: Flask) -> None:
    with stopped(AT):
        visitor = Visitor(app, "ana")
        with app.app_context():
            engine = writer().get_bind().dialect.name
        run_state_machine_as_test(
            lambda: PeriodChanges(app, visitor),
            settings=settings(max_examples=examples(EXAMPLES[engine]), suppress_health_check=list(HealthCheck)),
        )
