"""The messages of the form of a merchant: the bank, the digits of the account, and scanning the shop's code.

They stand in that page, not among the messages that every page of the phone loads.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

MERCHANT_MESSAGES: Mapping[str, LazyString] = {
    "account_cut": _l("Only the last digits stay: %(digits)s."),
    "bank_not_listed": _l("This number is not in the list of banks."),
    "camera_busy": _l(
        "The camera does not start; another app may be using it. Close that, or choose a photo of the code."
    ),
    "camera_missing": _l("No camera can be used here. Choose a photo of the code, or close this and choose the bank."),
    "camera_refused": _l(
        "This phone does not let Từng Nhà use the camera. Allow it in the browser's settings, take a photo of the code "
        "here, or close this and choose the bank."
    ),
    "choose_bank": _l("Choose the bank from the list, or leave it empty."),
    "code.account": _l("Account ending in %(digits)s."),
    "code.bank": _l("The code works. Bank: %(bank)s."),
    "code.bank_not_listed": _l("The code works. Its bank is not in our list: number %(bank)s is noted."),
    "code.card": _l("It pays to a card, so no digits of an account are noted."),
    "code.damaged": _l(
        "This code is damaged: its check digits are wrong. Scan it once more. If this comes again, the shop needs a "
        "new code; mark that it does not work."
    ),
    "code.no_payment": _l("This is not a payment code. Scan the VietQR code of the shop."),
    "code.other_payment": _l("This is a payment code of another kind, not VietQR. Choose the way of payment yourself."),
    "code.service": _l("It pays through a payment service, so no digits of an account are noted."),
    "photo_reading": _l("Looking for the code in the photo …"),
    "photo_without_code": _l("No code was found in this photo. Take it from nearer, straight and without glare."),
    "reader_missing": _l(
        "The code reader is not on this phone yet, and needs a connection the first time. Close this and choose the "
        "bank, or scan again with a connection."
    ),
    "scan_hint": _l("Hold the whole code in the square."),
    "scan_opening": _l("Opening the camera …"),
    "scan_slow": _l("No code yet. Go nearer, avoid glare, or choose a photo of the code; or close this and type."),
}
