"""Figures as sentences: the figure, its change since the month before, and its share. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext
from msgspec import UNSET

from app.catalogue.coverage import ratio
from app.catalogue.openings import CountedSince, YearOpenings
from app.catalogue.terms import Bound
from app.localisation import day, number, percent
from app.logbook.kinds import HEADLINES
from app.months.edition import Edition
from app.overview.figure_words import MONTH_WORDS, FigureWords, words_of
from app.overview.notes import bounded, opening_note, sum_since
from app.overview.results import Result, households_since
from app.places.change_words import step_sentence
from app.tally.month_figures import NO_FIGURES, MonthFigures
from app.targets.subjects import HOUSEHOLDS


def activity_sentences(
    figures: Mapping[str, MonthFigures],
    targets: Mapping[tuple[str, bool], int],
    households: MonthFigures | None,
    openings: YearOpenings,
    words: FigureWords = MONTH_WORDS,
) -> Iterator[str]:
    """Yield a sentence for each headline that has a figure in the month or the month before.

    ``targets`` are those of the month (true) and of the year, by measure. ``openings`` are in ``figures`` already.
    """
    if households is not None and (households.month or households.previous):
        sentence = words.households(households.month, number(households.month))
        of_households = targets.get((HOUSEHOLDS, True)), targets.get((HOUSEHOLDS, False))
        yield _activity_sentence(sentence, households, of_households, households_since(openings), words)
    for headline in HEADLINES:
        of_measure = figures.get(headline.measure, NO_FIGURES)
        if of_measure.month or of_measure.previous:
            sentence = headline.sentence(of_measure.month)
            since = openings.counted_since(headline.measure)
            aims = targets.get((headline.measure, True)), targets.get((headline.measure, False))
            yield _activity_sentence(sentence, of_measure, aims, since, words)


def _activity_sentence(
    start: str,
    figures: MonthFigures,
    targets: tuple[int | None, int | None],
    since: CountedSince,
    words: FigureWords,
) -> str:
    """Return a figure in words; ``targets`` are that of the time itself and that of the year."""
    change = _comparison(figures)
    parts = [f"{start}, {change}" if change else start]
    opening = opening_note(since)
    if words.alone is None or opening or figures.year_to_date != figures.month:
        parts.append(", ".join(filter(None, [sum_since(since, figures.year_to_date), opening])))
    of_month, of_year = targets
    if of_month:
        values = {"percent": _percentage(figures.month, of_month), "figure": number(of_month)}
        parts.append(str(words.share_of_target) % values)
    if of_year:
        values = {"percent": _percentage(figures.year_to_date, of_year), "figure": number(of_year)}
        parts.append(_("%(percent)s of the year's target of %(figure)s", **values))
    return "; ".join(parts) + "."


def _percentage(figure: int, of: int) -> str:
    return percent(Decimal(figure * 100) / of)


def _comparison(figures: MonthFigures) -> str:
    """Return the comparison with the month before; empty where there is nothing to compare with."""
    difference = figures.month - figures.previous
    share = ratio(abs(difference), figures.previous)
    if share is None:
        return ""
    if not difference:
        return str(_("as many as in the month before"))
    values = {"before": number(figures.previous), "percent": percent(share)}
    if difference > 0:
        return str(_("%(percent)s more than in the month before (%(before)s)", **values))
    return str(_("%(percent)s less than in the month before (%(before)s)", **values))


def sentences_of_areas(edition: Edition) -> list[str]:
    """Return which areas became which in the period, a sentence for each."""
    steps = () if edition.became is UNSET else edition.became
    return [step_sentence(step.before, step.after, step.since) for step in steps]


def pillar_sentences(rows: Iterable[Result], words: FigureWords = MONTH_WORDS) -> Iterator[str]:
    """Yield a sentence for each row of a pillar: what was counted, reached and published, as far as it is known."""
    for row in rows:
        parts = [*_counted_parts(row, words), *_reached_parts(row), *filter(None, [row.published])]
        if parts:
            yield f"{row.name}: {'; '.join(parts)}."


def _counted_parts(row: Result, words: FigureWords) -> Iterator[str]:
    values = {"month": number(row.period or 0), "sum": number(row.cumulative or 0), "unit": row.unit}
    opening = f", {note}" if (note := opening_note(row.since)) else ""
    if words.alone is not None and row.period and row.period == row.cumulative and not opening:
        yield str(words.alone) % values
    elif row.since.named_day:
        values["day"] = day(row.since.named_day)
        if row.period:
            yield str(words.counted_since) % values + opening
        elif row.cumulative:
            yield str(words.none_since) % values + opening
    elif row.period:
        yield str(words.counted) % values + opening
    elif row.cumulative:
        yield str(words.none) % values + opening
    if row.target:
        yield str(_("target %(figure)s", figure=number(row.target)))


def _reached_parts(row: Result) -> Iterator[str]:
    # Where the log counts nothing, what was reached is what was published, which is said anyhow. Where nothing was
    # published, it is no more than what the log counted, and nobody must take that for all that there is.
    if not row.reached or row.period is None or row.as_of is None or not row.published:
        return
    yield ", ".join(filter(None, [_reached_sentence(row, row.reached, row.as_of), row.made_of]))


def _reached_sentence(row: Result, reached: int, as_of: date) -> str:
    values = {"figure": bounded(reached, row.bound), "unit": row.unit, "day": day(as_of)}
    if row.ratio is None or row.population is None:
        if row.bound is Bound.EXACT:
            return str(_("in all %(figure)s %(unit)s as of %(day)s", **values))
        return str(_("in all %(figure)s %(unit)s as of %(day)s, an estimate", **values))
    values |= {"of": number(row.population), "percent": percent(row.ratio)}
    return str(_("in all %(figure)s of %(of)s %(unit)s (%(percent)s) as of %(day)s", **values))


def organisation_sentence(edition: Edition, team_id: int | None) -> str:
    """Return the numbers of teams and members, and of those who took part; empty where attendance was not stored."""
    attended = edition.attendance_of(team_id)
    if attended is None:
        return ""
    words = words_of(edition.month, edition.days)
    days = sum(len(each.days) for each in attended)
    person_days = ngettext("%(number)s person-day", "%(number)s person-days", days, number=number(days))
    if team_id is not None:
        members = _members(len(attended))
        return str(words.took_part_of_team) % {"members": members, "days": person_days}
    active_teams = len({each.team_id for each in attended if each.team_id is not None})
    values = {
        "teams": _teams(len(edition.team_rows())),
        "members": _members(edition.members or 0),
        "people": ngettext("%(number)s person", "%(number)s people", len(attended), number=number(len(attended))),
        "active_teams": _teams(active_teams),
        "days": person_days,
    }
    return str(words.took_part) % values


def size_sentence(teams: int, members: int | None, on: date) -> str:
    """Return how many teams and members a ward has on a day; empty where nobody knows the members."""
    if members is None:
        return ""
    words = {"day": day(on), "teams": _teams(teams), "members": _members(members)}
    return str(_("On %(day)s the ward has %(teams)s with %(members)s.", **words))


def _teams(figure: int) -> str:
    return str(ngettext("%(number)s team", "%(number)s teams", figure, number=number(figure)))


def _members(figure: int) -> str:
    return str(ngettext("%(number)s member", "%(number)s members", figure, number=number(figure)))
