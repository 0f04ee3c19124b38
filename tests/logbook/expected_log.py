"""The log as the rules make it, in plain Python: entries by id, what becomes of each message, and the counters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.database import table_of
from app.logbook.status import Action
from app.tally.models import COUNTERS
from tests.factories import FIELDS
from tests.logbook.drafts import OCCASION, WARD_OF, Post, Sender, digest_of, month_of

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

    def _stored_fields(self) -> dict[str, Any]:
        """Return the fields of the kind as they are stored: a session that names one topic has a list of it."""
        unnamed = {name for name in OCCASION if self.fields.get(name) is None and name not in FIELDS[self.kind]}
        fields = {name: value for name, value in self.fields.items() if name not in NOT_KIND_FIELDS | unnamed}
        return {**fields, "topics": [fields["topic"]]} if "topic" in fields else fields

    def move(self, action: str, status: str) -> None:
        self.status = status
        self.history.append((action, status, self.revision, self.digest))

    def write(self, action: str, message: Mapping[str, Any], team: int) -> None:
        """Take a new revision; one that withdraws a known entry leaves the fields as they were."""
        fields = message["fields"]
        self.revision, self.digest, self.team = message["revision"], digest_of(fields), team
        self.came.add((self.revision, self.digest))
        if action != "withdraw":
            stays = {name: self.fields[name] for name in OCCASION if name in self.fields}
            self.fields = {**stays, **fields}
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
            "event_id": self.fields.get("event"),
            "place_id": self.fields.get("place"),
            "fields": self._stored_fields(),
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
    """Return whether an entry is counted at all."""
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
            if fields.get("event"):
                keys["event_day", ward, fields["event"], row["happened_on"], measure] = int(figure)
            if fields.get("place"):
                keys["place_month", ward, month, fields["place"], measure] = int(figure)
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
