"""The queue: one page of what waits for the ward, how much there is, and what it can be narrowed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.localisation import day, month
from app.logbook.flags import FLAGS
from app.logbook.kinds import KINDS
from app.people.actor import Actor
from app.people.queries import team_mates
from app.permissions import Permission, Reach, reach
from app.places.queries import successors
from app.registry.models import Household, Merchant
from app.review.cards import EntryCard, EntryLabels, cards_of
from app.review.entry_filter import QueueFilter
from app.review.queries import (
    Position,
    ResolvedFilter,
    filter_condition,
    number_returned,
    numbers_waiting,
    parties_matching,
    positions,
)
from app.text import collation_key, fold, name_key

PAGE = 50
"""How many entries stand on a page."""

MOST_COUNTED = 300
"""Above this a narrowed queue is not counted any further."""

Choices = Mapping[Any, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a queue can be narrowed to, by the names of the form's controls, each choice with its name."""

    team: Choices
    area: Choices
    kind: Choices
    flag: Choices
    member: Choices

    def allow(self, wish: QueueFilter) -> bool:
        """Tell whether all that is wished for can be chosen."""
        return all(
            value is None or value in choices
            for value, choices in (
                (wish.team, self.team),
                (wish.area, self.area),
                (wish.kind, self.kind),
                (wish.flag, self.flag),
                (wish.member, self.member),
            )
        )


def filters_for(session: Session, actor: Actor, words: EntryLabels) -> Filters:
    """Return what ``actor`` can narrow the queue to. A leader has one team."""
    teams, people = words.teams, words.people
    if reach(actor, Permission.ENTRY_RETURN) is Reach.TEAM:
        own = actor.place
        teams = {id: name for id, name in teams.items() if id == own.team_id}
        mates = session.execute(team_mates(own.ward_id or 0, own.team_id or 0, actor.today))
        people = {row.id: row.name for row in mates}
    return Filters(
        _sorted(teams, collation_key),
        _sorted(words.areas, collation_key),
        {code: str(kind.name) for code, kind in KINDS.items()},
        {flag.code: str(flag.name) for flag in FLAGS},
        _sorted(people, name_key),
    )


def _sorted(names: Choices, key: Any) -> Choices:
    return dict(sorted(names.items(), key=lambda item: key(item[1])))


def condition_of(session: Session, actor: Actor, wish: QueueFilter, filters: Filters) -> sa.ColumnElement[bool]:
    """Return the condition that a wish makes, after looking up what it means in the ward."""
    ward_id = actor.place.ward_id or 0
    areas, members, households, merchants = [wish.area or 0], [], [], []
    if wish.area is not None:
        areas += [old for old, new in successors(session, ward_id).items() if new == wish.area]
    if wish.text:
        folded = fold(wish.text)
        members = [id for id, name in filters.member.items() if folded in fold(name)]
        households = list(session.scalars(parties_matching(Household, ward_id, folded)))
        merchants = list(session.scalars(parties_matching(Merchant, ward_id, folded)))
    return filter_condition(
        wish, ResolvedFilter(ward_id, areas, members, households, merchants), session.connection().dialect.name
    )


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """How many entries wait for the ward, how many of them carry a flag, and how many wait for their authors.

    ``is_at_least`` says that there are more, which were not counted; ``is_known`` that they were counted at all.
    """

    number: int
    flagged: int
    returned: int
    is_at_least: bool = False
    is_known: bool = True

    @property
    def clear(self) -> int:
        """How many entries wait without a flag."""
        return self.number - self.flagged


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue. ``next`` is where the one after it begins; ``found`` counts what was wished for."""

    cards: Sequence[EntryCard]
    next: Position | None
    found: WaitingCounts


def queue_page(
    session: Session,
    actor: Actor,
    words: EntryLabels,
    wish: QueueFilter,
    wished: sa.ColumnElement[bool],
    after: Position | None,
) -> QueuePage:
    """Read a page of the queue from behind a position on.

    For the whole ward the index of the queue counts what waits. Where the queue is narrowed, entries have to be
    looked at, so what is looked at for the page counts, up to a bound.
    """
    is_whole = not wish.is_narrow and reach(actor, Permission.ENTRY_RETURN) is Reach.WARD
    most = PAGE if is_whole or after else MOST_COUNTED
    found = session.execute(positions(actor, wished, after, most + 1)).all()
    shown = found[:PAGE]
    next = Position(*shown[-1]) if len(found) > PAGE else None
    cards = cards_of(session, actor, words, [row.id for row in shown])
    return QueuePage(cards, next, _waiting(session, actor, [row.is_clear for row in found], is_whole, after))


def _waiting(
    session: Session, actor: Actor, found: Sequence[bool], is_whole: bool, after: Position | None
) -> WaitingCounts:
    returned = session.scalar(number_returned(actor)) or 0
    if is_whole:
        numbers = {row.is_clear: row.number for row in session.execute(numbers_waiting(actor))}
        return WaitingCounts(sum(numbers.values()), numbers.get(False, 0), returned)
    counted = found[:MOST_COUNTED]
    return WaitingCounts(len(counted), counted.count(False), returned, len(found) > MOST_COUNTED, after is None)


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of a wish in words, and the address's arguments without it."""

    label: str
    without: Mapping[str, Any]


def chips_of(wish: QueueFilter, filters: Filters, labels: Mapping[str, Any]) -> list[Chip]:
    """Return the parts of a wish, so that each can be taken away."""
    arguments = wish.as_arguments()
    chips = []
    for name in arguments:
        value = getattr(wish, name)
        if isinstance(value, date):
            text = day(value)
        elif name == "month":
            text = month(value)
        else:
            text = value if name == "text" else getattr(filters, name)[value]
        chips.append(Chip(f"{labels[name]}: {text}", {key: each for key, each in arguments.items() if key != name}))
    return chips
