"""Any order of sending, editing, reviewing, closing and reopening: the counters are right, and editions never move."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from app.database import in_transaction, reader, table_of, writer
from app.logbook.kinds import KINDS
from app.logbook.models import Entry
from app.logbook.recount import differences
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import REVIEW_MOVES, Action
from app.month import Month, now
from app.months.actions import Closed, ClosingRefusal, Refused, freeze
from app.months.models import MonthEdition
from tests.cast import AREA_1, AREA_2, CARLA, WARD_A
from tests.client import Visitor
from tests.empty_log import empty_log
from tests.factories import edited, household
from tests.months.steps import EARLIER, LAST, closing, entry_of, flag, reopening, turn_flags_off
from tests.properties import examples

EXAMPLES = {"sqlite": 15, "postgresql": 6}
MONTHS = (EARLIER, LAST)
HOUSEHOLDS = [household(f"Số {number}") for number in range(3)]
PICK = st.integers(0, 100)


class Months(RuleBasedStateMachine):
    """Drives two months of ward A, and remembers every edition as it was made."""

    def __init__(self, app: Flask, ana: Visitor) -> None:
        super().__init__()
        self.app = app
        self.ana = ana
        self.sent: list[dict[str, Any]] = []
        self.made: dict[tuple[str, int], tuple[str, str]] = {}
        self.closed: set[Month] = set()
        self.unfinished: set[Month] = set()
        with app.app_context():
            empty_log()
        # Until something was logged there is no month to close.
        self.send(EARLIER, "visit", 1, 0, AREA_1)

    @rule(
        month=st.sampled_from(MONTHS),
        kind=st.sampled_from(list(KINDS)),
        day=st.integers(1, 28),
        amount=st.integers(0, 3),
        area=st.sampled_from([AREA_1, AREA_2]),
    )
    def send(self, month: Month, kind: str, day: int, amount: int, area: int) -> None:
        """Log something new: stored while its month is open, else refused."""
        fields: dict[str, Any] = {"neighbourhood": area}
        if kind == "visit":
            fields |= {"household": HOUSEHOLDS[amount % len(HOUSEHOLDS)], "people": amount}
        entry = entry_of(month, kind, day, **fields)
        [receipt] = self.ana.sync(entry)
        assert receipt["code"] == ("month_closed" if month in self.closed else "")
        if receipt["outcome"] == "stored":
            self.sent.append(entry)

    @precondition(lambda self: self.sent)
    @rule(pick=PICK, month=st.sampled_from(MONTHS), withdrawn=st.sampled_from([False, False, True]))
    def edit(self, pick: int, month: Month, withdrawn: bool) -> None:
        """Send another revision, which may bring the entry to the other month, or take it back."""
        place = pick % len(self.sent)
        day = {"happened_on": month.first.isoformat()}
        entry = edited(self.sent[place], **({"withdrawn": True} if withdrawn else day))
        [receipt] = self.ana.sync(entry)
        if receipt["outcome"] == "stored":
            self.sent[place] = entry

    @precondition(lambda self: self.sent)
    @rule(picks=st.lists(PICK, min_size=1, max_size=4), action=st.sampled_from(list(REVIEW_MOVES)))
    def decide(self, picks: list[int], action: Action) -> None:
        """Approve, return, void or restore some entries, as far as they may be."""
        ids = {UUID(self.sent[pick % len(self.sent)]["id"]) for pick in picks}
        with self.app.app_context():
            query = sa.select(Entry.id, Entry.moves).where(Entry.ward_id == WARD_A, Entry.id.in_(ids))
            seen = {row.id: row.moves for row in reader().execute(query)}
            in_transaction(
                lambda session: review(session, WARD_A, seen, DecisionNote(action, CARLA, now(), reason="duplicate"))
            )

    @precondition(lambda self: self.sent)
    @rule(pick=PICK)
    def ask(self, pick: int) -> None:
        """Set a flag on an entry, so that closing does not approve it."""
        flag(self.app, self.sent[pick % len(self.sent)])

    @rule(month=st.sampled_from(MONTHS))
    def close(self, month: Month) -> None:
        """Close a month, or go on with it, which makes an edition unless that was made already."""
        done = closing(self.app, month)
        if month in self.closed - self.unfinished:
            assert done == Refused(ClosingRefusal.ALREADY_CLOSED)
            return
        assert isinstance(done, Closed)
        self.closed.add(month)
        self.unfinished.discard(month)
        text, digest = self.editions()[str(month), done.edition]
        assert digest == done.digest == hashlib.sha256(text.encode()).hexdigest()
        assert (str(month), done.edition - 1) in self.made or done.edition == 1
        self.made[str(month), done.edition] = text, digest
        self.check_figures(month, json.loads(text))

    @rule(month=st.sampled_from(MONTHS))
    def stop(self, month: Month) -> None:
        """Freeze a month, and stop before its figures are kept."""
        with self.app.app_context():
            refused = in_transaction(lambda session: freeze(session, WARD_A, month, CARLA, now()))
        if month in self.closed - self.unfinished:
            assert refused == Refused(ClosingRefusal.ALREADY_CLOSED)
            return
        assert refused is None
        self.closed.add(month)
        self.unfinished.add(month)

    @precondition(lambda self: self.closed)
    @rule(month=st.sampled_from(MONTHS))
    def reopen(self, month: Month) -> None:
        """Open a month again."""
        refused = reopening(self.app, month)
        assert refused == (None if month in self.closed else Refused(ClosingRefusal.ALREADY_OPEN))
        self.closed.discard(month)
        self.unfinished.discard(month)

    def check_figures(self, month: Month, kept: Any) -> None:
        """Compare an edition that was just made with all entries of its month, counted one by one."""
        measures: Counter[str] = Counter()
        by_area: dict[int, Counter[str]] = defaultdict(Counter)
        households: set[Any] = set()
        statuses: Counter[str] = Counter()
        for row in self.rows(month):
            statuses[row.status.value] += 1
            assert row.status.value != "submitted" or row.flags
            if row.status.value == "approved":
                counts = KINDS[row.kind].counts(row.fields)
                measures.update(counts)
                by_area[row.neighbourhood_id].update(counts)
                households |= {row.household_id} - {None}
        assert kept["entries"] == statuses
        assert {code: three[0] for code, three in kept["measures"].items() if three[0]} == +measures
        assert {
            area["id"]: {code: three[0] for code, three in area["measures"].items() if three[0]}
            for area in kept["areas"]
            if any(three[0] for three in area["measures"].values())
        } == {area: dict(+counts) for area, counts in by_area.items()}
        assert kept["households"]["month"] == len(households)

    def rows(self, month: Month) -> list[Any]:
        """Return the entries that count in a month."""
        with self.app.app_context():
            table = table_of(Entry)
            return list(reader().connection().execute(sa.select(table).where(table.c.month == str(month))))

    def editions(self) -> dict[tuple[str, int], tuple[str, str]]:
        """Return the text and digest of every edition there is."""
        with self.app.app_context():
            rows = reader().scalars(sa.select(MonthEdition))
            return {(row.month, row.number): (row.figures, row.digest) for row in rows}

    @invariant()
    def nothing_moved(self) -> None:
        """Compare the counters with a recount, and every edition with what it was when it was made."""
        with self.app.app_context():
            assert list(differences(reader())) == []
        assert self.editions() == self.made


@pytest.mark.hypothesis
def test_editions_stay_and_counters_are_right_in_any_order(app: Flask) -> None:
    turn_flags_off(app)
    ana = Visitor(app, "ana")
    with app.app_context():
        engine = writer().get_bind().dialect.name
    run_state_machine_as_test(
        lambda: Months(app, ana),
        settings=settings(
            max_examples=examples(EXAMPLES[engine]),
            suppress_health_check=list(HealthCheck),
        ),
    )
