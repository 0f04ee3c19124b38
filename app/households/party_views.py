"""The page of a household or a merchant: its history, its label and area, and whether it is still there."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.access import requires
from app.database import in_transaction
from app.households.blueprint import PARTY, bp
from app.households.forms import PartyForm
from app.households.party_access import PartyAccess, party_access
from app.households.party_actions import PartyChange, bring_back, change_party, party_version, retire
from app.households.party_page import party_parts, same_ids, target_areas, target_places
from app.households.party_tables import PartyRecord, called_of, label_of
from app.households.wording import last_in_words, state_in_words
from app.logbook.wording import STATUS_NAMES
from app.month import now
from app.people.audit import record_view, shows_names
from app.permissions import Permission
from app.saved_forms import not_saved
from app.versions import SaveOutcome


@bp.get(PARTY)
@requires(Permission.HOUSEHOLD_READ)
@shows_names("households.party", _l("the page of a household or a stall"))
def party(which: str, id: UUID) -> ResponseReturnValue:
    """Show a household or a merchant; one that was merged leads to the one that stays."""
    access = party_access(which)
    found = access.party_or_404(id)
    if found.merged_into_id is not None:
        return redirect(url_for("households.party", which=which, id=found.merged_into_id))
    html = _page(access, found, _stored_form(access, found))
    record_view(access.session, now(), access.actor, access.ward.id, party=access.table.kind, id=str(id))
    return html


@bp.post(PARTY)
@requires(Permission.HOUSEHOLD_MANAGE)
@shows_names("households.party", _l("the page of a household or a stall"))
def change(which: str, id: UUID) -> ResponseReturnValue:
    """Change what can be changed of a household or merchant; where another one has the key, lay both side by side."""
    access = party_access(which)
    found = access.party_or_404(id)
    form = PartyForm.of(found, target_areas(access, found), target_places(access, found))
    if form.validate():
        table, asked, values = access.table, _asked(access, id), form.values
        outcome = in_transaction(lambda session: change_party(session, table, asked, values))
        access.forget_read()
        found = access.party_or_404(id)
        if outcome is not SaveOutcome.CHANGED_MEANWHILE:
            return _saved(access, found)
        if found.merged_into_id is not None:
            return _changed_meanwhile(access, id)
        form.mark_outdated(party_version(found))
    html = _page(access, found, form)
    record_view(access.session, now(), access.actor, access.ward.id, party=access.table.kind, id=str(id))
    return html, 422


def _saved(access: PartyAccess, party: PartyRecord) -> ResponseReturnValue:
    """Go to the page of what was saved, or lay it beside another one of the area with the same key."""
    which, other_id = access.table.which, next(iter(same_ids(access, party)), None)
    if other_id is None or party.retired_at is not None:
        flash(_("Saved."))
        return redirect(url_for("households.party", which=which, id=party.id))
    flash(_("Saved. Another one there is called the same: look whether they are one."))
    return redirect(url_for("households.beside", which=which, id=party.id, other_id=other_id))


@bp.post(f"{PARTY}/retire")
@requires(Permission.HOUSEHOLD_MANAGE)
def retire_party(which: str, id: UUID) -> ResponseReturnValue:
    """Mark a household or merchant as no longer there."""
    return _set(which, id, lambda session, access, asked: retire(session, access.table, asked))


@bp.post(f"{PARTY}/bring-back")
@requires(Permission.HOUSEHOLD_MANAGE)
def bring_party_back(which: str, id: UUID) -> ResponseReturnValue:
    """Offer a retired household or merchant again."""
    return _set(which, id, lambda session, access, asked: bring_back(session, access.table, asked))


def _set(which: str, id: UUID, act: Callable[[Session, PartyAccess, PartyChange], SaveOutcome]) -> ResponseReturnValue:
    access = party_access(which)
    access.party_or_404(id)
    asked = _asked(access, id)
    outcome = in_transaction(lambda session: act(session, access, asked))
    if outcome is SaveOutcome.CHANGED_MEANWHILE:
        return _changed_meanwhile(access, id)
    flash(_("Saved."))
    return redirect(url_for("households.party", which=which, id=id))


def _changed_meanwhile(access: PartyAccess, id: UUID) -> ResponseReturnValue:
    not_saved()
    flash(_("Somebody changed this meanwhile. Nothing was done: look at it again."))
    return redirect(url_for("households.party", which=access.table.which, id=id))


def _asked(access: PartyAccess, id: UUID) -> PartyChange:
    return PartyChange(access.ward.id, id, request.form.get("version", ""), access.actor.id, now())


def _stored_form(access: PartyAccess, party: PartyRecord) -> PartyForm:
    form = PartyForm.of(party, target_areas(access, party), target_places(access, party), formdata=None)
    form.version.data = party_version(party)
    return form


def _page(access: PartyAccess, party: PartyRecord, form: PartyForm) -> str:
    return render_template(
        "households/party.html",
        access=access,
        table=access.table,
        party=party,
        label=label_of(party),
        called=called_of(party),
        parts=party_parts(access, party),
        version=party_version(party),
        form=form if access.may_manage else None,
        status_names=STATUS_NAMES,
        last_in_words=last_in_words,
        state_in_words=state_in_words,
    )
