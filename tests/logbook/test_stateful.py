"""Any order of sending, resending, editing, reviewing and closing: the log holds what the rules say, counted once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from app.database import in_transaction, reader, table_of, writer
from app.logbook.models import Companion, Entry, ReviewEvent
from app.logbook.month_actions import close_month, reopen_month
from app.logbook.recount import differences
from app.logbook.review_actions import DecisionNote, review, undo
from app.logbook.status import Action
from app.month import now, today
from tests.cast import (
    AREA_1,
    AREA_B,
    CARLA,
    DORA,
    WARD_A,
    WARD_B,
)
from tests.client import Visitor
from tests.empty_log import empty_log
from tests.factories import edited, make_entry
from tests.logbook.drafts import (
    DRAFTS,
    KINDS,
    NAMESPACE,
    NEVER_SENT,
    SENDERS,
    Draft,
    Post,
    digest_of,
    fields_of,
    household_id,
    lay_posts,
    month_of,
    months_ago,
)
from tests.logbook.expected_log import REVIEW_STARTS, Rules, counted_by_hand, counts, kept_counters
from tests.logbook.summary_steps import merge_if_possible
from tests.properties import examples

EXAMPLES = {"sqlite": 30, "postgresql": 15}
REVIEWERS = {WARD_A: CARLA, WARD_B: DORA}
BEHIND = st.sampled_from([0] * 9 + [1])
PICKS = st.lists(st.integers(0, 200), min_size=1, max_size=8)
WARDS = st.sampled_from([WARD_A, WARD_A, WARD_B])


class Logbook(RuleBasedStateMachine):
    """Drives the app and the rules side by side."""

    def __init__(self, app: Flask, visitors: Mapping[str, Visitor], posts: Mapping[int, Sequence[Post]]) -> None:
        super().__init__()
        self.app = app
        self.visitors = visitors
        self.rules = Rules(posts)
        self.sent: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.rows: dict[tuple[int, UUID], dict[str, Any]] = {}
        self.frozen: dict[tuple[int, str], dict[UUID, Any]] = {}
        with app.app_context():
            empty_log()

    @rule(name=st.sampled_from(list(SENDERS)), drafts=st.lists(DRAFTS, min_size=1, max_size=6))
    def send(self, name: str, drafts: list[Draft]) -> None:
        """Send new entries, edits, withdrawals, and other contents under old revisions, in one batch."""
        ids = [uuid5(NAMESPACE, f"{name} {draft.number}") for draft in drafts]
        self._send_drafts(name, zip(ids, drafts, strict=True))

    @precondition(lambda self: self.rules.entries)
    @rule(pick=st.integers(0, 200), drafts=st.lists(DRAFTS, min_size=1, max_size=6))
    def edit(self, pick: int, drafts: list[Draft]) -> None:
        """Send the next revision of some entries that one person has sent."""
        entries = list(self.rules.entries.items())
        owner = entries[pick % len(entries)][1].owner
        own = [id for (_, id), entry in entries if entry.owner == owner]
        # Those that may be edited stand again in the list, so that edits succeed more often than not.
        own += [
            id for (_, id), entry in entries if entry.owner == owner and entry.status in {"submitted", "returned"}
        ] * 2
        name = next(name for name, sender in SENDERS.items() if sender.id == owner)
        self._send_drafts(name, [(own[(pick + draft.number) % len(own)], draft._replace(step=1)) for draft in drafts])

    @precondition(lambda self: self.rules.entries)
    @rule(name=st.sampled_from(list(SENDERS)), pick=st.integers(0, 200), draft=DRAFTS)
    def send_as_stranger(self, name: str, pick: int, draft: Draft) -> None:
        """Send something under the id of an entry that is most often somebody else's."""
        _, id = list(self.rules.entries)[pick % len(self.rules.entries)]
        self._send_drafts(name, [(id, draft)])

    def _send_drafts(self, name: str, drafts: Iterable[tuple[UUID, Draft]]) -> None:
        sender = SENDERS[name]
        messages, expected = [], []
        for id, draft in drafts:
            stored = self.rules.find(sender, id)
            kind = draft.kind or (stored.kind if stored else KINDS[draft.number % len(KINDS)])
            fields = fields_of(draft, kind, sender.areas[draft.area % len(sender.areas)])
            revision = max(1, (stored.revision if stored else 0) + draft.step)
            messages.append(make_entry(kind, id=str(id), revision=revision, **fields))
            expected.append(self.rules.receive(sender, messages[-1]))
        self._send(name, messages, expected)
        self.sent[name] += messages

    @precondition(lambda self: self.sent)
    @rule(pick=st.integers(0, 10), picks=PICKS)
    def resend(self, pick: int, picks: list[int]) -> None:
        """Send again, in any order, what was sent before: current revisions, old ones and refused ones."""
        name = list(self.sent)[pick % len(self.sent)]
        messages = [self.sent[name][number % len(self.sent[name])] for number in picks]
        self._send(name, messages, [self.rules.receive(SENDERS[name], message) for message in messages])

    def _send(self, name: str, messages: list[dict[str, Any]], expected: list[tuple[str, str]]) -> None:
        receipts = self.visitors[name].sync(*messages)
        assert [(receipt["outcome"], receipt["code"]) for receipt in receipts] == expected
        for message, receipt in zip(messages, receipts, strict=True):
            key = receipt["id"], receipt["revision"], receipt["digest"]
            assert key == (message["id"], message["revision"], digest_of(message["fields"]))
            assert bool(receipt["errors"]) == (receipt["outcome"] == "refused")

    @precondition(lambda self: self.rules.entries)
    @rule(picks=PICKS, behind=BEHIND)
    def approve(self, picks: list[int], behind: int) -> None:
        """Approve some entries."""
        self._review(Action.APPROVE, picks, behind)

    @precondition(lambda self: self.rules.entries)
    @rule(picks=PICKS, behind=BEHIND)
    def give_back(self, picks: list[int], behind: int) -> None:
        """Return some entries to their authors."""
        self._review(Action.RETURN, picks, behind)

    @precondition(lambda self: self.rules.entries)
    @rule(picks=st.lists(st.integers(0, 200), min_size=1, max_size=2), behind=BEHIND)
    def void(self, picks: list[int], behind: int) -> None:
        """Let one entry or two count nothing."""
        self._review(Action.VOID, picks, behind)

    @precondition(lambda self: self.rules.entries)
    @rule(picks=PICKS, behind=BEHIND)
    def restore(self, picks: list[int], behind: int) -> None:
        """Let some entries count again."""
        self._review(Action.RESTORE, picks, behind)

    @precondition(lambda self: self.rules.entries)
    @rule(picks=PICKS, behind=BEHIND)
    def take_back(self, picks: list[int], behind: int) -> None:
        """Undo the last decisions on some entries of one ward, or some earlier ones."""
        entries = self.rules.entries
        # Those that were decided on stand twice in the list, so that more is taken back than refused.
        keys = [key for key, entry in entries.items() if entry.history[-1][0] in REVIEW_STARTS] + list(entries)
        ward = keys[picks[0] % len(keys)][0]
        chosen = dict.fromkeys(id for of, id in (keys[pick % len(keys)] for pick in picks) if of == ward)
        decisions = {id: len(entries[ward, id].history) - behind for id in chosen}
        expected = {id: self.rules.undo(entries[ward, id], number) for id, number in decisions.items()}
        decisions[NEVER_SENT], expected[NEVER_SENT] = 2, "unknown"
        with self.app.app_context():
            codes = in_transaction(lambda session: undo(session, ward, decisions, REVIEWERS[ward], now()))
        assert codes == expected

    def _review(self, action: Action, picks: list[int], behind: int) -> None:
        """Review entries of one ward, of which the reviewer may have looked at an older state."""
        entries = self.rules.entries
        # Those that can make this move stand twice in the list, so that moves are made more often than refused.
        keys = [key for key, entry in entries.items() if entry.status in REVIEW_STARTS[action]] + list(entries)
        ward = keys[picks[0] % len(keys)][0]
        chosen = dict.fromkeys(id for of, id in (keys[pick % len(keys)] for pick in picks) if of == ward)
        seen = {id: len(entries[ward, id].history) - behind for id in chosen}
        expected = {id: self.rules.review(entries[ward, id], moves, action) for id, moves in seen.items()}
        seen[NEVER_SENT], expected[NEVER_SENT] = 1, "unknown"
        with self.app.app_context():
            codes = in_transaction(
                lambda session: review(
                    session, ward, seen, DecisionNote(action, REVIEWERS[ward], now(), reason="unclear")
                )
            )
        assert codes == expected

    @rule(ward=WARDS, pick=st.integers(0, 2), step=st.sampled_from([None, 1, 2]))
    def merge(self, ward: int, pick: int, step: int | None) -> None:
        """Merge a household into another one, or let it stand for itself again."""
        with self.app.app_context():
            merge_if_possible(ward, household_id(pick), household_id((pick + step) % 3) if step else None)

    @rule(ward=WARDS, months_back=st.integers(0, 2), close=st.booleans())
    def turn_the_lock(self, ward: int, months_back: int, close: bool) -> None:
        """Close or reopen a month, which may be so already."""
        month = str(months_ago(months_back))
        with self.app.app_context():
            if close:
                turned = in_transaction(lambda session: close_month(session, ward, month, REVIEWERS[ward], now()))
            else:
                turned = in_transaction(lambda session: reopen_month(session, ward, month))
        assert turned == (close != ((ward, month) in self.rules.closed))
        if turned and close:
            self.rules.closed.add((ward, month))
            self.frozen[ward, month] = self.in_month(ward, month)
        elif turned:
            self.rules.closed.remove((ward, month))
            del self.frozen[ward, month]

    def in_month(self, ward: int, month: str) -> dict[UUID, Any]:
        """Return the entries that count in a month, with every column but since when they wait, which closing ends."""
        return {
            id: {name: value for name, value in row.items() if name != "waiting_since"}
            for (of, id), row in self.rows.items()
            if (of, row["month"]) == (ward, month) and counts(row)
        }

    @invariant()
    def the_log_and_its_counters_are_right(self) -> None:
        """Compare all that is stored with the rules, with a recount, and with what was frozen."""
        with self.app.app_context():
            connection = reader().connection()
            rows = connection.execute(sa.select(table_of(Entry))).mappings()
            self.rows = {(row["ward_id"], row["id"]): dict(row) for row in rows}
            self._check_entries()
            self._check_history(connection)
            self._check_companions(connection)
            assert kept_counters(connection) == counted_by_hand(self.rows.values())
            assert list(differences(reader())) == []
        for (ward, month), frozen in self.frozen.items():
            assert self.in_month(ward, month) == frozen

    def _check_entries(self) -> None:
        assert self.rows.keys() == self.rules.entries.keys()
        for key, entry in self.rules.entries.items():
            expected = entry.row()
            assert {name: self.rows[key][name] for name in expected} == expected
            is_open = (entry.ward, month_of(entry.fields)) not in self.rules.closed
            waits = is_open and entry.status in {"submitted", "returned"}
            assert (self.rows[key]["waiting_since"] is not None) == waits
            assert self.rows[key]["is_clear"] == (not self.rows[key]["flags"])

    def _check_history(self, connection: sa.Connection) -> None:
        history = defaultdict(list)
        events = table_of(ReviewEvent)
        for row in connection.execute(sa.select(events).order_by(events.c.number)):
            line = row.number, row.action, row.status, row.revision, row.digest
            history[row.ward_id, row.entry_id].append(line)
        assert history == {
            key: [(number, *line) for number, line in enumerate(entry.history, start=1)]
            for key, entry in self.rules.entries.items()
        }

    def _check_companions(self, connection: sa.Connection) -> None:
        rows = connection.execute(sa.select(table_of(Companion)))
        assert {(row.ward_id, row.entry_id, row.member_id, row.month) for row in rows} == {
            (*key, mate, month_of(entry.fields))
            for key, entry in self.rules.entries.items()
            for mate in entry.fields.get("companions", ())
            if mate != entry.owner
        }


@pytest.mark.hypothesis
def test_any_order_is_logged_by_the_rules_and_counted_once(app: Flask) -> None:
    visitors = {name: Visitor(app, name) for name in SENDERS}
    with app.app_context():
        posts = lay_posts(writer())
        writer().commit()
        engine = writer().get_bind().dialect.name
    run_state_machine_as_test(
        lambda: Logbook(app, visitors, posts),
        settings=settings(
            max_examples=examples(EXAMPLES[engine]),
            # They decide_receipt how fast data is drawn, and here the app works between two draws.
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_an_id_that_a_stranger_uses_in_another_ward_is_still_its_owners(app: Flask) -> None:
    moved, bo = Visitor(app, "moved"), Visitor(app, "bo")
    day = (today() - timedelta(days=20)).isoformat()
    for first, second, own_area, other_area in ((moved, bo, AREA_1, AREA_B), (bo, moved, AREA_B, AREA_1)):
        entry = make_entry(happened_on=day, neighbourhood=own_area)
        assert first.sync(entry)[0]["outcome"] == "stored"
        second.sync({**entry, "fields": {**entry["fields"], "neighbourhood": other_area}})
        assert [receipt["outcome"] for receipt in first.sync(entry, edited(entry, people=3))] == ["known", "stored"]
