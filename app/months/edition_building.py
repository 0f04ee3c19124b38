"""The edition of a month, made from its reading: of an open one for its report, of a closed one to keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import UNSET, convert
from msgspec.structs import replace

from app.catalogue.models import Service
from app.events.duty_queries import days_on_duty
from app.events.plan_queries import days_under_plan
from app.months.attendance import MemberPost, attendances, members_in
from app.months.attendance_queries import credited, self_approved
from app.months.edition import (
    AreaHouseholds,
    Edition,
    EditionArea,
    EditionLetter,
    EditionService,
    EditionTarget,
    EditionTeam,
    EditionWard,
    WardHouseholds,
)
from app.months.edition_indicators import EditionIndicator, LogLine, PublishedLine
from app.months.edition_parts import Attendance, EditionAreaStep, EditionPlace, EditionSpan, FiguresBeside
from app.months.listed_activities import listed_activities
from app.months.narrative import narrative_from_row
from app.months.only_teams import with_only_teams
from app.months.paid_days import days_paid_in_other_months
from app.months.queries import entries_by_status, narrative_rows
from app.overview.coverage import Covered
from app.overview.place_tables import PlaceRow, area_rows, team_rows
from app.overview.ward_month import Figures, WardMonth
from app.places.area_changes import changes_between
from app.places.queries import every_place_of
from app.places.ward_places import WardArea, WardTeam
from app.tally.month_figures import NO_FIGURES
from app.targets.keys import targets_by_area
from app.targets.subjects import HOUSEHOLDS


def edition_of(reading: WardMonth, at: datetime) -> Edition:
    """Return the official figures of a month at an instant.

    When a month is closed they are read after it was locked, from one snapshot, and before the transaction that stores
    them (`close_month.py`).
    """
    session, ward, month = reading.session, reading.ward, reading.month
    statuses = session.execute(entries_by_status(ward.id, str(month)))
    narratives = session.scalars(narrative_rows(ward.id, str(month)))
    return replace(
        figures_edition(reading, at),
        entries={status.value: number for status, number in statuses},
        activities=listed_activities(reading),
        attendance=_attendance(reading, _member_posts(reading)),
        letter=EditionLetter(ward.settings.report, {str(row.team_id): narrative_from_row(row) for row in narratives}),
        places=[EditionPlace(id, name) for id, name in session.execute(every_place_of(ward.id))],
        became=_changes_of_areas(reading) or UNSET,
    )


def _changes_of_areas(reading: WardMonth) -> list[EditionAreaStep]:
    """Return which areas became which in the period."""
    changes = changes_between(reading.session, reading.ward.id, reading.span.first, reading.span.last)
    return [
        EditionAreaStep(change.first_day, step.before, step.after)
        for change in changes
        if change.first_day <= reading.as_of
        for step in change.steps
    ]


def figures_edition(reading: WardMonth, at: datetime) -> Edition:
    """Return the official figures of a month at an instant alone: no single entries, no attendance, no narratives."""
    ward, month = reading.ward, reading.month
    areas, teams = _areas(reading), _teams(reading)
    whole_wards = {area.id for area in reading.areas if area.is_whole_ward}
    households, settings = reading.households, ward.settings.report
    return Edition(
        month_name=str(month),
        closed_at=at.astimezone(UTC).isoformat(timespec="seconds"),
        as_of=reading.as_of,
        ward=convert(ward, EditionWard, from_attributes=True),
        entries={},
        measures=_kept(reading.counted),
        households=WardHouseholds(households.month, households.previous, households.year_to_date),
        areas=with_only_teams(areas, teams, reading.covered_areas, whole_wards),
        teams=teams,
        indicators=[_indicator(each) for each in reading.covered],
        services=[_service(each) for each in reading.services],
        targets=_targets(reading),
        populations=reading.populations(reading.as_of),
        activities=[],
        members=members_in(reading.span, _member_posts(reading)),
        rates=settings.rates,
        letter=EditionLetter(settings),
        annexes=settings.annexes,
        places=[],
        beside=FiguresBeside(reading.openings.log_began, reading.openings.parts, reading.office_lines),
        span=EditionSpan.of(month, ward.settings.periods),
    )


def _member_posts(reading: WardMonth) -> list[MemberPost]:
    return [
        MemberPost(member_id, name, team_id, valid_from, valid_to, role.value)
        for member_id, name, team_id, valid_from, valid_to, role in reading.posts
    ]


def _kept(figures: Figures) -> dict[str, tuple[int, int, int]]:
    """Return figures as an edition keeps them, without those that are 0 at every time."""
    kept = {measure: (each.month, each.year_to_date, each.previous) for measure, each in figures.items()}
    return {measure: of_measure for measure, of_measure in kept.items() if any(of_measure)}


def _areas(reading: WardMonth) -> list[EditionArea]:
    """Return the areas of today's map, as the report lists them."""
    figures = reading.figures_by_area(reading.months.without_year_ago, reading.months.without_years)
    households = {area: of_area.pop(HOUSEHOLDS, NO_FIGURES) for area, of_area in figures.items()}
    populations = reading.households_of_areas()
    rows = area_rows(reading.areas, reading.stands_for, figures, reading.span)
    return [
        EditionArea(
            id,
            name,
            _kept(figures.get(id, {})),
            has_ended,
            households=AreaHouseholds(households.get(id, NO_FIGURES).month, households.get(id, NO_FIGURES).previous),
            population=populations.get(id),
        )
        for id, name, has_ended in _with_ended(rows, figures, reading.areas)
    ]


def _teams(reading: WardMonth) -> list[EditionTeam]:
    """Return the teams, as the report lists them."""
    figures = reading.figures_by_team(reading.months.without_year_ago)
    rows = team_rows(reading.teams, figures, reading.span)
    return [
        EditionTeam(id, name, _kept(figures.get(id, {})), has_ended)
        for id, name, has_ended in _with_ended(rows, figures, reading.teams)
    ]


def _with_ended(
    rows: list[PlaceRow], figures: dict[int, Figures], places: Iterable[WardArea | WardTeam]
) -> list[tuple[int, str, bool]]:
    """Return the places of the report's rows, then those that had ended but have figures of another time."""
    missing = figures.keys() - {row.id for row in rows}
    shown = [(row.id, row.name, False) for row in rows]
    return [*shown, *((each.id, each.name, True) for each in places if each.id in missing)]


def _targets(reading: WardMonth) -> list[EditionTarget]:
    """Return the targets of the ward and its teams, and those of its areas on today's map."""
    others = [
        EditionTarget(measure=row.measure, figure=row.figure, of_month=row.month is not None, team=row.team_id)
        for row in reading.target_rows
        if row.neighbourhood_id is None
    ]
    areas = [
        EditionTarget(measure=measure, figure=figure, of_month=month is not None, team=None, area=area)
        for (area, measure, month), figure in targets_by_area(reading.target_rows, reading.stands_for).items()
    ]
    return [*others, *areas]


def _attendance(reading: WardMonth, posts: Iterable[MemberPost]) -> list[Attendance]:
    """Return the days on which each member took part in entries that count, or was on duty."""
    execute, ward_id, month, periods = reading.session.execute, reading.ward.id, reading.month, reading.periods
    rows = execute(credited(ward_id, month, periods, reading.closed)).all()
    span = reading.span
    since = min((day for _member, day, _entries in rows), default=span.first)
    found = {(member, day) for member, day in execute(days_on_duty(ward_id, min(since, span.first), span.last))}
    on_duty = {(member, day) for member, day in found if day in span}
    days = {day for _member, day, _entries in rows} | {day for _member, day in on_duty}
    paid = days_paid_in_other_months(
        reading.session, ward_id, month, periods, days, reading.closed, on_duty_before=found - on_duty
    )
    names = {team.id: team.name for team in reading.teams}
    by_author = {(member_id, day) for member_id, day, _entries in execute(self_approved(ward_id, str(month)))}
    plan = None
    if days and reading.ward.settings.report.only_planned_days:
        plan = days_under_plan(reading.session, ward_id, min(days), max(days), reading.covered_areas, reading.areas)
    return attendances(span, rows, paid, posts, names, by_author, on_duty=on_duty, plan=plan)


def _service(service: Service) -> EditionService:
    """Return a service as an edition keeps it: with its names where no catalogue has them."""
    names = (service.name_vi, service.name_en) if service.ward_id is not None else ()
    return EditionService(service.code, service.pillar, service.outcomes.split(), *names)


def _indicator(item: Covered) -> EditionIndicator:
    return EditionIndicator(
        code=item.code,
        pillar=item.pillar_code,
        measures=item.measures,
        published=[convert(line, PublishedLine, from_attributes=True) for line in item.published],
        start=item.published.index(item.start) if item.start else None,
        log=convert(item.today, LogLine, from_attributes=True) if item.today else None,
    )
