"""The answer to a decision: JSON for the script of the queue, and without a script the page that the form came from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import flash, jsonify, redirect
from flask.typing import ResponseReturnValue

from app.config import LONGEST_ADDRESS
from app.database import reader
from app.review.cards import seen_token
from app.review.decision_messages import OWN_ENTRY
from app.review.page_addresses import is_script_request, return_address, with_unchanged
from app.review.review_page import review_page
from app.saved_forms import not_saved


@dataclass(frozen=True, slots=True)
class DecisionAnswer:
    """The result of a decision, or of taking one back: entries with their new number of moves, and a message.

    ``unchanged`` are entries that stayed as they were, each with the reason; ``own`` are those of the reviewer, which
    somebody else has to approve.
    """

    done: Mapping[UUID, int]
    unchanged: Mapping[UUID, str]
    message: str
    decision: UUID | None = None
    is_unknown: bool = False
    own: Collection[UUID] = ()

    def respond(self) -> ResponseReturnValue:
        """Answer the script with what it needs, and a form with the page that it came from."""
        return self._json() if is_script_request() else self._page()

    def _json(self) -> ResponseReturnValue:
        return jsonify(
            done=[str(id) for id in self.done],
            seen={str(id): seen_token(id, moves) for id, moves in self.done.items()},
            told={str(id): reason for id, reason in self.unchanged.items()},
            unchanged={str(id): str(OWN_ENTRY) for id in self.own},
            decision=self.decision,
            words=self.message,
        )

    def _page(self) -> ResponseReturnValue:
        # What was written for entries that are not done yet may be sent again.
        if self.unchanged or self.own or not self.done:
            not_saved()
        if self.message and self.decision is None:
            flash(self.message)
        if self.own:
            flash(str(OWN_ENTRY))
        address = with_unchanged(return_address(), self.unchanged)
        if not self.unchanged or len(address) <= LONGEST_ADDRESS:
            return redirect(address)
        # Too many for an address, so the page that explains them is the answer itself.
        reader().rollback()
        page = review_page()
        html = page.render("not_done", explained_ids=list(self.unchanged))
        page.record_view(entries=len(self.unchanged))
        return html


def ask_again(message: object) -> ResponseReturnValue:
    """Answer that nothing was done, and why."""
    return DecisionAnswer({}, {}, str(message)).respond()
