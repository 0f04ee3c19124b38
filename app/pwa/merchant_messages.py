"""The messages of the form of a merchant: the bank, and the digits of the account."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

MERCHANT_MESSAGES: Mapping[str, LazyString] = {
    "account_cut": _l("Only the last digits stay: %(digits)s."),
    "bank_not_listed": _l("This number is not in the list of banks."),
    "choose_bank": _l("Choose the bank from the list, or leave it empty."),
}
