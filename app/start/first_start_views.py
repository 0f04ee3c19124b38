"""``/start/<token>``: somebody without an account sets the first ward up, and is its first coordinator."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to_strangers
from app.database import in_transaction, reader
from app.month import now
from app.one_at_a_time import BusyError
from app.people.guessing import retry_after, why_unchecked
from app.people.new_session import begin_session, device_label
from app.people.passwords import hash_password
from app.people.phones import new_phone
from app.start.actions import FirstCoordinator, add_first_ward
from app.start.blueprint import bp
from app.start.forms import FirstCoordinatorForm
from app.start.link_actions import opens
from app.start.queries import every_ward
from app.start.ward_steps import ChosenWard, ward_step

_MOST_SHOWN = 20  # wards that an operator added before anybody had an account


@bp.route("/start/<token>", methods=["GET", "POST"])
@open_to_strangers
def first_start(token: str) -> ResponseReturnValue:
    """Lead through the three steps, one after the other: the ward, its words, its first coordinator."""
    session = reader()
    if not opens(session, token, now()):
        return _no_link()
    chosen = ward_step(session, session.scalars(every_ward().limit(_MOST_SHOWN)).all())
    if isinstance(chosen, str):
        return chosen
    form = FirstCoordinatorForm()
    if not form.validate_on_submit():
        return _coordinator_page(chosen, form), 422 if form.is_submitted() else 200
    try:
        coordinator = _coordinator(form)
    except BusyError as error:
        form.password.errors = [why_unchecked(error)]
        return _coordinator_page(chosen, form), 429, {"Retry-After": str(retry_after(error))}
    at = now()
    device_id = _set_up(token, chosen, coordinator, at)
    if device_id is None:
        reader().rollback()
        return _no_link()
    home = redirect(url_for("overview.home"))
    return begin_session(home, device_id, coordinator.phone, coordinator.password_hash, at)


def _coordinator(form: FirstCoordinatorForm) -> FirstCoordinator:
    # Hashing takes long: it is done before the first statement takes the write lock.
    phone, password_hash = new_phone(form.phone.data or "") or "", hash_password(form.password.data or "")
    return FirstCoordinator(form.name.data or "", phone, password_hash, device_label())


def _set_up(token: str, chosen: ChosenWard, coordinator: FirstCoordinator, at: datetime) -> UUID | None:
    code, words, first_day = chosen.unit.ward_code, chosen.words, chosen.first_day
    return in_transaction(lambda session: add_first_ward(session, token, code, words, first_day, coordinator, at))


def _coordinator_page(chosen: ChosenWard, form: FirstCoordinatorForm) -> str:
    return render_template("start/coordinator.html", chosen=chosen, form=form)


def _no_link() -> ResponseReturnValue:
    """Answer whoever has no link that works, the same whatever the reason is."""
    return render_template("start/no_link.html"), 404
