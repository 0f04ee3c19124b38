"""The text of an edition as it is stored, its digest, and the figures read back from it. Pure rules."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple


def canonical_text(figures: Mapping[str, Any]) -> str:
    """Return figures as the text that is stored: keys sorted, no spaces, letters unescaped."""
    return json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    """Return the SHA-256 of an edition's text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


_PARTS: Mapping[str, type] = {
    "activities": list,
    "areas": list,
    "as_of": str,
    "closed_at": str,
    "entries": dict,
    "households": dict,
    "indicators": list,
    "measures": dict,
    "month": str,
    "places": list,
    "populations": dict,
    "services": list,
    "targets": list,
    "teams": list,
    "ward": dict,
}
"""The parts of every form of an edition. Parts that came later are missing in older editions."""


class UnreadableEditionError(Exception):
    """An edition lacks figures that every form has: it is damaged, or of a form that this version does not know.

    ``month`` is the month of the edition, where the edition of another month was needed.
    """

    month: str = ""


@contextmanager
def reading_edition() -> Iterator[None]:
    """Raise :class:`UnreadableEditionError` for every error that the parts of an edition cause when they are read."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise UnreadableEditionError(f"{type(error).__name__}: {error}") from error


def figures_from_text(text: str) -> dict[str, Any]:
    """Return the figures of an edition from its text, with parts that this version does not know.

    A missing figure is never taken for zero: raises :class:`UnreadableEditionError`.
    """
    figures = _parsed_object(text)
    wrong = [name for name, kind in _PARTS.items() if not isinstance(figures.get(name), kind)]
    if wrong:
        raise UnreadableEditionError(f"form {figures.get('version')}, without {', '.join(wrong)}")
    return figures


MemberDay = tuple[int, date]
"""The id of a member, and a day that is counted for them."""


def attendance_days(text: str) -> set[MemberDay] | None:
    """Return the days that an edition counts for members, ``None`` where it has no attendance. Reads no other part.

    Raises :class:`UnreadableEditionError`.
    """
    figures = _parsed_object(text)
    if "attendance" not in figures:
        return None
    with reading_edition():
        return {
            (whole_number(each["member"]), date.fromisoformat(day))
            for each in figures["attendance"]
            for day in each["days"]
        }


def _parsed_object(text: str) -> dict[str, Any]:
    with reading_edition():
        figures = json.loads(text)
    if not isinstance(figures, dict):
        raise UnreadableEditionError("no object")
    return figures


class MonthFigures(NamedTuple):
    """A measure in the month, since January, and in the month before."""

    month: int = 0
    since_january: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class EditionPlace:
    """The ward, an area or a team, with its figures; a team's households are not counted one by one."""

    id: int
    name: str
    measures: Mapping[str, MonthFigures]
    households: MonthFigures | None = None

    def figure(self, measure: str) -> int:
        """Return a measure in the month."""
        return self.measures.get(measure, MonthFigures()).month


@dataclass(frozen=True, slots=True)
class EditionIndicator:
    """How much of an indicator was reached, and its denominator."""

    code: str
    reached: int | None
    of_all: int | None


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition read back for its page. ``entries`` are the numbers of entries by status."""

    ward: EditionPlace
    entries: Mapping[str, int]
    areas: Sequence[EditionPlace]
    teams: Sequence[EditionPlace]
    indicators: Sequence[EditionIndicator]


def read_edition(text: str) -> Edition:
    """Read an edition back from its text; raises :class:`UnreadableEditionError`."""
    figures = figures_from_text(text)
    with reading_edition():
        return Edition(
            ward=EditionPlace(
                0, figures["ward"]["name"], month_figures(figures["measures"]), household_figures(figures["households"])
            ),
            entries={status: whole_number(number) for status, number in figures["entries"].items()},
            areas=[_edition_area(area) for area in figures["areas"]],
            teams=[
                EditionPlace(team["id"], team["name"], month_figures(team["measures"])) for team in figures["teams"]
            ],
            indicators=[_edition_indicator(item["code"], item["log"]) for item in figures["indicators"] if item["log"]],
        )


def _edition_area(area: Mapping[str, Any]) -> EditionPlace:
    households = area["households"]
    reached = MonthFigures(month=whole_number(households["month"]), before=whole_number(households["before"]))
    return EditionPlace(area["id"], area["name"], month_figures(area["measures"]), reached)


def _edition_indicator(code: str, log: Mapping[str, Any]) -> EditionIndicator:
    reached, of_all = (None if log[name] is None else whole_number(log[name]) for name in ("numerator", "denominator"))
    return EditionIndicator(code, reached, of_all)


def month_figures(measures: Mapping[str, Sequence[object]]) -> dict[str, MonthFigures]:
    """Return the three figures of each measure from an edition; raises :class:`ValueError` for other ones."""
    return {measure: _figures_of_measure(figures) for measure, figures in measures.items()}


def _figures_of_measure(figures: Sequence[object]) -> MonthFigures:
    month, since_january, before = map(whole_number, figures)
    return MonthFigures(month, since_january, before)


def household_figures(figures: Mapping[str, object]) -> MonthFigures:
    """Return the numbers of different households that were reached, from an edition."""
    return MonthFigures(
        whole_number(figures["month"]), whole_number(figures["since_january"]), whole_number(figures["before"])
    )


def whole_number(figure: object) -> int:
    """Return a figure that must be a whole number; raises :class:`TypeError` for anything else."""
    if type(figure) is not int:
        raise TypeError(f"{figure!r} is no whole number")
    return figure
