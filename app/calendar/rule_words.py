"""How an event recurs, in words: mỗi tuần vào thứ tư; mỗi tháng vào Chủ nhật đầu tiên."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.events.models import Event
from app.events.rules import Every, parse_rule
from app.localisation import WEEKDAYS, day, full_day

EVERY_NAMES = {
    Every.ONCE: _l("Once"),
    Every.DAY: _l("Every day"),
    Every.WEEK: _l("Every week on certain weekdays"),
    Every.MONTH_WEEKDAY: _l("Every month on a certain weekday, such as the first Sunday"),
    Every.MONTH_DAY: _l("Every month on a certain day, such as the 15th"),
}

ORDINAL_NAMES = {
    1: _l("the first one of the month"),
    2: _l("the second one of the month"),
    3: _l("the third one of the month"),
    4: _l("the fourth one of the month"),
    -1: _l("the last one of the month"),
}


def rule_words(rule: str) -> str:
    """Write how something recurs; a rule that is made elsewhere as it is."""
    recurrence = parse_rule(rule)
    if recurrence is None:
        return rule
    names = [str(WEEKDAYS[each]) for each in recurrence.weekdays]
    match recurrence.every:
        case Every.WEEK:
            return str(_("Every week: %(weekdays)s", weekdays=", ".join(names)))
        case Every.MONTH_WEEKDAY:
            which = ORDINAL_NAMES[recurrence.ordinal]
            return str(_("Every month: %(weekday)s, %(which)s", weekday=names[0], which=which))
        case Every.MONTH_DAY:
            return str(_("Every month: on day %(day)s", day=recurrence.month_day))
        case every:
            return str(EVERY_NAMES[every])


def recurrence_words(event: Event) -> str:
    """Write how an event recurs, from when on and until when."""
    if not event.rule:
        return full_day(event.first_day)
    return f"{rule_words(event.rule)}{span_words(event.first_day, event.last_day)}"


def span_words(first: date, last: date | None) -> str:
    """Write from when on something recurs, and until when where that is known, to follow how."""
    if last is None:
        return str(_(", from %(first)s on", first=day(first)))
    return str(_(", from %(first)s to %(last)s", first=day(first), last=day(last)))
