"""The words of the details of a line of the audit log: codes and figures that its sentence does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.localisation import day, month, number, role_name
from app.people.campaign_wording import CAMPAIGN_DETAILS
from app.people.duty_wording import DUTY_DETAILS
from app.people.event_wording import EVENT_DETAILS
from app.period_words import full_days
from app.periods import Span
from app.permissions import Role
from app.year_parts import YearPart

SETTING_NAMES = {
    "areas": _l("the neighbourhoods"),
    "event_types": _l("the types of events"),
    "flags": _l("what is marked for the coordinator"),
    "households": _l("what is asked of households"),
    "middles": _l("middles of the neighbourhoods"),
    "names": _l("what neighbourhoods and teams are called"),
    "setup": _l("list of what is left to set up: put away"),
    "periods": _l("the reporting periods"),
    "procedures": _l("the procedures that people are helped with"),
    "places": _l("markets, streets and other places"),
    "populations": _l("how many there are"),
    "published": _l("published figures"),
    "opening": _l("figures from before the log book"),
    "offices": _l("figures of other offices"),
    "report": _l("the report"),
    "services": _l("the services and topics of the phones"),
    "targets": _l("the targets"),
    "teams": _l("the teams"),
    "template": _l("the template of the report"),
    "ward": _l("the ward and its neighbourhoods"),
}
"""The names of settings by the code that the audit log stores. Like events, codes stay when a setting is gone."""

_OWN_CHANGES = {
    "added": _l("added"),
    "changed": _l("changed"),
    "ended": _l("ended"),
    "restored": _l("brought back"),
}

_LISTS = {
    "neighbourhoods": _l("areas"),
    "teams": _l("teams"),
    "people": _l("people, as invitations"),
    "households": _l("households"),
    "merchants": _l("stalls and firms"),
    "populations": _l("how many there are"),
    "baselines": _l("published figures"),
    "opening_figures": _l("opening figures"),
    "office_figures": _l("figures of other offices"),
}
_FIGURE_USES = {
    "end": _l("ended"),
    "restore": _l("brought back"),
    "prefer": _l("chosen for the report"),
    "newest": _l("no longer chosen for the report"),
}

_DOCUMENTS = {
    "payment": _l("list of payments"),
    "entries": _l("list of entries"),
    "quick": _l("quick report"),
}

_PARTIES = {"household": _l("households"), "merchant": _l("stalls and firms")}
_PARTY_CHANGES = {
    "label": _l("another address or name"),
    "area_id": _l("another neighbourhood"),
    "called": _l("what neighbours call it"),
    "place_id": _l("market or street"),
}

_MOST_NAMES = 3
_MANY_STEPS = "; "

Detail = Mapping[str, object]
"""The codes and figures of a record."""


def detail_words(detail: Detail) -> Iterator[str]:
    """Yield the details that a line's sentence does not hold, each in a few words."""
    for name, write in _DETAIL_WORDS.items():
        if name in detail:
            yield _in_words(write, detail[name])


def _in_words(write: Callable[[Any], str], value: object) -> str:
    """Return a detail in words; one that this version does not know, as it is stored."""
    try:
        return write(value)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return str(value)


def _became_words(became: Sequence[Mapping[str, Sequence[str]]]) -> str:
    """Return what became of which neighbourhoods."""
    return _MANY_STEPS.join(" → ".join([", ".join(step["from"]), ", ".join(step["to"])]) for step in became)


def _post_words(post: Mapping[str, str]) -> str:
    """Return a post as :func:`app.people.post_queries.describe_post` keeps it, in words."""
    return ", ".join([role_name(Role(post["role"])), *(post[name] for name in ("team", "ward") if name in post)])


def _some_names(words: str, names: Sequence[str]) -> str:
    """Return some names behind what was done to them; of many the first ones, and how many there are."""
    shown = ", ".join(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        shown = _("%(names)s and others, %(number)s in all", names=shown, number=number(len(names)))
    return f"{words}: {shown or '–'}"


def _figure_or_dash(figure: int | None) -> str:
    return "–" if figure is None else number(figure)


_DETAIL_WORDS: Mapping[str, Callable[[Any], str]] = {
    "name_before": lambda name: str(_("before: %(name)s", name=name)),
    "name": lambda name: str(_("since then: %(name)s", name=name)),
    "before": lambda post: str(_("until then: %(post)s", post=_post_words(post))),
    "after": lambda post: str(_("now: %(post)s", post=_post_words(post))),
    "post": _post_words,
    "since": lambda text: str(_("from %(day)s on", day=day(date.fromisoformat(text)))),
    "digits_before": lambda digits: str(_("the number ended in %(digits)s before", digits=digits)),
    "digits": lambda digits: str(_("number ending in %(digits)s", digits=digits)),
    "again": lambda _again: str(_("a new link; the one before stops")),
    "what": lambda code: str(SETTING_NAMES.get(code, code)),
    "service": str,
    "service_change": lambda code: str(_OWN_CHANGES[code]),
    "procedure": str,
    "procedure_change": lambda code: str(_OWN_CHANGES[code]),
    "role": lambda code: role_name(Role(code)),
    "device": str,
    "devices": lambda figure: str(_("devices: %(number)s", number=number(figure))),
    "month": lambda code: str(_("month %(month)s", month=month(code))),
    "part": lambda code: YearPart.parse(code).name,
    "edition": lambda figure: str(_("edition %(number)s", number=number(figure))),
    "approved": lambda figure: str(_("%(number)s approved with it", number=number(figure))),
    "reason": lambda words: str(_("reason: %(reason)s", reason=words)),
    "format": str,
    "document": lambda code: str(_DOCUMENTS.get(code, code)),
    "days": lambda days: full_days(Span(*map(date.fromisoformat, days))),
    "entries": lambda figure: ngettext("%(number)s entry", "%(number)s entries", figure, number=number(figure)),
    "added": lambda names: _some_names(_("added"), names),
    "renamed": lambda names: str(_("“%(old)s” became “%(new)s”", old=names[0], new=names[1])),
    "changed_line": lambda name: str(_("changed: %(name)s", name=name)),
    "changed_lines": lambda names: _some_names(_("changed"), names),
    "type": lambda _codes: str(_("another kind of place")),
    "area": lambda names: str(_("neighbourhood: %(old)s → %(new)s", old=names[0] or "–", new=names[1] or "–")),
    "unit_count": lambda figures: str(
        _("stalls or shops: %(old)s → %(new)s", old=_figure_or_dash(figures[0]), new=_figure_or_dash(figures[1]))
    ),
    "ended": lambda name: str(_("ended: %(name)s", name=name)),
    "brought_back": lambda name: str(_("brought back: %(name)s", name=name)),
    "order": lambda code: str(_("ordered by hand") if code == "by_hand" else _("ordered by names")),
    "covers": lambda names: _some_names(_("areas from then on"), names),
    "became": _became_words,
    "as_of": lambda text: day(date.fromisoformat(text)),
    "entered": lambda figure: str(_("figures entered: %(number)s", number=number(figure))),
    "taken_away": lambda figure: str(_("figures taken away: %(number)s", number=number(figure))),
    "list": lambda code: str(_LISTS[code]),
    "import": lambda figure: str(_("import %(number)s", number=figure)),
    "rows_new": lambda figure: str(_("new: %(number)s", number=number(figure))),
    "rows_changed": lambda figure: str(_("rows changed: %(number)s", number=number(figure))),
    "subject": str,
    "figures_changed": lambda texts: str(_("%(old)s → %(new)s", old=texts[0] or "–", new=texts[1] or "–")),
    "figure_use": lambda parts: f"{_FIGURE_USES[parts[0]]}: {parts[1]}",
    "party": lambda code: str(_PARTIES[code]),
    "changed_parts": lambda codes: ", ".join(str(_PARTY_CHANGES[code]) for code in codes),
    "photos": lambda figure: ngettext("%(number)s photo", "%(number)s photos", figure, number=number(figure)),
    **EVENT_DETAILS,
    **DUTY_DETAILS,
    **CAMPAIGN_DETAILS,
}
"""The words of each detail that the sentence does not hold; the others only make lines differ."""
