"""Queries of two households or merchants of an area that may be one: those with equal names, and similar ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.registry.models import Household, HouseholdSummary, Merchant, MerchantSummary, NotDouble, Party

Condition = sa.ColumnElement[bool]

_IDLE_WORDS = ("duong", "pho", "ho", "nha")
"""The words of which a similar key takes no notice."""


def equal_pairs(
    party: Party, ward_id: int, areas: Collection[int] | None, stands_for: Mapping[int, int]
) -> sa.Select[UUID, UUID]:
    """Select the pairs, the smaller id first, that have the same identity key in one area, of ``areas`` or of any.

    ``stands_for`` gives the successor of each merged area: both are one area then. Those come first that met when areas
    were merged, then the pairs in the order of areas and keys. What is offered to nobody is in no pair, nor are two
    that somebody found to be two.
    """
    return _pairs(party, party.identity_key, ward_id, areas, stands_for)


def similar_pairs(
    party: Party, ward_id: int, areas: Collection[int] | None, stands_for: Mapping[int, int]
) -> sa.Select[UUID, UUID]:
    """Select the pairs whose similar key is the same, though their identity key is not; see :func:`equal_pairs`."""
    return _pairs(party, party.similar_key, ward_id, areas, stands_for)


def same_as(party: Household | Merchant, stands_for: Mapping[int, int]) -> sa.Select[UUID]:
    """Select the ids of those with which a household or merchant is an equal pair; see :func:`equal_pairs`."""
    model = type(party)
    area = stands_for.get(party.neighbourhood_id, party.neighbourhood_id)
    areas = [area, *(merged for merged, standing in stands_for.items() if standing == area)]
    apart = (NotDouble.first_id, NotDouble.second_id), (NotDouble.second_id, NotDouble.first_id)
    is_set_apart = sa.or_(*(sa.and_(one == party.id, other == model.id) for one, other in apart))
    return (
        sa.select(model.id)
        .where(model.ward_id == party.ward_id, model.neighbourhood_id.in_(areas))
        .where(model.identity_key == party.identity_key, model.identity_key != "", model.id != party.id)
        .where(*_stands(model), ~_is_in_no_log(model, model))
        .where(~sa.exists().where(NotDouble.ward_id == model.ward_id, is_set_apart).correlate(model))
        .order_by(model.id)
    )


def _pairs(
    party: Party,
    key: InstrumentedAttribute[str],
    ward_id: int,
    areas: Collection[int] | None,
    stands_for: Mapping[int, int],
) -> sa.Select[UUID, UUID]:
    first, second = aliased(party), aliased(party)
    own_area = _standing_area(party, stands_for)
    # The index of the key answers this alone; those that are merged or retired come out below.
    shared: sa.Select[int, int, str] = (
        sa.select(party.ward_id, own_area.label("area"), key)
        .where(party.ward_id == ward_id, key != "")
        .group_by(party.ward_id, own_area, key)
        .having(sa.func.count() > 1)
    )
    if areas is not None:
        shared = shared.where(party.neighbourhood_id.in_(sorted(areas)))
    ward, area, value = shared.subquery().c
    # SQLite would compare all pairs of the ward if it saw that ids, too, have an index.
    is_in_order = sa.case((first.id < second.id, 1), else_=0) == 1
    query = sa.select(first.id, second.id).where(is_in_order, ~_is_set_apart(first, second))
    for each in (first, second):
        same = each.ward_id == ward, _is_in(each, area, stands_for), getattr(each, key.key) == value
        query = query.where(*same, *_stands(each), ~_is_in_no_log(party, each))
    if key.key == "similar_key":
        query = query.where(first.identity_key != second.identity_key, _may_be_one(first, second))
    order = area, value, first.id, second.id
    if not stands_for:
        return query.order_by(*order)
    return query.order_by(sa.case((first.neighbourhood_id == second.neighbourhood_id, 1), else_=0), *order)


def _standing_area(each: Party, stands_for: Mapping[int, int]) -> sa.SQLColumnExpression[int]:
    """Return the area that stands for that of a household or merchant."""
    if not stands_for:
        return each.neighbourhood_id
    area = each.neighbourhood_id
    return sa.case(*((area == _number(merged), _number(to)) for merged, to in stands_for.items()), else_=area)


def _number(id: int) -> sa.ColumnElement[int]:
    """Return a number in the text of a statement: only by such an expression PostgreSQL groups."""
    return sa.literal_column(f"{id:d}", sa.Integer)


def _is_in(each: Party, area: sa.ColumnElement[int], stands_for: Mapping[int, int]) -> Condition:
    """Return the condition that it is in an area or in one merged into it; an index finds each of these."""
    merged = (sa.and_(area == to, each.neighbourhood_id == merged) for merged, to in stands_for.items())
    return sa.or_(each.neighbourhood_id == area, *merged)


def _stands(each: Party) -> Iterable[Condition]:
    """Return the conditions that it is neither merged nor retired."""
    return each.merged_into_id.is_(None), each.retired_at.is_(None)


def _is_in_no_log(party: Party, each: Party) -> Condition:
    """Return the condition that all entries that named it are void, and that it stands in no list either."""
    summary, id, number = (
        (HouseholdSummary, HouseholdSummary.household_id, HouseholdSummary.visits)
        if party is Household
        else (MerchantSummary, MerchantSummary.merchant_id, MerchantSummary.entries)
    )
    is_void = sa.exists().where(summary.ward_id == each.ward_id, id == each.id, number == 0).correlate(each)
    return sa.and_(is_void, ~each.is_listed)


def _is_set_apart(first: Party, second: Party) -> Condition:
    named = NotDouble.first_id == first.id, NotDouble.second_id == second.id
    return sa.exists().where(NotDouble.ward_id == first.ward_id, *named).correlate(first, second)


def _may_be_one(first: Party, second: Party) -> Condition:
    """Return the condition that two with the same numbers do not say that these are another house and another alley.

    Who writes a slash may mean house and alley or alley and house. Two slashes mean the same, as two alleys that are
    named do: 3/5 is not 5/3, nor is house 3 of alley 5 house 5 of alley 3.
    """
    return sa.or_(
        _plain_words(first) == _plain_words(second),
        _has_slash(first) != _has_slash(second),
        *(each.search_words.startswith(" ngo ", autoescape=True) for each in (first, second)),
    )


def may_be_one(words: str, others: str) -> bool:
    """Return whether two with the same similar key may be one by their search words; see :func:`similar_pairs`."""
    if _without_idle(words) == _without_idle(others):
        return True
    has_slash = [" / " in each for each in (words, others)]
    return has_slash[0] != has_slash[1] or any(each.startswith(" ngo ") for each in (words, others))


def _without_idle(words: str) -> str:
    for idle in _IDLE_WORDS:
        words = words.replace(f" {idle} ", " ")
    return words


def _has_slash(each: Party) -> Condition:
    return each.search_words.contains(" / ", autoescape=True)


def _plain_words(each: Party) -> sa.ColumnElement[str]:
    words: sa.ColumnElement[str] = sa.type_coerce(each.search_words, sa.String)
    for idle in _IDLE_WORDS:
        words = sa.func.replace(words, f" {idle} ", " ")
    return words
