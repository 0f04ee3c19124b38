"""The entries that wait for their authors: how many, since when, and which, the longest waiting first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.logbook.history_queries import last_words
from app.month import local_day
from app.people.actor import Actor
from app.review.cards import EntryCard, EntryLabels, cards_of
from app.review.positions import PAGE, Position, first_page
from app.review.queries import returned_by_team, returned_positions


@dataclass(frozen=True, slots=True)
class TeamWaiting:
    """The number of entries that wait for a team's members, and their waiting days: the longest and the median."""

    team: str
    number: int
    longest: int
    median: int


@dataclass(frozen=True, slots=True)
class ReturnedPage:
    """The teams, and a page of entries, each with the days it has waited and the reason of its return."""

    teams: Sequence[TeamWaiting]
    cards: Sequence[EntryCard]
    days: Sequence[int]
    reasons: Sequence[tuple[str, str]]
    next: Position | None

    @property
    def number(self) -> int:
        """The number of entries that wait for their authors."""
        return sum(team.number for team in self.teams)


def returned_page(session: Session, actor: Actor, labels: EntryLabels, after: Position | None) -> ReturnedPage:
    """Read the teams, and the page of entries after a position."""
    ids, next = first_page(returned_positions(session, actor, after, PAGE + 1), PAGE)
    cards = cards_of(session, actor, labels, ids)
    rows = session.execute(last_words(actor.place.ward_id or 0, [card.entry.id for card in cards]))
    latest = {id: (reason, comment) for id, reason, comment in rows}
    return ReturnedPage(
        _teams(session, actor, labels),
        cards,
        [_days(card.entry.waiting_since, actor) for card in cards],
        [_in_words(labels, card, *latest.get(card.entry.id, ("", ""))) for card in cards],
        next,
    )


def _teams(session: Session, actor: Actor, labels: EntryLabels) -> list[TeamWaiting]:
    waiting = {
        team_id: TeamWaiting(labels.teams.get(team_id, ""), number, _days(first, actor), _days(middle, actor))
        for team_id, number, first, middle in session.execute(returned_by_team(actor))
    }
    without_team = [each for team_id, each in waiting.items() if team_id not in labels.teams]
    return [*without_team, *(waiting[team_id] for team_id in labels.teams if team_id in waiting)]


def _days(since: datetime | None, actor: Actor) -> int:
    return (actor.today - local_day(since)).days if since else 0


def _in_words(labels: EntryLabels, card: EntryCard, reason: str, comment: str) -> tuple[str, str]:
    return labels.wording.reason(card.entry.kind, reason) if reason else "", comment
