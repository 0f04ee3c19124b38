"""The list of payments for a month: what each member gets, by team where a limit or a lump of teams holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from flask_babel import gettext as _
from flask_babel import ngettext

from app.localisation import number, role_name
from app.months.edition import Edition
from app.months.edition_parts import Attendance
from app.permissions import Role
from app.places.report_settings import Rates
from app.reports.annex_attendance import days_text, notes_on_days, notes_on_rates
from app.reports.annex_context import AnnexContext, empty_rows
from app.reports.document import MAX_TEXT_WIDTH, Annex, Cell, Column, Row, RowStyle
from app.reports.payment_rules import STEP, TeamPayment, team_payment
from app.reports.sum_in_words import sum_in_words

_BLANK = "…" * 40
"""What a sum in words is written on by hand."""

_Group = tuple[int | None, Sequence[Attendance], TeamPayment]
"""The members of a team who took part, and what they get; of no team those of none."""


def payment_annex(context: AnnexContext, edition: Edition, attended: Sequence[Attendance]) -> Annex:
    """Return the list of payments: post, days, rate and amount of each member, and a column in which they sign.

    Who took part on no day that counts for payment is not in it.
    """
    rates, took_part = edition.allowances, attended
    attended = [each for each in took_part if each.payable_days]
    groups = [
        (team, members, team_payment(rates, [len(each.payable_days) for each in members], is_team=team is not None))
        for team, members in ((team, list(of_team)) for team, of_team in groupby(attended, lambda each: each.team_id))
    ]
    sum_of_money = sum(payment.paid for _team, _members, payment in groups)
    words = sum_in_words(sum_of_money) if rates.are_set else _BLANK
    return Annex(
        code="payment",
        title=_("Payments"),
        columns=_columns(rates, has_team=not rates.are_of_teams, has_post=_has_post(attended)),
        rows=_rows(edition, groups, sum_of_money, has_post=_has_post(attended)) if attended else empty_rows(),
        notes=[
            *notes_on_days(attended),
            *_note_on_plan(took_part),
            *(notes_on_rates(Rates(most=rates.most) if rates.team_lump else rates)),
            *_notes_on_teams(rates, groups),
            context.log_book,
        ],
        signed_by=[_("Drawn up by"), _("Accountant"), _("Chairman")],
        sum_in_words=_("In words: %(words)s.", words=words) if attended else "",
    )


def _has_post(attended: Sequence[Attendance]) -> bool:
    """Return whether posts were kept: editions of months that were closed earlier have none."""
    return any(each.role for each in attended)


def _columns(rates: Rates, *, has_team: bool, has_post: bool) -> list[Column]:
    is_by_hand = not rates.are_set
    return [
        Column(_("No."), 5, "center"),
        Column(_("Name"), 24),
        *([Column(_("Team"), MAX_TEXT_WIDTH)] if has_team else []),
        *([Column(_("Post in the team"), 14)] if has_post else []),
        Column(_("Days"), 30),
        Column(_("Number of days"), 9, "right"),
        Column(_("Rate (đồng)"), 12, "right", is_by_hand),
        Column(_("Amount (đồng)"), 13, "right", is_by_hand),
        Column(_("Bank transfer") if rates.is_transferred else _("Signature"), 16, is_written_by_hand=True),
    ]


def _rows(edition: Edition, groups: Sequence[_Group], sum_of_money: int, *, has_post: bool) -> list[Row]:
    """Return a row for each member, by team with the sum of the team where teams matter, and the total."""
    rates, names = edition.allowances, edition.team_names
    rows: list[Row] = []
    position, places = 0, int(not rates.are_of_teams) + int(has_post)
    for team, members, payment in groups:
        if rates.are_of_teams:
            rows.append(Row(["", _team_heading(names.get(team or 0, ""), payment)], RowStyle.SECTION))
        for each, amount in zip(members, payment.amounts, strict=True):
            position += 1
            middle = _place(each, names, has_team=not rates.are_of_teams, has_post=has_post)
            days = each.payable_days
            figures = [len(days), *_money(rates, len(days), amount)]
            rows.append(Row([position, each.name, *middle, days_text(each, days, edition), *figures, None]))
        if rates.are_of_teams:
            rows.append(_sum_row(rates, _("Sum"), members, payment.paid, places))
    everybody = list(chain.from_iterable(members for _team, members, _payment in groups))
    return [*rows, _sum_row(rates, _("Total"), everybody, sum_of_money, places)]


def _place(each: Attendance, names: dict[int, str], *, has_team: bool, has_post: bool) -> list[Cell]:
    team: list[Cell] = [names.get(each.team_id or 0, "")] if has_team else []
    return [*team, *([role_name(Role(each.role)) if each.role in set(Role) else ""] if has_post else [])]


def _money(rates: Rates, days: int, amount: int) -> tuple[Cell, Cell]:
    """Return by which rate somebody is paid, and what they get; where the ward has set none, both by hand."""
    if not rates.are_set:
        return None, None
    if rates.team_lump:
        return _("lump"), amount
    monthly = rates.per_month if days >= max(rates.least_days, 1) else 0
    if monthly and rates.per_day:
        return f"{number(rates.per_day)} + {number(monthly)}", amount
    return rates.per_day or monthly, amount


def _sum_row(rates: Rates, label: str, members: Sequence[Attendance], paid: int, places: int) -> Row:
    days = sum(len(each.payable_days) for each in members)
    empty: list[Cell] = [None] * (places + 1)
    return Row([None, label, *empty, days, None, paid if rates.are_set else None, None], RowStyle.TOTAL)


def _team_heading(name: str, payment: TeamPayment) -> str:
    """Return what stands above the members of a team: by how much a limit cut what their days are worth, if it did."""
    name = name or str(_("No team"))
    if not payment.cut:
        return name
    worth, paid = number(payment.worth), number(payment.paid)
    return str(
        _("%(team)s: worth %(worth)s đồng by the rates, by the limit %(paid)s đồng", team=name, worth=worth, paid=paid)
    )


def _note_on_plan(took_part: Sequence[Attendance]) -> Iterator[str]:
    """Yield how many days do not count because the ward pays for days under a plan alone."""
    others = sum(len(each.outside_plan) for each in took_part)
    if others:
        yield ngettext(
            "Only days under a plan count: %(number)s day on which somebody took part besides is not paid.",
            "Only days under a plan count: %(number)s days on which somebody took part besides are not paid.",
            others,
            number=number(others),
        )


def _notes_on_teams(rates: Rates, groups: Sequence[_Group]) -> Iterator[str]:
    cuts = [payment for _team, _members, payment in groups if payment.cut]
    cut, worth = sum(each.cut for each in cuts), sum(payment.worth for _team, _members, payment in groups)
    if rates.team_lump:
        yield _(
            "A lump of %(amount)s đồng a month for each team of which somebody took part; it is shared in proportion "
            "to the days of its members, rounded to %(step)s đồng. Who belongs to no team has no share.",
            amount=number(rates.team_lump),
            step=number(STEP),
        )
    elif rates.team_most:
        yield _(
            "At most %(amount)s đồng a month for each team. Where the days of a team are worth more, the limit is "
            "shared in proportion to the days of its members, rounded to %(step)s đồng.",
            amount=number(rates.team_most),
            step=number(STEP),
        )
    if cut:
        yield ngettext(
            "The limit cuts the amount of %(number)s team: %(cut)s đồng less than the %(worth)s đồng without it.",
            "The limit cuts the amounts of %(number)s teams: %(cut)s đồng less than the %(worth)s đồng without it.",
            len(cuts),
            number=number(len(cuts)),
            cut=number(cut),
            worth=number(worth),
        )
