"""Sixty entries of a month, and what somebody counts in them by hand. No figure here is computed by the program.

Read a group from the top, with pencil and paper; the sums stand below it. What is void counts nowhere. The month is
open, so all else counts, also what was returned.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.cast import AREA_2, LEO, MARKET_A
from tests.factories import household
from tests.months.steps import LAST, entry_of

KEPT, MERGED = UUID(int=1), UUID(int=2)
"""Two households of area 1 that turn out to be one."""

Entries = list[dict[str, Any]]

_BY_BRUNO: dict[str, Any] = {"neighbourhood": AREA_2}


def _visit(day: int, where: str | None, met: str, people: int, **fields: Any) -> dict[str, Any]:
    label = household(where) if where else None
    return entry_of(LAST, "visit", day, **{"household": label, "met": met, "people": people} | fields)


def _help(day: int, service: str, outcome: str, people: int, **fields: Any) -> dict[str, Any]:
    return entry_of(LAST, "installation", day, service=service, outcome=outcome, people=people, **fields)


def _class(day: int, attendees: int, women: int = 0, elderly: int = 0, **fields: Any) -> dict[str, Any]:
    return entry_of(LAST, "training", day, attendees=attendees, women=women, elderly=elderly, **fields)


def _sign_up(day: int, name: str, business: str, *methods: str, **fields: Any) -> dict[str, Any]:
    merchant = {"id": str(UUID(int=900 + day)), "name": name}
    values = {"merchant": merchant, "business_type": business, "methods": list(methods)}
    return entry_of(LAST, "merchant", day, **values | fields)


def visits_of_ana() -> Entries:
    """Thirteen in area 1, of which the last is made void."""
    again = household("Số 3")
    return [
        _visit(1, "Số 1", "met", 2),
        _visit(1, "Số 2", "met", 3, topics=["vneid", "scam_warning"]),
        _visit(2, None, "absent", 0, household=again),
        _visit(3, None, "met", 1, household=again),
        _visit(3, "Số 4", "declined", 0),
        _visit(4, None, "met", 4),  # counted, not named
        _visit(5, None, "absent", 0),  # counted, not named
        _visit(6, "Số 5", "met", 2, companions=[LEO]),
        _visit(7, "Số 6", "met", 1, household=household("Số 6", str(KEPT)), barrier="no_smartphone"),
        _visit(8, "Số 6 cũ", "met", 2, household=household("Số 6 cũ", str(MERGED))),
        _visit(9, "Số 8", "met", 2),  # is returned to her
        _visit(0, "Số 9", "met", 1, count_in=str(LAST)),  # late: it happened the month before, and counts in this one
        _visit(10, "Số 7", "met", 5),  # void
    ]


# Visits of Ana: 12 without the void one. Met 1, 2, 3 again, unnamed, 5, 6, 6 old, 8, 9: 9. Absent 2, declined 1.
# People 2+3+1+4+2+1+2+2+1 = 18. Households 1, 2, 3, 4, 5, 6 (with 6 old), 8, 9: 8.


def visits_of_bruno() -> Entries:
    """Seven in area 2."""
    again = household("Số 13")
    return [
        _visit(1, "Số 1", "met", 2, **_BY_BRUNO),  # another Số 1: it is in area 2
        _visit(2, "Số 11", "absent", 0, **_BY_BRUNO),
        _visit(3, "Số 12", "met", 3, **_BY_BRUNO),
        _visit(4, None, "met", 1, **_BY_BRUNO),
        _visit(5, None, "met", 2, household=again, **_BY_BRUNO),
        _visit(6, None, "met", 2, household=again, **_BY_BRUNO),
        _visit(7, "Số 14", "declined", 0, barrier="no_sim", **_BY_BRUNO),
    ]


# Visits of Bruno: 7. Met 5, absent 1, declined 1. People 2+3+1+2+2 = 10. Households 1, 11, 12, 13, 14: 5.
# Together: 19 visits, 14 met, 3 absent, 2 declined, 28 people, 13 households, 3 not named.


def helped_by_ana() -> Entries:
    """Fourteen; the first two are of one person who has two apps installed."""
    return [
        _help(1, "vneid_2", "activated", 1),
        _help(1, "health_record", "activated", 1),
        _help(2, "vneid_2", "installed", 2),
        _help(3, "vneid_2", "self_sufficient", 1),
        _help(4, "vneid_2", "declined", 1),
        _help(5, "vneid_2", "ineligible", 2),
        _help(6, "health_record", "installed", 3),
        _help(7, "digital_literacy", "registered", 5, setting="event"),
        _help(8, "digital_literacy", "studying", 4, setting="event"),
        _help(9, "digital_literacy", "completed", 2, setting="event"),
        _help(10, "digital_literacy", "confirmed", 1),
        _help(11, "digital_literacy", "activated", 1),  # as an older phone says it
        _help(12, "welfare_account", "activated", 2),
        _help(13, "vneid_papers", "activated", 3),
    ]


# Helped by Ana, without declined and not eligible: 1+1+2+1+3+5+4+2+1+1+2+3 = 26.


def helped_by_bruno() -> Entries:
    """Six, of which the last is made void."""
    return [
        _help(1, "vneid_2", "activated", 6, setting="market", **_BY_BRUNO),
        _help(2, "e_invoice", "activated", 1, setting="market", **_BY_BRUNO),
        _help(3, "etax_mobile", "self_sufficient", 1, setting="market", **_BY_BRUNO),
        _help(4, "payment_account", "activated", 2, **_BY_BRUNO),
        _help(5, "public_service_account", "self_sufficient", 2, **_BY_BRUNO),
        _help(6, "payment_account", "activated", 4, **_BY_BRUNO),  # void
    ]


# Helped by Bruno: 6+1+1+2+2 = 12; together 38. Level-2 accounts 1+1+6 = 8, health books 1, payment accounts 2.


def classes_of_ana() -> Entries:
    """Four, of which the last is made void."""
    return [_class(11, 30, 18, 9), _class(12, 12, 7), _class(13, 15, companions=[LEO]), _class(14, 25)]


def classes_of_bruno() -> Entries:
    """Two."""
    return [_class(15, 40, 20, 10, **_BY_BRUNO), _class(16, 8, **_BY_BRUNO)]


# Sessions 3+2 = 5, attended by 30+12+15+40+8 = 105, of them 18+7+20 = 45 women and 9+10 = 19 of 60 and older.


def sign_ups_of_ana() -> Entries:
    """Eleven; one household business signs up twice, and the last is made void."""
    twice = {"merchant": {"id": str(UUID(int=999)), "name": "Tạp hóa 4"}}
    return [
        _sign_up(1, "Quầy 1", "stall", "vietqr", place=MARKET_A),
        _sign_up(2, "Quầy 2", "stall", "vietqr", place=MARKET_A),
        _sign_up(3, "Quầy 3", "stall", "e_wallet"),
        _sign_up(4, "", "household_business", "vietqr", "bank_card", **twice),
        _sign_up(5, "Tạp hóa 5", "household_business", "vietqr", e_invoice=True),
        _sign_up(6, "Tạp hóa 6", "household_business"),
        _sign_up(7, "", "household_business", "vietqr", **twice),
        _sign_up(8, "Hợp tác xã 8", "cooperative", "vietqr"),
        _sign_up(9, "Công ty 9", "firm", "vietqr", e_contract=True),
        _sign_up(10, "Công ty 10", "firm", "bank_card"),
        _sign_up(11, "Quầy 11", "stall", "vietqr"),  # void
    ]


def sign_ups_of_bruno() -> Entries:
    """Three."""
    return [
        _sign_up(12, "Tạp hóa 12", "household_business", "vietqr", **_BY_BRUNO),
        _sign_up(13, "Hợp tác xã 13", "cooperative", "bank_card", **_BY_BRUNO),
        _sign_up(14, "Quầy 14", "stall", "vietqr", **_BY_BRUNO),
    ]


# Sign-ups 10+3 = 13. VietQR 1, 2, 4, 5, 7, 8, 9, 12, 14: 9. Household businesses 4, 5, 6, 7, 12: 5.
# Stalls 1, 2, 3, 14: 4. Firms 2, with an e-contract 1. Cooperatives 2.

FIGURES: dict[str, int] = {
    "visit": 19,
    "visit.people": 28,
    "installation.people": 38,
    "training": 5,
    "training.attendees": 105,
    "merchant": 13,
    "merchant.vietqr": 9,
    "households": 13,
    "eid_account": 8,
    "vneid_papers": 3,
    "public_service_account": 2,
    "public_service_account_in_use": 2,
    "business_cashless": 2,
    "business_e_contract": 1,
    "household_business_cashless": 5,
    "health_book_in_vneid": 1,
    "welfare_account": 2,
    "payment_account": 2,
    "service.digital_literacy": 4,  # activated 1, completed 2, confirmed 1
    "service.e_invoice": 1,
    "service.etax_mobile": 1,
}
"""The figures of the month, by the code of the row; those of other rows are 0."""

OF_AREAS = {"Phố 1": (12, 18, 26, 3, 57, 10, 7, 8), "Phố 2": (7, 10, 12, 2, 48, 3, 2, 5)}
"""By area: the headlines, then the different households."""
