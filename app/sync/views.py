"""``/api/v1``: the session, the working data, the user's own entries, and a batch of entries from the phone."""

from __future__ import annotations

import hashlib
import re

from flask import Blueprint, Response, request
from flask_login import current_user

from app.access import guarded_by, open_to_strangers, requires
from app.body_limit import received_body
from app.csrf import csrf_token
from app.database import reader
from app.errors import APIError
from app.json_types import JsonObject
from app.logbook.form_versions import FIRST_FORM, LATEST_FORM
from app.month import now
from app.people.actor import Actor
from app.people.renewal import counts_as_use
from app.permissions import Permission, Reach, reach
from app.reading import reading_connection
from app.sync.batch import receive
from app.sync.envelope import MOST_ENTRIES, UnreadableBodyError, read_body, read_moment, write_body
from app.sync.household_list import household_list, list_areas, list_version
from app.sync.phone_data import describe_user, own_work
from app.sync.tagged_answer import TaggedAnswer
from app.sync.team_week import team_week
from app.sync.working_data import working_data

bp = Blueprint("sync", __name__, url_prefix="/api/v1")

_FORM = re.compile(r"[1-9]\d{0,5}", re.ASCII)


def _answer(body: JsonObject) -> Response:
    return Response(write_body(body), mimetype="application/json")


def _with_etag(body: JsonObject) -> Response:
    """Answer with ``body``, or 304 when the phone has it already."""
    text = write_body(body)
    response = _tagged(Response(text, mimetype="application/json"), hashlib.sha256(text).hexdigest()[:32])
    response.make_conditional(request)
    return response


def _unless_known(answer: TaggedAnswer) -> Response:
    """Answer with what the phone does not have yet, or 304."""
    tag = answer.tag
    if request.if_none_match.contains_weak(tag):
        return _tagged(Response(status=304), tag)
    return _tagged(Response(answer.body, mimetype="application/json"), tag)


def _tagged(response: Response, tag: str) -> Response:
    """Return ``response`` with its tag: a weak one, because the answer may leave compressed."""
    response.set_etag(tag, weak=True)
    response.headers["Vary"] = "Cookie"
    return response


def _form() -> int:
    """Return the form of the wire that the phone knows, the first one where it does not say."""
    asked = request.args.get("form", "")
    return min(int(asked), LATEST_FORM) if _FORM.fullmatch(asked) else FIRST_FORM


@bp.get("/session")
@open_to_strangers
@counts_as_use
def session_state() -> Response:
    """Return the user who is signed in, if any, and the token that unsafe requests carry."""
    user = current_user._get_current_object()
    described = describe_user(user) if user.is_authenticated else None
    return _answer({"user": described, "csrf": csrf_token(), "server_time": now().isoformat()})


@bp.get("/bootstrap")
@requires(Permission.ENTRY_LOG)
def bootstrap() -> Response:
    """Return the working data of the phone."""
    post = current_user.post
    return _unless_known(working_data(reader(), current_user, post, post.ward_id, _form()))


@bp.get("/mine")
@requires(Permission.ENTRY_LOG)
def mine() -> Response:
    """Return the state of the entries of the phone's user."""
    return _unless_known(own_work(reader(), current_user, current_user.post.ward_id, _form()))


@bp.get("/households")
@requires(Permission.HOUSEHOLD_READ)
def households() -> Response:
    """Return the households and merchants of the user's team with what is known of each."""
    session, ward_id = reader(), current_user.place.ward_id
    areas = list_areas(session, current_user, ward_id)
    tag = list_version(session, ward_id, areas)
    if request.if_none_match.contains_weak(tag):
        # Nothing is built of what the phone has already.
        return _tagged(Response(status=304), tag)
    return _tagged(_answer(household_list(session, ward_id, areas)), tag)


@bp.get("/team")
@requires(Permission.PEOPLE_MANAGE)
def team() -> Response:
    """Return the week of the team that the phone's user leads; whoever manages more than a team has pages for that."""
    if reach(current_user, Permission.PEOPLE_MANAGE) is not Reach.TEAM:
        raise APIError(403, "forbidden")
    return _with_etag(team_week(reader(), current_user))


@bp.post("/sync")
@guarded_by("Actor.may_send")
def sync() -> Response:
    """Take a batch of entries and answer a receipt for each."""
    actor: Actor = current_user._get_current_object()
    if not actor.may_send:
        raise APIError(403, "forbidden")
    body = _batch()
    at = now()
    receipts = receive(reading_connection(), actor, body["entries"], at, sent_at=read_moment(body.get("sent_at")))
    return _answer({"server_time": at.isoformat(), "receipts": receipts})


def _batch() -> JsonObject:
    """Return the request's body with its list of entries, or answer what is wrong with the whole of it."""
    if request.mimetype != "application/json":
        raise APIError(415, "not_json")
    try:
        body = read_body(received_body())
    except UnreadableBodyError:
        raise APIError(400, "unreadable") from None
    if not isinstance(body, dict) or not isinstance(body.get("entries"), list):
        raise APIError(400, "no_entries")
    if len(body["entries"]) > MOST_ENTRIES:
        raise APIError(413, "too_many")
    return body
