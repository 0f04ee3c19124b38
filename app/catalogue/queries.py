"""Questions about the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.figure_models import OfficeFigure, OpeningFigure
from app.catalogue.models import Baseline, Indicator, ProcedureGroup, Service, Topic, name_in
from app.catalogue.openings import OpeningPart


def services_of(ward_id: int) -> sa.Select[Service]:
    """Select the services that a ward knows: those of the catalogue in their order, then its own, ended ones too."""
    known = sa.or_(Service.ward_id.is_(None), Service.ward_id == ward_id)
    return sa.select(Service).where(known).order_by(Service.position, Service.code)


def own_services(codes: Collection[str]) -> sa.Select[str, int | None, str]:
    """Select, of some codes of wards' own services, whose each is and which outcomes it may have."""
    return sa.select(Service.code, Service.ward_id, Service.outcomes).where(
        Service.code.in_(sorted(codes)), Service.ward_id.is_not(None)
    )


def procedures_of(ward_id: int) -> sa.Select[ProcedureGroup]:
    """Select the groups of procedures that a ward knows: those of the catalogue, then its own, ended ones too."""
    known = sa.or_(ProcedureGroup.ward_id.is_(None), ProcedureGroup.ward_id == ward_id)
    return sa.select(ProcedureGroup).where(known).order_by(ProcedureGroup.position, ProcedureGroup.code)


def own_procedures(codes: Collection[str]) -> sa.Select[str, int | None]:
    """Select, of some codes of wards' own groups of procedures, whose each is."""
    return sa.select(ProcedureGroup.code, ProcedureGroup.ward_id).where(
        ProcedureGroup.code.in_(sorted(codes)), ProcedureGroup.ward_id.is_not(None)
    )


def catalogue_names(session: Session, ward_id: int) -> dict[str, dict[str, str]]:
    """Return the names of topics and of the groups of procedures that a ward knows, by list and code, by one query."""
    names: dict[str, dict[str, str]] = {"topics": {}, "procedures": {}}
    for listed, code, vietnamese, english in session.execute(_NAMES, {"ward": ward_id}):
        names[listed][code] = name_in(vietnamese, english)
    return names


def topics() -> sa.Select[Topic]:
    """Select the topics in their order."""
    return sa.select(Topic).order_by(Topic.position, Topic.code)


def indicators() -> sa.Select[Indicator]:
    """Select the indicators in their order."""
    return sa.select(Indicator).order_by(Indicator.position, Indicator.code)


def outcomes_of_services() -> sa.Select[str, str]:
    """Select the services of the catalogue with the outcomes that each may have, separated by spaces."""
    return sa.select(Service.code, Service.outcomes).where(Service.ward_id.is_(None))


def topic_codes() -> sa.Select[str]:
    """Select the codes of the topics."""
    return sa.select(Topic.code)


def procedure_codes() -> sa.Select[str]:
    """Select the codes of the groups of procedures of the catalogue."""
    return sa.select(ProcedureGroup.code).where(ProcedureGroup.ward_id.is_(None))


def fed_indicators() -> sa.Select[str, str, str]:
    """Select code, denominator and measures of the indicators that the log feeds and that have a denominator."""
    return sa.select(Indicator.code, Indicator.denominator_group, Indicator.measures).where(
        Indicator.measures != "", Indicator.denominator_group != ""
    )


def baselines_of(ward_id: int) -> sa.Select[Baseline]:
    """Select a ward's published figures, the oldest first, and undated ones before them."""
    return sa.select(Baseline).where(Baseline.ward_id == ward_id).order_by(Baseline.as_of.nulls_first(), Baseline.id)


def opening_figures_of(ward_id: int) -> sa.Select[OpeningFigure]:
    """Select what a ward had done before it used the log, by subject."""
    return sa.select(OpeningFigure).where(OpeningFigure.ward_id == ward_id).order_by(OpeningFigure.measure)


def office_figures_of(ward_id: int, month: str) -> sa.Select[OfficeFigure]:
    """Select the figures of other offices for a month."""
    of_month = OfficeFigure.ward_id == ward_id, OfficeFigure.month == month
    return sa.select(OfficeFigure).where(*of_month).order_by(OfficeFigure.office, OfficeFigure.indicator_code)


def opening_figures_of_wards(ward_ids: Iterable[int]) -> sa.Select[OpeningFigure]:
    """Select what several wards had done before they used the log."""
    return sa.select(OpeningFigure).where(OpeningFigure.ward_id.in_(list(ward_ids)))


def opening_parts(session: Session, ward_id: int) -> dict[str, OpeningPart]:
    """Return what a ward had done before it used the log, by subject."""
    return {row.measure: row.part for row in session.scalars(opening_figures_of(ward_id))}


def office_figures_of_ward(ward_id: int) -> sa.Select[OfficeFigure]:
    """Select the figures of other offices for all months."""
    return sa.select(OfficeFigure).where(OfficeFigure.ward_id == ward_id).order_by(OfficeFigure.id)


def _named(listed: str, table: type[Topic] | type[ProcedureGroup]) -> sa.Select[str, str, str, str, int]:
    columns = table.code, table.name_vi, table.name_en, table.position
    return sa.select(sa.literal(listed).label("listed"), *columns)


_NAMED = sa.union_all(
    _named("topics", Topic),
    _named("procedures", ProcedureGroup).where(
        sa.or_(ProcedureGroup.ward_id.is_(None), ProcedureGroup.ward_id == sa.bindparam("ward"))
    ),
).subquery()
_NAMES = sa.select(_NAMED.c.listed, _NAMED.c.code, _NAMED.c.name_vi, _NAMED.c.name_en).order_by(
    _NAMED.c.listed, _NAMED.c.position, _NAMED.c.code
)
