"""The report of a campaign: what was done, of which targets, and by which team. Teams stand by their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.calendar.campaign_figures import CampaignCounts, areas_named, read_campaign
from app.catalogue.queries import indicators, services_of
from app.events.campaign_queries import areas_of_campaign, is_called_off, targets_of_campaign
from app.events.models import Campaign
from app.localisation import day, moment
from app.logbook.queries import closed_months
from app.month import local_day
from app.periods import Span
from app.places.models import Ward
from app.places.queries import areas_of_ward
from app.places.ward_places import WardTeam
from app.reports.quick_rows import QuickProgress, QuickSubject, subjects_of

TargetsByMeasure = Mapping[str, int]
"""The figures of targets by the code of what they are of."""


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A figure of a campaign: what is counted, how much, and how far its target is, if it has one."""

    code: str
    name: str
    unit: str
    figure: int
    progress: QuickProgress | None


@dataclass(frozen=True, slots=True)
class CampaignTeamRow:
    """A team in a campaign: how many entries it has, and how far each of its own targets is, by what they are of."""

    team: WardTeam
    entries: int
    progress: Mapping[str, QuickProgress]


@dataclass(frozen=True, slots=True)
class CampaignReport:
    """A campaign of a ward, or one team's part of it, at an instant. ``names`` are those of teams' own targets."""

    ward: Ward
    campaign: Campaign
    areas: Sequence[str]
    counts: CampaignCounts
    rows: Sequence[CampaignRow]
    teams: Sequence[CampaignTeamRow]
    names: Mapping[str, str]
    at: datetime
    is_final: bool
    team_name: str = ""

    @property
    def days(self) -> Span:
        """The days of the campaign."""
        return Span(self.campaign.first_day, self.campaign.last_day)

    @property
    def today(self) -> date:
        """The day of the report."""
        return local_day(self.at)

    @property
    def is_called_off(self) -> bool:
        """Whether it was ended before it began."""
        return is_called_off(self.campaign.first_day, self.campaign.ended_at)

    @property
    def title(self) -> str:
        """The title of the report."""
        days = {"first": day(self.days.first), "last": day(self.days.last)}
        return str(_("Results of the campaign “%(name)s”, from %(first)s to %(last)s", name=self.campaign.name, **days))

    @property
    def where(self) -> str:
        """The areas of the campaign in words."""
        return ", ".join(self.areas) or str(_("The whole ward"))

    def targets_of_teams(self, code: str) -> dict[str, int]:
        """Return the own targets of teams by their names, of what has ``code``."""
        return {row.team.name: row.progress[code].target for row in self.teams if code in row.progress}

    @property
    def teams_at_target(self) -> dict[str, QuickProgress]:
        """How many of the teams with a target of their own have reached it, by the name of what it is of.

        There is nothing where the report is of one team, whose row says it.
        """
        reached = {}
        for code, name in self.names.items():
            own = [row.progress[code] for row in self.teams if code in row.progress]
            if own and not self.team_name:
                reached[name] = QuickProgress(sum(each.done >= each.target for each in own), len(own))
        return reached

    @property
    def state(self) -> str:
        """A sentence that says whether the figures may still change."""
        if self.is_final:
            return str(_("All of these days are in closed periods: approved figures only"))
        return str(_("Provisional figures, as of %(time)s", time=moment(self.at)))


def campaign_report(
    session: Session, ward: Ward, campaign: Campaign, at: datetime, team: WardTeam | None = None
) -> CampaignReport:
    """Return the report of a campaign, or of the part of one team in it."""
    today, days = local_day(at), Span(campaign.first_day, campaign.last_day)
    chosen = frozenset(session.scalars(areas_of_campaign(campaign.id)))
    counts = read_campaign(session, ward.id, days, chosen, today, team.id if team else None)
    of_teams: dict[int, dict[str, int]] = {}
    of_all: dict[str, int] = {}
    for each in session.scalars(targets_of_campaign(campaign.id)):
        target = of_all if each.team_id is None else of_teams.setdefault(each.team_id, {})
        target[each.measure] = each.figure
    subjects = {each.code: each for each in campaign_subjects(session, ward.id)}
    aimed = of_teams.get(team.id, {}) if team else _sums_of_targets(of_teams) | of_all
    named = {code for each in counts.teams for code in of_teams.get(each.id, {})}
    closed = set(session.scalars(closed_months(ward.id)))
    return CampaignReport(
        ward,
        campaign,
        areas_named(chosen, areas_of_ward(session, ward.id)),
        counts,
        _rows(subjects.values(), counts.total, aimed),
        [_team_row(each, counts, of_teams.get(each.id, {}), subjects) for each in counts.teams],
        {code: subject.name for code, subject in subjects.items() if code in named},
        at,
        all(str(month) in closed for month in ward.settings.periods.between(days.first, days.last)),
        team.name if team else "",
    )


def campaign_subjects(session: Session, ward_id: int) -> list[QuickSubject]:
    """Return what a campaign may have targets of: headlines, indicators that the log feeds, and services."""
    return list(subjects_of(session.scalars(indicators()), session.scalars(services_of(ward_id))))


def _sums_of_targets(of_teams: Mapping[int, TargetsByMeasure]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for targets in of_teams.values():
        sums.update(targets)
    return dict(sums)


def _rows(subjects: Iterable[QuickSubject], total: Mapping[str, int], aimed: TargetsByMeasure) -> list[CampaignRow]:
    """Return a row for each that has a target, and then for each other one of which there is anything."""
    rows = []
    for subject in subjects:
        figure, target = sum(total.get(each, 0) for each in subject.measures), aimed.get(subject.code)
        if target or (figure and not subject.is_covered):
            progress = QuickProgress(figure, target) if target else None
            rows.append(CampaignRow(subject.code, subject.name, subject.unit, figure, progress))
    return sorted(rows, key=lambda row: row.progress is None)


def _team_row(
    team: WardTeam, counts: CampaignCounts, targets: TargetsByMeasure, subjects: Mapping[str, QuickSubject]
) -> CampaignTeamRow:
    total: Mapping[str, int] = counts.of_teams.get(team.id, {})
    progress = {
        code: QuickProgress(sum(total.get(each, 0) for each in subject.measures), targets[code])
        for code, subject in subjects.items()
        if code in targets
    }
    return CampaignTeamRow(team, counts.entries[team.id], progress)
