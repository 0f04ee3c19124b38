"""What waits for its authors: how much, since when, and which entries, those first that have waited longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.logbook.queries import last_words
from app.month import local_day
from app.people.actor import Actor
from app.review.cards import EntryCard, EntryLabels, cards_of
from app.review.queries import Position, returned_by_team, returned_positions
from app.text import collation_key

PAGE = 50
"""How many entries stand on a page."""


@dataclass(frozen=True, slots=True)
class TeamWaiting:
    """How many entries wait for a team's people, for how many days the first does, and the one in the middle."""

    team: str
    number: int
    longest: int
    median: int


@dataclass(frozen=True, slots=True)
class ReturnedPage:
    """The teams, and a page of the entries with the days that each has waited and why it was returned."""

    teams: Sequence[TeamWaiting]
    cards: Sequence[EntryCard]
    days: Sequence[int]
    reasons: Sequence[tuple[str, str]]
    next: Position | None

    @property
    def number(self) -> int:
        """How many entries wait for their authors in all."""
        return sum(team.number for team in self.teams)


def returned_page(session: Session, actor: Actor, words: EntryLabels, after: Position | None) -> ReturnedPage:
    """Read the teams, and the entries from behind a position on."""
    found = session.execute(returned_positions(actor, after, PAGE + 1)).all()
    shown = found[:PAGE]
    cards = cards_of(session, actor, words, [row.id for row in shown])
    rows = session.execute(last_words(actor.place.ward_id or 0, [card.id for card in cards]))
    latest = {row.entry_id: (row.reason, row.comment) for row in rows}
    return ReturnedPage(
        _teams(session, actor, words),
        cards,
        [_days(card.waiting_since, actor) for card in cards],
        [_in_words(words, card, *latest.get(card.id, ("", ""))) for card in cards],
        Position(True, shown[-1].waiting_since, shown[-1].id) if len(found) > PAGE else None,
    )


def _teams(session: Session, actor: Actor, words: EntryLabels) -> list[TeamWaiting]:
    teams = [
        TeamWaiting(words.teams.get(row.team_id, ""), row.number, _days(row.first, actor), _days(row.middle, actor))
        for row in session.execute(returned_by_team(actor))
    ]
    return sorted(teams, key=lambda team: collation_key(team.team))


def _days(since: datetime | None, actor: Actor) -> int:
    return (actor.today - local_day(since)).days if since else 0


def _in_words(words: EntryLabels, card: EntryCard, reason: str, comment: str) -> tuple[str, str]:
    return words.wording.reason(card.kind, reason) if reason else "", comment
