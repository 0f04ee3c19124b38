"""Conditions of queries that look for households and merchants by what somebody types."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.registry.addresses import query_phrases
from app.registry.models import Household, Merchant


def matching(party: type[Household | Merchant], ward_id: int, text: str) -> Sequence[sa.ColumnElement[bool]]:
    """Return the conditions on the households or merchants of a ward that a text finds; one without words finds all.

    The rule is that of the phone, but for what goes on while somebody types: a form that was sent is a finished text.
    """
    return party.ward_id == ward_id, *(_holds(party, spellings) for spellings in query_phrases(text))


def _holds(party: type[Household | Merchant], spellings: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return the condition that the words hold one of some spellings: a number whole, a word from its beginning."""
    wanted = (f" {each} " if each[-1] in "0123456789" else f" {each}" for each in spellings)
    return sa.or_(*(party.search_words.contains(each, autoescape=True) for each in wanted))
