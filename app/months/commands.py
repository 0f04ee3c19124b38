"""``flask month``: close a month, or open it again, at the server."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from app.database import in_transaction, reader
from app.identity_digits import holds_identity_digits
from app.month import Month, now, today
from app.months.actions import ClosingRefusal, Refused, reopen
from app.months.close_month import close_whole_month
from app.months.closing import CheckList, MonthState, check_list, month_states
from app.months.models import REASON_LENGTH
from app.places.models import Ward
from app.places.queries import ward_by_code
from app.text import UnstorableTextError, clean

months = AppGroup("month", help="Closing months.")

_REFUSALS = {
    ClosingRefusal.ALREADY_CLOSED: "the month is closed already",
    ClosingRefusal.ALREADY_OPEN: "the month is not closed",
    ClosingRefusal.NOTHING_LOGGED: "nothing had been logged by then, so there is nothing to close",
    ClosingRefusal.NOT_COME: "this month has not come yet",
    ClosingRefusal.REOPENED: "the month was opened again meanwhile: no edition was kept",
    ClosingRefusal.OTHERS_MOVED: "other months were closed or opened meanwhile: close this one once more to finish",
    ClosingRefusal.UNREADABLE: "the edition of {month} cannot be read, so nobody can say which days are paid",
    ClosingRefusal.MORE_CAME: "more entries came in meanwhile: look at the check list again",
}


class MonthOption(click.ParamType[Month]):
    """A month as ``YYYY-MM``."""

    name = "month"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        """Read the month."""
        try:
            return Month.parse(value)
        except ValueError:
            self.fail("write the month as YYYY-MM, for example 2026-10", param, ctx)


@months.command("close")
@click.argument("month", type=MonthOption())
@click.option("--ward", "ward_code", required=True, help="Official ward code.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def close_month(month: Month, ward_code: str, yes: bool) -> None:
    """Approve what carries no flag, freeze the month, and keep its figures as an edition."""
    ward = _ward_by_code(ward_code)
    ward_id, confirmed = ward.id, None
    states = month_states(reader(), ward_id, ward.settings.periods.of(today()))
    state = next((each for each in states if each.month == month and each.closed_at is None), None)
    if state is not None:
        checks = check_list(reader(), ward, state, states, None, now())
        _print_check_list(ward, month, checks, is_over=state.is_over)
        if not yes:
            click.confirm("Close the month?", abort=True)
            # With --yes there is no number that somebody has seen.
            confirmed = checks.waiting.unflagged
    elif not yes:
        _confirm_finishing(next((each for each in states if each.month == month and each.is_unfinished), None))
    reader().rollback()
    done = close_whole_month(ward_id, month, None, now(), confirmed=confirmed, early=True)
    if isinstance(done, Refused):
        raise click.ClickException(_REFUSALS[done.reason].format(month=done.month))
    click.echo(f"Closed {month} as edition {done.edition}. Entries approved by closing: {done.approved}.")
    click.echo(f"Digest of the figures: {done.digest}")


@months.command("reopen")
@click.argument("month", type=MonthOption())
@click.option("--ward", "ward_code", required=True, help="Official ward code.")
@click.option("--reason", required=True, help="Why, in words: it stands beside the edition.")
def reopen_month(month: Month, ward_code: str, reason: str) -> None:
    """Let the entries of a closed month move again. Its editions stay as they are."""
    ward_id, reason_text = _ward_by_code(ward_code).id, _checked_reason(reason)
    reader().rollback()
    refused = in_transaction(lambda session: reopen(session, ward_id, month, None, now(), reason_text))
    if refused:
        raise click.ClickException(_REFUSALS[refused.reason])
    click.echo(f"Month {month} is open again.")


def _confirm_finishing(state: MonthState | None) -> None:
    """Ask before an edition is stored of a month that was locked earlier, perhaps before there were editions."""
    if state is not None and state.closed_at is not None:
        click.echo(
            f"The entries of the month are locked since {state.closed_at:%Y-%m-%d %H:%M} UTC, but its figures are not "
            "kept as an edition: closing was interrupted, or it was closed before editions were kept."
        )
        click.confirm(f"Keep them as edition {state.edition + 1}?", abort=True)


def _ward_by_code(code: str) -> Ward:
    ward: Ward | None = reader().scalar(ward_by_code(code))
    if ward is None:
        raise click.BadParameter("names no ward of this database", param_hint="--ward")
    return ward


def _checked_reason(text: str) -> str:
    try:
        reason = clean(text)
    except UnstorableTextError:
        reason = ""
    if not reason:
        raise click.BadParameter("say why the month is reopened", param_hint="--reason")
    if len(reason) > REASON_LENGTH:
        raise click.BadParameter(f"at most {REASON_LENGTH} characters", param_hint="--reason")
    if holds_identity_digits(reason):
        raise click.BadParameter("leave out citizen ID, account and phone numbers", param_hint="--reason")
    return reason


def _print_check_list(ward: Ward, month: Month, checks: CheckList, *, is_over: bool) -> None:
    """Print the check list."""
    waiting = checks.waiting
    click.echo(f"{ward.name}, month {month}")
    click.echo(f"  approved so far: {checks.approved}")
    click.echo(f"  waiting without a flag: {waiting.unflagged} (closing approves them)")
    click.echo(f"  waiting with a flag: {waiting.flagged} (they will not count)")
    click.echo(f"  returned and not mended: {waiting.returned} (they will not count)")
    click.echo(f"  teams that logged nothing: {len(checks.silent_teams)}")
    click.echo(f"  populations older than a year: {len(checks.old_populations)}")
    click.echo(f"  earlier months still open: {', '.join(map(str, checks.open_before)) or 'none'}")
    if not is_over:
        click.echo("Warning: the month is not over. What is logged of its remaining days will be refused.", err=True)


def init_app(app: Flask) -> None:
    """Register the commands on ``app``."""
    app.cli.add_command(months)
