"""``/review/entries/<id>``: one entry in full, with its history."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import abort
from flask_babel import lazy_gettext as _l

from app.access import requires
from app.logbook.history_queries import history_of
from app.logbook.models import Entry
from app.logbook.status import Action, moves_of
from app.people.actor import Actor
from app.people.audit import shows_names
from app.permissions import Permission, Reach, Scope, may, reach
from app.review.blueprint import bp
from app.review.cards import EntryCard, cards_from
from app.review.forms import NEEDS
from app.review.history import fields_in_words, history_in_words
from app.review.queries import companions_of, other_visits, rows_of
from app.review.review_page import ReviewPage, review_page

_SAME_HOUSEHOLD = 60  # days


@bp.get("/entries/<uuid:entry_id>")
@requires(Permission.ENTRY_READ)
@shows_names("review.entry", _l("the history of an entry"))
def entry(entry_id: UUID) -> str:
    """Show one entry in full, with its history and what can be done with it."""
    page = review_page()
    found: Entry = page.session.scalar(rows_of(page.actor, [entry_id])) or abort(404)
    (card,) = cards_from(page.session, page.labels, [found])
    companions = page.session.scalars(companions_of(found.ward_id, found.id)).all()
    events = page.session.scalars(history_of(found.ward_id, found.id)).all()
    html = page.render(
        "entry",
        about=found.id,
        card=card,
        entry=found,
        fields=fields_in_words(page.labels, found, companions),
        lines=history_in_words(page.labels, found, events, page.actor),
        visits=_visits_to_the_same_household(page, found),
        offered=_offered_actions(page.actor, found),
    )
    page.record_view(entry=str(found.id))
    return html


def _visits_to_the_same_household(page: ReviewPage, found: Entry) -> Sequence[EntryCard]:
    if found.household_id is None:
        return []
    visits = page.session.scalars(other_visits(page.actor, found, _SAME_HOUSEHOLD)).all()
    return cards_from(page.session, page.labels, visits)


def _offered_actions(actor: Actor, found: Entry) -> set[Action]:
    """Return the actions that ``actor`` may take on an entry in its present state."""
    scope = Scope(ward_id=found.ward_id, team_id=found.team_id, member_id=found.member_id)
    return {
        action
        for action, needed in NEEDS.items()
        if may(actor, needed, scope) and found.status in moves_of(action, of_team=reach(actor, needed) is Reach.TEAM)
    }
