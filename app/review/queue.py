"""The queue: one page of the entries that wait for the ward, their number, and the filters it offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.json_types import Message
from app.localisation import day
from app.logbook.flags import FLAGS
from app.logbook.kinds import KINDS
from app.people.actor import Actor
from app.people.queries import team_mates
from app.period_words import period
from app.periods import Periods
from app.permissions import Permission, Reach, reach
from app.places.queries import successors
from app.registry.models import Household, Merchant
from app.review.cards import EntryCard, EntryLabels, cards_of
from app.review.entry_filter import QueueFilter
from app.review.filter_conditions import ResolvedFilter, filter_condition, parties_matching
from app.review.positions import PAGE, Position, first_page
from app.review.queries import number_returned, numbers_waiting, positions
from app.text import fold, name_key

MOST_COUNTED = 300
"""The most entries that are counted when the queue is filtered."""

Named = Mapping[int, str]
Coded = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """The choices of each filter of the queue, by the names of the form's controls: label by value."""

    team: Named
    area: Named
    kind: Coded
    flag: Coded
    member: Named

    def allow(self, queue_filter: QueueFilter) -> bool:
        """Return whether all values of a filter are among its choices."""
        return all(
            value is None or value in choices
            for value, choices in (
                (queue_filter.team, self.team),
                (queue_filter.area, self.area),
                (queue_filter.kind, self.kind),
                (queue_filter.flag, self.flag),
                (queue_filter.member, self.member),
            )
        )


def filters_for(session: Session, actor: Actor, labels: EntryLabels) -> Filters:
    """Return the filters that ``actor`` may use. A leader has one team."""
    teams, people = labels.teams, labels.people
    if reach(actor, Permission.ENTRY_RETURN) is Reach.TEAM:
        own = actor.place
        teams = {id: name for id, name in teams.items() if id == own.team_id}
        mates = session.execute(team_mates(own.ward_id or 0, own.team_id or 0, actor.today))
        people = {row.id: row.name for row in mates}
    return Filters(
        teams,
        labels.areas,
        {code: str(kind.name) for code, kind in KINDS.items()},
        {flag.code: str(flag.name) for flag in FLAGS},
        dict(sorted(people.items(), key=lambda item: (name_key(item[1]), item[0]))),
    )


def condition_of(session: Session, actor: Actor, queue_filter: QueueFilter, filters: Filters) -> sa.ColumnElement[bool]:
    """Return the condition that a filter makes, after looking up names and merged areas in the ward."""
    ward_id = actor.place.ward_id or 0
    areas, members, households, merchants = [queue_filter.area or 0], [], [], []
    if queue_filter.area is not None:
        areas += [old for old, new in successors(session, ward_id, actor.today).items() if new == queue_filter.area]
    if queue_filter.text:
        folded = fold(queue_filter.text)
        members = [id for id, name in filters.member.items() if folded in fold(name)]
        households = list(session.scalars(parties_matching(Household, ward_id, folded)))
        merchants = list(session.scalars(parties_matching(Merchant, ward_id, folded)))
    return filter_condition(
        queue_filter, ResolvedFilter(ward_id, areas, members, households, merchants), session.connection().dialect.name
    )


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """The numbers of entries that wait for the ward, of those with a flag, and of those that wait for their authors.

    ``is_at_least`` says that there are more, which were not counted; ``is_known`` that they were counted at all.
    """

    number: int
    flagged: int
    returned: int
    is_at_least: bool = False
    is_known: bool = True

    @property
    def clear(self) -> int:
        """The number of entries that wait without a flag."""
        return self.number - self.flagged


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue. ``next`` is where the next page begins; ``found`` counts the filtered entries."""

    cards: Sequence[EntryCard]
    next: Position | None
    found: WaitingCounts


def queue_page(
    session: Session,
    actor: Actor,
    labels: EntryLabels,
    queue_filter: QueueFilter,
    condition: sa.ColumnElement[bool],
    after: Position | None,
) -> QueuePage:
    """Read the page of the queue after a position.

    For the whole ward the index of the queue counts what waits. Where the queue is narrowed, entries have to be
    looked at, so what is looked at for the page counts, up to a bound.
    """
    is_whole = not queue_filter.is_narrow and reach(actor, Permission.ENTRY_RETURN) is Reach.WARD
    most = PAGE if is_whole or after else MOST_COUNTED
    found = positions(session, actor, condition, after, most + 1)
    ids, next = first_page(found, PAGE)
    cards = cards_of(session, actor, labels, ids)
    return QueuePage(cards, next, _waiting(session, actor, [each.is_clear for each in found], is_whole, after))


def _waiting(
    session: Session, actor: Actor, found: Sequence[bool], is_whole: bool, after: Position | None
) -> WaitingCounts:
    returned = session.scalar(number_returned(actor)) or 0
    if is_whole:
        numbers = {is_clear: number for is_clear, number in session.execute(numbers_waiting(actor))}
        return WaitingCounts(sum(numbers.values()), numbers.get(False, 0), returned)
    counted = found[:MOST_COUNTED]
    return WaitingCounts(len(counted), counted.count(False), returned, len(found) > MOST_COUNTED, after is None)


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of a filter in words, and the address's arguments without it."""

    label: str
    without: Mapping[str, int | str]


def chips_of(
    queue_filter: QueueFilter, filters: Filters, labels: Mapping[str, Message], periods: Periods
) -> list[Chip]:
    """Return the parts of a filter, so that each can be removed."""
    arguments = queue_filter.as_arguments()
    chips = []
    for name in arguments:
        value = getattr(queue_filter, name)
        if isinstance(value, date):
            text = day(value)
        elif name == "month":
            text = period(value, periods)
        else:
            text = value if name == "text" else getattr(filters, name)[value]
        chips.append(Chip(f"{labels[name]}: {text}", {key: each for key, each in arguments.items() if key != name}))
    return chips
