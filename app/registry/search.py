"""Conditions of queries that look for households and merchants by what somebody types."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.registry.addresses import query_phrases
from app.registry.models import Party


def matching(party: Party, ward_id: int, text: str) -> Sequence[sa.ColumnElement[bool]]:
    """Return the conditions on the households or merchants of a ward that a text finds; one of signs alone finds none.

    The rule is that of the phone, but for what goes on while somebody types: a form that was sent is a finished text.
    """
    spellings = query_phrases(text)
    if not spellings:
        return party.ward_id == ward_id, sa.false() if text.strip() else sa.true()
    # A subquery of its own is read in the order of storage; that of the list costs SQLite ten times as much.
    searched = aliased(party)
    found = sa.select(searched.id).where(
        searched.ward_id == ward_id,
        *(_holds(searched, each) for each in spellings),
        *(_repeats(searched, number, times) for number, times in _repeated_numbers(spellings)),
    )
    return party.ward_id == ward_id, party.id.in_(found)


def _holds(party: Party, spellings: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return the condition that the words hold one of some spellings: a number whole, a word from its beginning."""
    wanted = (f" {each} " if each[-1] in "0123456789" else f" {each}" for each in spellings)
    return sa.or_(*(party.search_words.contains(each, autoescape=True) for each in wanted))


def _repeated_numbers(spellings: Sequence[Sequence[str]]) -> list[tuple[str, int]]:
    """Return the numbers that stand several times in what is searched: the house 3 of ngõ 3 is not its lane's word."""
    times = Counter(number for each in spellings for number in re.findall("[0-9]+", each[0]))
    return [(number, count) for number, count in times.items() if count > 1]


def _repeats(party: Party, number: str, times: int) -> sa.ColumnElement[bool]:
    """Return the condition that a number is so many of the words; each word gets spaces of its own."""
    return sa.func.replace(party.search_words, " ", "  ").like(f"%{'%'.join([f' {number} '] * times)}%")
