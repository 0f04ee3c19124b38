"""``/review/decide`` and ``/review/undo``: deciding on entries, and taking the last decision back."""

from __future__ import annotations

from uuid import UUID

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import Session

from app.access import requires
from app.database import in_transaction
from app.localisation import number
from app.logbook.review_actions import DecisionNote, DecisionOutcome
from app.month import now
from app.people.actor import Actor
from app.people.audit import shows_names
from app.permissions import Permission, Reach, reach
from app.review import actions
from app.review.blueprint import bp
from app.review.conflict_messages import explain_unchanged
from app.review.decision_answers import DecisionAnswer, ask_again
from app.review.decision_messages import done_message
from app.review.forms import NEEDS, DecisionRequest, IncompleteError, UnreadableError, parse_decision

_shows_queue = shows_names("review.queue", _l("the entries to review"))
"""Entries that were not changed are shown like entries of the queue."""


@bp.post("/decide")
@requires(Permission.ENTRY_RETURN)
@_shows_queue
def decide() -> ResponseReturnValue:
    """Approve, return, void or restore entries as they were looked at, and say what was not done."""
    actor: Actor = current_user._get_current_object()
    try:
        decision = parse_decision(request.form)
    except UnreadableError:
        abort(400)
    except IncompleteError as error:
        return ask_again(error.message)
    how_far = reach(actor, NEEDS[decision.action]) or abort(403)
    team_id = actor.place.team_id if how_far is Reach.TEAM else None
    answer = in_transaction(lambda session: _decide(session, actor, decision, team_id))
    return abort(404) if answer.is_unknown else answer.respond()


def _decide(session: Session, actor: Actor, decision_request: DecisionRequest, team_id: int | None) -> DecisionAnswer:
    action, seen = decision_request.action, decision_request.seen
    note = DecisionNote(action, actor.id, now(), decision_request.reason, decision_request.comment)
    decision, outcomes = actions.decide(session, actor.place.ward_id or 0, seen, note, team_id)
    done = {id: seen[id] + 1 for id, outcome in outcomes.items() if outcome is DecisionOutcome.DONE}
    own = {id for id, outcome in outcomes.items() if outcome is DecisionOutcome.OWN}
    return DecisionAnswer(
        done,
        explain_unchanged(session, actor, outcomes.keys() - done.keys() - own),
        done_message(action, len(done)) if done else "",
        decision.id if decision else None,
        set(outcomes.values()) == {DecisionOutcome.UNKNOWN},
        own,
    )


@bp.post("/undo")
@requires(Permission.ENTRY_RETURN)
@_shows_queue
def undo() -> ResponseReturnValue:
    """Take back one's own last decision, as long as it is fresh and where nothing came after it."""
    actor: Actor = current_user._get_current_object()
    decision_id = request.form.get("decision", "")
    return in_transaction(lambda session: _undo(session, actor, decision_id)).respond()


def _undo(session: Session, actor: Actor, decision_id: str) -> DecisionAnswer:
    at = now()
    decision = actions.undoable(session, actor.place.ward_id or 0, actor.id, at)
    if decision is None or decision_id != str(decision.id) or reach(actor, NEEDS[decision.action]) is None:
        message = _("There is nothing to take back. A decision can be taken back for 10 minutes.")
        return DecisionAnswer({}, {}, str(message))
    outcomes = actions.undo(session, decision, at)
    if outcomes is None:
        return DecisionAnswer({}, {}, str(_("This was taken back already.")))
    moves = {UUID(hex=id): made for id, made in decision.moves.items()}
    done = {id: moves[id] + 1 for id, outcome in outcomes.items() if outcome is DecisionOutcome.DONE}
    message = str(_("Taken back: %(number)s.", number=number(len(done))))
    return DecisionAnswer(done, explain_unchanged(session, actor, outcomes.keys() - done.keys()), message)
