"""The annex of attendance: the days on which each member took part, and the allowance for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.localisation import number
from app.months.edition import Attendance, Edition
from app.places.report_settings import Rates
from app.reports.annex_context import AnnexContext, empty_rows
from app.reports.document import MAX_TEXT_WIDTH, Annex, Column, Row, RowStyle


def attendance_annex(context: AnnexContext, edition: Edition, attended: Sequence[Attendance]) -> Annex:
    """Return the days on which each member took part, the allowance, and a column for the signature."""
    rates = edition.allowances
    teams: dict[int | None, str] = dict(edition.team_names.items())
    days = [len(each.days) for each in attended]
    amounts = [[rates.amount(number)] if rates.are_set else [] for number in days]
    rows = [
        Row([position, each.name, teams.get(each.team_id, ""), _days_text(each, edition), number, *amount, None])
        for position, (each, number, amount) in enumerate(zip(attended, days, amounts, strict=True), start=1)
    ]
    sums = [sum(column) for column in zip(*amounts, strict=True)]
    total = Row([None, _("Total"), None, None, sum(days), *sums, None], RowStyle.TOTAL)
    return Annex(
        code="attendance",
        title=_("Days on which each member took part"),
        columns=[
            Column(_("No."), 5, "center"),
            Column(_("Name"), 24),
            Column(_("Team"), MAX_TEXT_WIDTH),
            Column(_("Days"), 36),
            Column(_("Number of days"), 9, "right"),
            *([Column(_("Amount (đồng)"), 13, "right")] if rates.are_set else []),
            Column(_("Signature"), 16, is_written_by_hand=True),
        ],
        rows=[*rows, total] if rows else empty_rows(),
        notes=list(_sources_of_attendance(context, rates, attended)),
        signed_by=[_("Drawn up by"), _("Confirmed by")],
    )


def _days_text(each: Attendance, edition: Edition) -> str:
    month = edition.month
    return ", ".join(
        (f"{one:%d}" if one >= month.first else f"{one:%d/%m}") + ("*" if one in each.self_approved else "")
        for one in each.days
    )


def _sources_of_attendance(context: AnnexContext, rates: Rates, attended: Iterable[Attendance]) -> Iterator[str]:
    yield _(
        "A day counts once for each member, with at least one entry that they logged or in which they came along. "
        "What came in late counts in this month; a day that another month has counted already is not counted again."
    )
    if any(each.self_approved for each in attended):
        yield _("* A day with an entry that its author approved.")
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
    yield context.log_book
