"""The days on which each member took part, as an annex of the report, and what a list of payments shares with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app.localisation import number
from app.month import Month
from app.months.edition import Edition
from app.months.edition_parts import Attendance
from app.places.report_settings import Rates
from app.reports.annex_context import AnnexContext, empty_rows
from app.reports.document import MAX_TEXT_WIDTH, Annex, Cell, Column, Row, RowStyle


def attendance_annex(
    context: AnnexContext, edition: Edition, attended: Sequence[Attendance], *, has_amounts: bool = False
) -> Annex:
    """Return the days on which each member took part.

    It has amounts only as it was printed earlier, with a column for the signature: a list of payments has them now.
    """
    return replace(
        _annex(
            context, edition, attended, has_amounts=has_amounts and edition.allowances.are_set, is_signed=has_amounts
        ),
        title=_("Days on which each member took part"),
        signed_by=[_("Drawn up by"), _("Confirmed by")],
    )


def _annex(
    context: AnnexContext, edition: Edition, attended: Sequence[Attendance], *, has_amounts: bool, is_signed: bool
) -> Annex:
    rates = edition.allowances if has_amounts else Rates()
    teams: dict[int | None, str] = dict(edition.team_names.items())
    days = [len(each.days) for each in attended]
    amounts = [rates.amount(number) if rates.are_set else None for number in days]
    # Where the ward has set no rates, the amounts are written by hand.
    total_amount = sum(filter(None, amounts)) if rates.are_set else None
    signature: list[Cell] = [None] if is_signed else []
    rows = [
        Row(
            [
                position,
                each.name,
                teams.get(each.team_id, ""),
                days_text(each, each.days, edition),
                number,
                *amount,
                *signature,
            ]
        )
        for position, (each, number, amount) in enumerate(
            zip(attended, days, ([amount] if has_amounts else [] for amount in amounts), strict=True), start=1
        )
    ]
    sums = [total_amount] if has_amounts else []
    total = Row([None, _("Total"), None, None, sum(days), *sums, *signature], RowStyle.TOTAL)
    return Annex(
        code="attendance",
        title="",
        columns=[
            Column(_("No."), 5, "center"),
            Column(_("Name"), 24),
            Column(_("Team"), MAX_TEXT_WIDTH),
            Column(_("Days"), 36),
            Column(_("Number of days"), 9, "right"),
            *([Column(_("Amount (đồng)"), 13, "right", not rates.are_set)] if has_amounts else []),
            *([Column(_("Signature"), 16, is_written_by_hand=True)] if is_signed else []),
        ],
        rows=[*rows, total] if rows else empty_rows(),
        notes=[*notes_on_days(attended), *notes_on_rates(rates), context.log_book],
    )


def days_text(each: Attendance, days: Iterable[date], edition: Edition) -> str:
    """Write days of a member, those of another month with it, those with an entry of their own approval marked."""
    month, span = edition.month, edition.days
    # Where the period is of two months, each day says its own.
    is_within = Month.of(span.first) == Month.of(span.last) == month
    return ", ".join(
        (f"{one:%d}" if is_within and one >= span.first else f"{one:%d/%m}")
        + ("*" if one in each.self_approved else "")
        for one in days
    )


def notes_on_days(attended: Iterable[Attendance]) -> Iterator[str]:
    """Yield which days stand in a list."""
    yield _(
        "A day counts once for each member, with at least one entry that they logged or in which they came along. "
        "What came in late counts in this month; a day that another month has counted already is not counted again."
    )
    attended = list(attended)
    if any(each.on_duty for each in attended):
        yield _("A day on duty counts as well, where it was confirmed that they were there.")
    if any(each.self_approved for each in attended):
        yield _("* A day with an entry that its author approved.")


def notes_on_rates(rates: Rates) -> Iterator[str]:
    """Yield the rates of each person."""
    if rates.per_day:
        yield _("%(amount)s đồng for each day.", amount=number(rates.per_day))
    if rates.per_month:
        days = max(rates.least_days, 1)
        yield ngettext(
            "%(amount)s đồng a month for who took part on %(days)s day or more.",
            "%(amount)s đồng a month for who took part on %(days)s days or more.",
            days,
            amount=number(rates.per_month),
            days=number(days),
        )
    if rates.most:
        yield _("At most %(amount)s đồng a month for each.", amount=number(rates.most))
