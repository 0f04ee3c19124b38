"""An edition: all that the report of a month shows, read from the counters, or kept for good when the month was closed.

Figures, days, the names of areas, teams and of who took part, and the sources are those of closing. What is written in
the reader's language stands in it as a code. The names under which a field is kept never change: a field that is called
otherwise here says its kept name, unknown ones are passed over, and what came later than the first form has a default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import UNSET, Struct, UnsetType, field

from app.catalogue.office_lines import OfficeRow
from app.catalogue.openings import YearOpenings
from app.month import Month
from app.months.edition_indicators import EditionIndicator
from app.months.edition_parts import Attendance, EditionAreaStep, EditionPlace, EditionSpan, FiguresBeside
from app.months.models import WHOLE_WARD
from app.months.narrative import Narrative
from app.overview.place_tables import PlaceRow
from app.overview.populations import KnownPopulation
from app.periods import CALENDAR, Span
from app.places.models import NEIGHBOURHOOD_WORD, TEAM_WORD
from app.places.report_settings import Rates, ReportSettings
from app.stored_json import StoredRecord
from app.tally.month_figures import MonthFigures
from app.targets.progress import TargetFigure, with_openings
from app.targets.subjects import HOUSEHOLDS

VERSION = 2
"""The version of the form in which figures are kept. Another form has another number; editions never change.

The first had no attendance, rates, members, targets of areas nor teams of activities, and did not mark what had ended.
"""

Measures = Mapping[str, tuple[int, int, int]]
"""The figures of each measure: in the month, since January, and in the month before."""


class EditionWard(Struct, frozen=True, kw_only=True):
    """The names of a ward, its areas and its teams."""

    name: str = ""
    official_name: str = ""
    neighbourhood_word: str = NEIGHBOURHOOD_WORD
    team_word: str = TEAM_WORD
    note: str = ""
    code: str = ""
    list_version: str = ""


class EditionTeam(Struct, frozen=True):
    """A team; one that had ``ended`` by the month has figures since January or of the month before only."""

    id: int
    name: str
    measures: Measures
    ended: bool = False

    def figure(self, measure: str) -> int:
        """Return a measure in the month."""
        return self.measures.get(measure, (0,))[0]


class AreaHouseholds(Struct, frozen=True):
    """The number of different households of an area that were reached."""

    month: int
    before: int


class EditionArea(EditionTeam, frozen=True, kw_only=True):
    """An area, with the number of its households where that is known.

    ``team`` is the one team that covers it, which covers nothing else; unset where that is not so.
    """

    households: AreaHouseholds
    population: KnownPopulation | None
    team: int | UnsetType = UNSET


class WardHouseholds(AreaHouseholds, frozen=True):
    """The number of different households of the ward that were reached."""

    since_january: int


class EditionService(Struct, frozen=True, omit_defaults=True):
    """A service as it was; a ward's own with its names, which no catalogue has."""

    code: str
    pillar: str = ""
    outcomes: Sequence[str] = ()
    name_vi: str = ""
    name_en: str = ""


class EditionTarget(Struct, frozen=True, kw_only=True):
    """A target of the ward, a team or an area, of the month or else of the year."""

    measure: str
    figure: int
    of_month: bool
    team: int | None
    area: int | None = None


class ActivityRows(Struct, frozen=True):
    """The listed entries of a kind: day, area, team, the values of ``columns``; and the ids of their ``teams``."""

    kind: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    teams: Sequence[int | None] | None = None


class EditionLetter(StoredRecord, frozen=True):
    """The settings of the report, and the narratives by the ids of teams; the ward's is under :data:`WHOLE_WARD`."""

    settings: ReportSettings = ReportSettings()
    words: Mapping[str, Narrative] = {}


class Edition(Struct, frozen=True, kw_only=True):
    """The figures of a month of a ward. ``entries`` are the numbers of entries by status.

    ``measures`` are what the log counts, without opening figures. ``rates`` and ``letter`` are read as they were
    kept, and have defaults for what is no setting in them. ``annexes`` are those that the ward had chosen; without them
    it is of the time when every report had all, with the amounts. One without ``span`` is of a calendar month.
    ``became`` says which areas became which, where any did.
    """

    version: int = VERSION
    month_name: str = field(name="month")
    closed_at: str
    as_of: date
    ward: EditionWard
    entries: Mapping[str, int]
    measures: Measures
    households: WardHouseholds
    areas: Sequence[EditionArea]
    teams: Sequence[EditionTeam]
    indicators: Sequence[EditionIndicator]
    services: Sequence[EditionService]
    targets: Sequence[EditionTarget]
    populations: Mapping[str, KnownPopulation]
    activities: Sequence[ActivityRows]
    members: int | None = None
    attendance: Sequence[Attendance] | None = None
    rates: object = None
    letter: object = None
    places: Sequence[EditionPlace]
    beside: FiguresBeside | UnsetType = UNSET
    annexes: Sequence[str] | UnsetType = UNSET
    span: EditionSpan | UnsetType = UNSET
    became: Sequence[EditionAreaStep] | UnsetType = UNSET

    @property
    def month(self) -> Month:
        """The month that the figures are of."""
        return Month.parse(self.month_name)

    @property
    def days(self) -> Span:
        """The days that the figures are of."""
        return self._span.days

    @property
    def year_first(self) -> date:
        """The first day of the year, with which cumulative figures begin."""
        return self._span.year_first

    @property
    def _span(self) -> EditionSpan:
        return EditionSpan.of(self.month, CALENDAR) if self.span is UNSET else self.span

    @property
    def allowances(self) -> Rates:
        """The rates of allowances."""
        return Rates.parse(self.rates)

    @property
    def settings(self) -> ReportSettings | None:
        """The ward's settings of its report, where they were kept."""
        return EditionLetter.parse(self.letter).settings if self.letter else None

    def narrative(self, team_id: int | None = None) -> Narrative | None:
        """Return the narrative of the ward's report, or of a team's, where it was kept."""
        if not self.letter:
            return None
        return EditionLetter.parse(self.letter).words.get(str(team_id or WHOLE_WARD), Narrative())

    @property
    def team_names(self) -> dict[int, str]:
        """The names of the teams by id, in their order."""
        return {team.id: team.name for team in self.teams}

    @property
    def place_names(self) -> dict[int, str]:
        """The names of markets, streets and points by id."""
        return {place.id: place.name for place in self.places}

    def figures(self, *, team: int | None = None, area: int | None = None) -> dict[str, MonthFigures]:
        """Return the figures of the ward, of a team or of an area, by measure; those of the ward with its openings."""
        if team is None and area is None:
            return with_openings(month_figures(self.measures), self.openings)
        places = self.teams if area is None else self.areas
        return next((month_figures(place.measures) for place in places if place.id in {team, area}), {})

    @property
    def openings(self) -> YearOpenings:
        """What the ward had done before it used the log, and since when it uses it, as far as that was kept."""
        if self.beside is UNSET:
            return YearOpenings(self.month)
        return YearOpenings(self.month, self.beside.log_began, self.beside.openings, self._span.year_to_date)

    @property
    def office_rows(self) -> Sequence[OfficeRow]:
        """The figures of other offices for the month."""
        return () if self.beside is UNSET else self.beside.offices

    @property
    def households_reached(self) -> MonthFigures:
        """The number of different households of the ward that were reached."""
        reached = self.households
        return MonthFigures(reached.month, reached.since_january, reached.before)

    def area_rows(self) -> list[PlaceRow]:
        """Return the areas with their figures of the month."""
        return [
            PlaceRow(area.id, area.name, in_month(area.measures) | {HOUSEHOLDS: area.households.month})
            for area in self.areas
            if not area.ended
        ]

    def area_populations(self) -> dict[int, KnownPopulation]:
        """Return the number of households of each area, where that is known."""
        return {area.id: area.population for area in self.areas if area.population}

    def team_rows(self) -> list[PlaceRow]:
        """Return the teams with their figures of the month."""
        return [PlaceRow(team.id, team.name, in_month(team.measures)) for team in self.teams if not team.ended]

    def targets_of(self, *, team: int | None = None, area: int | None = None) -> dict[tuple[str, bool], int]:
        """Return the targets of the ward, a team or an area by measure, of the month (true) and of the year apart."""
        return {
            (target.measure, target.of_month): target.figure
            for target in self.targets
            if target.team == team and target.area == area
        }

    def preferred_targets(self, team: int | None = None) -> dict[str, TargetFigure]:
        """Return the targets of the ward or a team; one of the month goes before that of the year."""
        targets = sorted(self.targets_of(team=team).items(), key=lambda target: target[0][1])
        return {measure: TargetFigure(figure, of_month) for (measure, of_month), figure in targets}

    def attendance_of(self, team_id: int | None) -> list[Attendance] | None:
        """Return the attendance of one team or of all; ``None`` where it was not kept."""
        if self.attendance is None:
            return None
        return [each for each in self.attendance if team_id is None or each.team_id == team_id]

    def activities_of(self, team_id: int | None) -> list[ActivityRows]:
        """Return the entries that are listed one by one, of one team or of all."""
        return [each if team_id is None else _of_team(each, team_id) for each in self.activities]


def _of_team(listed: ActivityRows, team_id: int) -> ActivityRows:
    rows = [row for row, team in zip(listed.rows, listed.teams or (), strict=True) if team == team_id]
    return ActivityRows(listed.kind, listed.columns, rows, [team_id] * len(rows))


def month_figures(measures: Measures) -> dict[str, MonthFigures]:
    """Return the figures by measure."""
    return {measure: MonthFigures(*figures) for measure, figures in measures.items()}


def in_month(measures: Measures) -> dict[str, int]:
    """Return the figures of the month by measure."""
    return {measure: figures[0] for measure, figures in measures.items()}
