"""A merchant who signs up for cashless payment."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.field_rules import MatchesPattern
from app.json_fields import ChoiceField, ChoicesField, IdField, TextsField, YesNoField
from app.json_types import JsonObject
from app.localisation import number
from app.logbook.entry_fields import AccountTailField, BankField, NamedPartyField
from app.logbook.kinds.common import EntryForm, Kind, MeetingPlace, MerchantState, without_zeros
from app.logbook.shown_measures import Breakdown, Headline
from app.registry.models import LABEL_LENGTH

BUSINESS_TYPES = {
    "stall": _l("Market stall"),
    "household_business": _l("Household business"),
    "firm": _l("Firm"),
    "cooperative": _l("Cooperative"),
}
METHODS = {
    "vietqr": _l("VietQR"),
    "bank_card": _l("Bank card"),
    "e_wallet": _l("E-wallet"),
    "mobile_money": _l("Mobile money"),
}


class MerchantForm(EntryForm):
    """The merchant, the place, and the ways of payment. Only the last digits of an account are kept."""

    merchant = NamedPartyField(_l("Merchant"), text_key="name", longest=LABEL_LENGTH, required=True, source="merchants")
    place = IdField(_l("Market or street"), source="places")
    business_type = ChoiceField(_l("Kind of business"), choices=BUSINESS_TYPES, required=True)
    methods = ChoicesField(_l("Ways of payment"), choices=METHODS)
    qr_valid = YesNoField(_l("The QR code works"))
    bank_bin = BankField(
        _l("Bank"), longest=6, rules=(MatchesPattern(_l("A bank's number has six digits."), "[0-9]{6}"),)
    )
    account_tail = AccountTailField(
        _l("Last digits of the account"),
        longest=4,
        rules=(MatchesPattern(_l("Enter at most the last four digits of the account."), "[0-9]{1,4}"),),
    )
    in_use = YesNoField(_l("Already in use"), default=False)
    e_invoice = YesNoField(_l("Uses e-invoices"), default=False)
    e_contract = YesNoField(_l("Uses e-contracts"), default=False)
    marketplaces = TextsField(_l("Sells on"), most=10, longest=60)


class MerchantKind(Kind):
    """The sign-up of a merchant."""

    code = "merchant"
    name = _l("Merchant sign-up")
    icon = "shop"
    met_at = MeetingPlace.MARKET
    task = _l("QR codes and cashless payment")
    form = MerchantForm
    scans_codes = True
    columns = (
        "business_type",
        "methods",
        "qr_valid",
        "bank_bin",
        "account_tail",
        "in_use",
        "e_invoice",
        "e_contract",
        "marketplaces",
    )
    line = ("merchant", "business_type", "methods")
    listing = ("place", "business_type", "methods", "qr_valid", "in_use", "e_invoice", "e_contract")
    served = "merchant"
    headlines = (
        Headline(
            "merchant",
            _l("Merchant sign-ups"),
            _l("sign-ups"),
            lambda figure: ngettext(
                "They signed up merchants for cashless payment %(figure)s time",
                "They signed up merchants for cashless payment %(figure)s times",
                figure,
                figure=number(figure),
            ),
        ),
        Headline(
            "merchant.vietqr",
            _l("of them with VietQR"),
            _l("sign-ups"),
            lambda figure: ngettext(
                "Of the sign-ups %(figure)s is for payment by VietQR",
                "Of the sign-ups %(figure)s are for payment by VietQR",
                figure,
                figure=number(figure),
            ),
        ),
    )
    breakdowns = (
        Breakdown(
            _l("How merchants are paid"), _l("sign-ups"), {f"merchant.{code}": name for code, name in METHODS.items()}
        ),
        Breakdown(
            _l("Kind of business"),
            _l("sign-ups"),
            {f"merchant.type.{code}": name for code, name in BUSINESS_TYPES.items()},
        ),
    )

    @staticmethod
    def fields(form: MerchantForm) -> JsonObject:
        """Return the merchant and everything asked about it."""
        merchant = form.merchant.data
        return {
            "merchant": {"id": str(merchant.id), "name": merchant.text},
            "place": form.place.data,
            **{column: form[column].data for column in MerchantKind.columns},
        }

    @staticmethod
    def counts(fields: JsonObject) -> dict[str, int]:
        """Count the sign-up by type, by way of payment, and what else the merchant does digitally."""
        of_type = f"merchant.type.{fields['business_type']}"
        return without_zeros(
            {
                "merchant": 1,
                of_type: 1,
                **{f"merchant.{method}": 1 for method in fields["methods"]},
                "merchant.qr_valid": int(fields["qr_valid"] is True),
                "merchant.in_use": int(fields["in_use"]),
                "merchant.e_invoice": int(fields["e_invoice"]),
                "merchant.e_contract": int(fields["e_contract"]),
                f"{of_type}.e_contract": int(fields["e_contract"]),
                "merchant.marketplace": int(bool(fields["marketplaces"])),
            }
        )

    @staticmethod
    def merchant_state(fields: JsonObject) -> MerchantState:
        """Return whether the QR code works and cashless payment is in use."""
        return MerchantState(fields.get("qr_valid"), fields.get("in_use"))
