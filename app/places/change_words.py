"""What became of which area, in words: for lists, pages and letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

from app.localisation import day
from app.places.area_changes import NamedChange, NamedStep


def change_sentences(change: NamedChange) -> list[str]:
    """Return what a change made of which areas, a sentence for each step: From 01/11/2026 on, …"""
    return [step_sentence(step.before, step.after, change.first_day) for step in change.steps]


def step_sentence(before: Sequence[str], after: Sequence[str], since: date) -> str:
    """Return what areas became from a day on, by their names."""
    gone = [name for name in before if name not in after] or before
    words = {"day": day(since), "old": listed_names(gone), "new": listed_names(after)}
    if len(after) > 1:
        return str(_("From %(day)s on, %(old)s is split into %(new)s.", **words))
    if len(gone) < len(before):
        return str(_("From %(day)s on, %(old)s is merged into %(new)s, which goes on.", **words))
    if len(gone) == 1:
        return str(_("From %(day)s on: %(new)s, in the place of %(old)s.", **words))
    return str(_("From %(day)s on: %(new)s, merged from %(old)s.", **words))


def listed_names(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: A, B and C."""
    return format_list(list(names), locale=get_locale())


def words_by_area(changes: Iterable[NamedChange]) -> Mapping[int, Sequence[str]]:
    """Return, by the id of each area that such changes ended or made, the words of what it became and came of.

    Changes that were taken back are passed over.
    """
    found: dict[int, list[str]] = {}
    for change in changes:
        if change.undone_at is None:
            for step in change.steps:
                _add_words(found, step, day(change.first_day))
    return found


def _add_words(found: dict[int, list[str]], step: NamedStep, first_day: str) -> None:
    old, new = (
        {"names": listed_names(step.before), "day": first_day},
        {"names": listed_names(step.after), "day": first_day},
    )
    if len(step.after) > 1:
        became, came = _("split into %(names)s from %(day)s on", **new), _("part of %(names)s, split on %(day)s", **old)
    elif len(step.before) > 1:
        became, came = _("merged into %(names)s from %(day)s on", **new), _("of %(names)s, merged on %(day)s", **old)
    else:
        became, came = (
            _("replaced by %(names)s from %(day)s on", **new),
            _("in place of %(names)s since %(day)s", **old),
        )
    for id in step.before_ids:
        if id not in step.after_ids:
            found.setdefault(id, []).append(str(became))
    for id in step.after_ids:
        found.setdefault(id, []).append(str(came))
