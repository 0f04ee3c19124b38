"""The figures of a month, stored or just read, for the rows of its report."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from app.catalogue.queries import services
from app.month import Month
from app.months.edition_indicators import covered_from_edition
from app.months.edition_text import MonthFigures, household_figures, month_figures, whole_number
from app.months.models import WHOLE_WARD
from app.months.narrative import Narrative, narrative_from_stored
from app.overview.place_tables import HOUSEHOLDS, Figure, PlaceRow
from app.overview.results import HouseholdFigures, ResultInputs
from app.places.models import NEIGHBOURHOOD_WORD, TEAM_WORD
from app.places.report_settings import Rates, ReportSettings
from app.stored_json import StoredObject
from app.targets.progress import FiguresAndTargets, TargetFigure, preferred_targets


@dataclass(frozen=True, slots=True)
class WardNames:
    """Names of a ward, its areas and its teams at the time when the figures of the month were read."""

    name: str
    official_name: str
    neighbourhood_word: str
    team_word: str
    note: str


@dataclass(frozen=True, slots=True)
class EditionPopulation:
    """A number of people or households, with its day and its source."""

    figure: int
    as_of: date
    source: str


@dataclass(frozen=True, slots=True)
class AttendanceRecord:
    """The days on which a member took part; ``self_approved`` are those with an entry that its author approved."""

    name: str
    team_id: int | None
    days: Sequence[date]
    entries: int
    self_approved: Collection[date] = ()


@dataclass(frozen=True, slots=True)
class ActivityRows:
    """The entries of a kind that are listed one by one: day, area, team, and the values of ``columns``."""

    kind: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


class EditionFigures:
    """The figures of a month of a ward, as :func:`app.months.edition_writing.edition_figures` gives them."""

    def __init__(self, figures: Mapping[str, Any]) -> None:
        self._figures = figures

    @property
    def month(self) -> Month:
        """The month that they are of."""
        return Month.parse(self._figures["month"])

    @property
    def read_at(self) -> datetime:
        """The instant at which they were read: of a closed month, that of closing."""
        return datetime.fromisoformat(self._figures["closed_at"])

    @property
    def as_of(self) -> date:
        """The day up to which they count."""
        return date.fromisoformat(self._figures["as_of"])

    @cached_property
    def names(self) -> WardNames:
        """The names of the ward and its parts."""
        ward = StoredObject(self._figures["ward"])
        name = ward.text("name")
        return WardNames(
            name=name,
            official_name=ward.text("official_name", name),
            neighbourhood_word=ward.text("neighbourhood_word", NEIGHBOURHOOD_WORD),
            team_word=ward.text("team_word", TEAM_WORD),
            note=ward.text("note"),
        )

    @property
    def members(self) -> int | None:
        """The number of members of its teams in the month, where that was stored."""
        return self._figures.get("members")

    @property
    def rates(self) -> Rates:
        """The rates of allowances."""
        return Rates.parse(self._figures.get("rates"))

    @property
    def settings(self) -> ReportSettings | None:
        """The ward's settings of its report, where they were stored."""
        return ReportSettings.parse(self._letter.value("settings")) if self._figures.get("letter") else None

    @property
    def _letter(self) -> StoredObject:
        return StoredObject(self._figures).object("letter")

    def narrative(self, team_id: int | None = None) -> Narrative | None:
        """Return the narrative of the ward's report, or of a team's, where it was stored."""
        if not self._figures.get("letter"):
            return None
        return narrative_from_stored(self._letter.object("words").object(str(team_id or WHOLE_WARD)))

    @cached_property
    def team_names(self) -> dict[int, str]:
        """The names of the teams by id, in their order."""
        return {team["id"]: team["name"] for team in self._figures["teams"]}

    @cached_property
    def place_names(self) -> dict[int, str]:
        """The names of markets, streets and points by id."""
        return {place["id"]: place["name"] for place in self._figures["places"]}

    def measures(self, team_id: int | None = None) -> dict[str, MonthFigures]:
        """Return the figures of the ward, or of one of its teams, by measure."""
        if team_id is None:
            return month_figures(self._figures["measures"])
        return self.place_measures(team=team_id)

    @property
    def households(self) -> MonthFigures:
        """The number of different households of the ward that were reached."""
        return household_figures(self._figures["households"])

    @property
    def population_of_households(self) -> EditionPopulation | None:
        """The number of households of the ward, where that is known."""
        return _population_from(self._figures["populations"].get(HOUSEHOLDS))

    def area_rows(self) -> list[PlaceRow]:
        """Return the areas with their figures of the month."""
        return [
            PlaceRow(
                area["id"],
                area["name"],
                _figures_of_month(area) | {HOUSEHOLDS: whole_number(area["households"]["month"])},
            )
            for area in self._figures["areas"]
            if not area.get("ended")
        ]

    def area_populations(self) -> dict[int, EditionPopulation]:
        """Return the number of households of each area, where that is known."""
        populations = {area["id"]: _population_from(area["population"]) for area in self._figures["areas"]}
        return {id: population for id, population in populations.items() if population}

    def team_rows(self) -> list[PlaceRow]:
        """Return the teams with their figures of the month."""
        return [
            PlaceRow(team["id"], team["name"], _figures_of_month(team))
            for team in self._figures["teams"]
            if not team.get("ended")
        ]

    def targets(self, *, team: int | None = None, area: int | None = None) -> dict[str, TargetFigure]:
        """Return the targets of the ward, a team or an area; one of the month goes before that of the year."""
        return preferred_targets(
            (row["measure"], TargetFigure(row["figure"], row["of_month"]))
            for row in self._figures["targets"]
            if row["team"] == team and row.get("area") == area
        )

    def place_targets(self, *, team: int | None = None, area: int | None = None) -> dict[tuple[str, bool], int]:
        """Return the targets of a team or an area by measure, those of the month (true) and of the year apart."""
        return {
            (row["measure"], row["of_month"]): row["figure"]
            for row in self._figures["targets"]
            if row["team"] == team and row.get("area") == area
        }

    def place_measures(self, *, team: int | None = None, area: int | None = None) -> dict[str, MonthFigures]:
        """Return the figures of an area or a team, by measure."""
        places = self._figures["teams"] if team is not None else self._figures["areas"]
        found = next((place for place in places if place["id"] == (area if team is None else team)), None)
        return month_figures(found["measures"]) if found else {}

    def attendance(self, team_id: int | None = None) -> list[AttendanceRecord] | None:
        """Return the attendance of one team or of all; ``None`` where it was not stored."""
        if "attendance" not in self._figures:
            return None
        return [
            AttendanceRecord(
                each["name"],
                each["team"],
                [date.fromisoformat(day) for day in each["days"]],
                each["entries"],
                {date.fromisoformat(day) for day in each.get("self_approved", ())},
            )
            for each in self._figures["attendance"]
            if team_id is None or each["team"] == team_id
        ]

    def activities(self, team_id: int | None = None) -> list[ActivityRows]:
        """Return the entries that are listed one by one, of one team or of all."""
        return [
            ActivityRows(kind["kind"], kind["columns"], [_with_date(row) for row in self._rows_of(kind, team_id)])
            for kind in self._figures["activities"]
        ]

    def _rows_of(self, kind: Mapping[str, Any], team_id: int | None) -> list[Any]:
        rows: list[Any] = kind["rows"]
        if team_id is None:
            return rows
        if "teams" not in kind:
            name = self.team_names.get(team_id)
            return [row for row in rows if row[2] == name]
        return [row for row, team in zip(rows, kind["teams"], strict=True) if team == team_id]

    def result_inputs(self, session: Session, team_id: int | None = None) -> ResultInputs:
        """Return the inputs of the results of the ward, or of a team, in the reader's language."""
        figures = {
            code: Figure(of_measure.month, 0, of_measure.since_january)
            for code, of_measure in self.measures(team_id).items()
        }
        stored_services = {service["code"] for service in self._figures["services"]}
        households = self.households
        return ResultInputs(
            as_of=self.as_of,
            counted=FiguresAndTargets(figures, self.targets(team=team_id)),
            covered=covered_from_edition(session, self._figures["indicators"]),
            services=[row for row in session.scalars(services()) if row.code in stored_services],
            households=HouseholdFigures(households.month, households.since_january, self.population_of_households)
            if team_id is None
            else None,
        )


def _figures_of_month(place: Mapping[str, Any]) -> dict[str, int]:
    return {measure: figures.month for measure, figures in month_figures(place["measures"]).items()}


def _population_from(stored: Mapping[str, Any] | None) -> EditionPopulation | None:
    return (
        EditionPopulation(whole_number(stored["figure"]), date.fromisoformat(stored["as_of"]), stored["source"])
        if stored
        else None
    )


def _with_date(row: Sequence[Any]) -> list[Any]:
    return [date.fromisoformat(row[0]), *row[1:]]
