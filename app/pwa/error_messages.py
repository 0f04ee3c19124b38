"""What the phone says of a value that the ward would refuse, in the words of the server, or would ask about later."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from app.json_fields import NOT_A_CHOICE, NOT_A_DAY, NOT_A_MONTH, NOT_A_TIME, NOT_YES_OR_NO
from app.json_types import Message
from app.json_values import BROKEN_TEXT, IDENTITY_DIGITS, UNREADABLE

ERROR_MESSAGES: Mapping[str, Message] = {
    "doubt.clock": _l(
        "This phone's clock says %(clock)s, but at the ward it is %(ward_day)s. Is the day of this entry right?"
    ),
    "doubt.clock_set_back": _l(
        "This phone's clock says %(clock)s, but when it last reached the ward it was %(ward_day)s there."
        " Is the day of this entry right?"
    ),
    "doubt.more_than_met": _l("More people were helped with one service than were met. Check the numbers of people."),
    "doubt.old_day": _l("The day is %(day)s. Is the year right?"),
    "wrong.ages": _l("Who is 60 is also 18, and who is 18 is also 14: correct the numbers of people."),
    "wrong.broken_text": BROKEN_TEXT,
    "wrong.have_too_many": _l(
        "More people have a service than the household has people aged 14 and over. Correct the numbers."
    ),
    "wrong.identity_digits": IDENTITY_DIGITS,
    "wrong.meant_one": _l("“%(text)s”: which number is that? Write %(figure)s."),
    "wrong.meant_two": _l("“%(text)s”: which number is that? Write %(figure)s or %(other)s."),
    "wrong.no_name": _l("Give it a name or an address."),
    "wrong.no_choice": NOT_A_CHOICE,
    "wrong.not_a_day": NOT_A_DAY,
    "wrong.not_a_month": NOT_A_MONTH,
    "wrong.not_a_time": NOT_A_TIME,
    "wrong.not_yes_or_no": NOT_YES_OR_NO,
    "wrong.number": _l("Enter a whole number from %(least)s to %(most)s."),
    "wrong.state_number": _l("In the state of the household each number is a whole one from 0 to %(most)d."),
    "wrong.too_long": _l("Use at most %(longest)s characters: leave out %(over)s."),
    "wrong.too_many": _l("Choose at most %(most)d."),
    "wrong.unreadable": UNREADABLE,
}
