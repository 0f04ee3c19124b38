"""The messages of the phone's scripts about events, duties and campaigns."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

EVENT_MESSAGES: Mapping[str, LazyString] = {
    "clock": _l("%(hour)s:%(minute)s"),
    "clock.whole": _l("%(hour)s:00"),
    "days.accepted": _l("You said yes."),
    "days.answer": _l("Answer"),
    "days.areas": _l("in %(number)s areas"),
    "days.called_off": _l("Called off"),
    "days.campaigns": _l("Campaigns that are on"),
    "days.duty": _l("Your next duty"),
    "days.moved": _l("Moved from %(day)s"),
    "days.no_network": _l("Your duties can be answered with a connection only. What is here stays on this phone."),
    "days.not_answered": _l("You have not answered yet."),
    "days.see_duties": _l("See duties"),
    "days.today": _l("Today"),
    "days.until": _l("until %(day)s"),
    "occasion.change": _l("Change"),
    "occasion.choose": _l("Choose"),
    "occasion.cleared": _l("“%(title)s” is not held on %(day)s, so this is no longer logged for it."),
    "occasion.for": _l("Logged for:"),
    "occasion.keep": _l("Leave it as it is"),
    "occasion.none": _l("For no event"),
    "occasion.offered": _l("On this day:"),
    "occasion.other_day": _l("This event is not held on that day. The ward will ask about it."),
    "occasion.take": _l("Log it for this"),
    "occasion.unknown": _l("an event"),
}
