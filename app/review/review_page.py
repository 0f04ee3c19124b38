"""A page of the room as its user sees it: with what can be taken back, what was not done, and the buttons of cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import get_template_attribute, render_template
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from app.database import reader
from app.logbook.approval_rules import excluded_author_id
from app.logbook.kinds import KINDS
from app.logbook.status import Action, Status
from app.logbook.wording import STATUS_NAMES
from app.month import now
from app.people.actor import Actor
from app.people.audit import record_view
from app.people.own_ward import own_ward
from app.permissions import Permission
from app.places.models import Ward
from app.review.actions import undoable
from app.review.cards import EntryLabels, cards_of, entry_labels
from app.review.conflict_messages import explain_unchanged, short_time
from app.review.decision_messages import OWN_ENTRY, done_message
from app.review.models import Decision
from app.review.page_addresses import page_address, return_address, unchanged_ids


@dataclass(frozen=True)
class ReviewPage:
    """The reviewer, their ward, and the labels that its entries are shown with."""

    actor: Actor
    session: Session
    ward: Ward
    labels: EntryLabels

    def render(
        self,
        template: str,
        *,
        about: UUID | None = None,
        explained_ids: Sequence[UUID] | None = None,
        **context: object,
    ) -> str:
        """Render a page with what all of them need: what can be taken back, and what was not done.

        A page that is ``about`` one entry offers to take back nothing else. What was not done stands in the page's
        address, if not in ``explained_ids``.
        """
        ids = unchanged_ids() if explained_ids is None else explained_ids
        sentences = explain_unchanged(self.session, self.actor, ids)
        decision = undoable(self.session, self.ward.id, self.actor.id, now())
        if decision is not None and about is not None and about.hex not in decision.moves:
            decision = None
        return render_template(
            f"review/{template}.html",
            ward=self.ward,
            undoable=decision,
            undo_text=decision and self._describe(decision),
            not_done=[
                (card, sentences[card.entry.id]) for card in cards_of(self.session, self.actor, self.labels, ids)
            ],
            page_address=page_address(),
            return_address=return_address(),
            status_names=STATUS_NAMES,
            buttons={**_buttons(self.labels), "own": OWN_ENTRY, "not_to_approve": self._excluded_author()},
            approves=self.actor.is_granted(Permission.ENTRY_APPROVE),
            voids=self.actor.is_granted(Permission.ENTRY_VOID),
            now=now(),
            Status=Status,
            **context,
        )

    def _excluded_author(self) -> int | None:
        """Return the author whose entries carry no button to approve them, if there is one."""
        if not self.actor.is_granted(Permission.ENTRY_APPROVE):
            return None
        return excluded_author_id(self.session, self.ward.id, self.actor.id, now())

    def _describe(self, decision: Decision) -> str:
        """Return what was decided and when; of a single entry also on which, so that nobody takes back another."""
        ids = [UUID(hex=id) for id in decision.moves]
        cards = cards_of(self.session, self.actor, self.labels, ids) if len(ids) == 1 else []
        parts = [short_time(decision.at, self.actor), *(card.title for card in cards)]
        return f"{', '.join(parts)}: {done_message(decision.action, len(ids))}"

    def record_view(self, **detail: object) -> None:
        """Note in the audit log that names were seen; the page is written by then."""
        record_view(self.session, now(), self.actor, self.ward.id, **detail)


def review_page() -> ReviewPage:
    """Return the page of the user who asks; answer 404 to a user without a ward."""
    actor: Actor = current_user._get_current_object()
    session = reader()
    ward = own_ward(session, actor)
    return ReviewPage(actor, session, ward, entry_labels(session, ward))


def _buttons(labels: EntryLabels) -> dict[str, object]:
    """Return the texts of the buttons of every card, written once for all of them, and the reasons to tap."""
    component = "components/review.html"
    button = get_template_attribute(component, "reason_buttons")
    return {
        "approve": get_template_attribute(component, "approval")(),
        "select": _("Select"),
        "received": _("received"),
        "more": _("All about it"),
        "comment_label": _("Words for its author (if you like)"),
        "questions": {
            Action.RETURN: (_("Return …"), _("What is to be corrected?")),
            Action.VOID: (_("Do not count …"), _("Why does it not count?")),
        },
        "by_kind": {kind: button(Action.RETURN, labels.return_reasons(kind)) for kind in KINDS},
        "shared": button(Action.RETURN, labels.shared_reasons()),
        "void": button(Action.VOID, labels.void_reasons()),
    }
