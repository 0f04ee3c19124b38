"""What the queue asks of the log. Every list starts from what its reader may read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Self
from uuid import UUID

import sqlalchemy as sa

from app.database import Query
from app.logbook.models import Companion, Entry, MonthLock, ReviewEvent
from app.logbook.queries import visible_to
from app.logbook.status import Status
from app.month import Month
from app.people.actor import Actor
from app.people.models import User
from app.people.queries import other_coordinators
from app.permissions import Holder
from app.registry.models import Household, Merchant
from app.review.entry_filter import QueueFilter
from app.review.models import Decision
from app.tally.models import HouseholdMonth
from app.text import fold

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MARKED = frozenset("adeiouy")
"""The letters that bear marks in Vietnamese."""

MOST_VISITS = 10
"""So many other visits to a household are shown beside an entry."""

MOST_PARTIES = 1000
"""Up to so many households or merchants are named one by one when entries of them are looked for."""

_LAST_LETTER = 0x1F00
"""From here on no letter is one of the Latin alphabet with a mark."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where an entry stands in the queue: flagged ones first, then who has waited longest."""

    is_clear: bool
    waiting_since: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.is_clear:d}-{(self.waiting_since - _EPOCH) // _MICROSECOND}-{self.id.hex}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``str()`` wrote; raise ``ValueError`` for anything else."""
        clear, since, id = text.split("-")
        try:
            return cls(bool(int(clear)), _EPOCH + int(since) * _MICROSECOND, UUID(hex=id))
        except OverflowError as error:
            raise ValueError(text) from error


def waiting(holder: Holder, status: Status) -> sa.ColumnElement[bool]:
    """Return the condition under which an entry that ``holder`` may read waits in a status."""
    # That it waits at all has to be said, for the index of the queue holds nothing else.
    return sa.and_(visible_to(holder), Entry.status == status, Entry.waiting_since.is_not(None))


def positions(holder: Holder, wished: sa.ColumnElement[bool], after: Position | None, most: int) -> Query:
    """Select where the entries stand that wait for the ward, in order, from behind a position on."""
    query = (
        sa.select(Entry.is_clear, Entry.waiting_since, Entry.id)
        .where(waiting(holder, Status.SUBMITTED), wished)
        .order_by(Entry.is_clear, Entry.waiting_since, Entry.id)
        .limit(most)
    )
    if after is not None:
        query = query.where(
            sa.tuple_(Entry.is_clear, Entry.waiting_since, Entry.id)
            > sa.tuple_(
                sa.literal(after.is_clear, Entry.is_clear.type),
                sa.literal(after.waiting_since, Entry.waiting_since.type),
                sa.literal(after.id, Entry.id.type),
            )
        )
    return query


def unflagged_waiting(actor: Actor, wished: sa.ColumnElement[bool], most: int) -> Query:
    """Select the entries without a flag that have waited longest, with what a decision needs to know of each.

    Those of ``actor`` are left out where the ward has another coordinator, who approves them.
    """
    another = other_coordinators(actor.place.ward_id or 0, actor.id, actor.today)
    is_approvable = sa.or_(Entry.member_id != actor.id, sa.not_(another.exists()))
    return (
        sa.select(Entry.id, Entry.moves, Entry.revision, Entry.waiting_since)
        .where(waiting(actor, Status.SUBMITTED), Entry.is_clear, wished, is_approvable)
        .order_by(Entry.waiting_since, Entry.id)
        .limit(most)
    )


def up_to(since: datetime, id: UUID) -> sa.ColumnElement[bool]:
    """Return the condition under which an entry has waited as long as the one of ``id``, or longer."""
    end = sa.tuple_(sa.literal(since, Entry.waiting_since.type), sa.literal(id, Entry.id.type))
    return sa.and_(Entry.waiting_since <= since, sa.tuple_(Entry.waiting_since, Entry.id) <= end)


def numbers_waiting(holder: Holder) -> Query:
    """Select how many entries wait for the ward, with a flag and without."""
    return (
        sa.select(Entry.is_clear, sa.func.count().label("number"))
        .where(waiting(holder, Status.SUBMITTED))
        .group_by(Entry.is_clear)
    )


def number_returned(holder: Holder) -> Query:
    """Select how many entries wait for their authors."""
    return sa.select(sa.func.count()).where(waiting(holder, Status.RETURNED))


def parties_matching(door: type[Household | Merchant], ward_id: int, text: str) -> Query:
    """Select the households or merchants of a ward whose label or name holds a text, at most one too many."""
    return (
        sa.select(door.id)
        .where(door.ward_id == ward_id, door.folded.contains(fold(text), autoescape=True))
        .limit(MOST_PARTIES + 1)
    )


@dataclass(frozen=True, slots=True)
class ResolvedFilter:
    """What a wish means in a ward: the area with those merged into it, and whose names hold the text."""

    ward_id: int
    areas: Collection[int] = ()
    members: Collection[int] = ()
    households: Collection[UUID] = ()
    merchants: Collection[UUID] = ()


def filter_condition(wish: QueueFilter, meant: ResolvedFilter, dialect_name: str) -> sa.ColumnElement[bool]:
    """Return the condition that a wish makes of the entries of a ward."""
    equal = (
        (Entry.team_id, wish.team),
        (Entry.kind, wish.kind),
        (Entry.member_id, wish.member),
        (Entry.month, wish.month),
    )
    conditions: list[sa.ColumnElement[bool]] = [column == value for column, value in equal if value is not None]
    if wish.area is not None:
        conditions.append(Entry.neighbourhood_id.in_(sorted(meant.areas)))
    if wish.first is not None:
        conditions.append(Entry.happened_on >= wish.first)
    if wish.last is not None:
        conditions.append(Entry.happened_on <= wish.last)
    if wish.flag is not None:
        named = sa.cast(Entry.flags, sa.Text).contains(f'"{wish.flag}"', autoescape=True)
        # Saying what is known anyway leads past all that carries no flag.
        conditions += [sa.not_(Entry.is_clear), named]
    if wish.text:
        conditions.append(_holding(fold(wish.text), meant, dialect_name))
    return sa.and_(sa.true(), *conditions)


def _holding(folded: str, meant: ResolvedFilter, dialect_name: str) -> sa.ColumnElement[bool]:
    """Return the condition under which a door, a member or a note holds a text, whatever its tones and marks."""
    is_sqlite = dialect_name == "sqlite"
    matches, pattern = ("GLOB", _glob(folded)) if is_sqlite else ("~", _expression(folded))
    # In SQLite LIKE itself takes small letters for capitals, as far as ASCII goes.
    resembles = Entry.note.like if is_sqlite else Entry.note.ilike
    conditions = [
        sa.and_(
            Entry.note != "",
            resembles(_outline(folded), escape="/"),
            Entry.note.bool_op(matches)(pattern),
        )
    ]
    if meant.members:
        conditions.append(Entry.member_id.in_(sorted(meant.members)))
    for column, door, ids in (
        (Entry.household_id, Household, meant.households),
        (Entry.merchant_id, Merchant, meant.merchants),
    ):
        # Asking for doors that are not there would cost as much as looking through all notes.
        if len(ids) > MOST_PARTIES:
            conditions.append(column.in_(parties_matching(door, meant.ward_id, folded).limit(None)))
        elif ids:
            conditions.append(column.in_(sorted(ids)))
    return sa.or_(*conditions)


@cache
def _spellings() -> Mapping[str, str]:
    """Return, by each letter without its marks, all letters that it may stand for, small and capital."""
    spellings: dict[str, str] = defaultdict(str)
    for letter in map(chr, range(ord(" "), _LAST_LETTER)):
        if fold(letter) in _MARKED or letter.isascii():
            spellings[fold(letter)] += letter
    return {letter: each for letter, each in spellings.items() if len(each) > 1}


def _glob(folded: str) -> str:
    """Return the pattern of SQLite for a text that holds ``folded``. Notes have no folded column of their own."""
    quoted = {letter: f"[{each}]" for letter, each in _spellings().items()} | {"*": "[*]", "?": "[?]", "[": "[[]"}
    return "*" + "".join(quoted.get(letter, letter) for letter in folded) + "*"


def _expression(folded: str) -> str:
    """Return the regular expression of PostgreSQL for the same."""
    spellings = _spellings()
    return "".join(f"[{spellings[letter]}]" if letter in spellings else re.escape(letter) for letter in folded)


def _outline(folded: str) -> str:
    """Return what holds ``folded`` when letters that bear marks may be any: it is quicker to look for."""
    written = {"%": "/%", "_": "/_", "/": "//", **dict.fromkeys(_MARKED, "_")}
    return f"%{''.join(written.get(letter, letter) for letter in folded)}%"


def rows_of(holder: Holder, ids: Iterable[UUID]) -> Query:
    """Select some entries that ``holder`` may read."""
    return sa.select(Entry).where(visible_to(holder), Entry.id.in_(list(ids)))


def returned_positions(holder: Holder, after: Position | None, most: int) -> Query:
    """Select the entries that wait for their authors, those first that have waited longest."""
    query = sa.select(Entry.waiting_since, Entry.id).where(waiting(holder, Status.RETURNED))
    if after is not None:
        query = query.where(sa.not_(up_to(after.waiting_since, after.id)))
    return query.order_by(Entry.waiting_since, Entry.id).limit(most)


def returned_by_team(holder: Holder) -> Query:
    """Select of each team how many entries wait for their authors, since when the first does and the middle one.

    Those of no team stand under 0. By the bare column SQLite would go through the index of all that teams ever did.
    """
    team = sa.func.coalesce(Entry.team_id, 0)
    number = sa.func.count().over(partition_by=team)
    rank = sa.func.row_number().over(partition_by=team, order_by=Entry.waiting_since)
    columns = team.label("team_id"), Entry.waiting_since, number.label("number"), rank.label("rank")
    ranked = sa.select(*columns).where(waiting(holder, Status.RETURNED)).subquery()
    middle = sa.case((ranked.c.rank == (ranked.c.number + 1) // 2, ranked.c.waiting_since))
    return sa.select(
        ranked.c.team_id,
        sa.func.max(ranked.c.number).label("number"),
        sa.func.min(ranked.c.waiting_since).label("first"),
        sa.func.max(middle).label("middle"),
    ).group_by(ranked.c.team_id)


def latest_decision(ward_id: int, actor_id: int, since: datetime) -> Query:
    """Select what somebody decided last since an instant and did not take back."""
    return (
        sa.select(Decision)
        .where(
            Decision.ward_id == ward_id,
            Decision.actor_id == actor_id,
            Decision.at >= since,
            Decision.undone_at.is_(None),
        )
        .order_by(Decision.at.desc(), Decision.id.desc())
        .limit(1)
    )


def standing(holder: Holder, ids: Iterable[UUID]) -> Query:
    """Select how some entries stand, with the last line of the history of each and whether its month is closed."""
    is_its_last = sa.and_(
        ReviewEvent.ward_id == Entry.ward_id, ReviewEvent.entry_id == Entry.id, ReviewEvent.number == Entry.moves
    )
    is_its_month = sa.and_(MonthLock.ward_id == Entry.ward_id, MonthLock.month == Entry.month)
    return (
        sa.select(
            Entry.id,
            Entry.status,
            Entry.revision,
            Entry.moves,
            Entry.month,
            MonthLock.closed_at,
            ReviewEvent.action,
            ReviewEvent.at,
            ReviewEvent.actor_id,
            User.name.label("actor"),
        )
        .outerjoin(ReviewEvent, is_its_last)
        .outerjoin(MonthLock, is_its_month)
        .outerjoin(User, User.id == ReviewEvent.actor_id)
        .where(visible_to(holder), Entry.id.in_(list(ids)))
    )


def companions_of(ward_id: int, entry_id: UUID) -> Query:
    """Select who came along."""
    return sa.select(Companion.member_id).where(Companion.ward_id == ward_id, Companion.entry_id == entry_id)


def other_visits(holder: Holder, entry: Entry, days: int) -> Query:
    """Select the other entries about an entry's household within some days, those that count for nothing left out.

    The counters know in which areas and months it was met, and the log is indexed by these.
    """
    first, last = entry.happened_on - timedelta(days=days), entry.happened_on + timedelta(days=days)
    met = sa.select(HouseholdMonth.neighbourhood_id).where(
        HouseholdMonth.ward_id == entry.ward_id,
        HouseholdMonth.household_id == entry.household_id,
        HouseholdMonth.month.in_(_months_between(first, last)),
    )
    return (
        sa.select(Entry)
        .where(
            visible_to(holder),
            Entry.month.in_(_months_between(first, last)),
            Entry.neighbourhood_id.in_(met),
            Entry.household_id == entry.household_id,
            Entry.happened_on.between(first, last),
            Entry.id != entry.id,
            Entry.status != Status.VOID,
        )
        .order_by(Entry.happened_on.desc(), Entry.id)
        .limit(MOST_VISITS)
    )


def _months_between(first: date, last: date) -> list[str]:
    months = [Month.of(first)]
    while months[-1] < Month.of(last):
        months.append(months[-1].next())
    return list(map(str, months))
