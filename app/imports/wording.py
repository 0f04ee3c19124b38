"""The words of imports: what each kind of list is for, how far an import is, and why a row is no row of the list."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.imports.day_order import DayOrder
from app.imports.list_kind import ListCode
from app.imports.models import ImportState
from app.imports.unread_rows import UnreadReason
from app.roster.list_headings import PersonalType

KIND_SENTENCES = {
    ListCode.NEIGHBOURHOODS: _l("The neighbourhoods of the ward, in their order. Begin with these."),
    ListCode.TEAMS: _l("The teams, and the neighbourhoods that each covers."),
    ListCode.PEOPLE: _l("The people of the teams, with role and phone number. Each gets an invitation."),
    ListCode.HOUSEHOLDS: _l("Households by address, without the names of those who live there."),
    ListCode.MERCHANTS: _l("Stalls, household businesses and firms, with market or street."),
    ListCode.POPULATIONS: _l("How many people, households and firms there are, by neighbourhood."),
    ListCode.BASELINES: _l("Figures that were published, each with its day and source."),
    ListCode.OPENING_FIGURES: _l("What was done before the ward used this log: this year, and before."),
    ListCode.OFFICE_FIGURES: _l("What the police, the health station and others counted in a month."),
}
"""What each kind of list is, in a sentence."""

STATE_NAMES = {
    ImportState.READ: _l("read, not tried out yet"),
    ImportState.PLANNED: _l("tried out, not applied yet"),
    ImportState.APPLYING: _l("applied in part"),
    ImportState.APPLIED: _l("applied"),
    ImportState.UNDOING: _l("taken back in part"),
    ImportState.UNDONE: _l("taken back"),
    ImportState.DISCARDED: _l("given up, nothing was applied"),
}

UNREAD_NAMES = {
    UnreadReason.TOTAL: _l("totals"),
    UnreadReason.SUBHEADING: _l("subheadings"),
    UnreadReason.REPEATED_HEAD: _l("the head once more"),
    UnreadReason.COLUMN_NUMBERS: _l("numbers of columns"),
    UnreadReason.FOOTER: _l("lines below the list"),
}

PERSONAL_NAMES = {
    PersonalType.IDENTITY: _l("numbers of identity cards, insurance or tax are no business of this log"),
    PersonalType.BIRTH: _l("dates of birth are no business of this log"),
    PersonalType.CONTACT: _l("phone numbers and mail addresses of residents are no business of this log"),
    PersonalType.HEALTH: _l("nobody's health is written down here"),
    PersonalType.ACCOUNT: _l("account numbers are no business of this log"),
    PersonalType.RESIDENT: _l("names of residents are no business of this log: a household is its address"),
}
"""Why a column is not read, by what it says of single people."""

RESULTS = {
    ListCode.NEIGHBOURHOODS: ("places.show_list", "areas", _l("Look at the neighbourhoods")),
    ListCode.TEAMS: ("places.show_list", "teams", _l("Look at the teams")),
    ListCode.PEOPLE: ("roster.invitations", None, _l("Invitations, with their QR codes")),
    ListCode.HOUSEHOLDS: ("households.show_list", "households", _l("Look at the list of households")),
    ListCode.MERCHANTS: ("households.show_list", "merchants", _l("Look at the list of stalls and firms")),
    ListCode.POPULATIONS: ("settings.populations", None, _l("Look at how many there are")),
    ListCode.BASELINES: ("settings.published", None, _l("Look at the published figures")),
    ListCode.OPENING_FIGURES: ("settings.opening", None, _l("Look at the figures from before the log book")),
    ListCode.OFFICE_FIGURES: ("settings.offices", None, _l("Look at the figures of other offices")),
}
"""Where the result of each kind of list is seen: the endpoint, which list of several, and what the button says."""

DAY_ORDER_NAMES = {
    DayOrder.DAY_FIRST: _l("day before month: 03/04 is the 3rd of April"),
    DayOrder.MONTH_FIRST: _l("month before day: 03/04 is the 4th of March"),
}
