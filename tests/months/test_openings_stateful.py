"""Any order of logging, deciding, closing, reopening, entering and ending: opening and months are what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from app.catalogue.figure_models import OpeningFigure
from app.catalogue.openings import OpeningPart
from app.database import in_transaction, reader, table_of, writer
from app.logbook.kinds import KINDS
from app.logbook.models import Entry
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import Month, now
from app.months.actions import Closed
from app.settings.opening_actions import LoggedBeforeError, OpeningChange, save_openings
from app.settings.opening_page import OpeningSubject, opening_subjects
from app.targets.subjects import HOUSEHOLDS
from app.versions import SaveOutcome
from tests.cast import CARLA, WARD_A
from tests.client import Visitor
from tests.empty_log import empty_log
from tests.factories import FIELDS, household
from tests.months.steps import EARLIER, LAST, closing, entry_of, flag, reopening, turn_flags_off
from tests.properties import examples
from tests.reports.steps import report_of

EXAMPLES = {"sqlite": 9, "postgresql": 6}
MONTHS = (EARLIER, LAST)
HOMES = [household(f"Số {number}") for number in range(3)]
DAYS = (
    date(LAST.year - 1, 12, 31),
    EARLIER.first - timedelta(days=1),
    EARLIER.first + timedelta(days=9),
    EARLIER.last,
    LAST.last,
)
PICK = st.integers(0, 100)
PICKS = st.lists(PICK, min_size=1, max_size=6)


class Printed(NamedTuple):
    """A sum since January, and the day that it counts from where that is not 1 January."""

    cumulative: int
    since: date | None


class Openings(RuleBasedStateMachine):
    """Drives two months and the opening figures of ward A, and remembers what closed months were closed with."""

    def __init__(self, app: Flask, ana: Visitor) -> None:
        super().__init__()
        self.app, self.ana = app, ana
        self.sent: list[dict[str, Any]] = []
        self.parts: dict[str, OpeningPart] = {}
        self.closed: dict[Month, tuple[int, dict[str, Printed]]] = {}
        with app.app_context():
            writer().execute(sa.delete(OpeningFigure))
            empty_log()
        logged = {measure for kind, fields in FIELDS.items() for measure in KINDS[kind].counts(fields)}
        with app.test_request_context("/?lang=vi"):
            every = opening_subjects(reader(), WARD_A)
        self.subjects = [each for each in every if each.code == HOUSEHOLDS or logged.intersection(each.measures)]
        # Without an entry there is no month to close.
        self.send(EARLIER, "visit", 12, 0)

    @rule(month=st.sampled_from(MONTHS), kind=st.sampled_from(list(FIELDS)), day=st.integers(1, 28), home=PICK)
    def send(self, month: Month, kind: str, day: int, home: int) -> None:
        """Log something new, also of days that an opening figure holds already."""
        fields = {"household": HOMES[home % len(HOMES)]} if kind == "visit" else {}
        entry = entry_of(month, kind, day, **fields)
        [receipt] = self.ana.sync(entry)
        assert receipt["code"] == ("month_closed" if month in self.closed else "")
        if month not in self.closed:
            self.sent.append(entry)

    @rule(pick=PICK, action=st.sampled_from([Action.APPROVE, Action.VOID]))
    def decide(self, pick: int, action: Action) -> None:
        """Approve or void an entry, if it may be."""
        entry_id = UUID(self.sent[pick % len(self.sent)]["id"])
        with self.app.app_context():
            query = sa.select(Entry.id, Entry.moves).where(Entry.ward_id == WARD_A, Entry.id == entry_id)
            seen = {row.id: row.moves for row in reader().execute(query)}
            note = DecisionNote(action, CARLA, now(), reason="duplicate")
            in_transaction(lambda session: review(session, WARD_A, seen, note))

    @rule(pick=PICK)
    def ask(self, pick: int) -> None:
        """Set a flag on an entry, so that closing leaves it out."""
        flag(self.app, self.sent[pick % len(self.sent)])

    @rule(picks=PICKS, this_year=st.integers(1, 500), before=st.none() | st.integers(0, 500), day=st.sampled_from(DAYS))
    def enter(self, picks: list[int], this_year: int, before: int | None, day: date) -> None:
        """Enter or correct opening figures: refused where the log counts such a day already."""
        part = OpeningPart(this_year, before, day, "Báo cáo")
        for subject in self.some_subjects(picks):
            first = self.first_day(subject)
            if part != self.parts.get(subject.code) and first is not None and first <= day:
                with pytest.raises(LoggedBeforeError):
                    self.save(subject, part)
            else:
                is_same = part == self.parts.get(subject.code)
                assert self.save(subject, part) is (SaveOutcome.UNCHANGED if is_same else SaveOutcome.SAVED)
                self.parts[subject.code] = part

    @precondition(lambda self: self.parts)
    @rule(picks=PICKS)
    def end(self, picks: list[int]) -> None:
        """Take opening figures away, if there are any."""
        for subject in self.some_subjects(picks):
            outcome = self.save(subject, None)
            assert outcome is (SaveOutcome.SAVED if self.parts.pop(subject.code, None) else SaveOutcome.UNCHANGED)

    @rule(month=st.sampled_from(MONTHS))
    def close(self, month: Month) -> None:
        """Close a month; it prints from now on what it prints now."""
        done = closing(self.app, month)
        assert isinstance(done, Closed) == (month not in self.closed)
        if isinstance(done, Closed):
            self.closed[month] = done.edition, {}
            self.closed[month] = done.edition, self.expected(month)

    @precondition(lambda self: self.closed)
    @rule(pick=PICK)
    def reopen(self, pick: int) -> None:
        """Open a closed month again."""
        month = list(self.closed)[pick % len(self.closed)]
        assert reopening(self.app, month) is None
        del self.closed[month]

    def some_subjects(self, picks: list[int]) -> list[OpeningSubject]:
        """Return the subjects that numbers stand for."""
        return [self.subjects[pick % len(self.subjects)] for pick in picks]

    def save(self, subject: OpeningSubject, part: OpeningPart | None) -> SaveOutcome:
        """Save an opening figure, or that there is none."""
        change = {subject.code: OpeningChange(part)}
        with self.app.test_request_context("/?lang=vi"):
            return in_transaction(lambda session: save_openings(session, WARD_A, change, CARLA, now()))

    def rows(self, *, is_official: bool) -> Iterator[Any]:
        """Yield the entries that are not void; of closed months, if figures are official, those that are approved."""
        with self.app.app_context():
            rows = list(reader().connection().execute(sa.select(table_of(Entry))))
        for row in rows:
            is_closed = is_official and Month.parse(row.month) in self.closed
            if row.status.value == "approved" or (row.status.value != "void" and not is_closed):
                yield row

    def first_day(self, *subjects: OpeningSubject) -> date | None:
        """Return the first day of which the log counts a subject, or anything."""
        named = {measure for subject in subjects for measure in subject.measures}
        counted = ((row.happened_on, KINDS[row.kind].counts(row.fields)) for row in self.rows(is_official=False))
        return min(
            (day for day, counts in counted if any(counts[each] for each in (named or counts) if each in counts)),
            default=None,
        )

    def expected(self, month: Month) -> dict[str, Printed]:
        """Return what a month is to print of each subject, from entries counted one by one and what was entered."""
        rows = [row for row in self.rows(is_official=True) if f"{month.year}-01" <= row.month <= str(month)]
        counts = [KINDS[row.kind].counts(row.fields) for row in rows]
        began = self.first_day()
        late = began if began and date(month.year, 1, 1) < began <= month.last else None
        found = {}
        for subject in self.subjects:
            part = self.parts.get(subject.code)
            holds = part and part.as_of.year == month.year and Month.of(part.as_of) <= month
            in_log = sum(each.get(measure, 0) for each in counts for measure in subject.measures)
            if subject.code == HOUSEHOLDS:
                found[HOUSEHOLDS] = Printed(len({row.household_id for row in rows} - {None}), late)
            else:
                found[subject.code] = Printed(
                    in_log + (part.this_year if part and holds else 0), None if holds else late
                )
        return found

    @invariant()
    def what_is_printed(self) -> None:
        """Compare the report of each month with what was entered and logged, or with what it was closed with."""
        for month in MONTHS:
            edition, expected = self.closed.get(month) or (None, self.expected(month))
            results = report_of(self.app, month=month, edition=edition).results
            rows = {row.code: row for section in results for row in section.rows}
            for code, printed in expected.items():
                if code in rows:
                    assert Printed(rows[code].cumulative or 0, rows[code].since.day) == printed, (month, code)
                else:
                    assert printed.cumulative == 0, (month, code)


@pytest.mark.hypothesis
def test_opening_and_months_are_what_is_printed_since_january(app: Flask) -> None:
    turn_flags_off(app)
    ana = Visitor(app, "ana")
    with app.app_context():
        engine = writer().get_bind().dialect.name
    run_state_machine_as_test(
        lambda: Openings(app, ana),
        settings=settings(
            max_examples=examples(EXAMPLES[engine]), stateful_step_count=15, suppress_health_check=list(HealthCheck)
        ),
    )
