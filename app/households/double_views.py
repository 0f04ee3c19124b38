"""Possible doubles side by side: merging two with one tap, taking it back, and setting two apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.access import requires
from app.arguments import requested_number
from app.database import in_transaction
from app.households.blueprint import LISTS, PARTY, bp
from app.households.doubles import MOST_COUNTED, PairSide, doubles_page, met_by_merge, sides_of
from app.households.merge_actions import MergeRefusal, Pair, merge, set_apart, undo_merge
from app.households.party_access import PartyAccess, party_access
from app.households.queries import merge_of
from app.households.wording import REFUSALS, last_in_words, state_in_words
from app.month import now
from app.people.audit import record_view, shows_names
from app.permissions import Permission
from app.registry.models import Merge

_MOST_SKIPPED = 9999


@bp.get(f"{LISTS}/doubles")
@requires(Permission.HOUSEHOLD_MANAGE)
@shows_names("households.doubles", _l("possible doubles of households or stalls"))
def doubles(which: str) -> str:
    """Show the next pair that may be one."""
    access = party_access(which)
    page = doubles_page(access, requested_number("skip") or 0)
    html = render_template(
        "households/doubles.html",
        access=access,
        table=access.table,
        page=page,
        sides=page.sides,
        most_counted=MOST_COUNTED,
        undoable=_undoable(access, requested_number("merged")),
        last_in_words=last_in_words,
        state_in_words=state_in_words,
        met_by_merge=met_by_merge,
    )
    if page.sides:
        record_view(access.session, now(), access.actor, access.ward.id, **_seen(access, page.sides))
    return html


@bp.get(f"{PARTY}/beside/<uuid:other_id>")
@requires(Permission.HOUSEHOLD_MANAGE)
@shows_names("households.doubles", _l("possible doubles of households or stalls"))
def beside(which: str, id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Show two of the list side by side, wherever they are; what was merged leads to the one that stays."""
    access = party_access(which)
    first, second = access.party_or_404(id), access.party_or_404(other_id)
    if first.id == second.id or first.merged_into_id or second.merged_into_id:
        flash(REFUSALS[MergeRefusal.SAME] if first.id == second.id else REFUSALS[MergeRefusal.CHANGED_MEANWHILE])
        return redirect(url_for("households.party", which=which, id=id))
    sides = sides_of(access, [id, other_id])
    html = render_template(
        "households/doubles.html",
        access=access,
        table=access.table,
        page=None,
        sides=sides,
        undoable=None,
        last_in_words=last_in_words,
        state_in_words=state_in_words,
        met_by_merge=met_by_merge,
    )
    record_view(access.session, now(), access.actor, access.ward.id, **_seen(access, sides))
    return html


def _seen(access: PartyAccess, sides: Sequence[PairSide]) -> dict[str, object]:
    """Return what the audit log keeps of a pair that was shown."""
    return {"party": access.table.kind, "ids": [str(side.row.id) for side in sides]}


def _undoable(access: PartyAccess, merge_id: int | None) -> Merge | None:
    """Return the merge that the page before this one made, so that it can be taken back at once."""
    if merge_id is None:
        return None
    found: Merge | None = access.session.scalar(merge_of(access.ward.id, merge_id))
    is_mine = found is not None and found.kind is access.table.kind and found.merged_by_id == access.actor.id
    return found if is_mine and found is not None and found.undone_at is None else None


@bp.post(f"{LISTS}/merge")
@requires(Permission.HOUSEHOLD_MANAGE)
def merge_pair(which: str) -> ResponseReturnValue:
    """Merge two, keeping the one that was tapped."""
    access = party_access(which)
    pair = _requested_pair(access)
    outcome = in_transaction(lambda session: _merged(session, access, pair))
    if isinstance(outcome, MergeRefusal):
        flash(REFUSALS[outcome])
        return redirect(_next_address(access, pair))
    if "skip" in request.form:
        return redirect(_next_address(access, pair, merged=outcome))
    flash(_("Merged."))
    return redirect(url_for("households.party", which=which, id=pair.kept_id))


def _merged(session: Session, access: PartyAccess, pair: Pair) -> int | MergeRefusal:
    outcome = merge(session, access.table, pair)
    return outcome if isinstance(outcome, MergeRefusal) else outcome.id


@bp.post(f"{LISTS}/apart")
@requires(Permission.HOUSEHOLD_MANAGE)
def set_pair_apart(which: str) -> ResponseReturnValue:
    """Keep that two are two."""
    access = party_access(which)
    pair = _requested_pair(access)
    refusal = in_transaction(lambda session: set_apart(session, access.table, pair))
    flash(REFUSALS[refusal] if refusal else _("They stay two, and are not asked about again."))
    return redirect(_next_address(access, pair))


@bp.post(f"{LISTS}/merges/<int(max=2147483647):merge_id>/undo")
@requires(Permission.HOUSEHOLD_MANAGE)
def undo(which: str, merge_id: int) -> ResponseReturnValue:
    """Take a merge back, and lay both side by side again."""
    access = party_access(which)
    found: Merge = access.session.scalar(merge_of(access.ward.id, merge_id)) or abort(404)
    if found.kind is not access.table.kind:
        abort(404)
    kept, other = access.party_or_404(found.kept_id), access.party_or_404(found.merged_id)
    ward_id, actor_id, at = access.ward.id, access.actor.id, now()
    kept_id, other_id = kept.id, other.id
    outcome = in_transaction(
        lambda session: _refusal(undo_merge(session, access.table, ward_id, merge_id, actor_id, at))
    )
    if outcome is not None:
        flash(REFUSALS[outcome])
        return redirect(url_for("households.party", which=which, id=kept_id))
    flash(_("Taken back: they are two again."))
    return redirect(url_for("households.beside", which=which, id=kept_id, other_id=other_id))


def _refusal(outcome: Merge | MergeRefusal) -> MergeRefusal | None:
    return outcome if isinstance(outcome, MergeRefusal) else None


def _requested_pair(access: PartyAccess) -> Pair:
    """Return the pair that a form names, with the versions that it showed; answer 400 for no ids, 404 for others'."""
    sent = request.form
    try:
        ids = UUID(sent.get("keep", "")), UUID(sent.get("other", ""))
    except ValueError:
        abort(400)
    for id in ids:
        access.party_or_404(id)
    seen = cast(tuple[str, str], tuple(sent.get(f"version-{id}", "") for id in ids))
    return Pair(access.ward.id, *ids, seen, access.actor.id, now())


def _next_address(access: PartyAccess, pair: Pair, merged: int | None = None) -> str:
    """Return the address of the next pair, or of the pair alone where that is what one looked at."""
    skipped = request.form.get("skip", "")
    if not skipped.isdecimal() or len(skipped) > len(str(_MOST_SKIPPED)):
        return url_for("households.beside", which=access.table.which, id=pair.kept_id, other_id=pair.other_id)
    return url_for("households.doubles", which=access.table.which, skip=int(skipped) or None, merged=merged)
