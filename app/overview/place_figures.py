"""The figures of a month that every page shows, of a ward, an area or a team: cards, funnels and breakdowns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.catalogue.models import Service
from app.catalogue.openings import YearOpenings
from app.catalogue.pillars import pillar_name
from app.catalogue.terms import APP_STEPS, COURSE_STEPS, OUTCOME_NAMES, Outcome
from app.localisation import number
from app.logbook.kinds import HEADLINES, KINDS, service_measure
from app.month import Month
from app.overview.cards import FigureCard
from app.overview.charts import Bars, Funnel, bars, steps
from app.overview.notes import late_start_note
from app.overview.results import households_since
from app.overview.ward_month import Figures, WardMonth
from app.tally.month_figures import NO_FIGURES, MonthFigures, total
from app.targets.progress import NO_TARGETS, Targets
from app.targets.subjects import HOUSEHOLDS


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """The figures of a month of a ward, an area or a team."""

    month: Month
    is_closed: bool
    cards: Sequence[FigureCard]
    funnels: Sequence[Funnel]
    breakdowns: Sequence[Bars]
    note: str = ""
    """Says where households are counted in another way than in the edition of the closed month."""

    @property
    def late_start(self) -> str:
        """From which day on figures since January count, where nothing is known of the time before; else empty."""
        return late_start_note(card.since for card in self.cards)


def figures_of_whole_ward(reading: WardMonth) -> PlaceFigures:
    """Return the figures of the whole ward."""
    return _place(reading, reading.figures, reading.both_targets_of(None), reading.households, reading.openings)


def figures_of_area(reading: WardMonth, area_id: int) -> PlaceFigures:
    """Return the figures of an area, with a card for each indicator and service with a target.

    An area has no other place where they stand.
    """
    figures, targets = reading.figures_of_area(area_id), reading.targets_of_areas.get(area_id, NO_TARGETS)
    openings = reading.openings_of_log
    more = [
        FigureCard(code, subject.name, total(figures, subject.measures), targets, since=openings.counted_since(code))
        for code, subject in reading.target_subjects(targets.measures).items()
    ]
    return _place(reading, figures, targets, figures[HOUSEHOLDS], openings, more)


def figures_of_team(reading: WardMonth, team_id: int, figures: Figures) -> PlaceFigures:
    """Return ``figures`` of a team with its targets. Its households are not counted one by one."""
    return _place(reading, figures, reading.both_targets_of(team_id), None, reading.openings_of_log)


def _place(
    reading: WardMonth,
    figures: Figures,
    targets: Targets,
    households: MonthFigures | None,
    openings: YearOpenings,
    more: Iterable[FigureCard] = (),
) -> PlaceFigures:
    cards = [
        FigureCard(
            each.measure,
            str(each.label),
            figures.get(each.measure, NO_FIGURES),
            targets,
            since=openings.counted_since(each.measure),
        )
        for each in HEADLINES
    ]
    if households:
        name = _("Different households reached")
        # How many of them were approved is not asked.
        since = households_since(openings)
        cards.append(FigureCard(HOUSEHOLDS, name, households, targets, knows_approved=False, since=since))
    breakdowns = [each for kind in KINDS.values() for each in kind.breakdowns]
    divided = (bars(each, reading.catalogue_names, figures) for each in breakdowns)
    return PlaceFigures(
        reading.month,
        reading.is_closed,
        [*cards, *more],
        _funnels(reading.services, figures),
        [each for each in divided if each is not None],
        _merged_note(reading) if households else "",
    )


def _merged_note(reading: WardMonth) -> str:
    """Return a sentence where doubles were merged, or found to be two, since the month was closed."""
    merges = reading.merges_since_closing
    if not merges:
        return ""
    return str(
        ngettext(
            "Since the month was closed, %(number)s double of a household was merged or a merge was taken back. "
            "Here households are counted as they are known today; the closed report keeps its figure.",
            "Since the month was closed, %(number)s doubles of households were merged or merges were taken back. "
            "Here households are counted as they are known today; the closed report keeps its figure.",
            merges,
            number=number(merges),
        )
    )


def _funnels(services: Iterable[Service], figures: Figures) -> list[Funnel]:
    """Return the services with which anybody was helped this year."""
    names = {outcome: str(name) for outcome, name in OUTCOME_NAMES.items()}
    funnels = []
    for service in services:
        outcomes = {
            outcome: figures.get(service_measure(service.code, outcome), NO_FIGURES)
            for outcome in map(Outcome, service.outcomes.split())
        }
        if any(figure.year_to_date or figure.month for figure in outcomes.values()):
            shown = _shown_steps(outcomes)
            reached_steps = [(step.value, names[step], outcomes[step]) for step in shown]
            outside = {names[outcome]: figure for outcome, figure in outcomes.items() if outcome not in shown}
            funnels.append(
                Funnel(service.code, service.name, pillar_name(service.pillar), steps(reached_steps), outside)
            )
    return funnels


def _shown_steps(outcomes: Mapping[Outcome, MonthFigures]) -> list[Outcome]:
    """Return the outcomes that are steps of a funnel, in order: of a course its own as soon as one was logged."""
    of_course = [outcomes[step] for step in COURSE_STEPS if step in outcomes]
    is_course = any(figure.year_to_date or figure.month for figure in of_course)
    return [step for step in (COURSE_STEPS if is_course else APP_STEPS) if step in outcomes]
