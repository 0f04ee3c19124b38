"""What a report calls the time that its figures are of: a month, or a longer period. Pure rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.json_types import Message
from app.month import Month
from app.periods import Span

_TOOK_PART = _l(
    "The ward has %(teams)s with %(members)s. In the month %(people)s of %(active_teams)s took part on %(days)s."
)
_TOOK_PART_OF_TEAM = _l("In the month %(members)s of the team took part on %(days)s.")


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The words of a report that name the time its figures are of; each takes its values by ``%``.

    ``households`` says how many different households were reached, from their number and the number as it is written.
    ``alone`` says a figure whose sum since January is the same; without it the sum is always said.
    """

    heading: Message
    target: Message
    target_note: Message
    share_of_target: Message
    progress: Message
    sources: Message
    share_of_households: Message
    counted: Message
    counted_since: Message
    none: Message
    none_since: Message
    nothing: Message
    helped: Message
    tasks_to_come: Message
    households: Callable[[int, str], str]
    alone: Message | None = None
    took_part: Message = _TOOK_PART
    took_part_of_team: Message = _TOOK_PART_OF_TEAM


def _households_in_month(households: int, figure: str) -> str:
    return str(
        ngettext(
            "The teams reached %(figure)s household",
            "The teams reached %(figure)s different households",
            households,
            figure=figure,
        )
    )


def _households_in_period(households: int, figure: str) -> str:
    return str(
        ngettext(
            "In the period the teams reached %(figure)s household",
            "In the period the teams reached %(figure)s different households",
            households,
            figure=figure,
        )
    )


MONTH_WORDS = FigureWords(
    heading=_l("In the month"),
    target=_l("Target of the month"),
    target_note=_l("target of the month"),
    share_of_target=_l("%(percent)s of the month's target of %(figure)s"),
    progress=_l("%(place)s, %(name)s: %(done)s of the month's target of %(target)s."),
    sources=_l("In the month, since January: %(log)s"),
    share_of_households=_l(
        "Ratio = different households reached in the month / all households. An empty cell: not known."
    ),
    counted=_l("%(month)s %(unit)s in the month, %(sum)s since January"),
    counted_since=_l("%(month)s %(unit)s in the month, %(sum)s since %(day)s"),
    none=_l("none in the month, %(sum)s %(unit)s since January"),
    none_since=_l("none in the month, %(sum)s %(unit)s since %(day)s"),
    nothing=_l("Nothing was logged in the month."),
    helped=_l("the teams helped in the month: %(figure)s"),
    tasks_to_come=_l("Tasks of the month to come"),
    households=_households_in_month,
)
"""The words of a month's report."""

PERIOD_WORDS = FigureWords(
    heading=_l("In the period"),
    target=_l("Target of the period"),
    target_note=_l("target of the period"),
    share_of_target=_l("%(percent)s of the period's target of %(figure)s"),
    progress=_l("%(place)s, %(name)s: %(done)s of the period's target of %(target)s."),
    sources=_l("In the period, since the beginning of the year: %(log)s"),
    share_of_households=_l(
        "Ratio = different households reached in the period / all households. An empty cell: not known."
    ),
    counted=_l("%(month)s %(unit)s in the period, %(sum)s since January"),
    counted_since=_l("%(month)s %(unit)s in the period, %(sum)s since %(day)s"),
    none=_l("none in the period, %(sum)s %(unit)s since January"),
    none_since=_l("none in the period, %(sum)s %(unit)s since %(day)s"),
    nothing=_l("Nothing was logged in the period."),
    helped=_l("the teams helped in the period: %(figure)s"),
    tasks_to_come=_l("Tasks of the period to come"),
    households=_households_in_period,
    took_part=_l(
        "The ward has %(teams)s with %(members)s. In the period %(people)s of %(active_teams)s took part on %(days)s."
    ),
    took_part_of_team=_l("In the period %(members)s of the team took part on %(days)s."),
)
"""The words of the report of a period that is no calendar month."""

LONGER_WORDS = replace(
    PERIOD_WORDS, tasks_to_come=_l("Tasks of the time to come"), alone=_l("%(month)s %(unit)s in the period")
)
"""The words of the report of a longer time: a quarter, half a year, a year."""


def words_of(month: Month, days: Span) -> FigureWords:
    """Return the words of the report of a month whose days are ``days``."""
    return MONTH_WORDS if days == Span(month.first, month.last) else PERIOD_WORDS
