"""``/review/sample``: approving the entries without a flag after a sample of them was looked at."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import requires
from app.logbook.status import Action
from app.month import now
from app.people.audit import shows_names
from app.permissions import Permission
from app.review.blueprint import bp
from app.review.cards import cards_of
from app.review.decision_answers import ask_again
from app.review.decision_messages import done_message
from app.review.queue import condition_of, filters_for
from app.review.requested_filter import requested_filter
from app.review.review_page import ReviewPage, review_page
from app.review.sample import OutdatedSampleError, Sample, approve_rest, draw, findings


@bp.get("/sample")
@requires(Permission.ENTRY_APPROVE)
@shows_names("review.sample", _l("a sample of the entries to review"))
def sample() -> ResponseReturnValue:
    """Show a sample of the entries without a flag, to be looked at one by one; when there is none yet, draw it."""
    page = review_page()
    token = request.args.get("sample")
    if token is None:
        return _draw(page)
    drawn = Sample.read(token, _secret_key(), page.actor) or abort(404)
    found = findings(page.session, page.actor, drawn)
    cards = cards_of(page.session, page.actor, page.labels, found.open)
    html = page.render(
        "sample",
        sample=drawn,
        found=found,
        cards=cards,
        wrong=cards_of(page.session, page.actor, page.labels, found.wrong),
        token=token,
        arguments=drawn.queue_filter.as_arguments(),
    )
    if cards:
        page.record_view(entries=len(cards))
    return html


def _draw(page: ReviewPage) -> ResponseReturnValue:
    queue_filter, filters = requested_filter(page)
    condition = condition_of(page.session, page.actor, queue_filter, filters)
    drawn = draw(page.session, page.actor, queue_filter, condition)
    if drawn is None:
        return page.render("sample", sample=None, arguments=queue_filter.as_arguments())
    return redirect(url_for("review.sample", sample=drawn.signed(_secret_key())))


@bp.post("/sample")
@requires(Permission.ENTRY_APPROVE)
def approve_sampled() -> ResponseReturnValue:
    """Approve the rest of a lot, whose sample was looked at and approved."""
    page = review_page()
    token = request.form.get("sample", "")
    drawn = Sample.read(token, _secret_key(), page.actor) or abort(404)
    filters = filters_for(page.session, page.actor, page.labels)
    condition = condition_of(page.session, page.actor, drawn.queue_filter, filters)
    # The snapshot is given back before the writing begins, which takes its time.
    page.session.rollback()
    approved = approve_rest(page.actor, drawn, condition, now())
    if approved is None:
        flash(str(_("This sample was not approved as a whole.")))
        return redirect(url_for("review.sample", sample=token))
    flash(done_message(Action.APPROVE, approved))
    return redirect(url_for("review.queue", **drawn.queue_filter.as_arguments()))


@bp.errorhandler(OutdatedSampleError)
def ask_for_new_sample(_error: OutdatedSampleError) -> ResponseReturnValue:
    """Lead back to the queue, where a new sample is drawn."""
    return ask_again(_l("This sample is too old to approve the others by it. Draw a new one."))


def _secret_key() -> str:
    return str(current_app.config["SECRET_KEY"])
