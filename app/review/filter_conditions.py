"""The conditions that a filter of the queue makes: whose names and notes hold a text, whatever its tones and marks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.logbook.models import Entry
from app.registry.models import Household, Merchant, Party
from app.registry.search import matching
from app.review.entry_filter import QueueFilter
from app.text import fold

_MARKED = frozenset("adeiouy")
"""The letters that bear marks in Vietnamese."""

MOST_PARTIES = 1000
"""The most households or merchants that a condition lists by id; above it, the condition is a subquery."""

_LAST_LETTER = 0x1F00
"""The first code point above the Latin letters with marks."""


def parties_matching(party: Party, ward_id: int, text: str) -> sa.Select[UUID]:
    """Select the ids of a ward's households or merchants that ``text`` finds, up to ``MOST_PARTIES`` + 1.

    A merged one is found by its own name and by that of the one that stays.
    """
    merged = aliased(party)
    named = sa.select(party.id).where(*matching(party, ward_id, text))
    follows = sa.and_(merged.merged_into_id.is_not(None), merged.merged_into_id.in_(named))
    found = sa.or_(merged.id.in_(named), follows)
    return sa.select(merged.id).where(merged.ward_id == ward_id, found).limit(MOST_PARTIES + 1)


@dataclass(frozen=True, slots=True)
class ResolvedFilter:
    """A filter looked up in a ward: the area with those merged into it, and the ids whose names hold the text."""

    ward_id: int
    areas: Collection[int] = ()
    members: Collection[int] = ()
    households: Collection[UUID] = ()
    merchants: Collection[UUID] = ()


def filter_condition(queue_filter: QueueFilter, resolved: ResolvedFilter, dialect_name: str) -> sa.ColumnElement[bool]:
    """Return the condition on entries of a ward that a filter makes."""
    equal = (
        (Entry.team_id, queue_filter.team),
        (Entry.kind, queue_filter.kind),
        (Entry.member_id, queue_filter.member),
        (Entry.month, queue_filter.month),
    )
    conditions: list[sa.ColumnElement[bool]] = [column == value for column, value in equal if value is not None]
    if queue_filter.area is not None:
        conditions.append(Entry.neighbourhood_id.in_(sorted(resolved.areas)))
    if queue_filter.first is not None:
        conditions.append(Entry.happened_on >= queue_filter.first)
    if queue_filter.last is not None:
        conditions.append(Entry.happened_on <= queue_filter.last)
    if queue_filter.flag is not None:
        named = sa.cast(Entry.flags, sa.Text).contains(f'"{queue_filter.flag}"', autoescape=True)
        # Naming the column lets the index skip all entries without a flag.
        conditions += [sa.not_(Entry.is_clear), named]
    if queue_filter.text:
        conditions.append(_text_condition(fold(queue_filter.text), resolved, dialect_name))
    return sa.and_(sa.true(), *conditions)


def _text_condition(folded: str, resolved: ResolvedFilter, dialect_name: str) -> sa.ColumnElement[bool]:
    """Return the condition that a household, merchant, member or note holds a text, with tones and marks ignored."""
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
    if resolved.members:
        conditions.append(Entry.member_id.in_(sorted(resolved.members)))
    for column, party, ids in (
        (Entry.household_id, Household, resolved.households),
        (Entry.merchant_id, Merchant, resolved.merchants),
    ):
        # An empty list would cost as much as searching all notes.
        if len(ids) > MOST_PARTIES:
            conditions.append(column.in_(parties_matching(party, resolved.ward_id, folded).limit(None)))
        elif ids:
            conditions.append(column.in_(sorted(ids)))
    return sa.or_(*conditions)


@cache
def _spellings() -> Mapping[str, str]:
    """Return, for each letter without marks, all letters that fold to it, in lower and upper case."""
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
