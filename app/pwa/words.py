"""What the phone's scripts say, in the language of the page that they run in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from flask_babel import lazy_gettext as _l

from app.logbook.fields import JSONField
from app.logbook.kinds import HEADLINES, KINDS
from app.logbook.wording import STATUS_NAMES

WORDS: Mapping[str, Any] = {
    "add": _l("Add:"),
    "also_failed": _l("The visit is received, but not what you also helped with. Correct it and send again."),
    "back_to_list": _l("Back to my work"),
    "closed": _l("Month %(month)s is closed. This will count in month %(counted)s; its day stays true."),
    "conflict.approved": _l("The ward has approved this already. To change it, ask the ward's coordinator."),
    "conflict.month_closed": _l("The month is closed, so this can no longer be changed."),
    "conflict.not_yours": _l("This belongs to somebody else."),
    "conflict.stale": _l("A newer version of this is with the ward. Open it again from your list."),
    "conflict.void": _l("This was taken out of the count. Log it anew."),
    "conflict": _l("The ward could not take this change. Open it again from your list."),
    "corrected": _l("Corrected. The ward has received it again."),
    "edit": _l("Correct"),
    "figures": _l("Figures"),
    "forbidden": _l("Your account does not log work. You find the figures under Figures."),
    "gone": _l("This entry is not in your list of the last 60 days."),
    "last_visited": _l("visited %(day)s"),
    "more": _l("Show %(number)s more"),
    "no_network": _l("Not sent: there is no connection. Keep this page open and send again."),
    "none_yet": _l("Nothing logged yet."),
    "not_named": _l("not named"),
    "number": _l("Enter a whole number from %(least)s to %(most)s."),
    "of_target": _l("%(figure)s planned"),
    "own_part": _l("yours: %(figure)s"),
    "pick_door": _l("Choose from the list, or write a new one."),
    "pick_household": _l("Choose a household, write a new one, or count it without a name."),
    "received": _l("Received by the ward"),
    "required": _l("This is needed."),
    "saving": _l("Sending …"),
    "signed_out": _l("You are signed out. Sign in on the page that opens, then send again."),
    "sign_in": _l("Sign in"),
    "sign_in_first": _l("Sign in to log your work."),
    **{f"status.{status}": name for status, name in STATUS_NAMES.items()},
    "team_target": _l("team"),
    "today": _l("Today"),
    "unavailable": _l("Not sent: the server did not answer well. Keep this page open and send again in a moment."),
    "ward_target": _l("ward"),
    "withdraw": _l("Withdraw"),
    "withdraw_all": _l("Withdraw it and %(number)s that came along"),
    "withdrawn": _l("Withdrawn. It no longer counts."),
    "yes": _l("yes"),
    "no": _l("no"),
    "yesterday": _l("Yesterday"),
    "year": _l("year %(year)s"),
}


def page_data(kind: str | None = None) -> dict[str, Any]:
    """Return what a page hands to its scripts: words, what the kinds look like, and the kind that it logs.

    Nothing of it depends on who is reading, so that a copy of the page is good for everybody.
    """
    return {
        "words": {name: str(text) for name, text in WORDS.items()},
        "measures": {headline.measure: str(headline.label) for headline in HEADLINES},
        "kinds": {code: _described(code) for code in KINDS},
        "kind": kind,
    }


def _described(code: str) -> dict[str, Any]:
    fields = {}
    for control in cast(Iterable[JSONField], KINDS[code].form()):
        field: dict[str, Any] = {"label": str(control.label.text), "type": control.type, "source": control.source}
        choices = getattr(control, "choices", None)
        if isinstance(choices, Mapping):
            field["names"] = {choice: str(name) for choice, name in choices.items()}
        if hasattr(control, "text_key"):
            field["text_key"] = control.text_key
        fields[control.name] = field
    return {"name": str(KINDS[code].name), "line": KINDS[code].line, "fields": fields}
