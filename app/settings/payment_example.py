"""An example of what a team is paid, beside the settings by which it is."""

from __future__ import annotations

from flask_babel import gettext as _

from app.localisation import number
from app.places.report_settings import Rates
from app.reports.payment_rules import team_payment

_CITY = Rates(per_day=50_000, team_most=300_000)
"""What Da Nang pays from 2026 on by its resolution 26/2025: an example for a ward that has entered nothing."""

_DAYS = (4, 3, 1)


def payment_example(rates: Rates) -> str:
    """Write what three members of a team get by ``rates``, or by those of a city where none are set."""
    payment = team_payment(rates if rates.are_set else _CITY, _DAYS)
    first, second, third = map(number, payment.amounts)
    words = {"first": first, "second": second, "third": third, "paid": number(payment.paid)}
    if rates.are_set:
        text = _(
            "Example by what is entered here: three members of a team took part on 4, 3 and 1 days. They get "
            "%(first)s, %(second)s and %(third)s đồng, %(paid)s đồng in all.",
            **words,
        )
    else:
        text = _(
            "Example: %(day)s đồng a day, at most %(most)s đồng a team. Three members of a team took part on 4, 3 "
            "and 1 days. They get %(first)s, %(second)s and %(third)s đồng, %(paid)s đồng in all.",
            day=number(_CITY.per_day),
            most=number(_CITY.team_most),
            **words,
        )
    if payment.cut:
        text += " " + _("Without the limit it would be %(worth)s đồng.", worth=number(payment.worth))
    return str(text)
