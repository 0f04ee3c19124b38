"""Queries of households and merchants for those who look after the lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.households.party_filter import PartyFilter, PartyState
from app.households.party_tables import PartyTable
from app.json_types import JsonObject
from app.logbook.models import Entry
from app.logbook.queries import visible_to
from app.logbook.status import Status
from app.people.models import User
from app.permissions import Holder
from app.registry.models import HouseholdSummary, Merchant, MerchantSummary, Merge, PartyKind
from app.registry.queries import is_offered
from app.registry.search import matching


class PartyRow(NamedTuple):
    """A household or merchant with what its entries say of it; a merchant has no outcome of a visit and no state."""

    id: UUID
    label: str
    area_id: int
    retired_at: datetime | None
    entries: int
    last_on: date | None
    last_met: str | None
    state_on: date | None
    in_use: bool | None
    place_id: int | None
    state: JsonObject | None


PartyRows = sa.Select[
    UUID,
    str,
    int,
    datetime | None,
    int,
    date | None,
    str | None,
    date | None,
    bool | None,
    int | None,
    JsonObject | None,
]
"""A selection of the columns of :class:`PartyRow`."""


def matching_ids(
    table: PartyTable,
    ward_id: int,
    areas: Collection[int] | None,
    party_filter: PartyFilter,
    after_id: UUID | None = None,
) -> sa.Select[UUID]:
    """Select the ids of what passes a filter in some areas, or in all, behind ``after_id`` if given.

    They come in the order of areas and addresses. ``areas`` are those that the filter's area stands for. Who searches a
    text finds what was retired, too.
    """
    model = table.model
    order = model.neighbourhood_id, model.identity_key, model.id
    query = sa.select(model.id).where(*_passes(table, ward_id, areas, party_filter)).order_by(*order)
    if after_id is not None:
        other = aliased(model)
        position = sa.select(other.neighbourhood_id, other.identity_key, other.id).where(
            other.ward_id == ward_id, other.id == after_id
        )
        query = query.where(sa.tuple_(*order) > position.scalar_subquery())
    if party_filter.state in {PartyState.MET, PartyState.ABSENT, PartyState.NEVER, PartyState.UNSURVEYED}:
        is_its_own = sa.and_(table.summary.ward_id == model.ward_id, table.summary_id == model.id)
        query = query.outerjoin(table.summary, is_its_own)
    return query


def _passes(
    table: PartyTable, ward_id: int, areas: Collection[int] | None, party_filter: PartyFilter
) -> Iterable[sa.ColumnElement[bool]]:
    model = table.model
    yield model.ward_id == ward_id
    yield model.merged_into_id.is_(None)
    if areas is not None:
        yield model.neighbourhood_id.in_(sorted(areas))
    if party_filter.state is PartyState.RETIRED:
        yield model.retired_at.is_not(None)
    elif not party_filter.text:
        yield model.retired_at.is_(None)
    if party_filter.text:
        yield from matching(model, ward_id, party_filter.text)
    yield from _is_in_state(table, party_filter.state)


def _is_in_state(table: PartyTable, state: PartyState | None) -> Iterable[sa.ColumnElement[bool]]:
    summary = table.summary
    match state:
        case PartyState.MET:
            yield (HouseholdSummary.met_on if table.is_of_households else summary.last_on).is_not(None)
        case PartyState.ABSENT:
            yield HouseholdSummary.last_met == "absent"
        case PartyState.NEVER:
            yield summary.last_on.is_(None)
        case PartyState.UNSURVEYED:
            yield HouseholdSummary.state_on.is_(None)


def rows_of(table: PartyTable, ward_id: int, ids: Collection[UUID]) -> PartyRows:
    """Select some households or merchants with what their entries say of them, in no order."""
    return _rows(table, ward_id).where(table.model.id.in_(list(ids)))


def rows_to_visit(table: PartyTable, ward_id: int, areas: Collection[int] | None, place_id: int | None) -> PartyRows:
    """Select what is offered in some areas, or in a market or street, by area and address, with what entries say."""
    model = table.model
    order = model.neighbourhood_id, model.identity_key, model.id
    query = _rows(table, ward_id).where(is_offered(model, ward_id)).order_by(*order)
    if areas is not None:
        query = query.where(model.neighbourhood_id.in_(sorted(areas)))
    return query.where(Merchant.place_id == place_id) if place_id is not None else query


def _rows(table: PartyTable, ward_id: int) -> PartyRows:
    model, summary = table.model, table.summary
    is_its_own = sa.and_(summary.ward_id == model.ward_id, table.summary_id == model.id)
    return (
        sa.select(
            model.id,
            table.label,
            model.neighbourhood_id,
            model.retired_at,
            sa.func.coalesce(_entries_of(table), 0),
            summary.last_on,
            HouseholdSummary.last_met if table.is_of_households else sa.null(),
            HouseholdSummary.state_on if table.is_of_households else sa.null(),
            sa.null() if table.is_of_households else MerchantSummary.in_use,
            sa.null() if table.is_of_households else Merchant.place_id,
            HouseholdSummary.state if table.is_of_households else sa.null(),
        )
        .outerjoin(summary, is_its_own)
        .where(model.ward_id == ward_id)
    )


def _entries_of(table: PartyTable) -> InstrumentedAttribute[int]:
    return HouseholdSummary.visits if table.is_of_households else MerchantSummary.entries


def merged_into(table: PartyTable, ward_id: int, id: UUID) -> sa.Select[UUID, str, int]:
    """Select id, label and area of what was merged into a household or merchant."""
    model = table.model
    merged = model.ward_id == ward_id, model.merged_into_id == id
    return sa.select(model.id, table.label, model.neighbourhood_id).where(*merged).order_by(model.id)


def standing_merges(ward_id: int, kind: PartyKind, kept_id: UUID) -> sa.Select[int, UUID, datetime, str]:
    """Select the merges into a household or merchant that were not undone, with who made them; the newest first."""
    return (
        sa.select(Merge.id, Merge.merged_id, Merge.merged_at, User.name)
        .join(User, User.id == Merge.merged_by_id)
        .where(Merge.ward_id == ward_id, Merge.kind == kind, Merge.kept_id == kept_id, Merge.undone_at.is_(None))
        .order_by(Merge.id.desc())
    )


def merge_of(ward_id: int, merge_id: int) -> sa.Select[Merge]:
    """Select a merge of a ward."""
    return sa.select(Merge).where(Merge.ward_id == ward_id, Merge.id == merge_id)


def entries_about(
    holder: Holder, table: PartyTable, ids: Collection[UUID]
) -> sa.Select[UUID, str, Status, date, int, JsonObject]:
    """Select the entries about some households or merchants that ``holder`` may read, the newest first."""
    return (
        sa.select(Entry.id, Entry.kind, Entry.status, Entry.happened_on, Entry.member_id, Entry.fields)
        .where(visible_to(holder), table.entry_column.in_(list(ids)))
        .order_by(Entry.happened_on.desc(), Entry.id.desc())
    )
