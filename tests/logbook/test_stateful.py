"""Any order of sending, resending, editing, reviewing and closing: the log holds what the rules say, counted once."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from app.database import in_transaction, reader, table_of, writer
from app.logbook.models import Companion, Entry, MonthLock, ReviewEvent
from app.logbook.month_actions import close_month, reopen_month
from app.logbook.recount import differences
from app.logbook.review_actions import review, undo
from app.logbook.status import Action
from app.month import Month, now, today
from app.people.models import Membership
from app.permissions import Role
from app.registry.models import Household, Merchant
from app.tally.models import COUNTERS
from tests.cast import (
    ALL_OF_A,
    ALL_OF_B,
    ANA,
    AREA_1,
    AREA_2,
    AREA_B,
    AREA_C,
    BO,
    BRUNO,
    CARLA,
    DORA,
    LEO,
    MOVED,
    SINCE,
    TEAM_1,
    WARD_A,
    WARD_B,
    WARD_C,
)
from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.properties import examples

EXAMPLES = {"sqlite": 30, "postgresql": 15}

KINDS = ("visit", "installation", "training", "merchant")
OUTCOMES = ("installed", "activated", "self_sufficient", "declined", "ineligible")
WARD_OF = {AREA_1: WARD_A, AREA_2: WARD_A, ALL_OF_A: WARD_A, AREA_B: WARD_B, ALL_OF_B: WARD_B, AREA_C: WARD_C}
MATES = {WARD_A: [ANA, BRUNO, LEO], WARD_B: [BO, DORA], WARD_C: []}
NOT_KIND_FIELDS = {"happened_on", "neighbourhood", "count_in", "withdrawn"}
REVIEW_STARTS: Mapping[Action, set[str]] = {
    Action.APPROVE: {"submitted"},
    Action.RETURN: {"submitted", "approved"},
    Action.VOID: {"submitted", "approved", "returned"},
    Action.RESTORE: {"void"},
}
REVIEW_ENDS = {
    Action.APPROVE: "approved",
    Action.RETURN: "returned",
    Action.VOID: "void",
    Action.RESTORE: "submitted",
}
REVIEWERS = {WARD_A: CARLA, WARD_B: DORA}
NAMESPACE = UUID("0199a000-0000-7000-8000-000000000000")
NEVER_SENT = uuid5(NAMESPACE, "never sent")


class Post(NamedTuple):
    """Where somebody logs from one day to another."""

    ward: int
    team: int
    first: date
    last: date | None


@dataclass(frozen=True)
class Sender:
    """One of the cast, with areas to name, at times not theirs."""

    id: int
    areas: Sequence[int]


SENDERS = {
    "ana": Sender(ANA, (AREA_1, AREA_2, ALL_OF_A, AREA_1, AREA_2, ALL_OF_A, AREA_B)),
    "leo": Sender(LEO, (AREA_1, AREA_2)),
    "bruno": Sender(BRUNO, (AREA_2, AREA_1, ALL_OF_A)),
    "bo": Sender(BO, (AREA_B, ALL_OF_B, AREA_B, ALL_OF_B, AREA_C)),
    "moved": Sender(MOVED, (AREA_1, AREA_B)),
}
CHANGED_TEAM = timedelta(days=40)
"""So long ago Bruno went from team 1 to team 2 of his ward: an edit may bring an entry from one to the other."""


class Draft(NamedTuple):
    """What somebody is about to send, before it is known what of it is stored already."""

    number: int
    step: int
    kind: str | None
    months_back: int
    day: int
    count_later: int
    area: int
    household: int | None
    amount: int
    in_company: bool
    withdrawn: bool


DRAFTS = st.builds(
    Draft,
    number=st.integers(0, 5),
    step=st.sampled_from([1, 1, 1, 1, 1, 2, 0, -1]),
    kind=st.sampled_from([None, None, None, None, None, *KINDS]),
    months_back=st.integers(0, 2),
    day=st.integers(1, 28),
    count_later=st.sampled_from([0, 0, 1, 2]),
    area=st.integers(0, 6),
    household=st.sampled_from([0, 1, 2, None]),
    amount=st.integers(1, 9),
    in_company=st.booleans(),
    withdrawn=st.sampled_from([False] * 6 + [True]),
)
BEHIND = st.sampled_from([0] * 9 + [1])
PICKS = st.lists(st.integers(0, 200), min_size=1, max_size=8)
WARDS = st.sampled_from([WARD_A, WARD_A, WARD_B])


def months_ago(number: int) -> Month:
    """Return this month, the one before it, or an earlier one."""
    month = Month.current()
    for _ in range(number):
        month = month.previous()
    return month


def fields_of(draft: Draft, kind: str, area: int) -> dict[str, Any]:
    """Return the fields of a draft as its form would send them."""
    month = months_ago(draft.months_back)
    fields: dict[str, Any] = {
        "happened_on": min(month.first + timedelta(days=draft.day - 1), today()).isoformat(),
        "neighbourhood": area,
    }
    if draft.count_later:
        fields["count_in"] = str(months_ago(max(draft.months_back - draft.count_later, 0)))
    if draft.in_company:
        fields["companions"] = MATES[WARD_OF[area]]
    if draft.withdrawn:
        fields["withdrawn"] = True
    match kind:
        case "visit":
            home = draft.household
            fields["household"] = (
                None if home is None else {"id": str(uuid5(NAMESPACE, f"door {home}")), "label": f"Số {home}"}
            )
            fields |= {"met": "absent", "people": 0} if draft.amount == 1 else {"people": draft.amount}
        case "installation":
            fields |= {"outcome": OUTCOMES[draft.amount % 5], "people": draft.amount}
        case "training":
            fields["attendees"] = 20 + draft.amount
        case "merchant":
            fields["methods"] = ["vietqr"] if draft.amount % 2 else []
    return fields


def digest_of(fields: Mapping[str, Any]) -> str:
    """Return the digest that a receipt must carry."""
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def month_of(fields: Mapping[str, Any]) -> str:
    """Return the month in which an entry counts."""
    return fields.get("count_in") or fields["happened_on"][:7]


@dataclass
class Kept:
    """An entry as it should be stored."""

    ward: int
    owner: int
    kind: str
    team: int = 0
    status: str = ""
    revision: int = 0
    digest: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    history: list[tuple[str, str, int, str]] = field(default_factory=list)
    came: set[tuple[int, str]] = field(default_factory=set)

    def move(self, action: str, status: str) -> None:
        self.status = status
        self.history.append((action, status, self.revision, self.digest))

    def write(self, action: str, message: Mapping[str, Any], team: int) -> None:
        """Take a new revision; one that withdraws a known entry leaves the fields as they were."""
        fields = message["fields"]
        self.revision, self.digest, self.team = message["revision"], digest_of(fields), team
        self.came.add((self.revision, self.digest))
        if action != "withdraw":
            self.fields = fields
        self.move(action, "void" if fields.get("withdrawn") else "submitted")

    def row(self) -> dict[str, Any]:
        """Return the columns that must be found in the database."""
        return {
            "kind": self.kind,
            "status": self.status,
            "revision": self.revision,
            "digest": self.digest,
            "moves": len(self.history),
            "member_id": self.owner,
            "team_id": self.team,
            "neighbourhood_id": self.fields["neighbourhood"],
            "happened_on": date.fromisoformat(self.fields["happened_on"]),
            "month": month_of(self.fields),
            "fields": {name: value for name, value in self.fields.items() if name not in NOT_KIND_FIELDS},
        }


class Rules:
    """The rules of the log in plain Python: what each arrival and each review must come to."""

    def __init__(self, posts: Mapping[int, Sequence[Post]]) -> None:
        self.posts = posts
        self.entries: dict[tuple[int, UUID], Kept] = {}
        self.closed: set[tuple[int, str]] = set()

    def find(self, sender: Sender, id: UUID) -> Kept | None:
        """Return the entry that ``sender`` means by an id: their own before a stranger's in another ward."""
        wards = {post.ward for post in self.posts[sender.id]}
        found = [self.entries[ward, id] for ward in wards if (ward, id) in self.entries]
        return min(found, key=lambda entry: entry.owner != sender.id, default=None)

    def team(self, sender: Sender, fields: Mapping[str, Any]) -> int | None:
        """Return the team for which an entry is logged: that of its day in its ward, else the present one there."""
        day = date.fromisoformat(fields["happened_on"])
        posts = [post for post in self.posts[sender.id] if post.ward == WARD_OF[fields["neighbourhood"]]]
        on_the_day = [post for post in posts if post.first <= day and (post.last is None or day <= post.last)]
        return next((post.team for post in on_the_day or posts if on_the_day or post.last is None), None)

    def receive(self, sender: Sender, message: Mapping[str, Any]) -> tuple[str, str]:
        """Take an arrival; return the outcome and the code of its receipt."""
        entry = self.find(sender, UUID(message["id"]))
        if entry is None:
            return self._receive_new(sender, message)
        if entry.owner != sender.id:
            return "conflict", "not_yours"
        if message["revision"] <= entry.revision:
            known = (message["revision"], digest_of(message["fields"])) in entry.came
            return ("known", "") if known else ("conflict", "stale")
        if (entry.ward, month_of(entry.fields)) in self.closed:
            return "conflict", "month_closed"
        if entry.status in {"approved", "void"}:
            return "conflict", entry.status
        return self._receive_edit(sender, entry, message)

    def _receive_new(self, sender: Sender, message: Mapping[str, Any]) -> tuple[str, str]:
        fields = message["fields"]
        ward = WARD_OF[fields["neighbourhood"]]
        team = self.team(sender, fields)
        if team is None:
            return "refused", "invalid"
        if (ward, month_of(fields)) in self.closed and not fields.get("withdrawn"):
            return "refused", "month_closed"
        entry = Kept(ward, sender.id, message["kind"])
        entry.write("record", message, team)
        self.entries[ward, UUID(message["id"])] = entry
        return "stored", ""

    def _receive_edit(self, sender: Sender, entry: Kept, message: Mapping[str, Any]) -> tuple[str, str]:
        fields = message["fields"]
        if fields.get("withdrawn"):
            entry.write("withdraw", message, entry.team)
            return "stored", ""
        team = self.team(sender, fields)
        if team is None or message["kind"] != entry.kind:
            return "refused", "invalid"
        if WARD_OF[fields["neighbourhood"]] != entry.ward:
            return "refused", "other_ward"
        if (entry.ward, month_of(fields)) in self.closed:
            return "refused", "month_closed"
        entry.write("edit", message, team)
        return "stored", ""

    def review(self, entry: Kept, seen: int, action: Action) -> str:
        """Do a reviewer's move where it may be done; return its code. ``seen`` is the last move that they saw."""
        if (entry.ward, month_of(entry.fields)) in self.closed:
            return "month_closed"
        if entry.status not in REVIEW_STARTS[action]:
            return entry.status
        if len(entry.history) != seen:
            return "changed"
        entry.move(action, REVIEW_ENDS[action])
        return "done"

    def undo(self, entry: Kept, number: int) -> str:
        """Take back a reviewer's move, given by its number, where that may be done; return its code."""
        if number < 1 or entry.history[number - 1][0] not in REVIEW_STARTS:
            return "unknown"
        if (entry.ward, month_of(entry.fields)) in self.closed:
            return "month_closed"
        if len(entry.history) != number:
            return "changed"
        _action, before, *_ = entry.history[number - 2]
        entry.move(Action.UNDO, before)
        return "done"


def counts(row: Mapping[str, Any]) -> bool:
    """Tell whether an entry is counted at all."""
    return row["status"] != "void"


def counted_by_hand(rows: Iterable[Mapping[str, Any]]) -> tuple[Counter[Any], Counter[Any]]:
    """Count entries with plain code, apart from the app's own; return all that is not void, and what is approved."""
    total: Counter[Any] = Counter()
    approved: Counter[Any] = Counter()
    for row in rows:
        fields, ward, month = row["fields"], row["ward_id"], row["month"]
        figures = {
            "visit": row["kind"] == "visit",
            "visit.people": fields["people"] if row["kind"] == "visit" else 0,
            "installation.people": fields["people"]
            if row["kind"] == "installation" and fields["outcome"] in {"installed", "activated", "self_sufficient"}
            else 0,
            "training.attendees": fields["attendees"] if row["kind"] == "training" else 0,
            "merchant": row["kind"] == "merchant",
        }
        keys: dict[Any, int] = {}
        for measure, figure in figures.items():
            keys["area_month", ward, month, row["neighbourhood_id"], measure] = int(figure)
            keys["team_month", ward, month, row["team_id"], measure] = int(figure)
            keys["ward_day", ward, row["happened_on"], measure] = int(figure)
        if fields.get("household"):
            keys["household_month", ward, month, UUID(fields["household"]["id"]), row["neighbourhood_id"]] = 1
        if counts(row):
            total.update(keys)
        if row["status"] == "approved":
            approved.update(keys)
    return +total, +approved


MEASURES = ("visit", "visit.people", "installation.people", "training.attendees", "merchant")


def kept_counters(connection: sa.Connection) -> tuple[Counter[Any], Counter[Any]]:
    """Return what the counters say of the measures that are counted by hand."""
    total: Counter[Any] = Counter()
    approved: Counter[Any] = Counter()
    for counter in COUNTERS:
        table = table_of(counter)
        for row in connection.execute(sa.select(table)).mappings():
            if row.get("measure", "visit") in MEASURES:
                key = table.name, *(row[column.name] for column in table.primary_key.columns)
                total[key], approved[key] = row["total"], row["approved"]
    # Rows that were counted down to nothing stay, as zeros; below zero is never right.
    assert min([0, *total.values(), *approved.values()]) == 0
    return +total, +approved


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
            for model in (*COUNTERS, Companion, ReviewEvent, Entry, Household, Merchant, MonthLock):
                writer().execute(sa.delete(model))
            writer().commit()

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
                lambda session: review(session, ward, seen, action, REVIEWERS[ward], now(), reason="unclear")
            )
        assert codes == expected

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


def lay_posts(session: Session) -> dict[int, list[Post]]:
    """Let Bruno have changed his team; return everybody's posts."""
    last = today() - CHANGED_TEAM
    earlier = Membership(
        user_id=BRUNO, role=Role.MEMBER, ward_id=WARD_A, team_id=TEAM_1, valid_from=SINCE, valid_to=last
    )
    session.execute(
        sa.update(Membership).where(Membership.user_id == BRUNO).values(valid_from=last + timedelta(days=1))
    )
    session.add(earlier)
    posts = defaultdict(list)
    for post in session.scalars(sa.select(Membership).where(Membership.team_id.is_not(None))):
        posts[post.user_id].append(Post(post.ward_id, post.team_id, post.valid_from, post.valid_to))
    return posts


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
