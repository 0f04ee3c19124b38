"""The messages of the list of households on the phone."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

HOUSEHOLD_MESSAGES: Mapping[str, LazyString] = {
    "absent_on": _l("Nobody at home on %(day)s"),
    "come_again": _l("Nobody at home, come again"),
    "criteria_met": _l("Digital household: %(met)s of %(number)s met"),
    "declined_on": _l("Declined on %(day)s"),
    "fetching_list": _l("Fetching the list …"),
    "help_at_home": _l("Needs help at home"),
    "helped_with": _l("Helped with: %(names)s"),
    "households_met": _l("Households met: %(met)s of %(number)s"),
    "list_missing": _l(
        "The list of households is not on this phone yet. Open this page once with a connection, and then it also "
        "opens without one."
    ),
    "list_of": _l("List updated at %(moment)s"),
    "log_visit": _l("Log a visit"),
    "merchants_visited": _l("Merchants visited: %(met)s of %(number)s"),
    "met_on": _l("Met on %(day)s"),
    "never_visited": _l("Not visited yet"),
    "no_household_found": _l("None in the list is like that."),
    "no_households": _l("Nothing is in this list yet. What the team logs comes here."),
    "no_lane": _l("Other addresses"),
    "no_place": _l("At no market or street"),
    "no_team": _l("This list is of the areas of a team, and your account is in no team."),
    "not_asked_of": _l("Not known yet: %(names)s"),
    "not_everybody_has": _l("Not everybody has: %(names)s"),
    "not_in_use": _l("The QR code is not in use"),
    "not_reviewed": _l("not reviewed: %(number)s"),
    "old_server": _l("The ward's server does not give this list yet. Log your work as before."),
    "other_area": _l("Other area"),
    "people_14": _l("People aged 14 and over"),
    "qr_not_valid": _l("The QR code is not valid"),
    "qr_to_mend": _l("QR code to put right"),
    "show_all": _l("Show all"),
    "state_of": _l("What they have was asked on %(day)s"),
    "state_unknown": _l("What they have is not known yet"),
    "try_again": _l("Try again"),
    "visited_on": _l("Visited on %(day)s"),
}
