"""Notes beside a figure: its bound, what was published, and what a reader has to know of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from flask_babel import gettext as _

from app.catalogue.coverage import CoverageLine
from app.catalogue.openings import CountedSince
from app.catalogue.terms import Bound
from app.localisation import day, number, percent
from app.overview.figure_words import MONTH_WORDS, FigureWords
from app.targets.progress import TargetFigure
from app.text import with_capital


class NamedWard(Protocol):
    """A ward, as far as its names go: today's, and perhaps one of an earlier time."""

    @property
    def name(self) -> str:
        """The name under which its figures stand."""

    @property
    def official_name(self) -> str:
        """Its name of today."""


def target_note(target: TargetFigure | None, words: FigureWords = MONTH_WORDS) -> str:
    """Return whether a target is one of the month or of the year, in words; nothing where there is none."""
    if target is None:
        return ""
    return str(words.target_note if target.is_of_month else _("target of the year"))


def is_of(line: CoverageLine, ward: NamedWard) -> bool:
    """Return whether a figure was published for the ward itself, under its present or its former name."""
    return line.unit_then in {"", ward.name, ward.official_name}


def warnings_of(line: CoverageLine) -> Iterator[str]:
    """Yield what a reader has to check or know of a figure."""
    if line.is_above_all:
        yield _("more than there are: check the count and the population")
    if line.numerator is not None and line.bound is not Bound.EXACT:
        yield _("an estimate, so no ratio")


def published_note(line: CoverageLine, ward: NamedWard, *, is_counted_on: bool) -> Iterator[str]:
    """Yield what was published, of when and by whom, and what cannot be counted on from."""
    unit = "" if is_of(line, ward) else f" ({line.unit_then})"
    when = day(line.as_of) if line.as_of else _("undated")
    yield _("published: %(figure)s", figure=f"{published_figure(line)}{unit}, {when}, {line.source}")
    if is_counted_on and line.numerator is None:
        yield _("a percentage cannot be counted on from: reached is what was counted since")


def published_sentence(line: CoverageLine, ward: NamedWard) -> str:
    """Say within a sentence what was published, of which day and by whom."""
    unit = "" if is_of(line, ward) else f" ({line.unit_then})"
    words = {"figure": f"{published_figure(line)}{unit}", "source": line.source}
    if line.as_of is None:
        return str(_("published, undated: %(figure)s (source: %(source)s)", **words))
    return str(_("published as of %(day)s: %(figure)s (source: %(source)s)", day=day(line.as_of), **words))


def made_of(start: CoverageLine) -> str:
    """Say within a sentence that a figure is made of what was published, of which day, and of what was counted since.

    Nothing can be added to a percentage: then the figure is only what was counted.
    """
    words = {"day": day(start.as_of) if start.as_of else _("undated")}
    if start.numerator is None:
        return str(_("only what was counted after what was published (%(day)s)", **words))
    return str(_("what was published (%(day)s) and what was counted after that", **words))


def published_figure(line: CoverageLine) -> str:
    """Write a published figure as it was printed: 9.547/9.658 (98,8%), hơn 2.800, 40,0%."""
    share = percent(line.published_percent) if line.published_percent is not None else ""
    if line.numerator is None:
        return share or "–"
    text = bounded(line.numerator, line.bound)
    if line.denominator and line.bound is Bound.EXACT:
        text += f"/{number(line.denominator)}"
    return f"{text} ({share})" if share else text


def sum_since(since: CountedSince, figure: int) -> str:
    """Write a sum of the year within a sentence, with when it begins: since January, or since another day."""
    if since.named_day:
        return str(_("since %(day)s %(figure)s", day=day(since.named_day), figure=number(figure)))
    return str(_("since January %(figure)s", figure=number(figure)))


def opening_note(since: CountedSince) -> str:
    """Say what was done before the log was used: as a part of a sum, or apart from it; nothing where nobody knows."""
    part = since.opening
    if part is None:
        return ""
    words = {"figure": number(part.this_year), "day": day(part.as_of), "source": part.source}
    if since.is_added:
        text = _("of them %(figure)s before the log book was used, up to %(day)s (%(source)s)", **words)
    else:
        text = _(
            "besides, %(figure)s before the log book was used, up to %(day)s (%(source)s); not added, as some may be "
            "the same",
            **words,
        )
    return str(text)


def late_start_note(sums: Iterable[CountedSince]) -> str:
    """Say once from which day on sums of the year count, where nothing is known of the time before the log."""
    every = list(sums)
    late = next((each.day for each in every if each.day), None)
    if late is None:
        return ""
    if any(each.opening and each.is_added for each in every):
        return str(
            _(
                "Sums since January count from %(day)s on, when the log book began to be used; where something of the "
                "time before is added, it is said.",
                day=day(late),
            )
        )
    return str(_("Sums since January count from %(day)s on, when the log book began to be used.", day=day(late)))


def bounded(figure: int, bound: Bound) -> str:
    """Write a figure with its bound in words: hơn 2.800, gần 400."""
    match bound:
        case Bound.MORE_THAN:
            return str(_("more than %(figure)s", figure=number(figure)))
        case Bound.LESS_THAN:
            return str(_("nearly %(figure)s", figure=number(figure)))
        case Bound.EXACT:
            return number(figure)


def note_of(parts: Iterable[str]) -> str:
    """Return the parts that say something as one note."""
    return with_capital("; ".join(filter(None, parts)))
