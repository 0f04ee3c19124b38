"""Words for what is known of a household or merchant, and for what could not be done."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.households.merge_actions import MergeRefusal
from app.households.party_filter import PartyState
from app.households.party_list import MOST_COUNTED, PartyPage
from app.households.party_tables import PartyTable
from app.households.queries import PartyRow
from app.localisation import day
from app.localisation import number as decimal

STATE_NAMES = {
    PartyState.MET: _l("Met before"),
    PartyState.ABSENT: _l("Absent: come back"),
    PartyState.NEVER: _l("Not visited yet"),
    PartyState.UNSURVEYED: _l("State not known yet"),
    PartyState.RETIRED: _l("No longer there"),
}
"""The states in the order of their filters."""

MERCHANT_STATE_NAMES = {
    PartyState.MET: _l("Logged before"),
    PartyState.NEVER: _l("Not logged yet"),
    PartyState.RETIRED: _l("No longer there"),
}
REFUSALS = {
    MergeRefusal.SAME: _l("These two are one already."),
    MergeRefusal.CHANGED_MEANWHILE: _l("Somebody changed one of the two meanwhile. Look at both again, then decide."),
    MergeRefusal.CHOSEN_RETIRED: _l(
        "The one to keep is marked as no longer there. Keep the other one, or bring this one back first."
    ),
    MergeRefusal.MERGED_SINCE: _l(
        "The one that was kept was merged into another one since. First take that merge back, then this one."
    ),
}
"""Why nothing was done, and what to do."""

_OUTCOMES = {
    "met": _l("met on %(day)s"),
    "absent": _l("absent on %(day)s"),
    "declined": _l("declined on %(day)s"),
}


def state_names(table: PartyTable) -> dict[PartyState, str]:
    """Return the states by which a list is filtered, in words."""
    names = STATE_NAMES if table.is_of_households else MERCHANT_STATE_NAMES
    return {state: str(name) for state, name in names.items()}


def number_in_words(table: PartyTable, page: PartyPage) -> str:
    """Return how many households or merchants a page found, or more than how many."""
    figure = min(page.number, MOST_COUNTED)
    if table.is_of_households:
        words = ngettext("%(number)s household", "%(number)s households", figure, number=decimal(figure))
    else:
        words = ngettext("%(number)s stall or firm", "%(number)s stalls and firms", figure, number=decimal(figure))
    return str(_("more than %(number)s", number=words) if page.is_more else words)


def last_in_words(table: PartyTable, row: PartyRow) -> str:
    """Return when and how a household was last visited, or when a merchant was last logged."""
    if row.last_on is None:
        return str(STATE_NAMES[PartyState.NEVER] if table.is_of_households else MERCHANT_STATE_NAMES[PartyState.NEVER])
    on = day(row.last_on)
    if row.last_met in _OUTCOMES:
        return str(_OUTCOMES[row.last_met]) % {"day": on}
    return str(_("logged on %(day)s", day=on))


def state_in_words(table: PartyTable, row: PartyRow) -> str:
    """Return since when the state of a household is known; of a merchant, whether its code is in use."""
    if table.is_of_households:
        return str(_("state of %(day)s", day=day(row.state_on)) if row.state_on else STATE_NAMES[PartyState.UNSURVEYED])
    if row.in_use is None:
        return ""
    return str(_("payment code in use") if row.in_use else _("payment code not in use"))
