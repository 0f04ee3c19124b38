"""Changing the roster of a date: asking members, taking one off, and saying who was there."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.access import requires
from app.calendar.askable import askable_groups
from app.calendar.blueprint import SHIFT, bp
from app.calendar.duty_words import DUTY_SENTENCES
from app.calendar.roster_access import DateAccess, date_roster, roster_access, team_of_member
from app.database import in_transaction, reader
from app.events.duty_actions import Asked, DutyKey, DutyOutcome, ask, take_off
from app.localisation import number
from app.month import now
from app.months.presence_actions import confirm_presence
from app.people.queries import names_of_ward
from app.permissions import Permission

PERSON = f"{SHIFT}/<int(max=2147483647):member_id>"

_STATES = {"yes": True, "no": False, "open": None}
MOST_ASKED = 500
"""Limit of people who are asked at once."""


@bp.route(f"{SHIFT}/ask", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def ask_for_duty(id: int, day: str, shift: int) -> ResponseReturnValue:
    """Show who may be asked to be on duty in a shift, and ask those who are ticked."""
    looks = roster_access(id, day).changer_or_403()
    at = now()
    roster = date_roster(reader(), looks, at)
    chosen = next((each for each in roster.shifts if each.number == shift and each.is_offered), None)
    if chosen is None:
        abort(404)
    if request.method == "GET":
        groups = askable_groups(reader(), looks, chosen)
        return render_template("calendar/ask.html", looks=looks, shift=chosen, groups=groups)
    ticked = request.form.getlist("member", type=int)
    if len(ticked) > MOST_ASKED:
        abort(400)
    access = looks.access
    asked = in_transaction(
        lambda session: ask(
            session, access.ward.id, id, looks.held.day, shift, ticked, access.actor.id, at, looks.only_team
        )
    )
    for sentence in _asked_sentences(asked, access.ward.id):
        flash(sentence)
    return _back(looks, shift)


def _asked_sentences(asked: Asked, ward_id: int) -> list[str]:
    """Return the sentences after asking: how many were asked, and who of the ward, and of no other, could not be."""
    if asked.outcome not in {DutyOutcome.DONE, DutyOutcome.UNCHANGED}:
        return [str(DUTY_SENTENCES[asked.outcome])]
    names = {id: name for id, name in reader().execute(names_of_ward(ward_id))}
    elsewhere, strangers = ([names[id] for id in ids if id in names] for ids in (asked.elsewhere, asked.strangers))
    sentences = [
        ngettext(
            "%(number)s person is asked to be on duty.",
            "%(number)s people are asked to be on duty.",
            asked.number,
            number=number(asked.number),
        )
    ]
    if elsewhere:
        words = ", ".join(elsewhere)
        sentences.append(_("Not asked, because they are on duty elsewhere at that time: %(names)s.", names=words))
    if strangers:
        words = ", ".join(strangers)
        sentences.append(_("Not asked, because they are not of the teams of this event: %(names)s.", names=words))
    return sentences


@bp.post(f"{PERSON}/take-off")
@requires(Permission.EVENT_MANAGE)
def take_off_duty(id: int, day: str, shift: int, member_id: int) -> ResponseReturnValue:
    """Take somebody off the roster of a shift."""
    looks = roster_access(id, day).changer_or_403()
    team_of_member(looks, member_id)
    key, actor_id = _key(looks, shift, member_id), looks.access.actor.id
    outcome = in_transaction(lambda session: take_off(session, key, actor_id, now()))
    flash(DUTY_SENTENCES[outcome])
    return _back(looks, shift)


@bp.post(f"{PERSON}/presence")
@requires(Permission.EVENT_MANAGE)
def confirm_duty(id: int, day: str, shift: int, member_id: int) -> ResponseReturnValue:
    """Store whether somebody was there."""
    looks = roster_access(id, day).changer_or_403()
    team_of_member(looks, member_id)
    is_present, seen = (_requested_state(name) for name in ("present", "seen"))
    key, held_on, actor_id = _key(looks, shift, member_id), looks.held.held_on, looks.access.actor.id
    outcome = in_transaction(lambda session: confirm_presence(session, key, held_on, is_present, seen, actor_id, now()))
    # A leader goes down the list with a tap each, and sees in the line that it was done.
    if outcome not in {DutyOutcome.DONE, DutyOutcome.UNCHANGED}:
        flash(DUTY_SENTENCES[outcome])
    return _back(looks, shift, member_id)


def _requested_state(name: str) -> bool | None:
    text = request.form.get(name, "")
    return _STATES[text] if text in _STATES else abort(400)


def _key(looks: DateAccess, shift: int, member_id: int) -> DutyKey:
    return DutyKey(looks.access.ward.id, looks.of.event.id, looks.held.day, shift, member_id)


def _back(looks: DateAccess, shift: int, member_id: int | None = None) -> ResponseReturnValue:
    anchor = f"shift-{shift}" if member_id is None else f"duty-{shift}-{member_id}"
    return redirect(url_for("calendar.date_page", id=looks.of.event.id, day=looks.held.day.isoformat(), _anchor=anchor))
