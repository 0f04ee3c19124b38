"""``/review/``: the queue, decisions and taking them back, a sample, one entry in full, and what was returned."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    get_template_attribute,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import Session

from app.access import requires
from app.arguments import asked_day, asked_month, asked_number
from app.config import LONGEST_ADDRESS
from app.database import in_transaction, reader
from app.localisation import number
from app.logbook.actions import DONE, OWN, not_to_approve
from app.logbook.kinds import KINDS
from app.logbook.models import Entry
from app.logbook.queries import history_of
from app.logbook.status import Action, Status, moves_of
from app.logbook.wording import STATUS_NAMES
from app.month import now
from app.people.actor import Actor
from app.people.audit import record_view, shows_names
from app.people.own_ward import own_ward
from app.permissions import Permission, Reach, Scope, may, reach
from app.places.models import Ward
from app.review import actions
from app.review.cards import EntryCard, EntryLabels, cards_from, cards_of, entry_labels, seen_token
from app.review.conflict_messages import explain_unchanged, short_time
from app.review.entry_filter import QueueFilter
from app.review.forms import NEEDS, DecisionRequest, IncompleteError, UnreadableError, parse_decision
from app.review.history import fields_in_words, history_in_words
from app.review.models import Decision
from app.review.queries import Position, companions_of, other_visits, rows_of
from app.review.queue import Filters, chips_of, condition_of, filters_for, queue_page
from app.review.returned import returned_page
from app.review.sample import OutdatedSampleError, Sample, approve_rest, draw, findings
from app.text import clean

bp = Blueprint("review", __name__, url_prefix="/review")

_SHOWS_QUEUE = shows_names("review.queue", _l("the entries to review"))
_MOST_TOLD = 50
_LONGEST_SEARCH = 100
_SAME_HOUSEHOLD = 60  # days
_DONE = {
    Action.APPROVE: _l("Approved: %(number)s."),
    Action.RETURN: _l("Returned: %(number)s."),
    Action.VOID: _l("Taken out of the count: %(number)s."),
    Action.RESTORE: _l("Put back into the count: %(number)s."),
}
_OWN = _l("This is your own entry: another coordinator has to approve it.")
_LABELS = {
    "team": _l("Team"),
    "area": _l("Neighbourhood"),
    "kind": _l("Kind"),
    "flag": _l("Flag"),
    "member": _l("Member"),
    "first": _l("From day"),
    "last": _l("To day"),
    "month": _l("Counts in month"),
    "text": _l("Holds"),
}


@bp.get("/")
@requires(Permission.ENTRY_RETURN)
@_SHOWS_QUEUE
def queue() -> ResponseReturnValue:
    """Show what waits, flagged ones first, then who has waited longest."""
    desk = _desk()
    queue_filter, filters = _requested_filter(desk)
    after = _asked_position()
    condition = condition_of(desk.session, desk.actor, queue_filter, filters)
    page = queue_page(desk.session, desk.actor, desk.words, queue_filter, condition, after)
    shown = desk.render(
        "queue",
        page=page,
        queue_filter=queue_filter,
        filters=filters,
        chips=chips_of(queue_filter, filters, _LABELS),
        labels=_LABELS,
        after=after,
        arguments=queue_filter.as_arguments(),
    )
    if page.cards:
        desk.note_seen(entries=len(page.cards))
    return shown


@bp.get("/entries/<uuid:entry_id>")
@requires(Permission.ENTRY_READ)
@shows_names("review.entry", _l("the history of an entry"))
def entry(entry_id: UUID) -> ResponseReturnValue:
    """Show one entry in full, with its history and what can be done with it."""
    desk = _desk()
    found: Entry = desk.session.scalar(rows_of(desk.actor, [entry_id])) or abort(404)
    (card,) = cards_from(desk.session, desk.words, [found])
    companions = desk.session.scalars(companions_of(found.ward_id, found.id)).all()
    events = desk.session.scalars(history_of(found.ward_id, found.id)).all()
    visits: Sequence[EntryCard] = []
    if found.household_id is not None:
        visits = cards_from(
            desk.session, desk.words, desk.session.scalars(other_visits(desk.actor, found, _SAME_HOUSEHOLD)).all()
        )
    shown = desk.render(
        "entry",
        about=found.id,
        card=card,
        entry=found,
        fields=fields_in_words(desk.words, found, companions),
        lines=history_in_words(desk.words, found, events, desk.actor),
        visits=visits,
        offered=_offered(desk.actor, found),
    )
    desk.note_seen(entry=str(found.id))
    return shown


def _offered(actor: Actor, found: Entry) -> set[Action]:
    """Return what ``actor`` may do with an entry as it stands."""
    place = Scope(ward_id=found.ward_id, team_id=found.team_id, member_id=found.member_id)
    return {
        action
        for action, needed in NEEDS.items()
        if may(actor, needed, place) and found.status in moves_of(action, of_team=reach(actor, needed) is Reach.TEAM)
    }


@bp.get("/returned")
@requires(Permission.ENTRY_RETURN)
@shows_names("review.returned", _l("the entries that were returned"))
def returned() -> ResponseReturnValue:
    """Show what waits for its authors, and how long already, team by team."""
    desk = _desk()
    page = returned_page(desk.session, desk.actor, desk.words, _asked_position())
    shown = desk.render("returned", page=page)
    if page.cards:
        desk.note_seen(entries=len(page.cards))
    return shown


@bp.post("/decide")
@requires(Permission.ENTRY_RETURN)
@_SHOWS_QUEUE
def decide() -> ResponseReturnValue:
    """Approve, return, void or restore entries as they were looked at, and tell what was not done."""
    actor: Actor = current_user._get_current_object()
    try:
        order = parse_decision(request.form)
    except UnreadableError:
        abort(400)
    except IncompleteError as error:
        return _ask_again(error.message)
    how_far = reach(actor, NEEDS[order.action]) or abort(403)
    team_id = actor.place.team_id if how_far is Reach.TEAM else None
    answer = in_transaction(lambda session: _decided(session, actor, order, team_id))
    if answer.is_unknown:
        abort(404)
    return answer.sent()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What became of a decision, or of taking one back. ``own`` are entries that somebody else has to approve."""

    done: Mapping[UUID, int]
    told: Mapping[UUID, str]
    words: str
    decision: UUID | None = None
    is_unknown: bool = False
    own: Collection[UUID] = ()

    def sent(self) -> ResponseReturnValue:
        """Answer the script with what it needs, and a form with the page that it came from."""
        if _is_script():
            return jsonify(
                done=[str(id) for id in self.done],
                seen={str(id): seen_token(id, moves) for id, moves in self.done.items()},
                told={str(id): words for id, words in self.told.items()},
                unchanged={str(id): str(_OWN) for id in self.own},
                decision=self.decision,
                words=self.words,
            )
        if self.words and self.decision is None:
            flash(self.words)
        if self.own:
            flash(str(_OWN))
        address = _with_told(_back(), self.told)
        if not self.told or len(address) <= LONGEST_ADDRESS:
            return redirect(address)
        # Too many for an address, so the page that explains them is the answer itself.
        reader().rollback()
        desk = _desk()
        shown = desk.render("not_done", explained_ids=list(self.told), back_to=_back())
        desk.note_seen(entries=len(self.told))
        return shown


def _decided(session: Session, actor: Actor, order: DecisionRequest, team_id: int | None) -> _Answer:
    decision, codes = actions.decide(
        session,
        actor.place.ward_id or 0,
        order.seen,
        order.action,
        actor.id,
        now(),
        reason=order.reason,
        comment=order.comment,
        team_id=team_id,
    )
    done = {id: order.seen[id] + 1 for id, code in codes.items() if code == DONE}
    own = {id for id, code in codes.items() if code == OWN}
    return _Answer(
        done,
        explain_unchanged(session, actor, codes.keys() - done.keys() - own),
        _done_words(order.action, len(done)) if done else "",
        decision.id if decision else None,
        set(codes.values()) == {"unknown"},
        own,
    )


def _done_words(action: Action, count: int) -> str:
    return str(_DONE[action]) % {"number": number(count)}


def _ask_again(message: object) -> ResponseReturnValue:
    if _is_script():
        return jsonify(done=[], seen={}, told={}, decision=None, words=str(message))
    flash(str(message))
    return redirect(_back())


@bp.post("/undo")
@requires(Permission.ENTRY_RETURN)
@_SHOWS_QUEUE
def undo() -> ResponseReturnValue:
    """Take back one's own last decision, as long as it is fresh and where nothing came after it."""
    actor: Actor = current_user._get_current_object()
    asked = request.form.get("decision", "")
    return in_transaction(lambda session: _undone(session, actor, asked)).sent()


def _undone(session: Session, actor: Actor, asked: str) -> _Answer:
    at = now()
    decision = actions.undoable(session, actor.place.ward_id or 0, actor.id, at)
    if decision is None or asked != str(decision.id) or reach(actor, NEEDS[decision.action]) is None:
        return _Answer({}, {}, str(_("There is nothing to take back. A decision can be taken back for 10 minutes.")))
    codes = actions.undo(session, decision, at)
    if codes is None:
        return _Answer({}, {}, str(_("This was taken back already.")))
    moves = {UUID(hex=id): made for id, made in decision.moves.items()}
    done = {id: moves[id] + 1 for id, code in codes.items() if code == DONE}
    words = str(_("Taken back: %(number)s.", number=number(len(done))))
    return _Answer(done, explain_unchanged(session, actor, codes.keys() - done.keys()), words)


@bp.get("/sample")
@requires(Permission.ENTRY_APPROVE)
@shows_names("review.sample", _l("a sample of the entries to review"))
def sample() -> ResponseReturnValue:
    """Show a sample of what carries no flag, to be looked at one by one; without one, draw it."""
    desk = _desk()
    token = request.args.get("sample")
    if token is None:
        return _draw(desk)
    drawn = Sample.read(token, _secret(), desk.actor) or abort(404)
    found = findings(desk.session, desk.actor, drawn)
    cards = cards_of(desk.session, desk.actor, desk.words, found.open)
    wrong = cards_of(desk.session, desk.actor, desk.words, found.wrong)
    shown = desk.render(
        "sample",
        sample=drawn,
        found=found,
        cards=cards,
        wrong=wrong,
        token=token,
        arguments=drawn.queue_filter.as_arguments(),
    )
    if cards:
        desk.note_seen(entries=len(cards))
    return shown


def _draw(desk: _Desk) -> ResponseReturnValue:
    queue_filter, filters = _requested_filter(desk)
    condition = condition_of(desk.session, desk.actor, queue_filter, filters)
    drawn = draw(desk.session, desk.actor, queue_filter, condition)
    if drawn is None:
        return desk.render("sample", sample=None, arguments=queue_filter.as_arguments())
    return redirect(url_for("review.sample", sample=drawn.signed(_secret())))


@bp.post("/sample")
@requires(Permission.ENTRY_APPROVE)
def approve_sampled() -> ResponseReturnValue:
    """Approve the rest of a lot, whose sample was looked at and approved."""
    desk = _desk()
    token = request.form.get("sample", "")
    drawn = Sample.read(token, _secret(), desk.actor) or abort(404)
    filters = filters_for(desk.session, desk.actor, desk.words)
    condition = condition_of(desk.session, desk.actor, drawn.queue_filter, filters)
    # The snapshot is given back before the writing begins, which takes its time.
    desk.session.rollback()
    approved = approve_rest(desk.actor, drawn, condition, now())
    if approved is None:
        flash(str(_("This sample was not approved as a whole.")))
        return redirect(url_for("review.sample", sample=token))
    flash(_done_words(Action.APPROVE, approved))
    return redirect(url_for("review.queue", **drawn.queue_filter.as_arguments()))


@bp.errorhandler(OutdatedSampleError)
def ask_for_new_sample(_error: OutdatedSampleError) -> ResponseReturnValue:
    """Lead back to the queue, where a new sample is drawn."""
    return _ask_again(_l("This sample is too old to approve the others by it. Draw a new one."))


@dataclass(frozen=True)
class _Desk:
    """Who reviews, in which ward, and what its entries are read with."""

    actor: Actor
    session: Session
    ward: Ward
    words: EntryLabels

    def render(
        self, template: str, *, about: UUID | None = None, explained_ids: Sequence[UUID] | None = None, **shown: Any
    ) -> str:
        """Render a page with what all of them need: what can be taken back, and what was not done.

        A page that is ``about`` one entry offers to take back nothing else. What was not done stands in the page's
        address, if not in ``explained_ids``.
        """
        ids = _told_ids() if explained_ids is None else explained_ids
        sentences = explain_unchanged(self.session, self.actor, ids)
        decision = actions.undoable(self.session, self.ward.id, self.actor.id, now())
        if decision is not None and about is not None and about.hex not in decision.moves:
            decision = None
        return render_template(
            f"review/{template}.html",
            ward=self.ward,
            undoable=decision,
            undoable_words=decision and self._words_of(decision),
            told=[(card, sentences[card.id]) for card in cards_of(self.session, self.actor, self.words, ids)],
            here=_here(),
            back=_back(),
            status_names=STATUS_NAMES,
            buttons={**_buttons(self.words), "own": _OWN, "not_of": self._not_to_approve()},
            approves=self.actor.is_granted(Permission.ENTRY_APPROVE),
            voids=self.actor.is_granted(Permission.ENTRY_VOID),
            now=now(),
            Status=Status,
            **shown,
        )

    def _not_to_approve(self) -> int | None:
        """Return whose entries carry no button to approve them."""
        if not self.actor.is_granted(Permission.ENTRY_APPROVE):
            return None
        return not_to_approve(self.session, self.ward.id, self.actor.id, now())

    def _words_of(self, decision: Decision) -> str:
        """Return what was decided and when; of a single entry also on which, so that nobody takes back another."""
        ids = [UUID(hex=id) for id in decision.moves]
        cards = cards_of(self.session, self.actor, self.words, ids) if len(ids) == 1 else []
        said = [short_time(decision.at, self.actor), *(card.title for card in cards)]
        return f"{', '.join(said)}: {_done_words(decision.action, len(ids))}"

    def note_seen(self, **seen: Any) -> None:
        """Note in the audit log that names were looked at; the page is written by then."""
        record_view(self.session, now(), self.actor, self.ward.id, **seen)


def _buttons(words: EntryLabels) -> dict[str, Any]:
    """Return what the buttons of every card say, written once for all of them, and the reasons to tap."""
    component = "components/review.html"
    button = get_template_attribute(component, "reason_buttons")
    return {
        "approve": get_template_attribute(component, "approval")(),
        "select": _("Select"),
        "received": _("received"),
        "more": _("All about it"),
        "words": _("Words for its author (if you like)"),
        "asked": {
            Action.RETURN: (_("Return …"), _("What is to be corrected?")),
            Action.VOID: (_("Do not count …"), _("Why does it not count?")),
        },
        "by_kind": {kind: button(Action.RETURN, words.return_reasons(kind)) for kind in KINDS},
        "shared": button(Action.RETURN, words.shared_reasons()),
        "void": button(Action.VOID, words.void_reasons()),
    }


def _desk() -> _Desk:
    actor: Actor = current_user._get_current_object()
    session = reader()
    ward = own_ward(session, actor)
    return _Desk(actor, session, ward, entry_labels(session, ward))


def _requested_filter(desk: _Desk) -> tuple[QueueFilter, Filters]:
    """Return what the address asks for, and what can be asked for at all; what is not there is 404."""
    filters = filters_for(desk.session, desk.actor, desk.words)
    queue_filter = QueueFilter(
        asked_number("team"),
        asked_number("area"),
        request.args.get("kind") or None,
        request.args.get("flag") or None,
        asked_number("member"),
        asked_day("first"),
        asked_day("last"),
        _asked_text(),
        str(asked_month()) if request.args.get("month") else None,
    )
    return (queue_filter, filters) if filters.allow(queue_filter) else abort(404)


def _asked_text() -> str:
    try:
        return clean(request.args.get("text", ""))[:_LONGEST_SEARCH]
    except ValueError:
        abort(404)


def _asked_position() -> Position | None:
    text = request.args.get("after")
    if not text:
        return None
    try:
        return Position.parse(text)
    except ValueError:
        abort(404)


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def _is_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _here() -> str:
    """Return the address of this page, without what it was told; one that knows its way back keeps it.

    What answers a form has none, but the page that the form stood on.
    """
    if request.method == "POST":
        return _back()
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name != "told"]
    return f"{request.path}?{urlencode(arguments)}" if arguments else request.path


def _back() -> str:
    """Return the page of ours that the reader came from, by default the queue from its beginning."""
    asked = request.values.get("back", "")
    queue_address = url_for("review.queue")
    # Addresses of our pages are written in ASCII.
    is_ours = asked.startswith(queue_address) and asked.isascii() and len(asked) <= LONGEST_ADDRESS
    return asked if is_ours else queue_address


def _with_told(address: str, sentences: Mapping[UUID, str]) -> str:
    """Add to an address which entries were left as they are; the page says why."""
    parts = urlsplit(address)
    arguments = [*parse_qsl(parts.query), *(("told", str(id)) for id in sentences)]
    return parts._replace(query=urlencode(arguments)).geturl()


def _told_ids() -> list[UUID]:
    ids = []
    for text in request.args.getlist("told")[:_MOST_TOLD]:
        try:
            ids.append(UUID(text))
        except ValueError:
            abort(404)
    return ids
